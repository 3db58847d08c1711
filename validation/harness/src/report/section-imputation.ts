import type { ProtocolDocument, ValidationResult } from "@nadir/domain";
import type { Block } from "./blocks.ts";
import { number, withInterval } from "./words.ts";

const RULES = {
  "not-computable": "not computable, counted, kept in the denominator",
  "impute-median": "median of the training subjects",
  "impute-chained-equations": "multiple imputation by chained equations",
} as const;

/** The rule for missing values in words: predictors by rule, outcome, and how imputation was set. */
export function missingInWords({ missing }: ProtocolDocument): string {
  const rules = (Object.keys(RULES) as (keyof typeof RULES)[]).flatMap((rule) => {
    const named = missing.predictors.filter((m) => m.rule === rule).map((m) => m.predictor);
    return named.length === 0 ? [] : [`${RULES[rule]} (${named.join(", ")})`];
  });
  const chained = missing.chainedEquations
    ? ` ${missing.imputations} imputations, ${missing.chainedEquations.iterations} iterations, seed ${missing.chainedEquations.seed}, fitted on training subjects only.`
    : "";
  return `Predictors: ${rules.join("; ")}.${chained} Outcome: excluded and counted. ${missing.sensitivity}`;
}

/** Multiple imputation as it was done; nothing where the plan has none. */
export function imputationBlocks({ imputation: i }: ValidationResult): Block[] {
  if (!i) return [];
  const share = (v: number | null) => (v === null ? "–" : `${number(100 * v, 0)} %`);
  return [
    { kind: "heading", text: "Multiple imputation" },
    {
      kind: "text",
      text: `Chained equations with predictive mean matching: ${i.imputations} completed data sets, ${i.iterations} iterations, seed ${i.seed}. ${i.training.incomplete} of ${i.training.subjects} training subjects in the fit and ${i.test.incomplete} of ${i.test.subjects} test subjects lack a value that was imputed. For the fit the outcome is among the columns; test subjects are completed by frozen equations that know no outcome. A subject has one prediction: that of the mean of its imputed lines.`,
    },
    {
      kind: "table",
      caption: "Imputed predictors: subjects without a value",
      columns: [
        { title: "Predictor", share: 3 },
        { title: "Training", align: "right" },
        { title: "Test", align: "right" },
      ],
      rows: i.predictors.map((p) => [p.predictor, String(p.missingTraining), String(p.missingTest)]),
    },
    {
      kind: "table",
      caption: "Pooled coefficients: what missing values cost (Rubin's rules; Barnard and Rubin's degrees of freedom)",
      columns: [
        { title: "Term", share: 3 },
        { title: "Degrees of freedom", align: "right" },
        { title: "Relative increase in variance", align: "right" },
        { title: "Missing information", align: "right" },
      ],
      rows: i.coefficients.map((c) => [
        c.term,
        number(c.df, 1),
        number(c.relativeIncrease, 3),
        share(c.fractionMissing),
      ]),
    },
    {
      kind: "table",
      caption:
        "Test set, pooled over its completed data sets (the primary analysis judges the one committed prediction)",
      columns: [
        { title: "Measure", share: 2 },
        { title: "Pooled (interval)", share: 3, align: "right" },
        { title: "Over the data sets", share: 2, align: "right" },
        { title: "Missing information", align: "right" },
        { title: "Pooled on", share: 1 },
      ],
      rows: i.performance.map((p) => [
        p.measure,
        p.figure.value === null ? `not estimable: ${p.figure.note ?? ""}` : withInterval(p.figure),
        p.least === null || p.greatest === null ? "–" : `${number(p.least, 3)} to ${number(p.greatest, 3)}`,
        share(p.fractionMissing),
        p.scale,
      ]),
    },
  ];
}
