import { type Attestation, type ProtocolDocument, readProtocol } from "@nadir/domain";
import { syntheticPlan } from "./synthetic-trial.ts";

/** What the makers of the synthetic cohort's law attest: a frozen model whose training subjects nobody here knows. */
export const attestation: Attestation = {
  developedBy: "Growth group, University of Elsewhere",
  testedBy: "Nadir test team",
  attestedBy: "E. Maker, University of Elsewhere",
  frozenOn: "2019-05-01",
  statement: "The file was not changed since it was published; nobody of the synthetic trial was in training.",
  trainedOn: { description: "140 patients of a trial at Elsewhere", subjects: 140, publicCollections: [], sites: [] },
};

/** The signature of the law by which the synthetic cohort is made: log-odds of benefit = -0.3 - 0.06 × change in per cent. */
export const growthSignature = {
  schema: "nadir.signature/1" as const,
  id: "growth",
  version: "1",
  title: "Growth at the first scan",
  predicts: "clinical benefit",
  higherMeans: "benefit more likely",
  intendedUse: "research",
  limits: ["Made for tests."],
  origin: {
    kind: "published" as const,
    printed: [{ citation: "Maker E. Growth. J Elsewhere 2019;1:1", place: "table 2" }],
  },
  inputs: [{ from: "value" as const, name: "change", label: "Change of the target sum", unit: "%" }],
  form: {
    kind: "linear" as const,
    intercept: -0.3,
    link: "logit" as const,
    terms: [{ input: "change", coefficient: -0.06, centre: 0, scale: 1 }],
  },
};

/** The synthetic trial's plan with a model that came from elsewhere; `model` says which. */
export function importedPlan(family: string, model: object, changes: object = {}): unknown {
  const plan = syntheticPlan(family);
  const { endpoint } = plan.model;
  return {
    ...plan,
    model: { endpoint, attestation, whyThisModel: "The signature that its makers froze.", ...model },
    development: {
      hyperParameters: "elsewhere",
      modelsTried: 1,
      internalValidation: { method: "elsewhere", reported: "AUC 0.81 in development (Maker 2019, table 3)." },
      statement: "Developed elsewhere.",
    },
    sampleSize: { ...plan.sampleSize, prevalence: 0.4 },
    split: {
      ...plan.split,
      type: "external-study",
      rule: { by: "elsewhere" },
      disjointBy: ["subject", "study"],
      expected: { training: 0, test: 50 },
    },
    secondary: plan.secondary.flatMap((s) => (s.sets.includes("test") ? [{ ...s, sets: ["test"] }] : [])),
    ...changes,
  };
}

export const signatureModel = {
  type: "imported-signature",
  predictors: ["target-change"],
  signature: growthSignature,
  inputs: [{ input: "change", predictor: "target-change" }],
  output: { kind: "probability" },
};

export const predictionsModel = {
  type: "imported-predictions",
  predictors: [],
  name: "GrowthNet",
  version: "2",
  readsImages: true,
  procedure: "A network on the scans, run at Elsewhere.",
  output: { kind: "score", larger: "event less likely" },
};

export const signaturePlan = (family: string, changes: object = {}): ProtocolDocument =>
  readProtocol(importedPlan(family, signatureModel, changes));

export const predictionsPlan = (family: string, changes: object = {}): ProtocolDocument =>
  readProtocol(
    importedPlan(family, predictionsModel, {
      secondary: syntheticPlan(family)
        .secondary.filter((s) => s.kind === "auc" && s.sets.includes("test"))
        .map((s) => ({ ...s, sets: ["test"] })),
      ...changes,
    }),
  );
