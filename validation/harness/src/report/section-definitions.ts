import {
  type FittedModelPlan,
  guidanceFor,
  isImportedModel,
  type ProtocolModel,
  type ValidationResult,
} from "@nadir/domain";
import { nameOf } from "../leakage/imported-models.ts";
import type { Block, Section } from "./blocks.ts";
import { featuresUsed } from "./features-used.ts";
import { missingInWords } from "./section-imputation.ts";
import { noteOf, withInterval } from "./words.ts";

/** Guidelines for the tissue and expression measures among the predictors. */
function guidance({ protocol }: ValidationResult): Block[] {
  const found = new Map(
    protocol.predictors
      .flatMap((p) => guidanceFor(`${p.label} ${"code" in p.source ? p.source.code : ""}`))
      .map((g) => [g.id, `${g.topic}: ${g.citation}, ${g.url}. ${g.hint}`]),
  );
  return found.size === 0
    ? []
    : [
        { kind: "heading", text: "Guidance for these measures" },
        { kind: "list", items: [...found.values()] },
      ];
}

/** The readers on whose figures the reference standard rests, by the record. */
function readersInWords({ readers }: ValidationResult): string[] {
  if (readers === undefined) return ["Not looked up when this report was filed."];
  if (readers.readers.length === 0)
    return ["The record holds no measurements of these subjects; see the endpoints above."];
  const { agreement } = readers;
  return [
    ...readers.readers.map(
      (x) =>
        `${x.reader}: ${x.measurements} measurements of ${x.subjects} ${x.subjects === 1 ? "subject" : "subjects"}.`,
    ),
    agreement === null
      ? "No lesion of a visit was measured by two readers; their agreement cannot be stated."
      : `${readers.readTwice} measurements have two readers. ${agreement.pair.join(" and ")} on ${agreement.lesions} longest diameters: ${agreement.icc.method} ${withInterval(agreement.icc)}. ${noteOf(agreement.icc)}`.trim(),
  ];
}

/** Index time, endpoints, predictors, groups, analyses: what every number means, as it was locked. */
export function definitionsSection(r: ValidationResult): Section {
  const p = r.protocol;
  return {
    id: "definitions",
    title: "Definitions, as locked",
    blocks: [
      {
        kind: "terms",
        rows: [
          [
            "Index time",
            `${p.indexTime.definition} ${p.indexTime.informationWindowDays === 0 ? "Predictors may use nothing that became known after it." : `Predictors may use nothing that became known later than ${p.indexTime.informationWindowDays} days after it.`}`,
          ],
          ["Model", `${modelInWords(p.model)}. ${p.model.whyThisModel}`],
          ["Direction", directionInWords(p.model)],
          ["Missing values", missingInWords(p)],
          [
            "Multiplicity",
            p.multiplicity.families.map((f) => `${f.id}: ${f.method}, alpha ${f.alpha}. ${f.statement}`).join(" "),
          ],
          ["Random numbers", `${p.random.algorithm}, seed ${p.random.seed}, ${p.random.resamples} resamples`],
        ],
      },
      {
        kind: "table",
        caption: "Endpoints",
        columns: [
          { title: "Endpoint", share: 2 },
          { title: "Definition", share: 4 },
          { title: "Criteria", share: 1.4 },
          { title: "Assessed by, blinding", share: 3 },
          { title: "Incorporation of the predictor", share: 4 },
        ],
        rows: p.endpoints.map((e) => [
          e.label,
          `${e.definition} ${e.type === "binary" ? `Horizon: ${e.horizon}.` : `Censoring: ${e.censoring}.`}`,
          e.criteria.set === "none" ? "–" : `${e.criteria.set} ${e.criteria.version}`,
          `${e.assessedBy}. ${e.blinding}`,
          e.incorporation,
        ]),
      },
      { kind: "heading", text: "Reference standard: who read" },
      { kind: "list", items: readersInWords(r) },
      {
        kind: "table",
        caption: "Predictors",
        columns: [
          { title: "Predictor", share: 3 },
          { title: "Unit", share: 2 },
          { title: "Time", share: 3 },
          { title: "Over lesions", share: 2 },
          { title: "Allowed range", share: 1.4, align: "right" },
        ],
        rows: p.predictors.map((x) => [
          x.label,
          x.unit,
          x.timeWindow,
          x.aggregation,
          `${x.allowedRange[0]} to ${x.allowedRange[1]}`,
        ]),
      },
      ...featuresUsed(r.protocol),
      ...guidance(r),
      {
        kind: "table",
        caption: "Groups",
        columns: [
          { title: "Grouping", share: 2 },
          { title: "Favourable", share: 2 },
          { title: "Unfavourable", share: 2 },
          { title: "Origin of the threshold", share: 4 },
        ],
        rows: p.groupings.map((g) => [
          g.label,
          g.favourable,
          g.unfavourable,
          `${g.thresholdOrigin.replace("-", " ")}: ${g.thresholdReason}`,
        ]),
      },
    ],
  };
}

function modelInWords(model: ProtocolModel): string {
  if (isImportedModel(model)) return `${nameOf(model)}, developed elsewhere, for ${model.endpoint}`;
  const kind = model.type === "cox" ? `Cox regression, risk by day ${model.horizonDays},` : "logistic regression";
  return `${kind} of ${model.endpoint} on ${model.predictors.join(", ")}; penalty ${penaltyInWords(model.penalty)}`;
}

function directionInWords(model: ProtocolModel): string {
  if (!isImportedModel(model)) return model.positiveDirection;
  const { output } = model;
  return output.kind === "score"
    ? `larger score = ${output.larger}`
    : `larger ${output.kind === "probability" ? "probability" : "risk"} = event more likely`;
}

function penaltyInWords(penalty: FittedModelPlan["penalty"]): string {
  if (penalty === "none") return "none";
  const { alpha, folds, choose } = penalty;
  const by = folds.by === "site" ? "one fold a site" : `${folds.count} folds of subjects, seed ${folds.seed}`;
  return `elastic net (lasso share ${alpha}), chosen inside training by ${choose === "smallest-deviance" ? "the smallest deviance" : "the one-standard-error rule"} over ${by}`;
}
