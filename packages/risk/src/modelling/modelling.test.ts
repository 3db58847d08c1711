import { elasticNetLogistic, elasticNetPredictor, isEstimable } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import { type Cohort, divide, wholeCohort } from "./cohort.ts";
import { develop } from "./develop.ts";
import { fitCandidate } from "./fit-candidate.ts";
import { applyStep, fitStep } from "./fit-steps.ts";
import { stratifiedFolds } from "./folds.ts";
import { predict } from "./predict.ts";
import { pruneCorrelated, selectBoruta, selectMrmr, selectUnivariate } from "./select.ts";
import { lasso, plan, simulated } from "./testing/simulated.ts";

describe("known truth", () => {
  const planted = simulated(1, 160, 60, (_, normal, y) => ({ more: [normal() + 1.1 * y, normal() - 0.9 * y] }));
  const noise = simulated(2, 120, 400, () => ({}));

  it("planted predictors are found and selected in every part", () => {
    const answer = develop(planted, plan({ candidates: [lasso([{ kind: "univariate", q: 0.1 }, { kind: "scale" }])] }));
    expect(answer.auc).toMatchObject({ estimable: true });
    if (answer.auc.estimable) expect(answer.auc.auc).toBeGreaterThan(0.75);
    expect(
      answer.selected
        .slice(0, 2)
        .map((s) => [s.predictor, s.times])
        .sort(),
    ).toEqual([
      ["x1", 5],
      ["x2", 5],
    ]);
  });

  it("noise stays at 0.5 under nested resampling, and the leaky pipeline beside it does not", () => {
    const honest = develop(noise, plan({ candidates: [lasso([{ kind: "univariate", q: 0.01, atLeast: 10 }], 0.01)] }));
    // The same selection, made once on all subjects before the folds.
    const chosen = selectUnivariate(wholeCohort(noise), 0.01, 10);
    const leaky = develop(
      noise,
      plan({
        candidates: [
          lasso([{ kind: "keep", predictors: chosen, origin: "chosen on all subjects, the leak of this test" }], 0.01),
        ],
      }),
    );
    expect(honest.auc.estimable && leaky.auc.estimable).toBe(true);
    if (!honest.auc.estimable || !leaky.auc.estimable) return;
    expect(Math.abs(honest.auc.auc - 0.5)).toBeLessThan(2.6 * Math.sqrt(honest.auc.variance!));
    expect(leaky.auc.auc).toBeGreaterThan(0.75);
  });

  it("a site that goes with the outcome misleads, and ComBat takes the site away", () => {
    // No predictor knows the outcome; all are shifted at site B, where the outcome is frequent.
    const confounded = simulated(3, 200, 0, (i, normal) => {
      const site = i % 2 ? "A" : "B";
      return {
        site,
        y: i % 10 < (site === "B" ? 8 : 3) ? 1 : 0,
        more: Array.from({ length: 12 }, () => normal() + (site === "B" ? 1.5 : 0)),
      };
    });
    const of = (steps: object[]) =>
      develop(
        confounded,
        plan({ site: "site", candidates: [{ name: "lda", steps, model: { kind: "linear-discriminant" } }] }),
      ).auc;
    const [raw, harmonised] = [of([]), of([{ kind: "combat" }])];
    expect(raw.estimable && harmonised.estimable).toBe(true);
    if (!raw.estimable || !harmonised.estimable) return;
    expect(raw.auc).toBeGreaterThan(0.65);
    expect(harmonised.auc - 0.5).toBeLessThan(2 * Math.sqrt(harmonised.variance!));
  });

  it("the inner folds choose the model that fits the truth, and the same seed gives the same", () => {
    // Only the product of two predictors tells: no line parts the classes, trees and neighbours do.
    const product = simulated(4, 200, 0, (_, normal) => {
      const [a, b] = [normal(), normal()];
      return { y: a * b > 0 ? 1 : 0, more: [a, b] };
    });
    const wish = plan({
      candidates: [
        { name: "lda", model: { kind: "linear-discriminant" } },
        { name: "knn", model: { kind: "nearest-neighbours", k: 7 } },
        { name: "nb", model: { kind: "naive-bayes" } },
      ],
    });
    const answer = develop(product, wish);
    expect(answer.parts.map((p) => p.chosen)).toEqual(["knn", "knn", "knn", "knn", "knn"]);
    if (answer.auc.estimable) expect(answer.auc.auc).toBeGreaterThan(0.9);
    expect(develop(product, wish)).toEqual(answer);
  });
});

