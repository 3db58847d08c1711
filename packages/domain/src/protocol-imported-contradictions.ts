import type { ProtocolDocument } from "./protocol.ts";
import type { Say } from "./protocol-contradiction.ts";
import { baselineAt, type ImportedSignatureModel } from "./protocol-imported-model.ts";
import { isImportedModel } from "./protocol-model.ts";
import { givesProbability } from "./signature-form.ts";

type Invalid = (path: string, detail: string) => void;

/** Analyses that need a probability; a score that only orders has none. */
const NEEDS_PROBABILITY: readonly string[] = [
  "calibration",
  "calibration-curve",
  "decision-curve",
  "horizon-performance",
];

/** What a model from elsewhere and the rest of the protocol cannot be together. */
export function importedContradictions(d: ProtocolDocument, say: Say): void {
  const { model } = d;
  const invalid: Invalid = (path, detail) => say("PROTOCOL_INVALID", path, detail);
  const isElsewhere = d.split.rule.by === "elsewhere";
  if (isElsewhere !== isImportedModel(model))
    invalid(
      "split.rule.by",
      isElsewhere
        ? "only a model that was developed elsewhere is tested without development subjects; name its file or its predictions under model, or divide the record."
        : "the model was developed elsewhere, so nobody of this record is training; write 'elsewhere'.",
    );
  const internal = d.development.internalValidation;
  if ((internal.method === "elsewhere") !== isImportedModel(model))
    invalid(
      "development.internalValidation.method",
      isImportedModel(model)
        ? "the model is not fitted here; write 'elsewhere' and what its makers report."
        : "the model is fitted here; write how it is validated internally.",
    );
  if (!isImportedModel(model)) {
    if (d.split.expected.training === 0)
      invalid("split.expected.training", "a model that is fitted here needs training subjects; found 0.");
    return;
  }
  if (d.development.hyperParameters !== "elsewhere")
    invalid("development.hyperParameters", "the model was developed elsewhere; write 'elsewhere'.");
  if (d.split.expected.training !== 0)
    invalid(
      "split.expected.training",
      `nobody of this record is training; found ${d.split.expected.training}, write 0.`,
    );
  if (d.sampleSize.prevalence === "training")
    invalid("sampleSize.prevalence", "there are no training subjects here; write the prevalence that is assumed.");
  d.missing.predictors.forEach((m, i) => {
    if (m.rule !== "not-computable")
      invalid(
        `missing.predictors.${i}.rule`,
        "there are no training subjects to learn an imputation from; write 'not-computable'. A signature's own rule for a missing input holds.",
      );
  });
  if (model.type === "imported-signature" && model.signature.form.kind === "onnx")
    invalid(
      "model.signature.form",
      "an ONNX model is a file beside its signature, and the protocol is locked without it; make the predictions with `nadir score` and lodge them (imported-predictions).",
    );
  const { trainedOn } = model.attestation;
  const listed = trainedOn.subjectList?.length;
  if (listed !== undefined && trainedOn.subjects !== listed)
    invalid(
      "model.attestation.trainedOn.subjects",
      `the list names ${listed} training subjects, the number is ${trainedOn.subjects ?? "unknown"}; one of them is wrong.`,
    );
  d.secondary.forEach((s, i) => {
    if (s.sets.includes("training"))
      invalid(`secondary.${i}.sets`, "there are no training subjects here; keep 'test'.");
    if (s.kind === "survival-by-risk-group" && s.cuts.from === "training-quantiles")
      invalid(`secondary.${i}.cuts`, "there are no training subjects to take quantiles of; write fixed cut-points.");
    if (model.output.kind === "score" && NEEDS_PROBABILITY.includes(s.kind))
      invalid(`secondary.${i}.kind`, `${s.kind} needs a probability; the model gives a score that only orders.`);
    if (model.output.kind === "score" && s.kind === "survival-by-risk-group")
      invalid(`secondary.${i}.kind`, "risk groups are cut at risks; the model gives a score that only orders.");
  });
  const binary = d.endpoints.find((e) => e.id === model.endpoint)?.type === "binary";
  if (d.endpoints.some((e) => e.id === model.endpoint) && binary !== (d.primary.metric === "auc"))
    invalid(
      "primary.metric",
      `the model's endpoint is ${binary ? "binary and is judged by auc" : "a time to event and is judged by a C-index or an AUC at a horizon"}; found ${d.primary.metric}.`,
    );
  if (model.type === "imported-signature") signatureFits(d, model, invalid, say);
}

