import { randomSource } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import { divide, wholeCohort } from "../cohort.ts";
import { develop } from "../develop.ts";
import { fitStep } from "../fit-steps.ts";
import { lasso, plan, simulated } from "../testing/simulated.ts";
import { nearestToIdeal, paretoFront, selectionStability } from "./pareto.ts";
import { selectMultiObjective } from "./select-multi-objective.ts";

describe("a Pareto front, by hand", () => {
  it("keeps what nothing dominates; equals stay both", () => {
    // (2, 2) is beaten by (3, 2); (1, 5), (3, 2) and (2, 4) are each best somewhere.
    const points = [
      [1, 5],
      [3, 2],
      [2, 2],
      [2, 4],
      [3, 2],
    ];
    expect(paretoFront(points)).toEqual([0, 1, 3, 4]);
  });
  it("has the point nearest to the ideal: scaled (0, 1), (1, 0), (0.5, 0.75) lie 1, 1 and √(0.25 + 0.0625) away", () => {
    expect(
      nearestToIdeal([
        [1, 5],
        [3, 1],
        [2, 4],
      ]),
    ).toBe(2);
    // The second objective is the same for all and decides nothing.
    expect(
      nearestToIdeal([
        [1, 7],
        [2, 7],
      ]),
    ).toBe(1);
  });
  it("knows how stable a selection is: ab, ab, ac of four features give 1 - (1/6) / (1/4) = 1/3", () => {
    expect(
      selectionStability(
        [
          ["a", "b"],
          ["a", "b"],
          ["a", "c"],
        ],
        4,
      ),
    ).toBeCloseTo(1 / 3, 12);
    expect(selectionStability([["a"], ["a"], ["a"]], 4)).toBe(1);
    // Drawn by chance it is 0 in the mean.
    const random = randomSource(5);
    const drawn = Array.from({ length: 400 }, () => [`f${random.integer(10)}`]);
    expect(Math.abs(selectionStability(drawn, 10))).toBeLessThan(0.02);
  });
});

describe("a choice between several objectives", () => {
  // Delta features: two tell, one is a copy of the first, forty are noise.
  const planted = simulated(31, 140, 40, (_, normal, y) => {
    const first = normal() + 1.4 * y;
    return { more: [first, normal() - 1.4 * y, first + 0.02 * normal()] };
  });
  const step = (more: object = {}) => ({ kind: "multi-objective", resamples: 10, most: 5, ...more });

  it("takes the planted two and stops there: more features are no better and less stable", () => {
    const answer = develop(planted, plan({ candidates: [lasso([step()], 0.01)] }));
    for (const part of answer.parts) {
      expect(part.used).toContain("x2");
      expect(part.used.some((p) => p === "x1" || p === "x3")).toBe(true);
      expect(part.used.length).toBeLessThanOrEqual(3);
    }
    expect(answer.auc.estimable && answer.auc.auc).toBeGreaterThan(0.85);
  });

  it("chooses from the front by its rule, and tells what was weighed", () => {
    const t = wholeCohort(planted);
    const wish = { objectives: ["auc", "stability", "features"], most: 6, resamples: 10, seed: 3 } as const;
    for (const rule of ["fewest-near-best", "knee"] as const) {
      const { chosen, weighed } = selectMultiObjective(t, { ...wish, objectives: [...wish.objectives], rule });
      expect(weighed).toHaveLength(12);
      const own = weighed.filter((w) => w.isChosen);
      expect(own).toHaveLength(1);
      expect(own[0]).toMatchObject({ isOnFront: true, features: chosen.length });
      // Nobody on the front is beaten in all three.
      const point = (w: (typeof weighed)[number]) => [w.auc, w.stability, -w.features];
      for (const w of weighed.filter((x) => x.isOnFront))
        expect(
          weighed.some((o) => point(o).every((v, k) => v >= point(w)[k]!) && point(o).some((v, k) => v > point(w)[k]!)),
        ).toBe(false);
      if (rule === "fewest-near-best") {
        const best = Math.max(...weighed.map((w) => w.auc));
        expect(own[0]!.auc).toBeGreaterThan(best - 0.05);
      }
    }
    expect(
      fitStep({ ...wish, objectives: ["sensitivity", "specificity"], kind: "multi-objective", rule: "knee" }, t, 3),
    ).toEqual(
      fitStep({ ...wish, objectives: ["sensitivity", "specificity"], kind: "multi-objective", rule: "knee" }, t, 3),
    );
  });

  it("sees no subject that is left out", () => {
    const altered = {
      ...planted,
      columns: planted.columns.map((c) => c.map((v, i) => (i < 20 ? 1e6 * v : v))),
      outcome: planted.outcome.map((y, i) => (i < 20 ? 1 - y : y)),
    };
    const wish = plan({ candidates: [lasso([step()])] }).candidates[0]!.steps[0]!;
    const of = (c: typeof planted) => fitStep(wish, divide(c, (i) => i < 20).training, 3);
    expect(of(altered)).toEqual(of(planted));
  });

  it("makes nothing of noise inside the folds, where the same choice made once on all subjects does", () => {
    const noise = simulated(32, 80, 150, () => ({}));
    const honest = develop(noise, plan({ candidates: [lasso([step()], 0.01)] })).auc;
    const { chosen } = selectMultiObjective(wholeCohort(noise), {
      objectives: ["auc", "features"],
      most: 5,
      resamples: 10,
      rule: "fewest-near-best",
      seed: 7,
    });
    const keep = { kind: "keep", predictors: chosen, origin: "chosen on all subjects, the leak of this test" };
    const leaky = develop(noise, plan({ candidates: [lasso([keep], 0.01)] })).auc;
    if (!honest.estimable || !leaky.estimable) throw new Error("both are estimable");
    expect(Math.abs(honest.auc - 0.5)).toBeLessThan(2.6 * Math.sqrt(honest.variance!));
    expect(leaky.auc).toBeGreaterThan(0.65);
  });

  it.each([
    { what: "one objective", wish: step({ objectives: ["auc"] }), says: /objectives/ },
    { what: "an objective twice", wish: step({ objectives: ["auc", "auc"] }), says: /stands twice/ },
    { what: "an objective that is none", wish: step({ objectives: ["auc", "beauty"] }), says: /objectives/ },
  ])("refuses $what", ({ wish, says }) => {
    expect(() => plan({ candidates: [lasso([wish])] })).toThrow(says);
  });
  it("refuses follow-up and gaps with a sentence", () => {
    expect(() =>
      plan({
        survival: { time: "t", unit: "days", horizon: 100 },
        candidates: [{ name: "c", steps: [step()], model: { kind: "cox-elastic-net", alpha: 1, penalty: 0.1 } }],
      }),
    ).toThrow(/'multi-objective' wants two classes/);
    const gappy = {
      ...planted,
      columns: planted.columns.map((c, j) => (j === 0 ? c.map((v, i) => (i ? v : Number.NaN)) : c)),
    };
    expect(() => develop(gappy, plan({ candidates: [lasso([step()])] }))).toThrow(
      /'multi-objective' compares predictors; put impute-median before it/,
    );
  });
});
