import { fc, test } from "@fast-check/vitest";
import type { FeatureWarning } from "@nadir/domain";
import { makeVolume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../config.ts";
import { discretise } from "./discretise.ts";
import { type AxisMap, interpolateBox, type Stretch, sourceIndex, sourceStretch, targetSize } from "./interpolate.ts";
import { prepare, roundHalfEven, wholeImage } from "./prepare.ts";
import { resegment } from "./resegment.ts";

const line = (
  values: readonly number[],
  ratio: number,
  m: number,
  method: "linear" | "cubic" | "nearest",
): number[] => {
  const axis: AxisMap = { n: values.length, m, ratio };
  const still: AxisMap = { n: 1, m: 1, ratio: 1 };
  const one: Stretch = { first: 0, count: 1 };
  const from: Stretch = { first: 0, count: values.length };
  return [
    ...interpolateBox(
      Float64Array.from(values),
      [from, one, one],
      [axis, still, still],
      [{ first: 0, count: m }, one, one],
      method,
    ),
  ];
};

describe("interpolation", () => {
  it("has ⌈n·s/s′⌉ voxels, and the two fields of view share their centre", () => {
    expect([targetSize(204, 0.9765625, 2), targetSize(60, 3, 2), targetSize(3, 1, 0.1)]).toEqual([100, 90, 30]);
    expect(sourceIndex(44.5, 60, 90, 2 / 3)).toBeCloseTo(29.5, 12);
  });

  it("halves a line by hand: linear, nearest, edges held", () => {
    expect(line([0, 10, 20, 30], 2, 2, "linear")).toEqual([5, 25]);
    expect(line([0, 10], 0.5, 4, "linear")).toEqual([0, 2.5, 7.5, 10]);
    expect(line([0, 10, 20], 0.5, 6, "nearest")).toEqual([0, 0, 10, 10, 20, 20]);
  });

  test.prop([fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 2, maxLength: 70 })])(
    "a cubic spline goes through its samples",
    (values) => {
      // Twice as fine with a centre sample on every second target voxel: n → 2n − 1 keeps the ends in place.
      const fine = line(values, 0.5, 2 * values.length - 1, "cubic");
      for (const [n, v] of values.entries()) expect(fine[2 * n]).toBeCloseTo(v, 8);
    },
  );

  it("a cubic spline equals SciPy's (ndimage.map_coordinates 1.17.1, order 3, mode mirror)", () => {
    const scipy = [
      1.8919557282720707, -0.9838791652353143, 2.651805650979045, 4.328213242871866, -0.5419653469598082,
      -5.613095628649951, 3.285204440054961, 8.6584077636551, 2.210251116454831, 4.609343052215735,
    ];
    for (const [n, v] of line([3, -1, 4, 1, -5, 9, 2, 6], 0.7, 10, "cubic").entries())
      expect(v).toBeCloseTo(scipy[n]!, 12);
  });

  it("a cubic spline of a parabola is the parabola away from the ends", () => {
    const parabola = Array.from({ length: 60 }, (_, x) => (x - 30) ** 2);
    const fine = line(parabola, 0.5, 119, "cubic");
    for (let t = 41; t < 80; t++) expect(fine[t]).toBeCloseTo((t / 2 - 30) ** 2, 8);
  });

  test.prop([fc.integer({ min: 1, max: 1e6 }), fc.constantFrom("linear", "cubic", "nearest")], { numRuns: 40 })(
    "a part of the target equals that part of the whole",
    (seed, method) => {
      const n = 80;
      const values = Float64Array.from({ length: n }, (_, x) => Math.sin(seed + 13 * x) * 100);
      const axis: AxisMap = { n, m: 110, ratio: 80 / 110 };
      const still: AxisMap = { n: 1, m: 1, ratio: 1 };
      const one: Stretch = { first: 0, count: 1 };
      const whole = line([...values], axis.ratio, axis.m, method as "linear");
      const part: Stretch = { first: 50 + (seed % 9), count: 7 };
      const need = sourceStretch(axis, part, method as "linear");
      const cut = values.slice(need.first, need.first + need.count);
      const got = interpolateBox(cut, [need, one, one], [axis, still, still], [part, one, one], method as "linear");
      for (let t = 0; t < part.count; t++) expect(got[t]).toBeCloseTo(whole[part.first + t]!, 9);
    },
  );

  it("rounds halves to the even number", () => {
    expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4, -2.6].map((x) => roundHalfEven(x) + 0)).toEqual([0, 2, 2, 0, -2, 2, -3]);
  });
});

