import { type ImportedModel, type ImportedModelPlan, isImportedModel, type LeakageCheck } from "@nadir/domain";
import { isTest, type LeakageInput, line, some } from "./input.ts";

/**
 * Rule book validation §3.4 for models that were trained elsewhere: no test subject stands in the training set of a model
 * whose features or scores the protocol takes. A training set that is known by its hash alone cannot be compared; the
 * line says so and does not pass.
 */
export function importedModels({ protocol, subjects }: LeakageInput): LeakageCheck {
  const wanted = new Set(
    protocol.predictors.flatMap((p) => (p.source.from === "feature" ? [p.featureConfigHash as string] : [])),
  );
  const models = new Map<string, ImportedModel>();
  for (const { facts } of subjects)
    for (const { configHash, model } of facts.features)
      if (model && wanted.has(configHash)) models.set(configHash, model);
  const test = subjects.filter(isTest);
  const found = [...models.values()].map((model) => {
    const named = new Set(model.trainingSet.subjects ?? []);
    return {
      model,
      isListed: model.trainingSet.subjects !== undefined,
      overlap: test.filter((s) => named.has(s.tag) || named.has(`${s.facts.study}/${s.facts.key}`)),
      shared: (model.trainingSet.publicCollections ?? []).filter((c) =>
        protocol.population.publicCollections.includes(c),
      ),
    };
  });
  const bad = found.some((f) => f.overlap.length > 0);
  const unknown = found.some((f) => !f.isListed);
  return line(
    "imported-models",
    "No test subject trained an imported model",
    found.length === 0 ? "not-applicable" : bad ? "fail" : unknown ? "noted" : "pass",
    "ARTEFACT_FITTED_ON_TEST",
    found.length === 0
      ? [["predictors from imported models", 0]]
      : found.flatMap(({ model, isListed, overlap, shared }) => [
          [
            `${model.name} ${model.version}: test subjects in its training set`,
            isListed
              ? some(overlap.map((s) => s.facts.key))
              : "not comparable: its makers give the hash of the set only",
          ] as const,
          [`${model.name} ${model.version}: training set SHA-256`, model.trainingSet.sha256.slice(0, 16)] as const,
          [`${model.name} ${model.version}: public collections in common`, some(shared)] as const,
        ]),
  );
}

/**
 * The same for the protocol's own model where that came frozen from elsewhere: whatever is attested of its training is
 * compared with the test set. Unknown training subjects are noted, never passed; with a public collection on both sides
 * they leave a question that somebody must answer by listing them.
 */
export function attestedModel({ protocol, subjects }: LeakageInput): LeakageCheck {
  const { model } = protocol;
  const title = "What is attested of the imported model's training, against the test set";
  if (!isImportedModel(model))
    return line("attested-model", title, "not-applicable", "ARTEFACT_FITTED_ON_TEST", [["model", "fitted here"]]);
  const { attestation } = model;
  const { trainedOn } = attestation;
  const test = subjects.filter(isTest);
  const named = new Set(trainedOn.subjectList ?? []);
  const overlap = test.filter(
    (s) =>
      named.has(s.tag) ||
      named.has(`${s.facts.study}/${s.facts.key}`) ||
      (s.facts.links ?? []).some((l) => named.has(l)),
  );
  const collections = trainedOn.publicCollections.filter((c) => protocol.population.publicCollections.some(same(c)));
  const sites = trainedOn.sites.filter((site) => test.some((s) => s.facts.site === site));
  const siteBroken = sites.length > 0 && protocol.split.disjointBy.includes("site");
  const isUnknown = trainedOn.subjectList === undefined;
  const status =
    overlap.length > 0 || siteBroken ? "fail" : isUnknown ? (collections.length > 0 ? "unresolved" : "noted") : "pass";
  return line(
    "attested-model",
    title,
    status,
    siteBroken && overlap.length === 0 ? "SITE_IN_BOTH_SETS" : "ARTEFACT_FITTED_ON_TEST",
    [
      ["model", nameOf(model)],
      ["developed by", attestation.developedBy],
      ["attested frozen", `on ${attestation.frozenOn} by ${attestation.attestedBy}`],
      [
        "training subjects",
        `${trainedOn.subjects ?? "an unknown number"}, ${isUnknown ? "not listed: not comparable" : "listed"}`,
      ],
      ["test subjects among them", isUnknown ? "not comparable" : some(overlap.map((s) => s.facts.key))],
      [
        "public collections in common",
        status === "unresolved"
          ? `${some(collections)}; list the training subjects, so that they can be compared`
          : some(collections),
      ],
      ["sites in common", trainedOn.sites.length === 0 ? "none named in training" : some(sites)],
    ],
  );
}

const same = (a: string) => (b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

export const nameOf = (model: ImportedModelPlan): string =>
  model.type === "imported-signature"
    ? `${model.signature.title} (${model.signature.id} ${model.signature.version})`
    : `${model.name} ${model.version}`;
