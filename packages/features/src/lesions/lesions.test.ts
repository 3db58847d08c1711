import { type FeatureResult, Refusal } from "@nadir/domain";
import { makeVolume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import {
  aggregateByGroup,
  aggregateLesions,
  aggregateScores,
  choiceRobustness,
  extract,
  type LesionFeatures,
  largestLesions,
  locationIndicators,
  parseConfig,
} from "../index.ts";
import { random } from "../testing/regions.ts";

const config = parseConfig({ families: ["statistics", "pet"] });
const flat = (value: number, voxels: number): FeatureResult => {
  const dims = [voxels, 1, 1] as const;
  return extract({
    image: makeVolume({ data: new Float64Array(voxels).fill(value), dims, spacing: [10, 10, 10] }),
    mask: makeVolume({ data: new Uint8Array(voxels).fill(1), dims, spacing: [10, 10, 10] }),
    label: 1,
    config,
  });
};
/** Lesions of 4, 1, 2, 3 and 10 mL with flat intensities. */
const lesions: LesionFeatures[] = (
  [
    ["a", 2, 4],
    ["b", 8, 1],
    ["c", 5, 2],
    ["d", 1, 3],
    ["e", 4, 10],
  ] as const
).map(([lesion, value, ml]) => ({ lesion, result: flat(value, ml), volumeMm3: ml * 1000 }));
const row = (rows: ReturnType<typeof aggregateLesions>, key: string) => rows.find((r) => r.key === key)!;

describe("features over the lesions of a patient, by hand", () => {
  const mean = row(aggregateLesions(lesions, { entropyBins: 7 }), "stat_mean");
  it("mean, median, quartiles, extremes with their lesions, sd", () => {
    // Values 1 2 4 5 8.
    expect(mean).toMatchObject({
      lesions: 5,
      mean: 4,
      median: 4,
      firstQuartile: 2,
      thirdQuartile: 5,
      min: 1,
      max: 8,
      range: 7,
    });
    expect(mean).toMatchObject({ minLesion: "d", maxLesion: "b", sum: null });
    expect(mean.sd).toBeCloseTo(Math.sqrt((9 + 4 + 0 + 1 + 16) / 4), 12);
  });
  it("weighted by volume, over all and over the largest three; of the largest and the smallest", () => {
    // e 10 mL of 4, a 4 mL of 2, d 3 mL of 1, c 2 mL of 5, b 1 mL of 8.
    expect(mean.volumeWeightedMean).toBeCloseTo((40 + 8 + 3 + 10 + 8) / 20, 12);
    expect(mean.volumeWeightedLargestThree).toBeCloseTo((40 + 8 + 3) / 17, 12);
    expect(mean).toMatchObject({ largest: 4, smallest: 8 });
  });
  it("entropy over stated bins: 1 2 4 5 8 in seven bins of width 1 fall apart, log₂ 5", () => {
    expect(mean.entropy).toBeCloseTo(Math.log2(5), 12);
    // In two bins, below and from 4.5: three and two.
    const two = row(aggregateLesions(lesions, { entropyBins: 2 }), "stat_mean");
    expect(two.entropy).toBeCloseTo(-0.6 * Math.log2(0.6) - 0.4 * Math.log2(0.4), 12);
  });
  it("sizes are summed: whole-body volume and glycolysis by every method", () => {
    const rows = aggregateLesions(lesions);
    expect(row(rows, "pet_mtv@mask").sum).toBeCloseTo(20, 12);
    expect(row(rows, "pet_tlg@mask").sum).toBeCloseTo(40 + 8 + 3 + 10 + 8, 12);
    // At least SUV 4: b, c and e.
    expect(row(rows, "pet_mtv@suv4").sum).toBeCloseTo(13, 12);
    expect(row(rows, "pet_suv_max")).toMatchObject({ sum: null, max: 8 });
  });
  it("do not depend on the order of the lesions, nor on fewer than three of them", () => {
    expect(aggregateLesions([...lesions].reverse())).toEqual(aggregateLesions(lesions));
    const two = row(aggregateLesions(lesions.slice(1, 3)), "stat_mean");
    expect(two.volumeWeightedLargestThree).toBe(two.volumeWeightedMean);
    const one = row(aggregateLesions(lesions.slice(0, 1)), "stat_mean");
    expect(one).toMatchObject({ mean: 2, median: 2, largest: 2, smallest: 2, sd: null, entropy: 0, lesions: 1 });
  });
  it("a fixed number: the k largest, ties to the lesser name", () => {
    expect(largestLesions(lesions, 3).map((l) => l.lesion)).toEqual(["e", "a", "d"]);
    const even = lesions.map((l) => ({ ...l, volumeMm3: 1 }));
    expect(largestLesions(even, 2).map((l) => l.lesion)).toEqual(["a", "b"]);
    expect(largestLesions(lesions, 9)).toHaveLength(5);
  });
  it("irradiated and other lesions apart", () => {
    const groups = aggregateByGroup(
      lesions.map((l) => ({ ...l, group: "ab".includes(l.lesion) ? "irradiated" : "other" })),
    );
    expect(groups.map((g) => [g.group, g.lesions, row(g.rows, "stat_mean").mean])).toEqual([
      ["irradiated", 2, 5],
      ["other", 3, 10 / 3],
    ]);
  });
  it("refuses lesions computed otherwise", () => {
    const other = extract({
      image: makeVolume({ data: Float64Array.of(1, 2), dims: [2, 1, 1], spacing: [1, 1, 1] }),
      mask: makeVolume({ data: Uint8Array.of(1, 1), dims: [2, 1, 1], spacing: [1, 1, 1] }),
    });
    expect(() => aggregateLesions([...lesions, { lesion: "z", result: other, volumeMm3: 2 }])).toThrow(Refusal);
  });
});

describe("scores of lesions", () => {
  it("any, share above, mean, extremes with their lesions, entropy of the distribution", () => {
    const scores = [0.1, 0.12, 0.5, 0.9].map((score, n) => ({ lesion: `L${n}`, score }));
    expect(aggregateScores(scores, 0.5)).toEqual({
      lesions: 4,
      any: true,
      fractionAbove: 0.5,
      mean: expect.closeTo(0.405, 12),
      median: expect.closeTo(0.31, 12),
      max: 0.9,
      maxLesion: "L3",
      min: 0.1,
      minLesion: "L0",
      sd: expect.closeTo(Math.sqrt((0.305 ** 2 + 0.285 ** 2 + 0.095 ** 2 + 0.495 ** 2) / 3), 12),
      // Bins of 0.1: two, one, one.
      entropy: 1.5,
    });
    expect(aggregateScores(scores, 0.95).any).toBe(false);
  });
});

describe("robustness to the choice of lesions", () => {
  it("is greater the fewer lesions are drawn, and none where all are alike", () => {
    const mean = (list: readonly number[]): number => list.reduce((a, x) => a + x, 0) / list.length;
    const rows = choiceRobustness([1, 2, 3, 4, 50], mean, 400, random(3));
    expect(rows.map((r) => r.lesions)).toEqual([1, 2, 3, 4]);
    for (let n = 1; n < rows.length; n++) expect(rows[n]!.sd).toBeLessThan(rows[n - 1]!.sd);
    // Leaving one of five out: the mean of the rest lies between 2.5 and 59/4.
    expect(rows[3]).toMatchObject({ min: 2.5, max: 59 / 4 });
    expect(choiceRobustness([7, 7, 7], mean, 50, random(4)).every((r) => r.sd === 0)).toBe(true);
  });
});

describe("the location of a lesion", () => {
  it.each([
    ["Lung", "lung"],
    ["lymph-node", "adenopathy"],
    ["Head_and Neck", "head-and-neck"],
    ["hepatic", "liver"],
    ["adrenal", "other"],
  ])("%s is %s and nothing else", (organ, name) => {
    const rows = locationIndicators(organ);
    expect(rows.filter((r) => r.value === 1).map((r) => r.key)).toEqual([`location@${name}`]);
    expect(rows).toHaveLength(5);
  });
});
