import { describe, expect, it } from "vitest";
import { develop } from "./develop.ts";
import { lasso, plan, simulated } from "./testing/simulated.ts";

describe("sets of predictors", () => {
  const cohort = simulated(61, 160, 0, (_, normal, y) => ({ more: [normal(), normal() + 1.3 * y, normal() + y] }));
  it("are judged on the same parts: the same set twice has the same answer, and the one that tells wins", () => {
    const variants = [
      { name: "nothing", predictors: ["x1"] },
      { name: "follow-up", predictors: ["x2"] },
      { name: "again", predictors: ["x2"] },
    ];
    const { sets, pairs } = develop(cohort, plan({ variants, candidates: [lasso()] })).variants;
    expect(sets[1]!.discrimination).toBe(sets[2]!.discrimination);
    expect(pairs.map((p) => [p.first, p.second])).toEqual([
      ["nothing", "follow-up"],
      ["nothing", "again"],
      ["follow-up", "again"],
    ]);
    expect(pairs[0]!.difference.estimable && pairs[0]!.difference.interval.upper).toBeLessThan(0);
    expect(pairs[2]!.difference).toMatchObject({ estimable: false, reason: expect.stringContaining("alike") });
    // x3 adds to x2: the whole is the better.
    expect(sets[1]!.difference.estimable && sets[1]!.difference.difference).toBeGreaterThan(0);
  });

  it("refuse what is no predictor, in the plan or in the table", () => {
    const variants = [{ name: "blood", predictors: ["ldh"] }];
    expect(() => plan({ variants, predictors: ["x1"], candidates: [lasso()] })).toThrow(
      /'ldh' is no predictor of the plan/,
    );
    expect(() => develop(cohort, plan({ variants, candidates: [lasso()] }))).toThrow(/'blood' has 'ldh'/);
  });
});
