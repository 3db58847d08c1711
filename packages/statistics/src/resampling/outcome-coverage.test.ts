import { describe, expect, it } from "vitest";
import { randomSource } from "../random.ts";
import { outcomeCoverage } from "./outcome-coverage.ts";

describe("coverage of conformal sets", () => {
  it("by hand at the level 0.6", () => {
    // p > 0.4 is in the set. With: 0.2, 0.6, 0.9; without: 0.1, 0.3, 0.7.
    // 0.2 (with): with 1/3, without {0.3, 0.7} + 1 of 4 = 3/4 -> {without}, wrong. 0.6: with 2/3, without 2/4 -> both.
    // 0.9: with 3/3, without 1/4 -> {with}. 0.1: with 1/4, without 3/3 -> {without}. 0.3: with 2/4, without 2/3 -> both.
    // 0.7: with 3/4, without 1/3 -> {with}, wrong.
    const found = outcomeCoverage([0.2, 0.6, 0.9, 0.1, 0.3, 0.7], [1, 1, 1, 0, 0, 0], 0.6);
    expect(found).toEqual({
      level: 0.6,
      coveredWith: 2 / 3,
      coveredWithout: 2 / 3,
      one: 4 / 6,
      both: 2 / 6,
      none: 0,
    });
  });

  it("each class is covered at the level, also the rare one", () => {
    const random = randomSource(2);
    const y = Array.from({ length: 600 }, () => Number(random.uniform() < 0.1));
    const p = y.map((v) => Math.min(1, Math.max(0, 0.1 + 0.15 * v + 0.3 * (random.uniform() - 0.3))));
    const { coveredWith, coveredWithout } = outcomeCoverage(p, y, 0.9);
    expect(coveredWith!).toBeGreaterThanOrEqual(0.88);
    expect(coveredWithout!).toBeGreaterThanOrEqual(0.89);
    expect(outcomeCoverage([0.2, 0.4], [0, 0], 0.9)).toMatchObject({ coveredWith: null });
  });
});