describe("folds", () => {
  it("hold each outcome in equal shares, every subject once", () => {
    const y = Uint8Array.from({ length: 53 }, (_, i) => Number(i < 13));
    const folds = stratifiedFolds(y, 5, 1);
    const counts = (value: number) =>
      [0, 1, 2, 3, 4].map((f) => folds.reduce((s, k, i) => s + Number(k === f && y[i] === value), 0));
    expect(counts(1).sort()).toEqual([2, 2, 3, 3, 3]);
    expect(counts(0)).toEqual([8, 8, 8, 8, 8]);
    expect(() => stratifiedFolds(y, 20, 1)).toThrow(/rarer outcome has 13 subjects, and 20 folds/);
  });

  it("leave whole sites out", () => {
    const cohort = simulated(5, 90, 3, (i) => ({ site: ["A", "B", "C"][i % 3]! }));
    const answer = develop(cohort, plan({ site: "site", outer: { kind: "leave-site-out" }, candidates: [lasso()] }));
    expect(answer.parts.map((p) => [p.part, p.subjects])).toEqual([
      ["A", 30],
      ["B", 30],
      ["C", 30],
    ]);
  });

  it("never give a step the values of a subject that is left out", () => {
    const cohort = simulated(6, 40, 5, () => ({}));
    const altered = {
      ...cohort,
      columns: cohort.columns.map((c) => c.map((v, i) => (i < 8 ? 1e6 * v : v))),
      outcome: cohort.outcome.map((y, i) => (i < 8 ? 1 - y : y)),
    };
    const steps = [
      { kind: "impute-median" },
      { kind: "scale" },
      { kind: "univariate", q: 0.2, atLeast: 2 },
      { kind: "mrmr", count: 2 },
    ];
    const candidate = plan({ candidates: [lasso(steps)] }).candidates[0]!;
    const of = (c: Cohort) => fitCandidate(candidate, divide(c, (i) => i < 8).training, 3);
    expect(of(altered)).toEqual(of(cohort));
    expect(divide(cohort, (i) => i < 8).leftOut).not.toHaveProperty("outcome");
  });
});

describe("steps", () => {
  const cohort = simulated(8, 30, 2, () => ({}));
  const t = wholeCohort(cohort);

  it("fill gaps with the training median and scale by training, by hand", () => {
    const own = wholeCohort({
      ...cohort,
      names: ["a"],
      columns: [Float64Array.of(1, Number.NaN, 3, 8)],
      subjects: ["1", "2", "3", "4"],
      sites: ["", "", "", ""],
      outcome: Uint8Array.of(0, 1, 0, 1),
    });
    const filled = applyStep(fitStep({ kind: "impute-median" }, own, 1), own);
    expect(Array.from(filled.columns[0]!)).toEqual([1, 3, 3, 8]);
    const scaled = applyStep(fitStep({ kind: "scale" }, { ...own, ...filled }, 1), {
      names: ["a"],
      columns: [Float64Array.of(3.75)],
      sites: [""],
    });
    expect(scaled.columns[0]![0]).toBe(0);
  });

  it("a candidate without a step for gaps refuses them, naming the predictor", () => {
    const gappy = {
      ...cohort,
      columns: cohort.columns.map((c, j) => (j === 1 ? c.map((v, i) => (i === 4 ? Number.NaN : v)) : c)),
    };
    expect(() => develop(gappy, plan({ candidates: [lasso()] }))).toThrow(
      /'x2' is not known of every subject.*begin with impute-median/,
    );
  });

  it("the elastic net predicts as its own path does", () => {
    const answer = fitCandidate(plan({ candidates: [lasso([], 0.02)] }).candidates[0]!, t, 1);
    const features = { x1: cohort.columns[0]!, x2: cohort.columns[1]! };
    const path = elasticNetLogistic({ features, outcome: cohort.outcome }, { lambda: 0.02 });
    if (!answer.estimable || !isEstimable(path)) throw new Error("both are estimable");
    const linear = elasticNetPredictor(path, path.fits[0]!, features);
    for (const [i, p] of predict(answer.fitted, cohort).entries())
      expect(p).toBeCloseTo(1 / (1 + Math.exp(-linear[i]!)), 12);
  });
});

