import type { ImportedModel } from "@nadir/domain";
import { expect, it } from "vitest";
import { inspirePlan, placeCohort, syntheticCohort } from "../testing/synthetic-facts.ts";
import { importedModels } from "./imported-models.ts";
import { isTest, type LeakageInput } from "./input.ts";

const HASH = "c".repeat(64);
const plan = inspirePlan();
const { placed, training } = placeCohort(syntheticCohort(60, 3), plan);
const [first] = placed.filter(isTest);

function judged(trainingSet: Partial<ImportedModel["trainingSet"]>, uses = true) {
  const model: ImportedModel = {
    id: "net",
    name: "LesionNet",
    version: "1",
    kind: "score",
    weightsSha256: "1".repeat(64),
    trainingSet: { sha256: "2".repeat(64), description: "elsewhere", ...trainingSet },
    preprocessing: "none",
  };
  const subjects = placed.map((s) => ({
    ...s,
    facts: {
      ...s.facts,
      features: [
        { visitKey: "BL", modality: "CT", configHash: HASH, target: true, model, values: { "net/score": 0.5 } },
      ],
    },
  }));
  const predictor = {
    ...plan.predictors[0]!,
    source: { from: "feature" as const, key: "net/score", modality: "CT", at: "baseline" as const },
    featureConfigHash: HASH,
  };
  const input: LeakageInput = {
    protocol: uses ? { ...plan, predictors: [predictor] } : plan,
    subjects,
    training,
    artefacts: [],
    sealedSubjectIds: [],
    sealedRule: null,
    publicOrigin: null,
    proof: null,
  };
  return importedModels(input);
}

it("a test subject who trained an imported model is found, by its tag or by its key", () => {
  const byTag = judged({ subjects: [first!.tag] });
  expect(byTag).toMatchObject({ status: "fail", code: "ARTEFACT_FITTED_ON_TEST" });
  expect(byTag.evidence[0]!.found).toBe(first!.facts.key);
  expect(judged({ subjects: [`${first!.facts.study}/${first!.facts.key}`] }).status).toBe("fail");
});

it("a training set without a test subject passes; the same key of another trial is another person", () => {
  const training = placed.filter((s) => !isTest(s)).map((s) => s.tag);
  expect(judged({ subjects: training }).status).toBe("pass");
  expect(judged({ subjects: [`elsewhere/${first!.facts.key}`] }).status).toBe("pass");
});

it("a training set known by its hash alone is noted, not passed, with the collections in common", () => {
  const [collection] = plan.population.publicCollections;
  const found = judged({ publicCollections: [collection!, "TCIA"] });
  expect(found).toMatchObject({ status: "noted", code: null });
  expect(found.evidence.map((e) => e.found)).toEqual([
    "not comparable: its makers give the hash of the set only",
    "2".repeat(16),
    collection,
  ]);
});

it("says nothing where no predictor comes from an imported model", () => {
  expect(judged({}, false).status).toBe("not-applicable");
});
