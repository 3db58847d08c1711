import { describe, expect, it } from "vitest";
import { randomSource } from "../random.ts";
import { adaptivePartition } from "./adaptive-partition.ts";
import { logRank } from "./log-rank.ts";

/** Subjects whose hazard depends on the group that their variable falls into; some are censored. */
function planted(n: number, rates: readonly number[], seed: number) {
  const random = randomSource(seed);
  const variable = Array.from({ length: n }, (_, i) => (i + 0.5) / n);
  const event = variable.map(() => (random.uniform() < 0.85 ? 1 : 0));
  const time = variable.map((v) => -Math.log(1 - random.uniform()) / rates[Math.floor(v * rates.length)]!);
  return { variable, time, event };
}

describe("k-adaptive partitioning", () => {
  it("finds three planted groups and their cuts", () => {
    const found = adaptivePartition(planted(180, [0.1, 0.6, 3], 5), { seed: 1, permutations: 99 });
    expect(found).toMatchObject({ estimable: true, k: 3 });
    if (!found.estimable) return;
    // Of one cohort of 180 a cut is known only so well: within 0.1 of the variable stand 18 subjects on either side of it. That the
    // cuts are the best that a cohort has is held below, by trying every one of smaller cohorts.
    expect(Math.abs(found.cuts[0]! - 1 / 3)).toBeLessThan(0.1);
    expect(Math.abs(found.cuts[1]! - 2 / 3)).toBeLessThan(0.1);
  });

  it("of two groups is the cut with the largest log-rank statistic, tried one by one", () => {
    const data = planted(40, [0.3, 1.2], 8);
    const found = adaptivePartition(data, { seed: 1, permutations: 9, most: 2, leastInGroup: 8, candidates: 40 });
    const cuts = data.variable.slice(7, 32).map((cut) => {
      const test = logRank({ ...data, group: data.variable.map((v) => (v <= cut ? 0 : 1)) });
      return { cut, chiSquare: test.estimable ? test.chiSquare : 0 };
    });
    const best = cuts.reduce((a, b) => (b.chiSquare > a.chiSquare ? b : a));
    if (!found.estimable) throw new Error(found.reason);
    expect(found.tried[0]!.cuts).toEqual([best.cut]);
    expect(found.tried[0]!.chiSquare).toBeCloseTo(best.chiSquare, 9);
  });

  it("of three groups makes the smaller statistic of neighbours as large as it can be", () => {
    const data = planted(36, [0.2, 1, 4], 3);
    const found = adaptivePartition(data, {
      seed: 1,
      permutations: 9,
      level: 0.5,
      most: 3,
      leastInGroup: 8,
      candidates: 40,
    });
    const between = (a: number, b: number, c: number): number => {
      const rows = data.variable.map((_, i) => i).filter((i) => i >= a && i < c);
      const test = logRank({
        time: rows.map((i) => data.time[i]!),
        event: rows.map((i) => data.event[i]!),
        group: rows.map((i) => (i < b ? 0 : 1)),
      });
      return test.estimable ? test.chiSquare : 0;
    };
    let best = 0;
    for (let b = 8; b <= 20; b++)
      for (let c = b + 8; c <= 28; c++) best = Math.max(best, Math.min(between(0, b, c), between(b, c, 36)));
    if (!found.estimable) throw new Error(found.reason);
    expect(found.tried.find((t) => t.k === 3)!.chiSquare).toBeCloseTo(best, 9);
  });

  it("keeps its level where the variable says nothing: parted in about 5 of 100 simulations", () => {
    let parted = 0;
    for (let seed = 0; seed < 100; seed++) {
      const found = adaptivePartition(planted(40, [1], 1000 + seed), {
        seed,
        permutations: 59,
        leastInGroup: 8,
        candidates: 8,
        most: 3,
      });
      if (found.estimable && found.k > 1) parted++;
    }
    // Binomial(100, 0.05): 11 or more in one of a hundred.
    expect(parted).toBeLessThanOrEqual(10);
  });

  it("says why where there is nothing to part", () => {
    const data = planted(12, [1], 1);
    expect(adaptivePartition(data, { seed: 1 })).toMatchObject({
      estimable: false,
      reason: expect.stringMatching(/cannot be parted/),
    });
    expect(adaptivePartition({ ...data, event: data.event.map(() => 0) }, { seed: 1 })).toMatchObject({
      estimable: false,
    });
    expect(() => adaptivePartition(data, { seed: 1, most: 9 })).toThrow(/from 2 to 6/);
  });
});
