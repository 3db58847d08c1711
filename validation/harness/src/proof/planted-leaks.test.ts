import type { FittedModelPlan, ProtocolDocument, Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { assignSets } from "../cohort/assign-sets.ts";
import { predictorRow } from "../cohort/predictors.ts";
import type { SplitSubject } from "../cohort/split-subject.ts";
import { sealTrainingView, type TrainingView } from "../cohort/training-view.ts";
import { combatBySite } from "../estimators/combat-by-site.ts";
import { cutPoint, isBeyond } from "../estimators/cut-point.ts";
import { type Artefact, fitArtefact } from "../estimators/estimator.ts";
import { artefactsOf, fitModel, predict } from "../estimators/fit-model.ts";
import { imputeMedian } from "../estimators/impute-median.ts";
import { strongestAuc } from "../estimators/strongest.ts";
import type { LeakageInput } from "../leakage/input.ts";
import { refuseLeaks, runLeakageChecks } from "../leakage/run-checks.ts";
import { inspirePlan, syntheticCohort } from "../testing/synthetic-facts.ts";
import { honestPipeline, type Pipeline, placedSubject, prove, trainingOf } from "./prove.ts";

/**
 * Eight leaks of the literature, each planted into an honest pipeline, each to be caught and named: by the proof, which
 * trusts nobody's record, and where the careless step says whom it has seen, by its record too.
 */
const base = inspirePlan();
const pdL1 = {
  ...base.predictors[0]!,
  id: "pd-l1",
  label: "PD-L1",
  source: { from: "biomarker-value" as const, code: "PD-L1" },
  allowedRange: [0, 100] as [number, number],
  delta: "none" as const,
};
const names = ["target-change", "ctdna-change", "pd-l1"];
const plan: ProtocolDocument = {
  ...base,
  predictors: [...base.predictors, pdL1],
  model: {
    ...(base.model as FittedModelPlan),
    predictors: names,
    preparation: { harmonise: "combat-by-site", select: { method: "strongest-auc", keep: 2 } },
  },
  missing: {
    ...base.missing,
    predictors: names.map((predictor) => ({ predictor, rule: "impute-median" as const })),
  },
};
const cohort = syntheticCohort(160, 5, ["S1", "S2"]).map((s, i) => ({
  ...s,
  facts: i % 9 === 4 ? { ...s.facts, biomarkers: s.facts.biomarkers.filter((b) => b.code !== "PD-L1") } : s.facts,
}));
const sets = new Map(
  assignSets(
    cohort.map((s) => s.facts),
    plan,
    new Set(),
  ).map((a) => [a.subjectId, a.set]),
);
const subjects: SplitSubject[] = cohort.map((s) => ({ ...s, set: sets.get(s.facts.id)! }));
/** What a careless pipeline fits on: everybody. */
const everybody = (of: readonly SplitSubject[], protocol: ProtocolDocument): TrainingView =>
  trainingOf(
    of.map((s) => (s.set === "test" ? { ...s, set: "training" as const } : s)),
    protocol,
  );

/** An honest pipeline with one more step, which `fitOne` fits on everybody. */
const withStep =
  (fitOne: (of: readonly SplitSubject[], protocol: ProtocolDocument) => Artefact): Pipeline =>
  (of, protocol) => {
    const honest = honestPipeline(of, protocol);
    return { artefacts: [...honest.artefacts, fitOne(of, protocol)], score: honest.score };
  };

const leaks: Readonly<Record<string, Pipeline>> = {
  scaling: (of, protocol) => {
    const all = fitModel(everybody(of, protocol), protocol);
    return { artefacts: [all.scale], score: (row) => predict(all, row).value };
  },
  selection: withStep((of, protocol) =>
    fitArtefact(strongestAuc, everybody(of, protocol), { id: "selection", config: { predictors: names, keep: 2 } }),
  ),
  imputation: withStep((of, protocol) =>
    fitArtefact(imputeMedian, everybody(of, protocol), { id: "imputation", config: { predictors: names } }),
  ),
  ComBat: withStep((of, protocol) =>
    fitArtefact(combatBySite, everybody(of, protocol), { id: "ComBat", config: { predictors: names } }),
  ),
  threshold: withStep((of, protocol) =>
    fitArtefact(cutPoint, everybody(of, protocol), {
      id: "threshold",
      config: { predictor: "target-change", eventAt: "lower" },
    }),
  ),
};

const inputOf = (of: readonly SplitSubject[], over: Partial<LeakageInput> = {}): LeakageInput => ({
  protocol: plan,
  subjects: of.map((s) => placedSubject(s, plan)),
  training: trainingOf(of, plan),
  artefacts: artefactsOf(fitModel(trainingOf(of, plan), plan)),
  sealedSubjectIds: of.filter((s) => s.set === "test").map((s) => s.facts.id),
  sealedRule: { arms: ["D"], sites: [] },
  publicOrigin: "a public table",
  proof: null,
  ...over,
});
const caught = (input: LeakageInput): string[] => {
  try {
    refuseLeaks(runLeakageChecks(input));
    return [];
  } catch (error) {
    return [...new Set((error as Refusal).problems.map((p) => `${p.where?.path}: ${p.code}`))];
  }
};

describe("the clean pipeline", () => {
  it("imputes, harmonises, selects, scales and fits; the proof holds and every check passes", () => {
    const proof = prove(subjects, plan);
    expect(proof).toMatchObject({ ok: true, changed: [], strayed: [] });
    expect(proof.artefacts.map((a) => a.id)).toEqual(["impute", "harmonise", "select", "scale", "model"]);
    expect(proof.testSubjects).toBe(40);
    expect(caught(inputOf(subjects, { proof }))).toEqual([]);
  });

  it("applies each step with frozen parameters: a test subject's score needs no other test subject", () => {
    const { score } = honestPipeline(subjects, plan);
    const alone = subjects.filter((s) => s.set !== "test");
    const one = subjects.find((s) => s.set === "test" && score(predictorRow(s.facts, plan)) !== null)!;
    const withOne = honestPipeline([...alone, one], plan);
    expect(withOne.score(predictorRow(one.facts, plan))).toBe(score(predictorRow(one.facts, plan)));
  });
});

describe("a planted leak", () => {
  it.each(Object.entries(leaks))("of %s is caught by the proof, which names the step", (name, pipeline) => {
    const proof = prove(subjects, plan, { pipeline });
    expect(proof.ok).toBe(false);
    expect(proof.changed).toEqual([name === "scaling" ? "scale" : name]);
    expect(caught(inputOf(subjects, { artefacts: pipeline(subjects, plan).artefacts, proof }))).toContain(
      "metamorphic-proof: ARTEFACT_FITTED_ON_TEST",
    );
  });

  it.each(Object.entries(leaks))("of %s is caught by the step's own record too", (_, pipeline) => {
    expect(caught(inputOf(subjects, { artefacts: pipeline(subjects, plan).artefacts }))).toContain(
      "artefact-overlap: ARTEFACT_FITTED_ON_TEST",
    );
  });

  it("of scaling that lies about whom it has seen is still caught by the proof", () => {
    const lying: Pipeline = (of, protocol) => {
      const honest = honestPipeline(of, protocol);
      const all = fitModel(everybody(of, protocol), protocol);
      const seen = honest.artefacts.find((a) => a.id === "scale")!.subjectTags;
      return {
        artefacts: honest.artefacts.map((a) => (a.id === "scale" ? { ...all.scale, subjectTags: seen } : a)),
        score: (row) => predict(all, row).value,
      };
    };
    expect(prove(subjects, plan, { pipeline: lying }).changed).toEqual(["scale"]);
  });

  it("of a duplicate subject is caught: the same patient under two keys", () => {
    const twin = subjects.find((s) => s.set === "training" && s.facts.biomarkers.length === 2)!;
    const at = subjects.findIndex((s) => s.set === "test");
    const copied = subjects.map((s, i) =>
      i === at
        ? {
            ...twin,
            facts: { ...twin.facts, id: s.facts.id, key: s.facts.key, arm: s.facts.arm },
            set: "test" as const,
          }
        : s,
    );
    expect(caught(inputOf(copied))).toEqual(["near-duplicates: NEAR_DUPLICATE_UNRESOLVED"]);
    // The same key twice needs no likeness.
    const twice: SplitSubject[] = [...subjects, { ...twin, set: "test" }];
    expect(
      caught(inputOf(twice, { sealedSubjectIds: twice.filter((s) => s.set === "test").map((s) => s.facts.id) })),
    ).toContain("subject-overlap: SUBJECT_IN_BOTH_SETS");
  });

  it("of lesion-level folds is caught: two rows of one subject", () => {
    const { rows } = trainingOf(subjects, plan);
    const lesions = sealTrainingView([...rows, { ...rows[0]!, baselineSumMm: 12 }]);
    expect(caught(inputOf(subjects, { training: lesions }))).toContain("rows-are-subjects: SPLIT_NOT_SUBJECT_LEVEL");
  });

  it("of a future scan is caught: a predictor from after the index time", () => {
    const future = inputOf(subjects);
    const at = future.subjects.findIndex((s) => s.row.predictors["target-change"]?.value !== null);
    const late = future.subjects.map((s, i) =>
      i === at
        ? {
            ...s,
            row: {
              ...s.row,
              predictors: { ...s.row.predictors, "target-change": { value: 12, effectiveDay: s.row.indexDay! + 56 } },
            },
          }
        : s,
    );
    expect(caught({ ...future, subjects: late })).toEqual(["predictor-times: PREDICTOR_AFTER_INDEX_TIME"]);
  });

  it("of a row order is caught: scores that do not follow their rows", () => {
    const byPlace: Pipeline = (of, protocol) => {
      const honest = honestPipeline(of, protocol);
      const scores = of.map((s) => honest.score(predictorRow(s.facts, protocol)));
      let at = 0;
      return { artefacts: honest.artefacts, score: () => scores[at++ % scores.length]! };
    };
    const turned: Pipeline = (of, protocol) =>
      byPlace(
        [...of].sort((a, b) => (a.facts.key < b.facts.key ? -1 : 1)),
        protocol,
      );
    expect(prove(subjects, plan, { pipeline: turned }).strayed.length).toBeGreaterThan(0);
  });
});

describe("the estimators", () => {
  it("put the training median in a gap, by hand", () => {
    const view = trainingOf(subjects, plan);
    const values = view.rows.flatMap((r) => r.predictors["pd-l1"]?.value ?? []).sort((a, b) => a - b);
    const middle =
      values.length % 2 === 1
        ? values[(values.length - 1) / 2]!
        : (values[values.length / 2 - 1]! + values[values.length / 2]!) / 2;
    expect(fitArtefact(imputeMedian, view, { id: "i", config: { predictors: ["pd-l1"] } }).output["pd-l1"]).toEqual({
      median: middle,
      n: values.length,
    });
  });

  it("cut where sensitivity + specificity is largest in training, by trying every value", () => {
    const view = trainingOf(subjects, plan);
    const artefact = fitArtefact(cutPoint, view, { id: "c", config: { predictor: "pd-l1", eventAt: "higher" } });
    const known = view.rows.filter((r) => r.event !== null && r.predictors["pd-l1"]!.value !== null);
    const youden = (threshold: number) => {
      const rate = (event: boolean, above: boolean) => {
        const of = known.filter((r) => r.event === event);
        return of.filter((r) => r.predictors["pd-l1"]!.value! >= threshold === above).length / of.length;
      };
      return rate(true, true) + rate(false, false) - 1;
    };
    const best = Math.max(...known.map((r) => youden(r.predictors["pd-l1"]!.value!)));
    expect(youden(artefact.output.threshold)).toBeCloseTo(best, 12);
    expect(
      isBeyond(artefact, {
        ...known[0]!,
        predictors: { "pd-l1": { value: artefact.output.threshold, effectiveDay: null } },
      }),
    ).toBe(true);
  });
});
