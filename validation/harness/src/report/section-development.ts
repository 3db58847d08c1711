import { isImportedModel, type ValidationResult } from "@nadir/domain";
import type { Block, Section } from "./blocks.ts";
import { evidenceLabels } from "./evidence-label.ts";
import { importedSection } from "./section-imported.ts";
import { imputationBlocks } from "./section-imputation.ts";
import { number, withInterval } from "./words.ts";

/** The model as fitted, how to compute it by hand, and how it does on its own data. */
export function developmentSection(r: ValidationResult): Section {
  if (isImportedModel(r.protocol.model)) return importedSection(r, r.protocol.model);
  const { development: d, protocol } = r;
  const { model } = protocol.frozen ?? {};
  const cox = protocol.model.type === "cox" ? protocol.model : null;
  const measure = cox ? "Harrell's C" : "AUC";
  const terms = (model?.coefficients ?? [])
    .map(
      (c) =>
        `${c.coefficient < 0 ? "−" : "+"} ${Math.abs(c.coefficient).toPrecision(5)} × ${c.predictor} (${protocol.predictors.find((p) => p.id === c.predictor)?.unit ?? ""})`,
    )
    .join(" ");
  return {
    id: "development",
    title: "Development",
    blocks: [
      {
        kind: "text",
        text: `Fitted on ${d.n} training subjects, ${d.events} with the outcome; ${protocol.development.modelsTried} model tried. ${protocol.development.statement}`,
      },
      ...(model
        ? [
            {
              kind: "callout" as const,
              tone: "plain" as const,
              title: "The whole model",
              text: `${cox ? `Risk by day ${cox.horizonDays} = 1 − exp(−exp(L))` : "Probability = 1 / (1 + exp(−L))"}, L = ${(model.intercept ?? 0).toPrecision(5).replace("-", "−")} ${terms}`,
            },
          ]
        : []),
      {
        kind: "table",
        caption: "Coefficients on the predictors' own scales",
        columns: [
          { title: "Term", share: 2 },
          { title: `${cox ? "Log hazard" : "Log-odds"} per unit (95 % interval)`, share: 3, align: "right" },
          { title: `${cox ? "Hazard" : "Odds"} ratio per 10 units`, share: 3, align: "right" },
        ],
        rows: d.coefficients.map((c) => [
          c.term,
          withInterval(c.estimate, 4),
          c.oddsRatioPer10.value === null ? "–" : withInterval(c.oddsRatioPer10),
        ]),
      },
      ...overfittingBlocks(r),
      {
        kind: "terms",
        rows: [
          [`Apparent ${measure}`, `${withInterval(d.apparentAuc)}, ${d.apparentAuc.method}`],
          ...internalRows(r, measure),
        ],
      },
      {
        kind: "table",
        caption: "What each figure rests on",
        columns: [
          { title: "Figure", share: 3 },
          { title: "Evidence", share: 4 },
        ],
        rows: evidenceLabels(r).map((l) => [l.figure, l.label]),
      },
      ...(d.measures
        ? [
            {
              kind: "table" as const,
              caption: "Every measure with its optimism (internal estimates)",
              columns: [
                { title: "Measure", share: 2 },
                { title: "Apparent", align: "right" as const },
                { title: "Optimism", align: "right" as const },
                { title: "Corrected", align: "right" as const },
              ],
              rows: d.measures.map((m) => [
                m.measure === "discrimination" ? measure : m.measure,
                number(m.apparent, 3),
                number(m.optimism, 3),
                number(m.corrected, 3),
              ]),
            },
          ]
        : []),
      ...imputationBlocks(r),
    ],
  };
}

/** Fewer events a candidate coefficient than this, or more shrinkage, and the model is likely overfitted. */
const LEAST_EVENTS = 10;
const LEAST_SHRINKAGE = 0.9;

/** Events a candidate coefficient and expected shrinkage, with a warning where they are poor. */
function overfittingBlocks({ development: d, protocol }: ValidationResult): Block[] {
  const o = d.overfitting;
  if (!o) return [];
  const few = o.eventsPerCandidate < LEAST_EVENTS;
  const shrunken = o.shrinkage !== null && o.shrinkage < LEAST_SHRINKAGE;
  const shrinkage =
    o.shrinkage === null
      ? `Heuristic shrinkage is not told. ${o.note ?? "The model explains nothing."}`
      : `Heuristic shrinkage (likelihood ratio ${number(o.likelihoodRatio!, 1)}) ${number(o.shrinkage)}: about the calibration slope to expect in new subjects.`;
  return [
    {
      kind: "callout",
      tone: few || shrunken ? "caution" : "plain",
      title: few || shrunken ? "Overfitting is likely" : "Room for the model",
      text: `${o.events} ${protocol.model.type === "cox" ? "events" : "subjects of the smaller class"} for ${o.candidates} candidate coefficients: ${number(o.eventsPerCandidate, 1)} each${few ? `, fewer than ${LEAST_EVENTS}` : ""}. ${shrinkage}${shrunken ? ` Below ${LEAST_SHRINKAGE}: predictions will be too extreme.` : ""}`,
    },
  ];
}

/** What is known of the model beyond the subjects of its fit, before any test. */
function internalRows({ development: d }: ValidationResult, measure: string): [string, string][] {
  const cv = d.crossValidation;
  if (cv) {
    const by = { subject: "folds of subjects", site: "one fold a site", "each-subject": "each subject left out once" }[
      cv.by
    ];
    const how = `${by}, ${cv.folds} folds${cv.repeats > 1 ? `, ${cv.repeats} repeats` : ""}; every step fitted anew without the fold${cv.failed > 0 ? `; ${cv.failed} folds carried no fit` : ""}`;
    const spread =
      cv.repeats > 1 && cv.smallest !== null && cv.largest !== null
        ? `, over the repeats ${number(cv.smallest)} to ${number(cv.largest)}`
        : "";
    return [
      [
        `${measure}, cross-validated, pooled`,
        cv.pooled === null ? `not estimable (${how})` : `${number(cv.pooled)}${spread} (${how})`,
      ],
      [`${measure}, mean of the folds`, cv.meanOfFolds === null ? "not estimable" : number(cv.meanOfFolds)],
    ];
  }
  return [
    [
      "Optimism",
      d.optimism === null
        ? "not estimable"
        : `${number(d.optimism, 3)} (Harrell bootstrap, every step refitted; ${d.resamples} resamples, ${d.redrawn} drawn again, seed ${d.seed})`,
    ],
    [`${measure} corrected for optimism`, d.correctedAuc === null ? "not estimable" : number(d.correctedAuc)],
  ];
}
