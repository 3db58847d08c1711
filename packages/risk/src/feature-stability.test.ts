import type { FeatureResult } from "@nadir/domain";
import { randomSource } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import { featureStability, type PerturbedSubject, ruleInWords, USUAL_RULE } from "./feature-stability.ts";

type Values = FeatureResult["values"];
const run = (values: Record<string, number | null>): { values: Values } => ({
  values: Object.entries(values).map(([key, value]) => ({ key, id: key, code: null, aggregation: null, value })),
});

describe("stability of features over perturbations", () => {
  it("is Shrout & Fleiss' ICC(1,1) on their table: 0.17, from −0.13 to 0.72", () => {
    // Psychol Bull 1979;86:420, table 2: six targets, four judges.
    const table = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ];
    const subjects = table.map((row, n) => ({ id: `S${n}`, runs: row.map((x) => run({ rating: x })) }));
    const [found] = featureStability(subjects);
    expect(found!.icc).toBeCloseTo(0.17, 2);
    expect(found!.lower).toBeCloseTo(-0.13, 2);
    expect(found!.upper).toBeCloseTo(0.72, 2);
    expect(found).toMatchObject({ kept: false, reason: expect.stringContaining("below 0.75") });
  });

  it("removes a planted unstable feature and keeps the stable, the fixed and nothing undefined", () => {
    const random = randomSource(11);
    const subjects: PerturbedSubject[] = Array.from({ length: 20 }, (_, n) => ({
      id: `L${n}`,
      runs: Array.from({ length: 6 }, (_, r) =>
        run({
          stable: n + 0.1 * random.uniform(),
          unstable: random.uniform(),
          fixed: 3 * n,
          alike: 7,
          sometimes: n === 4 && r === 2 ? null : n,
        }),
      ),
    }));
    const found = Object.fromEntries(featureStability(subjects).map((f) => [f.key, f]));
    expect(Object.values(found).map((f) => [f.key, f.kept])).toEqual([
      ["stable", true],
      ["unstable", false],
      ["fixed", true],
      ["alike", false],
      ["sometimes", false],
    ]);
    expect(found["fixed"]!.icc).toBe(1);
    expect(found["sometimes"]!.reason).toBe("undefined in 1 of 120 runs");
    expect(featureStability(subjects, { least: 0.999, level: 0.95 }).find((f) => f.key === "stable")!.kept).toBe(true);
    expect(featureStability(subjects, { least: 0.99999, level: 0.95 }).find((f) => f.key === "stable")!.kept).toBe(
      false,
    );
  });

  it("says its rule, and refuses what it cannot judge", () => {
    expect(ruleInWords(USUAL_RULE)).toContain(
      "lower 95% limit of its ICC(1,1) over the perturbations is at least 0.75",
    );
    const one = { id: "a", runs: [run({ x: 1 }), run({ x: 2 })] };
    expect(() => featureStability([one])).toThrow(/at least two lesions/);
    expect(() => featureStability([one, { id: "b", runs: [run({ x: 1 })] }])).toThrow(/'b' has 1 runs, 'a' has 2/);
  });
});
