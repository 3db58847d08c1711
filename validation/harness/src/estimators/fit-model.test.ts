import { Refusal } from "@nadir/domain";
import { randomSource } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import type { TrainingView } from "../cohort/training-view.ts";
import { inspirePlan, placeCohort, type SyntheticSubject, syntheticCohort } from "../testing/synthetic-facts.ts";
import { artefactHash } from "./estimator.ts";
import { artefactsOf, fitModel, modelFromArtefacts, predict } from "./fit-model.ts";
import { onRawScale } from "./linear-model.ts";

const plan = inspirePlan();
const cohort = syntheticCohort(120, 5);
const { placed, training } = placeCohort(cohort, plan);
const fitted = fitModel(training, plan);
const hashes = (view: TrainingView) => artefactsOf(fitModel(view, plan)).map((a) => a.outputHash);

/** Outcomes and features of every test subject replaced by noise; the rest untouched. */
function withNoisyTest(subjects: readonly SyntheticSubject[]): SyntheticSubject[] {
  const random = randomSource(99);
  return subjects.map((s) =>
    s.facts.arm !== "D"
      ? s
      : {
          facts: {
            ...s.facts,
            visits: s.facts.visits.map((v) => ({ ...v, targetSumMm: 1 + 300 * random.uniform() })),
            biomarkers: [],
          },
          outcomes: s.outcomes.map((o) => ({
            ...o,
            timeDays: o.timeDays === null ? null : random.integer(2000),
            event: o.event === null ? null : random.uniform() < 0.5,
            value: o.value === null ? null : random.uniform() < 0.5 ? "CR/PR/SD>=C6" : "PD/SD<C6",
          })),
        },
  );
}

describe("fit and apply", () => {
  it("refuses rows that no frozen split has given", () => {
    const forged: TrainingView = { ...training };
    expect(() => fitModel(forged, plan)).toThrow(Refusal);
  });

  it("keeps whom it has seen: training subjects with the values used, nobody of the test set", () => {
    const test = new Set(placed.filter((s) => s.set === "test").map((s) => s.tag));
    for (const a of artefactsOf(fitted)) {
      expect(a.subjectTags.length).toBeGreaterThan(50);
      expect(a.subjectTags.filter((t) => test.has(t))).toEqual([]);
      expect(artefactHash(a)).toBe(a.outputHash);
    }
  });

  it("gives the same artefacts to the bit when every test subject becomes noise (metamorphic proof)", () => {
    const noisy = placeCohort(withNoisyTest(cohort), plan);
    expect(hashes(noisy.training)).toEqual(artefactsOf(fitted).map((a) => a.outputHash));
    expect(noisy.placed.filter((s) => s.set === "test")).not.toEqual(placed.filter((s) => s.set === "test"));
  });

  it("gives other artefacts when a training subject changes: the proof can fail", () => {
    const changed = cohort.map((s, i) =>
      i === 0
        ? {
            ...s,
            facts: {
              ...s.facts,
              visits: s.facts.visits.map((v) => ({
                ...v,
                targetSumMm: (v.targetSumMm ?? 0) + (v.role === "baseline" ? 0 : 1),
              })),
            },
          }
        : s,
    );
    expect(hashes(placeCohort(changed, plan).training)).not.toEqual(artefactsOf(fitted).map((a) => a.outputHash));
  });

  it("does not depend on the order of rows, and predictions follow their rows", () => {
    const reversed = placeCohort([...cohort].reverse(), plan);
    expect(hashes(reversed.training)).toEqual(artefactsOf(fitted).map((a) => a.outputHash));
    const byKey = new Map(placed.map((s) => [s.facts.key, predict(fitted, s.row).value]));
    for (const s of reversed.placed) expect(predict(fitted, s.row).value).toBe(byKey.get(s.facts.key));
  });

  it("is the line that the report prints", () => {
    const { intercept, coefficients } = onRawScale(fitted.model.output, fitted.scale.output);
    const subject = placed.find((s) => predict(fitted, s.row).value !== null)!;
    const change = subject.row.predictors["target-change"]!.value!;
    const p = 1 / (1 + Math.exp(-(intercept + coefficients[0]!.coefficient * change)));
    expect(predict(fitted, subject.row).value).toBeCloseTo(p, 12);
  });

  it("refuses a stored artefact whose content is not its hash", () => {
    const [scale, model] = artefactsOf(fitted);
    const bent = { ...model!, output: { ...(model!.output as object), intercept: 0 } };
    expect(() => modelFromArtefacts([scale!, bent])).toThrow(/content of its hash/);
  });
});

describe("a cut-off learnt in training", () => {
  const [first] = plan.model.predictors;
  const cutPlan = {
    ...plan,
    model: { ...plan.model, preparation: { dichotomise: [{ predictor: first!, at: "median" as const }] } },
  };
  const cut = fitModel(training, cutPlan);
  const threshold = (fit: ReturnType<typeof fitModel>) =>
    (fit.preparation[0]!.output as { cuts: { threshold: number }[] }).cuts[0]!.threshold;

  it("is the median of the training subjects: as many above as below", () => {
    const values = training.rows.flatMap((r) => r.predictors[first!]?.value ?? []);
    const above = values.filter((v) => v > threshold(cut)).length;
    const below = values.filter((v) => v < threshold(cut)).length;
    expect(Math.abs(above - below)).toBeLessThanOrEqual(values.filter((v) => v === threshold(cut)).length);
    expect(values.length).toBeGreaterThan(50);
  });

  it("does not move when every test subject becomes noise, and is what predictions use", () => {
    expect(threshold(fitModel(placeCohort(withNoisyTest(cohort), cutPlan).training, cutPlan))).toBe(threshold(cut));
    const rows = placed.filter((s) => s.set === "test" && s.row.predictors[first!]?.value != null);
    const byside = new Map<boolean, Set<number | null>>();
    for (const s of rows) {
      const high = s.row.predictors[first!]!.value! > threshold(cut);
      byside.set(high, (byside.get(high) ?? new Set()).add(predict(cut, s.row).value));
    }
    // One model value a side: nothing but the side of the cut-off counts.
    expect([...byside.values()].map((v) => v.size)).toEqual([1, 1]);
  });
});
