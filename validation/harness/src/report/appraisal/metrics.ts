import type { StudyEvidence } from "./evidence.ts";

export type MetricsAnswer = "yes" | "no" | "n/a" | "to attest";

export interface MetricsItem {
  readonly no: number;
  readonly label: string;
  readonly weight: number;
  readonly answer: MetricsAnswer;
  readonly evidence: string;
}

/** Which parts of the checklist the study switches on (Kocak et al. 2024). */
export interface MetricsConditions {
  readonly segmentation: boolean;
  readonly fullyAutomatic: boolean;
  readonly handCrafted: boolean;
  readonly tabular: boolean;
  readonly endToEnd: boolean;
}

/**
 * METhodological RadiomICs Score 2024 (Kocak et al., EuSoMII, Insights Imaging 15:8): 30 items whose weights sum to 1, as a
 * self-assessment. What nothing in the record decides is to be attested by name and counts as "no" until then.
 */
export function metrics(e: StudyEvidence): MetricsItem[] {
  const conditions: MetricsConditions = {
    segmentation: e.segmented,
    fullyAutomatic: e.automaticSegmentation,
    handCrafted: e.handCraftedFeatures,
    tabular: true,
    endToEnd: false,
  };
  const rows: readonly (readonly [
    no: number,
    label: string,
    weight: number,
    answer: boolean | null,
    evidence: string,
  ])[] = [
    [1, "follows a guideline or checklist", 0.0368, true, "this report: TRIPOD+AI, CLAIM"],
    [
      2,
      "representative eligibility",
      0.0735,
      null,
      "eligibility is stated; its representativeness is the authors' to say",
    ],
    [3, "high-quality reference standard", 0.0919, null, "the endpoint's definition and assessors"],
    [4, "multi-centre", 0.0438, e.newTestSites > 0 || e.testSites > 1, "sites of development and test"],
    [5, "clinically translatable imaging", 0.0292, null, "the imaging protocol"],
    [6, "acquisition parameters", 0.0438, null, "DICOM headers"],
    [7, "interval from imaging to reference", 0.0292, true, "index time, information window and horizons are locked"],
    [8, "segmentation described", 0.0337, e.segmented, "segmentation source of each predictor"],
    [9, "automatic segmentation evaluated", 0.0225, null, "agreement with readers"],
    [10, "test masks by one reader or tool", 0.0112, null, "readers of the test set"],
    [
      11,
      "preprocessing appropriate and described",
      0.0622,
      e.handCraftedFeatures ? true : null,
      "feature configuration hash",
    ],
    [12, "standardised extraction software", 0.0311, e.handCraftedFeatures, "IBSI conformance of the engine"],
    [13, "extraction parameters", 0.0415, e.handCraftedFeatures, "feature configuration hash"],
    [14, "non-robust features removed", 0.02, e.featureSelection ? null : false, "fitted steps"],
    [15, "redundant features removed", 0.02, e.featureSelection ? null : false, "fitted steps"],
    [
      16,
      "dimension against size of the data",
      0.03,
      e.developedElsewhere ? null : e.predictors * 10 <= e.developmentEvents,
      `${e.predictors} predictors, ${e.developmentEvents} events of the rarer class`,
    ],
    [17, "robustness of end-to-end deep learning", 0.02, null, "not an end-to-end model"],
    [
      18,
      "proper partitioning",
      0.0599,
      e.developedElsewhere ? null : true,
      "split by subject, frozen and checked for leakage",
    ],
    [19, "confounders handled", 0.03, null, "named covariates"],
    [20, "metrics", 0.0352, true, "primary and secondary metrics were locked"],
    [21, "uncertainty", 0.0234, e.discriminationInterval, "interval of the primary metric"],
    [22, "calibration", 0.0176, e.calibration, "calibration analyses of the plan"],
    [23, "uni-parametric imaging, or proof that more is needed", 0.0117, null, "sequences used"],
    [24, "comparison with non-radiomic factors", 0.0293, e.comparator, "comparators of the plan"],
    [25, "comparison with a simple model", 0.0176, null, "models of one predictor"],
    [
      26,
      "internal testing",
      0.0375,
      e.splitType === "internal" || e.splitType === "temporal" || e.resampled,
      "split record; optimism bootstrap",
    ],
    [27, "external testing", 0.0749, e.developedElsewhere ? null : e.newTestSites > 0, "sites of the opened test set"],
    [28, "data available", 0.0075, e.publicData, "licence and origin of the data"],
    [29, "code available", 0.0075, null, "software of the record"],
    [30, "model available", 0.0075, e.developedElsewhere === "other" ? null : true, "the whole model is printed"],
  ];
  return rows.map(([no, label, weight, answer, evidence]): MetricsItem => {
    const off = switchedOff(no, conditions);
    return {
      no,
      label,
      weight,
      answer: off ? "n/a" : answer === null ? "to attest" : answer ? "yes" : "no",
      evidence: off ?? evidence,
    };
  });
}

/** Why an item does not apply; null where it does. */
function switchedOff(no: number, c: MetricsConditions): string | null {
  if ([8, 9, 10].includes(no) && !c.segmentation) return "no segmentation";
  if (no === 9 && !c.fullyAutomatic) return "segmentation not fully automatic";
  if (no === 12 && !c.handCrafted) return "no hand-crafted features";
  if ([14, 15, 16].includes(no) && !c.tabular) return "no tabular data";
  if (no === 17 && !c.endToEnd) return "no end-to-end deep learning";
  return null;
}

export interface MetricsScore {
  /** 100 × weights of "yes" / weights of what applies, one decimal. */
  readonly score: number;
  readonly band: "very low" | "low" | "moderate" | "good" | "excellent";
  readonly toAttest: number;
}

export function metricsScore(items: readonly Pick<MetricsItem, "weight" | "answer">[]): MetricsScore {
  const applicable = items.filter((i) => i.answer !== "n/a");
  const weight = (list: typeof applicable) => list.reduce((s, i) => s + i.weight, 0);
  const raw = (100 * weight(applicable.filter((i) => i.answer === "yes"))) / weight(applicable);
  const score = Math.round(raw * 10) / 10;
  const band =
    score < 20 ? "very low" : score < 40 ? "low" : score < 60 ? "moderate" : score < 80 ? "good" : "excellent";
  return { score, band, toAttest: items.filter((i) => i.answer === "to attest").length };
}
