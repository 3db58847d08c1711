import type { ImportedModel, LeakageCheck } from "@nadir/domain";
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
