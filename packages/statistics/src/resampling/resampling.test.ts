import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { mean } from "../describe.ts";
import { randomSource } from "../random.ts";
import { bcaInterval, bootstrap, bootstrapSignP, jackknife, percentileInterval } from "./bootstrap.ts";
import { exactRankSumTest, permutations, permutationTest } from "./permutation.ts";

describe("bootstrap", () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  const average = (rows: ArrayLike<number>) => mean(Array.from(rows, (r) => values[r]!));

  it("repeats itself from its seed and says it", () => {
    const plan = { n: 8, replicates: 50, seed: 42 };
    const a = bootstrap(plan, average);
    const b = bootstrap(plan, average);
    expect(a).toEqual(b);
    expect(a).toMatchObject({ seed: 42, stream: 0, algorithm: "xoshiro256**", redrawn: 0, replicates: 50 });
    expect(bootstrap({ ...plan, seed: 43 }, average)).not.toEqual(a);
  });

  it("keeps the rows of a subject together and the strata at their size", () => {
    const clusters = ["a", "a", "b", "b", "b", "c", "d", "d"];
    const strata = ["x", "x", "x", "x", "x", "y", "y", "y"];
    bootstrap({ n: 8, replicates: 40, seed: 1, clusters, strata }, (rows) => {
      const count = (label: string) => Array.from(rows).filter((r) => clusters[r] === label).length;
      expect(count("a") % 2).toBe(0);
      expect(count("b") % 3).toBe(0);
      expect(count("a") / 2 + count("b") / 3).toBe(2);
      expect(count("c") + count("d") / 2).toBe(2);
      return 0;
    });
  });

  it("draws again what the statistic cannot use, counts it, and gives up when most fail", () => {
    let calls = 0;
    const some = bootstrap({ n: 4, replicates: 20, seed: 3 }, () => (calls++ % 4 === 0 ? null : 1));
    expect(some).toMatchObject({ estimable: true, redrawn: 7 });
    expect(bootstrap({ n: 4, replicates: 20, seed: 3 }, () => null)).toMatchObject({ estimable: false });
  });

  it("refuses a subject in two strata and labels that do not fit", () => {
    expect(() => bootstrap({ n: 2, replicates: 1, seed: 1, clusters: ["a", "a"], strata: [1, 2] }, () => 0)).toThrow(
      /more than one stratum/,
    );
    expect(() => bootstrap({ n: 3, replicates: 1, seed: 1, strata: [1] }, () => 0)).toThrow(/1 labels for 3 rows/);
  });

  it("BCa equals the percentile limits when there is neither bias nor skewness", () => {
    const symmetric = Array.from({ length: 401 }, (_, i) => (i - 200) / 100);
    const bca = bcaInterval({ estimate: 0, values: symmetric, jackknife: [-1, 0, 1] });
    const percentile = percentileInterval(symmetric);
    expect(bca).toMatchObject({ z0: 0, acceleration: 0 });
    if (bca.estimable)
      expect([bca.lower, bca.upper]).toEqual([
        expect.closeTo(percentile.lower, 12),
        expect.closeTo(percentile.upper, 12),
      ]);
  });

  it("BCa says when it does not exist", () => {
    expect(bcaInterval({ estimate: 9, values: [1, 2, 3], jackknife: [1, 2] })).toMatchObject({ estimable: false });
    expect(bcaInterval({ estimate: 2, values: [1, 2, 3], jackknife: [2, 2] })).toMatchObject({ estimable: false });
  });

  it("leaves each row out once", () => {
    expect(jackknife(4, (rows) => rows.reduce((s, r) => s + r, 0))).toEqual([6, 5, 4, 3]);
  });

  it("p of a sign is at most 1", () => {
    expect(bootstrapSignP([0, 0, 0])).toEqual({ raw: 1, plusOne: 1 });
  });
});

describe("permutation", () => {
  test.prop(
    [fc.array(fc.record({ s: fc.integer({ min: 0, max: 5 }), y: fc.boolean() }), { minLength: 3, maxLength: 11 })],
    { seed: 21 },
  )("exact rank-sum p equals full enumeration", (rows) => {
    const scores = rows.map((r) => r.s);
    const outcome = rows.map((r) => r.y);
    const result = exactRankSumTest(scores, outcome);
    const m = outcome.filter(Boolean).length;
    if (!result.estimable) {
      expect(m === 0 || m === rows.length || new Set(scores).size === 1).toBe(true);
      return;
    }
    const twice = scores.map((s) => scores.filter((x) => x < s).length * 2 + scores.filter((x) => x === s).length + 1);
    const observed = twice.reduce((t, r, i) => t + (outcome[i] ? r : 0), 0);
    const centre = m * (rows.length + 1);
    let [all, far, high] = [0, 0, 0];
    for (let mask = 0; mask < 2 ** rows.length; mask++) {
      const chosen = twice.filter((_, i) => (mask >> i) & 1);
      if (chosen.length !== m) continue;
      const total = chosen.reduce((t, r) => t + r, 0);
      all++;
      if (Math.abs(total - centre) >= Math.abs(observed - centre)) far++;
      if (total >= observed) high++;
    }
    expect(result.pTwoSided).toBeCloseTo(far / all, 12);
    expect(result.pGreater).toBeCloseTo(high / all, 12);
  });

  it("gives every order once and the same ones from the same seed", () => {
    const orders = [...permutations(6, 30, 5)].map((o) => Array.from(o));
    for (const o of orders) expect([...o].sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect([...permutations(6, 30, 5)].map((o) => Array.from(o))).toEqual(orders);
    expect(new Set(orders.map(String)).size).toBeGreaterThan(20);
  });

  it("never gives p = 0", () => {
    expect(permutationTest(10, [1, 2, 3], 0)).toMatchObject({ countGreater: 0, pGreater: 0.25, pTwoSided: 0.25 });
  });
});

describe("a permutation test under no association", () => {
  it("has p-values that are uniform: Kolmogorov–Smirnov against (1 + k) / (B + 1), seeded", () => {
    const random = randomSource(24);
    const [runs, n, B] = [300, 20, 199];
    const ps = Array.from({ length: runs }, (_, r) => {
      const x = Array.from({ length: n }, () => random.uniform());
      const y = Array.from({ length: n }, (_, i) => (i < n / 2 ? 1 : 0));
      const statistic = (order: ArrayLike<number>) => y.reduce<number>((s, v, i) => s + v * x[order[i]!]!, 0);
      const permuted = Float64Array.from(permutations(n, B, 1000 + r), statistic);
      return permutationTest(statistic(y.map((_, i) => i)), permuted, x.reduce((s, v) => s + v, 0) / 2).pGreater;
    });
    const sorted = [...ps].sort((a, b) => a - b);
    const distance = Math.max(...sorted.map((p, i) => Math.max((i + 1) / runs - p, p - 1 / (B + 1) - i / runs)));
    // The 0.1 % point of the Kolmogorov–Smirnov distance is 1.95 / sqrt(300) = 0.113.
    expect(distance).toBeLessThan(0.113);
    expect(ps.filter((p) => p <= 0.05).length / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
  });
});
