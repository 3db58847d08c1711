import { randomSource } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import { applySignature } from "../signature/apply-signature.ts";
import { asSignature } from "./as-signature.ts";
import { type Cohort, divide } from "./cohort.ts";
import { develop } from "./develop.ts";
import { fitCandidate } from "./fit-candidate.ts";
import { predict } from "./predict.ts";
import { plan, simulated } from "./testing/simulated.ts";

/** Exponential times with hazard exp(line) a month, censored uniformly up to 30 months. */
function followed(seed: number, n: number, noise: number, line: (x: number[]) => number): Cohort {
  const cohort = simulated(seed, n, noise, (i, normal) => ({
    site: ["A", "B", "C"][i % 3]!,
    more: [normal(), normal()],
  }));
  const random = randomSource(seed + 1000);
  const rows = cohort.subjects.map((_, i) => {
    const event = -Math.log(1 - random.uniform()) / (0.08 * Math.exp(line(cohort.columns.map((c) => c[i]!))));
    const end = 30 * random.uniform();
    return { time: Math.min(event, end), event: Number(event <= end) };
  });
  return {
    ...cohort,
    outcome: Uint8Array.from(rows, (r) => r.event),
    time: Float64Array.from(rows, (r) => r.time),
  };
}
const survival = { time: "pfs", unit: "months", horizon: 12 };
const cox = (steps: object[] = [{ kind: "scale" }]) => ({
  name: "cox",
  steps,
  model: { kind: "cox-elastic-net", alpha: 1, penalty: 0.02 },
});
const forest = { name: "forest", steps: [], model: { kind: "survival-forest", trees: 60, leastInLeaf: 8 } };

