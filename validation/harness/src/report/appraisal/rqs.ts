import type { StudyEvidence } from "./evidence.ts";

/** One criterion: points within its range, and what they rest on. `by`: computed from the record, or an author's to attest. */
export interface RqsItem {
  readonly no: number;
  readonly criterion: string;
  readonly range: readonly [least: number, most: number];
  /** Null: nothing in the record decides it; it counts 0 until it is attested by name. */
  readonly points: number | null;
  readonly by: "record" | "author";
  readonly evidence: string;
}

/**
 * Radiomics Quality Score 1.0 (Lambin et al. 2017, Nat Rev Clin Oncol 14:749): 16 criteria, -8 to 36 points, as a
 * self-assessment. Criterion 12 is computed from the record and counts only a test set with an opening.
 */
export function rqs(e: StudyEvidence): RqsItem[] {
  const record = (
    no: number,
    criterion: string,
    range: RqsItem["range"],
    points: number,
    evidence: string,
  ): RqsItem => ({
    no,
    criterion,
    range,
    points,
    by: "record",
    evidence,
  });
  const author = (no: number, criterion: string, range: RqsItem["range"], evidence: string): RqsItem => ({
    no,
    criterion,
    range,
    points: null,
    by: "author",
    evidence,
  });
  const selection = e.featureSelection || e.adjustedFamilies;
  const fewPredictors = e.predictors * 10 <= e.developmentEvents;
  return [
    author(1, "image protocol documented, public protocol", [0, 2], "DICOM headers and a link to the imaging protocol"),
    author(2, "several segmentations", [0, 1], "readers or algorithms per lesion"),
    author(3, "phantom study on all scanners", [0, 1], "phantom measurements"),
    author(4, "several time points (test–retest)", [0, 1], "repeat scans in the baseline window"),
    e.developedElsewhere
      ? author(5, "feature reduction or adjustment for multiple testing", [-3, 3], "the model was developed elsewhere")
      : record(
          5,
          "feature reduction or adjustment for multiple testing",
          [-3, 3],
          selection || fewPredictors ? 3 : -3,
          selection
            ? "a selection step among the fitted steps, or an adjusted family of tests"
            : `${e.predictors} predictors for ${e.developmentEvents} events of the rarer class, none selected from the data`,
        ),
    record(
      6,
      "multivariable with non-radiomic features",
      [0, 1],
      e.nonImagePredictors > 0 && e.predictors > 1 ? 1 : 0,
      `${e.nonImagePredictors} of ${e.predictors} predictors do not come from images`,
    ),
    author(7, "biological correlates", [0, 1], "links to molecular data"),
    record(
      8,
      "cut-off fixed beforehand or continuous risk",
      [0, 1],
      1,
      e.thresholdsFixed ? "thresholds locked with their origin" : "the model gives a continuous risk",
    ),
    record(
      9,
      "discrimination with significance, and resampling",
      [0, 2],
      (e.discriminationInterval ? 1 : 0) + (e.resampled ? 1 : 0),
      `interval of the AUC ${e.discriminationInterval ? "given" : "not estimable"}; ${e.resampled ? "optimism by bootstrap" : "no resampling"}`,
    ),
    record(
      10,
      "calibration with significance, and resampling",
      [0, 2],
      (e.calibration ? 1 : 0) + (e.calibrationResampled ? 1 : 0),
      `${e.calibration ? "O/E, intercept and slope with limits" : "no calibration planned"}; ${e.calibrationResampled ? "curve with a bootstrap band" : "no band"}`,
    ),
    record(
      11,
      "prospective study, registered",
      [0, 7],
      e.prospective && e.registered ? 7 : 0,
      `${e.prospective ? "prospective" : "not prospective"}, ${e.registered ? "registered" : "not registered"}`,
    ),
    e.developedElsewhere === "other"
      ? author(12, "validation", [-5, 5], "where development and test took place: development was elsewhere")
      : record(12, "validation", [-5, 5], validationPoints(e), validationEvidence(e)),
    record(
      13,
      "comparison with the gold standard",
      [0, 2],
      e.comparator ? 2 : 0,
      e.comparator ? "comparators in the plan" : "no comparator in the plan",
    ),
    record(
      14,
      "potential clinical utility",
      [0, 2],
      e.decisionCurve ? 2 : 0,
      e.decisionCurve ? "decision curve over planned thresholds" : "no decision curve planned",
    ),
    author(15, "cost-effectiveness", [0, 1], "an economic analysis"),
    author(
      16,
      "open science: scans, segmentations, code, features",
      [0, 4],
      e.publicData ? "the data are public; what else is open is the authors' to say" : "links to what is open",
    ),
  ];
}

function validationPoints(e: StudyEvidence): number {
  if (e.opened < 1) return -5;
  if (e.developedElsewhere === "published") return 4;
  return e.newTestSites === 0 ? 2 : e.newTestSites === 1 ? 3 : e.newTestSites === 2 ? 4 : 5;
}

function validationEvidence(e: StudyEvidence): string {
  const times = e.opened === 1 ? "opened once" : `opened ${e.opened} times: no longer an unseen test set`;
  if (e.developedElsewhere === "published") return `a published signature, tested by another team, ${times}`;
  return e.newTestSites === 0
    ? `test set from the institutes of development, ${times}`
    : `test set from ${e.newTestSites} other institute${e.newTestSites === 1 ? "" : "s"}, ${times}`;
}

export interface RqsTotal {
  /** Of the criteria that the record decides; those to be attested count 0. */
  readonly points: number;
  /** max(0, points) / 36, in per cent. */
  readonly percent: number;
  readonly toAttest: number;
}

export function rqsTotal(items: readonly RqsItem[]): RqsTotal {
  const points = items.reduce((s, i) => s + (i.points ?? 0), 0);
  return { points, percent: (Math.max(0, points) / 36) * 100, toAttest: items.filter((i) => i.points === null).length };
}