describe("selection", () => {
  // x1 tells the outcome, x2 is nearly x1, x3 tells something else of it, x4 … are noise.
  const cohort = wholeCohort(
    simulated(9, 200, 6, (_, normal, y) => {
      const a = normal() + 1.5 * y;
      return { more: [a, a + 0.05 * normal(), normal() + 1 * y] };
    }),
  );

  it("prunes the weaker of two that say the same", () => {
    const kept = pruneCorrelated(cohort, 0.9);
    expect(kept.filter((k) => k === "x1" || k === "x2")).toHaveLength(1);
    expect(kept).toHaveLength(8);
  });

  it("mRMR takes the second that is relevant and new before the copy of the first", () => {
    const [first, second] = selectMrmr(cohort, 2);
    expect(["x1", "x2"]).toContain(first);
    expect(second).toBe("x3");
  });

  it("Boruta keeps all that is relevant, copies too, and no noise", () => {
    expect(selectBoruta(cohort, { runs: 12, trees: 40, level: 0.05, seed: 3 })).toEqual(["x1", "x2", "x3"]);
  });
});

describe("what cannot be developed", () => {
  const cohort = simulated(10, 40, 2, (i) => ({ site: i % 2 ? "A" : "B" }));
  it.each([
    {
      what: "one outcome only",
      c: { ...cohort, outcome: new Uint8Array(40) },
      says: /0 of 40 subjects have the outcome/,
    },
    {
      what: "sites that are the outcome",
      c: { ...cohort, outcome: Uint8Array.from({ length: 40 }, (_, i) => i % 2) },
      says: /Every site has one outcome only \(B: 0, A: 1\)/,
    },
    {
      what: "more features than fit in memory",
      // One column, named six and a quarter million times: the table itself would not fit, its check must come before.
      c: { ...cohort, columns: new Array<Float64Array>(6_250_001).fill(cohort.columns[0]!) },
      says: /6250001 predictors of 40 subjects are 250000040 values, more than the 250000000 that fit in memory; leave out/,
    },
    {
      what: "a subject twice",
      c: { ...cohort, subjects: cohort.subjects.map(() => "P1") },
      says: /subject stands twice/,
    },
  ])("is refused: $what", ({ c, says }) => {
    expect(() => develop(c, plan({ candidates: [lasso()] }))).toThrow(says);
  });

  it("says which candidate could not be fitted, and goes on with the others", () => {
    const flat = { ...cohort, columns: [cohort.columns[0]!, cohort.columns[0]!] };
    const answer = develop(
      flat,
      plan({
        candidates: [
          { name: "lda", model: { kind: "linear-discriminant" } },
          { name: "knn", model: { kind: "nearest-neighbours", k: 3 } },
        ],
      }),
    );
    expect(answer.notFitted).toEqual([{ candidate: "lda", reason: expect.stringContaining("no inverse") }]);
    expect(answer.final?.name).toBe("knn");
  });

  it("ComBat for a site left out is refused in the plan", () => {
    const wish = { site: "s", outer: { kind: "leave-site-out" }, candidates: [lasso([{ kind: "combat" }])] };
    expect(() => plan(wish)).toThrow(/training has never seen/);
  });
});