describe("survival models of a plan", () => {
  const planted = followed(41, 150, 6, ([a]) => 1.2 * a!);

  it("find the planted hazard, over folds and over sites that training never saw", () => {
    for (const outer of [{ kind: "folds", count: 5 }, { kind: "leave-site-out" }]) {
      const answer = develop(planted, plan({ survival, site: "site", outer, candidates: [cox(), forest] }));
      const { concordance: c, horizonAuc: a } = answer.survival!;
      expect(c.estimable && c.c - 4 * c.standardError).toBeGreaterThan(0.5);
      expect(a.estimable && a.auc).toBeGreaterThan(0.7);
      expect(answer.auc.estimable).toBe(false);
      expect(answer.selected[0]!.predictor).toBe("x1");
      expect(answer.predictions.every((p) => p !== null && p >= 0 && p <= 1)).toBe(true);
    }
  });

  it("the inner folds choose a forest where the hazard bends, and Cox where it is a line", () => {
    const bent = followed(42, 240, 0, ([a]) => (Math.abs(a!) > 1 ? 2.5 : 0));
    const of = (cohort: Cohort, chooseBy: string) =>
      develop(
        cohort,
        plan({ survival, chooseBy, outer: { kind: "folds", count: 3 }, candidates: [cox(), forest] }),
      ).parts.map((p) => p.chosen);
    expect(of(bent, "concordance")).toEqual(["forest", "forest", "forest"]);
    expect(of(bent, "horizon-auc")).toEqual(["forest", "forest", "forest"]);
    expect(of(planted, "concordance").filter((c) => c === "cox").length).toBeGreaterThanOrEqual(2);
  });

  it("noise has a C of one half within its interval, also when the strongest of many are chosen inside", () => {
    const noise = followed(43, 120, 100, () => 0);
    const steps = [{ kind: "univariate", q: 0.05, atLeast: 5 }, { kind: "scale" }];
    const { concordance: c } = develop(noise, plan({ survival, candidates: [cox(steps)] })).survival!;
    expect(c.estimable && Math.abs(c.c - 0.5) / c.standardError).toBeLessThan(2.6);
  });

  it("a Cox candidate is a signature with the risk by the horizon, and a refit interval around it", () => {
    const wish = plan({ survival, bootstrap: 60, candidates: [cox([{ kind: "impute-median" }, { kind: "scale" }])] });
    const { final, predictions } = develop(planted, wish);
    const doc = asSignature(final!, wish, planted, predictions)!;
    const expected = predict(final!, planted);
    for (let i = 0; i < 20; i++) {
      const values = Object.fromEntries(planted.names.map((n, j) => [n, { value: planted.columns[j]![i]! }]));
      const { risks, interval } = applySignature(doc, { values, regions: {} });
      expect(risks).toEqual([{ time: 12, timeUnit: "months", risk: expect.closeTo(expected[i]!, 10) }]);
      expect(interval).toMatchObject({ of: "risk", level: 0.95 });
      expect(interval!.lower).toBeLessThan(expected[i]!);
      expect(interval!.upper).toBeGreaterThan(expected[i]!);
    }
  });

  it("a forest is a signature with the very risk that it predicts", () => {
    const wish = plan({ survival, candidates: [forest] });
    const { final } = develop(planted, wish);
    const doc = asSignature(final!, wish, planted)!;
    const expected = predict(final!, planted);
    for (let i = 0; i < 20; i++) {
      const values = Object.fromEntries(planted.names.map((n, j) => [n, { value: planted.columns[j]![i]! }]));
      const found = applySignature(doc, { values, regions: {} });
      expect(found.risks).toEqual([{ time: 12, timeUnit: "months", risk: expected[i]! }]);
      expect(found).toMatchObject({ score: expected[i]!, probability: null, contributions: [] });
    }
  });

  it("by hand: without a slope the risk is that of Nelson and Aalen", () => {
    // Deaths at 1 (of 4) and 3 (of 2), horizon 3.5: hazard 1/4 + 1/2. The penalty leaves no slope.
    const four: Cohort = {
      subjects: ["a", "b", "c", "d"],
      sites: ["", "", "", ""],
      names: ["x"],
      columns: [Float64Array.of(1, 2, 2, 1)],
      outcome: Uint8Array.of(1, 0, 1, 0),
      time: Float64Array.of(1, 2, 3, 4),
    };
    const candidate = plan({ survival, candidates: [{ ...cox([]), model: { ...cox().model, penalty: 50 } }] })
      .candidates[0]!;
    const answer = fitCandidate(candidate, divide(four, () => false).training, 1, 3.5);
    expect(answer.estimable && predict(answer.fitted, four)[0]).toBeCloseTo(1 - Math.exp(-0.75), 12);
  });

  it.each([
    {
      what: "a model of two classes",
      wish: { survival, candidates: [{ name: "a", model: { kind: "linear-discriminant" } }] },
      says: /knows no follow-up/,
    },
    { what: "Cox without follow-up", wish: { candidates: [cox()] }, says: /wants follow-up; name it/ },
    {
      what: "a step of two classes",
      wish: { survival, candidates: [cox([{ kind: "mrmr", count: 2 }])] },
      says: /'mrmr' wants two classes/,
    },
    {
      what: "a choice by AUC",
      wish: { survival, chooseBy: "auc", candidates: [cox()] },
      says: /concordance or horizon-auc/,
    },
  ])("$what is refused in the plan", ({ wish, says }) => {
    expect(() => plan(wish)).toThrow(says);
  });

  it("no event, or fewer than folds, is refused in a sentence", () => {
    const of = (events: number): Cohort => ({ ...planted, outcome: planted.outcome.map((_, i) => Number(i < events)) });
    expect(() => develop(of(0), plan({ survival, candidates: [cox()] }))).toThrow(/None of 150 subjects had the event/);
    expect(() => develop(of(3), plan({ survival, candidates: [cox()] }))).toThrow(
      /3 subjects had the event, and 5 folds/,
    );
  });

  it("a horizon before the first event or past the longest follow-up is refused", () => {
    const of = (horizon: number) => () =>
      develop(planted, plan({ survival: { ...survival, horizon }, candidates: [cox()] }));
    expect(of(1e-9)).toThrow(/The horizon is 1e-9 months; the first event is at/);
    expect(of(31)).toThrow(/the longest follow-up 2\d\.\d+\. Take a horizon between them/);
  });
});