describe("discretisation", () => {
  const levels = (values: readonly number[], method: Parameters<typeof discretise>[1], start: number | null = null) => {
    const warnings: FeatureWarning[] = [];
    const found = discretise(Float64Array.from(values), method, start, warnings);
    return { levels: [...found.levels], greyLevels: found.greyLevels, warnings: warnings.map((w) => w.code) };
  };

  it("into a fixed number of bins: the highest value belongs to the last", () => {
    expect(levels([0, 1, 2, 3, 4], { method: "fixed-bin-number", bins: 4 }).levels).toEqual([1, 2, 3, 4, 4]);
    expect(levels([7, 7], { method: "fixed-bin-number", bins: 4 })).toMatchObject({ levels: [1, 1], greyLevels: 4 });
  });

  it("into bins of a fixed width, from the range's lower end or the least value", () => {
    expect(levels([-7, -6, 18, 43], { method: "fixed-bin-size", width: 25 }).levels).toEqual([1, 1, 2, 3]);
    expect(levels([-7, 18], { method: "fixed-bin-size", width: 25 }, -500)).toMatchObject({
      levels: [20, 21],
      greyLevels: 21,
    });
  });

  it("decides an edge in float64, not by a rounded reciprocal", () => {
    // 0.7 / 0.1 is 6.999…, and 0.3 / 0.1 is 2.999…: floor of the quotient itself.
    expect(levels([0, 0.7, 0.3, 4.9], { method: "fixed-bin-size", width: 0.1 }).levels).toEqual(
      [0, 0.7, 0.3, 4.9].map((x) => Math.floor(x / 0.1) + 1),
    );
  });

  it("warns of too many and too few levels, and refuses absurd ones", () => {
    expect(levels([0, 1500, 3, 4, 5], { method: "fixed-bin-size", width: 1 }).warnings).toEqual(["MANY_BINS"]);
    expect(levels([0, 10, 20], { method: "fixed-bin-size", width: 25 }).warnings).toEqual(["FEW_LEVELS"]);
    expect(() => levels([0, 1e6], { method: "fixed-bin-size", width: 1 })).toThrow(/would be 1000001; at most 65535/);
  });
});

describe("resegmentation", () => {
  it("keeps the closed range, then drops outliers about the mean of what is left", () => {
    const bits = new Uint8Array(6).fill(1);
    const values = Float64Array.of(-600, -500, 0, 0, 400, 401);
    expect(resegment(bits, values, { range: [-500, 400], outlierSigma: 1 })).toEqual({
      afterRange: 4,
      afterOutliers: 2,
    });
    expect([...bits]).toEqual([0, 0, 1, 1, 0, 0]);
  });
  it("takes an open end, and refuses to leave nothing", () => {
    expect(
      resegment(Uint8Array.of(1, 1), Float64Array.of(-5, 5), { range: [null, 0], outlierSigma: null }).afterRange,
    ).toBe(1);
    expect(() => resegment(Uint8Array.of(1), Float64Array.of(5), { range: [10, null], outlierSigma: null })).toThrow(
      /\[10, ∞\]/,
    );
  });
});