/** Every input of the signature has its predictor, in its unit and by its configuration, and the output is one it has. */
function signatureFits(d: ProtocolDocument, model: ImportedSignatureModel, invalid: Invalid, say: Say): void {
  const { signature, output } = model;
  const wanted = signature.inputs.filter((i) => i.from !== "ratio" && i.from !== "difference");
  for (const input of wanted)
    if (!model.inputs.some((b) => b.input === input.name) && !("missing" in input && input.missing))
      invalid("model.inputs", `the signature's input '${input.name}' has no predictor.`);
  model.inputs.forEach((b, i) => {
    const path = `model.inputs.${i}`;
    const input = wanted.find((x) => x.name === b.input);
    const predictor = d.predictors.find((p) => p.id === b.predictor);
    if (model.inputs.findIndex((x) => x.input === b.input) !== i) invalid(path, `'${b.input}' stands twice.`);
    if (!model.predictors.includes(b.predictor))
      invalid(
        `${path}.predictor`,
        `'${b.predictor}' is no predictor of the model; those are ${model.predictors.join(", ")}.`,
      );
    if (!input) {
      const names = wanted.map((x) => x.name).join(", ");
      invalid(`${path}.input`, `the signature has no input '${b.input}'; it has ${names}.`);
      return;
    }
    if (input.from === "word") {
      const known: readonly string[] = input.words;
      const other = b.words?.find((w) => !known.includes(w.word));
      if (!b.words) invalid(`${path}.words`, `'${b.input}' is a word; say which value of the predictor is which.`);
      else if (other) invalid(`${path}.words`, `the signature knows ${known.join(", ")}; found '${other.word}'.`);
    } else if (b.words) invalid(`${path}.words`, `'${b.input}' is a number; it has no words.`);
    if (!predictor || input.from === "word") return;
    if ("unit" in input && input.unit !== predictor.unit)
      invalid(
        `${path}.predictor`,
        `the signature takes '${b.input}' in ${input.unit}, the predictor is in ${predictor.unit}; bring them to one unit.`,
      );
    if (input.from === "feature" && input.configHash !== null && input.configHash !== predictor.featureConfigHash)
      say(
        "FEATURE_CONFIG_MISMATCH",
        `${path}.predictor`,
        `the signature's '${b.input}' is defined with configuration ${input.configHash}; found ${predictor.featureConfigHash}.`,
      );
  });
  for (const p of model.predictors)
    if (!model.inputs.some((b) => b.predictor === p))
      invalid("model.predictors", `'${p}' is an input of nothing in the signature.`);
  const { form } = signature;
  if (form.kind === "classes")
    invalid("model.signature.form", "a signature of several classes has no one score that a protocol could test.");
  if (output.kind === "probability" && !givesProbability(form))
    invalid(
      "model.output",
      "only a signature with a logit link, a tree of probabilities, a nomogram or a fitted classifier gives a probability; write 'score'.",
    );
  if (output.kind === "risk-by-horizon") {
    if (form.kind !== "cox" || !form.baseline)
      invalid("model.output", "only a Cox signature with its baseline gives a risk; write 'score'.");
    else if (baselineAt(form.baseline, output.horizonDays) < 0)
      invalid(
        "model.output.horizonDays",
        `the signature's baseline has no entry for day ${output.horizonDays}; it has ${form.baseline.survival.map((s) => s.time).join(", ")} ${form.baseline.timeUnit}.`,
      );
  }
}
