import {
  baselineAt,
  hashOf,
  type ImportedModelPlan,
  type ImportedSignatureModel,
  isImportedModel,
  type ProtocolDocument,
  type Signature,
} from "@nadir/domain";
import { applySignature } from "@nadir/risk";
import type { PredictorRow } from "../cohort/predictors.ts";
import { subjectTag } from "../cohort/subject-tag.ts";
import { type Artefact, attestedBy } from "./estimator.ts";
import type { Prediction } from "./prediction.ts";

/** A model that came frozen from elsewhere: one artefact, its content the plan's own words, nothing fitted here. */
export interface ImportedFit {
  readonly imported: Artefact<ImportedModelPlan>;
  readonly cuts: readonly [];
}

export const isImportedArtefact = (a: Artefact): a is Artefact<ImportedModelPlan> => attestedBy(a) !== undefined;

/** The protocol's imported model as an artefact, or null where the protocol fits its own. */
export function importedFit({ model }: ProtocolDocument): ImportedFit | null {
  if (!isImportedModel(model)) return null;
  const { trainedOn } = model.attestation;
  const body = {
    id: "model",
    kind: model.type,
    codeVersion: "1",
    configHash: hashOf(model),
    inputs: [...model.predictors],
    usesOutcome: true,
    subjectTags: (trainedOn.subjectList ?? []).map(trainingTag).sort(),
    sites: [...trainedOn.sites].sort(),
    arms: [],
    firstIndexDate: null,
    lastIndexDate: null,
    dataHash: hashOf(trainedOn),
    parents: [],
    output: model,
  };
  return { imported: { ...body, outputHash: hashOf(body) }, cuts: [] };
}

/** A training subject as its makers name it: `STUDY/KEY` becomes the tag of that subject here; a tag stays as it is. */
function trainingTag(named: string): string {
  const at = named.indexOf("/");
  return at < 0 ? named : subjectTag(named.slice(0, at), named.slice(at + 1));
}

/** The risk or score of one subject by a signature; predictions made elsewhere have none here. */
export function predictImported({ imported }: ImportedFit, row: PredictorRow): Prediction {
  const named = { subjectId: row.subjectId, subjectKey: row.subjectKey };
  const model = imported.output;
  if (model.type === "imported-predictions")
    return { ...named, value: null, reason: "predicted elsewhere; the prediction is lodged, not computed here" };
  const values: Record<string, { value: number | string | null }> = {};
  const lacking: string[] = [];
  for (const { input, predictor, words } of model.inputs) {
    const found = row.predictors[predictor];
    const value = found?.value ?? null;
    const word = words && value !== null ? (words.find((w) => w.value === value)?.word ?? null) : value;
    values[input] = { value: word };
    if (word === null)
      lacking.push(
        found?.value === null ? found.reason : `${predictor} ${value ?? "not computed"} is no word of the signature`,
      );
  }
  const scored = applySignature(plainInputs(model.signature), { values, regions: {} });
  const value = scored.score === null ? null : outputOf(model, scored);
  return value === null
    ? {
        ...named,
        value: null,
        reason: [...new Set(lacking)].join("; ") || "the signature is not defined for this subject",
      }
    : { ...named, value, reason: null };
}

/** The signature with every input given by its own name: units and configurations were checked when the plan was read. */
const plainInputs = (signature: Signature): Signature => ({
  ...signature,
  inputs: signature.inputs.map((input) => {
    if (input.from === "value") return { ...input, column: input.name };
    if (input.from !== "feature") return input;
    const { key: _key, region: _region, profile: _profile, configHash: _hash, ...plain } = input;
    return { ...plain, from: "value" as const };
  }),
});

function outputOf(
  { output, signature }: ImportedSignatureModel,
  scored: ReturnType<typeof applySignature>,
): number | null {
  switch (output.kind) {
    case "probability":
      return scored.probability;
    case "risk-by-horizon": {
      const { form } = signature;
      const at = form.kind === "cox" && form.baseline ? baselineAt(form.baseline, output.horizonDays) : -1;
      return scored.risks[at]?.risk ?? null;
    }
    case "score":
      return scored.score === null ? null : output.larger === "event less likely" ? -scored.score : scored.score;
  }
}