describe("preparing a region", () => {
  const spacing = [1, 1, 2] as const;
  const ramp = makeVolume({
    data: Float64Array.from({ length: 8 * 8 * 6 }, (_, p) => (p % 8) + 10 * Math.floor(p / 64)),
    dims: [8, 8, 6],
    spacing,
  });
  const block = (lo: number, hi: number) =>
    makeVolume({
      data: Uint8Array.from({ length: 8 * 8 * 6 }, (_, p) => {
        const [i, j, k] = [p % 8, Math.floor(p / 8) % 8, Math.floor(p / 64)];
        return i >= lo && i <= hi && j >= lo && j <= hi && k >= 1 && k <= 3 ? 1 : 0;
      }),
      dims: [8, 8, 6],
      spacing,
    });
  const isotropic = parseConfig({ interpolation: { spacingMm: [1, 1, 1] } });

  it("interpolates only what the region needs, the same as the whole image would give", () => {
    const region = prepare({ image: ramp, mask: block(2, 5), config: isotropic, fieldMm: 0 });
    const whole = wholeImage(ramp, isotropic);
    const { min } = region.trace.box;
    for (const [n, p] of region.at.entries()) {
      const [i, j, k] = [
        p % region.dims[0],
        Math.floor(p / region.dims[0]) % region.dims[1],
        Math.floor(p / (region.dims[0] * region.dims[1])),
      ];
      const at = min[0] + i + whole.dims[0] * (min[1] + j + whole.dims[1] * (min[2] + k));
      expect(region.values[n]).toBeCloseTo(whole.values[at]!, 12);
    }
    expect(region.trace.voxels).toMatchObject({ original: 48, interpolated: 96 });
  });

  it("notes when the region touches the border, and warns of steep upsampling", () => {
    expect(prepare({ image: ramp, mask: block(0, 5), config: isotropic, fieldMm: 0 }).trace.touchesImageBorder).toBe(
      true,
    );
    expect(prepare({ image: ramp, mask: block(2, 5), config: isotropic, fieldMm: 0 }).trace.touchesImageBorder).toBe(
      false,
    );
    const steep = parseConfig({ interpolation: { spacingMm: [null, 0, 0.5] } });
    expect(prepare({ image: ramp, mask: block(2, 5), config: steep, fieldMm: 0 }).warnings.map((w) => w.code)).toEqual([
      "STEEP_UPSAMPLING",
    ]);
    // Spacing as a header holds it, in single precision: 3.2699999809265137.
    const thick = ({ data, dims }: typeof ramp) => makeVolume({ data, dims, spacing: [1, 1, Math.fround(3.27)] });
    const told = prepare({ image: thick(ramp), mask: thick(block(2, 5)), config: steep, fieldMm: 0 }).warnings.map(
      (w) => w.message,
    );
    expect(told.join()).toContain("from 3.27 to 0.5 mm");
  });

  it("z-scores over the region or the image", () => {
    const config = parseConfig({ normalisation: { method: "z-score", over: "roi", scale: 100 } });
    const { values } = prepare({ image: ramp, mask: block(2, 5), config, fieldMm: 0 });
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean).toBeCloseTo(0, 9);
    expect(Math.sqrt(values.reduce((a, b) => a + b * b, 0) / values.length)).toBeCloseTo(100, 9);
    const flat = makeVolume({ data: new Float64Array(384).fill(3), dims: [8, 8, 6], spacing });
    expect(() => prepare({ image: flat, mask: block(2, 5), config, fieldMm: 0 })).toThrow(/all its voxels are 3/);
  });

  it("refuses a mask on another grid unless asked to resample it, and one that reaches outside even then", () => {
    const coarse = makeVolume({ data: Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0), dims: [2, 2, 2], spacing: [2, 2, 2] });
    expect(() => prepare({ image: ramp, mask: coarse, config: isotropic, fieldMm: 0 })).toThrow(/different grids/);
    const lenient = parseConfig({ resampleMask: true });
    const found = prepare({ image: ramp, mask: coarse, config: lenient, fieldMm: 0 });
    expect(found.warnings.map((w) => w.code)).toEqual(["MASK_RESAMPLED"]);
    const far = makeVolume({ data: Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0), dims: [2, 2, 2], spacing: [20, 2, 2] });
    expect(() => prepare({ image: ramp, mask: far, config: lenient, fieldMm: 0 })).toThrow(/reaches outside the image/);
  });

  it("counts NaN inside the region and ignores it outside", () => {
    const data = Float64Array.from(ramp.data);
    data[0] = Number.NaN;
    const mask = block(2, 5);
    const image = makeVolume({ data, dims: [8, 8, 6], spacing });
    expect(prepare({ image, mask, config: parseConfig({}), fieldMm: 0 }).values.every(Number.isFinite)).toBe(true);
    const inside = mask.data.indexOf(1);
    data[inside] = Number.POSITIVE_INFINITY;
    expect(() => prepare({ image, mask, config: parseConfig({}), fieldMm: 0 })).toThrow(/^1 voxel\(s\) of the region/);
  });

  it("says so when interpolation leaves nothing of the region", () => {
    const speck = makeVolume({
      data: Uint8Array.from({ length: 384 }, (_, p) => (p === 0 ? 1 : 0)),
      dims: [8, 8, 6],
      spacing,
    });
    expect(() =>
      prepare({
        image: ramp,
        mask: speck,
        config: parseConfig({ interpolation: { spacingMm: [4, 4, 4] } }),
        fieldMm: 0,
      }),
    ).toThrow(/vanishes/);
  });
});
