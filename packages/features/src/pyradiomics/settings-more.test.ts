import { makeVolume, type Triple } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { extract, parseConfig, parsePyradiomicsParameters } from "../index.ts";
import { type Pair, randomPair } from "../testing/regions.ts";
import { localBinaryPattern2d } from "./lbp-2d.ts";
import { icosphere, sphericalHarmonic } from "./spherical-harmonics.ts";

const run = (pair: Pair, setting: object, imageType: object = { Original: {} }, featureClass?: object) => {
  const config = parseConfig({
    profile: "pyradiomics",
    pyradiomics: { setting: { binWidth: 1, ...setting }, imageType, ...(featureClass && { featureClass }) },
  });
  return new Map(extract({ ...pair, label: 1, config }).values.map((v) => [v.key, v.value]));
};
const pairOf = (data: ArrayLike<number>, dims: Triple, bits?: readonly number[]): Pair => ({
  image: makeVolume({ data: Float64Array.from(data), dims, spacing: [1, 1, 1] }),
  mask: makeVolume({ data: Uint8Array.from(bits ?? new Array(data.length).fill(1)), dims, spacing: [1, 1, 1] }),
});

describe("co-occurrences that are not symmetric", () => {
  // A line 1 2 2 3: pairs (1,2), (2,2), (2,3), each 1/3. Rows 1 2 2, columns 2 2 3.
  const line = pairOf([1, 2, 2, 3], [4, 1, 1]);
  const value = (name: string, symmetricalGLCM = false) =>
    run(line, { symmetricalGLCM, minimumROIDimensions: 1 }).get(`original_glcm_${name}`)!;

  it("have the mean and variance of the rows, by hand", () => {
    expect(value("JointAverage")).toBeCloseTo(5 / 3, 12);
    expect(value("SumSquares")).toBeCloseTo(2 / 9, 12);
    expect(value("JointAverage", true)).toBeCloseTo(2, 12);
  });

  it("by hand: entropies, correlation, cluster features", () => {
    expect(value("JointEntropy")).toBeCloseTo(Math.log2(3), 12);
    expect(value("JointEnergy")).toBeCloseTo(1 / 3, 12);
    expect(value("Autocorrelation")).toBeCloseTo((2 + 4 + 6) / 3, 12);
    // Covariance 4 − 5/3 · 7/3 = 1/9; both variances 2/9.
    expect(value("Correlation")).toBeCloseTo(1 / 2, 12);
    // i + j is 3, 4, 5 about 4.
    expect(value("ClusterTendency")).toBeCloseTo(2 / 3, 12);
    expect(value("ClusterProminence")).toBeCloseTo(2 / 3, 12);
    expect(value("SumAverage")).toBeCloseTo(4, 12);
    const h = -(1 / 3) * Math.log2(1 / 3) - (2 / 3) * Math.log2(2 / 3);
    expect(value("Imc1")).toBeCloseTo((Math.log2(3) - 2 * h) / h, 12);
    expect(value("Imc2")).toBeCloseTo(Math.sqrt(1 - Math.exp(-2 * (2 * h - Math.log2(3)))), 12);
    // B = [[1/√2, 0], [1/2, 1/√2]] over rows 1, 2 and columns 2, 3: B·Bᵀ has trace 5/4 and determinant 1/4.
    expect(value("MCC")).toBeCloseTo(Math.sqrt((5 / 4 - Math.sqrt(25 / 16 - 1)) / 2), 7);
  });

  it("are those of a symmetric matrix where the matrix is its own mirror image", () => {
    // 1 2 1 within one direction: (1,2) and (2,1).
    const both = pairOf([1, 2, 1], [3, 1, 1]);
    const [plain, mirrored] = [false, true].map((symmetricalGLCM) =>
      run(both, { symmetricalGLCM, minimumROIDimensions: 1 }),
    );
    for (const [key, x] of plain!) expect(x, key).toBeCloseTo(mirrored!.get(key)!, 9);
  });

  it("weighted by distance are summed before features are taken", () => {
    const values = run(line, { symmetricalGLCM: false, weightingNorm: "no_weighting", minimumROIDimensions: 1 });
    expect(values.get("original_glcm_JointAverage")).toBeCloseTo(5 / 3, 12);
  });

  it("the coefficient of a direction with one level of several is 0", () => {
    // Along i only ones touch; the two has no neighbour in any direction but is a level of the region.
    const apart = pairOf([1, 1, 0, 0, 0, 2], [6, 1, 1], [1, 1, 0, 0, 0, 1]);
    expect(run(apart, { minimumROIDimensions: 1 }).get("original_glcm_MCC")).toBe(0);
  });
});

describe("wavelet levels", () => {
  const pair = pairOf([3, 1, 4, 1, 5, 9, 2, 6], [8, 1, 1]);
  const mean = (settings: object, key: string) =>
    run(pair, { minimumROIDimensions: 1, ...settings }, { Wavelet: { wavelet: "haar" } }).get(key);

  it("take the same filters again of the low-pass image: Haar of a line, by hand", () => {
    // PyWavelets' haar low-pass at n is (x[n] + x[n+1]) / √2 along every axis; an axis of one is extended to two
    // equal samples, where it multiplies by √2. Twice along i: (x[n] + 2x[n+1] + x[n+2]) / 2, times 2 · 2 for j and k.
    const x = [3, 1, 4, 1, 5, 9, 2, 6];
    const twice = x.map((v, n) => ((v + 2 * x[(n + 1) % 8]! + x[(n + 2) % 8]!) / 2) * 4);
    const values = run(
      pair,
      { minimumROIDimensions: 1, level: 2 },
      { Wavelet: { wavelet: "haar" } },
      { firstorder: null },
    );
    expect(values.get("wavelet2-LLL_firstorder_Maximum")).toBeCloseTo(Math.max(...twice), 10);
    expect(values.get("wavelet2-LLL_firstorder_Minimum")).toBeCloseTo(Math.min(...twice), 10);
    expect(values.has("wavelet-LLL_firstorder_Mean")).toBe(false);
    expect([...values.keys()].filter((k) => k.endsWith("_Mean"))).toHaveLength(15);
  });

  it("start_level 1 is the second level under the first level's names", () => {
    expect(mean({ start_level: 1 }, "wavelet-HLL_firstorder_Energy")).toBeCloseTo(
      mean({ level: 2 }, "wavelet2-HLL_firstorder_Energy")!,
      10,
    );
  });

  it("of one level equal the transform that reads only the region's box", () => {
    const odd = randomPair(3, [9, 7, 6], [1, 1, 1], 60);
    const [one, two] = [1, 2].map((level) => run(odd, { level }, { Wavelet: {} }, { firstorder: null }));
    for (const key of one!.keys())
      if (!key.startsWith("wavelet-LLL")) expect(two!.get(key), key).toBeCloseTo(one!.get(key)!, 9);
  });

  it("with force2D are taken within slices only", () => {
    const odd = randomPair(4, [9, 8, 6], [1, 1, 1], 60);
    const keys = [...run(odd, { force2D: true }, { Wavelet: {} }, { firstorder: ["Mean"] }).keys()];
    expect(keys).toEqual(["LH", "HL", "HH", "LL"].map((band) => `wavelet-${band}_firstorder_Mean`));
  });
});

describe("local binary patterns of scikit-image", () => {
  // Samples on a circle of radius 1, counter-clockwise from the right: 4 of them are right, up, left, down.
  const grid = {
    data: Float64Array.of(0, 5, 0, 1, 3, 4, 0, 2, 0),
    dims: [3, 3, 1] as const,
    spacing: [1, 1, 1] as const,
  };
  const centre = (method: "default" | "ror" | "uniform" | "var") =>
    localBinaryPattern2d(grid, { radius: 1, samples: 4, method, across: 2 })[4];

  it("by hand: right 4 and up 5 are brighter than 3", () => {
    expect(centre("default")).toBe(1 + 2);
    expect(centre("ror")).toBe(3);
    expect(centre("uniform")).toBe(2);
    // 4, 5, 1, 2: mean 3, squares 1 4 4 1.
    expect(centre("var")).toBe(10 / 4);
  });

  it("ror turns to the least number; uniform counts the changes", () => {
    // Only down (bit 3) is as bright as the voxel; then right and left only.
    const one = { ...grid, data: Float64Array.of(0, 0, 0, 0, 3, 0, 0, 9, 0) };
    const two = { ...grid, data: Float64Array.of(0, 0, 0, 8, 3, 9, 0, 0, 0) };
    const at = (image: typeof grid, method: "default" | "ror" | "uniform") =>
      localBinaryPattern2d(image, { radius: 1, samples: 4, method, across: 2 })[4];
    expect([at(one, "default"), at(one, "ror"), at(one, "uniform")]).toEqual([8, 1, 1]);
    expect([at(two, "default"), at(two, "ror"), at(two, "uniform")]).toEqual([5, 5, 5]);
  });

  it("are features of the image lbp-2D, slices as force2Ddimension says", () => {
    const pair = randomPair(9, [7, 6, 5], [1, 1, 1], 30, 1);
    const values = run(
      pair,
      { force2D: true, force2Ddimension: 1 },
      { LBP2D: { lbp2DSamples: 6 } },
      { firstorder: null },
    );
    expect(values.get("lbp-2D_firstorder_Maximum")).toBeLessThanOrEqual(7);
    expect(values.get("lbp-2D_firstorder_Minimum")).toBeGreaterThanOrEqual(0);
  });
});

describe("local binary patterns in space", () => {
  it("vertices lie on the sphere: 12, 42, 162, and are balanced", () => {
    for (const [n, count] of [12, 42, 162].entries()) {
      const vertices = icosphere(n, n === 0 ? 1 : 2);
      expect(vertices).toHaveLength(count);
      for (const axis of [0, 1, 2] as const) {
        expect(vertices.reduce((s, v) => s + v[axis], 0)).toBeCloseTo(0, 10);
        // The icosahedral group makes the second moments equal: N r² / 3.
        expect(vertices.reduce((s, v) => s + v[axis] ** 2, 0)).toBeCloseTo((count * (n === 0 ? 1 : 4)) / 3, 9);
      }
    }
  });

  it("harmonics are those of the textbook", () => {
    const [azimuth, polar] = [Float64Array.of(0.7), Float64Array.of(1.1)];
    const y = (m: number, n: number) => {
      const { re, im } = sphericalHarmonic(m, n, azimuth, polar);
      return [re[0]!, im[0]!];
    };
    const a = Math.sqrt(3 / (8 * Math.PI)) * Math.sin(1.1);
    expect(y(0, 0)[0]).toBeCloseTo(Math.sqrt(1 / (4 * Math.PI)), 14);
    expect(y(0, 1)[0]).toBeCloseTo(Math.sqrt(3 / (4 * Math.PI)) * Math.cos(1.1), 14);
    expect(y(1, 1)).toEqual([expect.closeTo(-a * Math.cos(0.7), 14), expect.closeTo(-a * Math.sin(0.7), 14)]);
    expect(y(-1, 1)).toEqual([expect.closeTo(a * Math.cos(0.7), 14), expect.closeTo(-a * Math.sin(0.7), 14)]);
    const b = Math.sqrt(15 / (32 * Math.PI)) * Math.sin(1.1) ** 2;
    expect(y(2, 2)[0]).toBeCloseTo(b * Math.cos(1.4), 14);
    expect(y(0, 2)[0]).toBeCloseTo(Math.sqrt(5 / (16 * Math.PI)) * (3 * Math.cos(1.1) ** 2 - 1), 14);
  });

  it("a peak has no sample as bright, a pit has them all: √42 · 42 / 4π, by hand", () => {
    const dims: Triple = [9, 9, 9];
    const at = 4 + 9 * (4 + 9 * 4);
    const spike = (height: number): Pair => {
      const data = new Float64Array(729).fill(10);
      data[at] = height;
      const bits = new Array(729).fill(0);
      bits[at] = 1;
      bits[at + 1] = 1;
      return pairOf(data, dims, bits);
    };
    const values = (height: number) =>
      run(spike(height), { minimumROIDimensions: 1 }, { LBP3D: { lbp3DIcosphereRadius: 1.5 } }, { firstorder: null });
    expect(values(50).get("lbp-3D-m1_firstorder_Minimum")).toBe(0);
    expect(values(-50).get("lbp-3D-m1_firstorder_Maximum")).toBeCloseTo((Math.sqrt(42) * 42) / (4 * Math.PI), 10);
    expect([...values(50).keys()].filter((k) => k.endsWith("_Mean"))).toEqual(
      ["m1", "m2", "k"].map((n) => `lbp-3D-${n}_firstorder_Mean`),
    );
  });

  it("an integer image is sampled in whole numbers: a flat one is as bright everywhere inside", () => {
    const dims: Triple = [7, 7, 7];
    const bits = new Uint8Array(343);
    for (const k of [3, 4]) bits[3 + 7 * (3 + 7 * k)] = 1;
    const flat: Pair = {
      image: makeVolume({ data: new Int16Array(343).fill(100), dims, spacing: [1, 1, 1] }),
      mask: makeVolume({ data: bits, dims, spacing: [1, 1, 1] }),
    };
    const values = run(flat, { minimumROIDimensions: 1 }, { LBP3D: {} }, { firstorder: null });
    expect(values.get("lbp-3D-m1_firstorder_Minimum")).toBeCloseTo((Math.sqrt(42) * 42) / (4 * Math.PI), 10);
    expect(values.get("lbp-3D-k_firstorder_Mean")).toBe(-3);
  });

  it("refuse an icosahedron off its radius", () => {
    const pair = randomPair(9, [7, 6, 5], [1, 1, 1], 30, 1);
    const odd = { LBP3D: { lbp3DIcosphereSubdivision: 0, lbp3DIcosphereRadius: 2 } };
    expect(() => run(pair, {}, odd)).toThrow(/lbp3DIcosphereSubdivision 0/);
  });
});

describe("shape2D", () => {
  // Six pixels of 1 × 2 mm, three across and two down: as `shape in the slice` has it, by hand.
  const flat: Pair = {
    image: makeVolume({ data: Float64Array.from({ length: 20 }, (_, n) => n), dims: [5, 4, 1], spacing: [1, 2, 3] }),
    mask: makeVolume({
      data: Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0),
      dims: [5, 4, 1],
      spacing: [1, 2, 3],
    }),
  };
  const only = { shape2D: null };

  it("of a rectangle of 3 × 2 pixels of 1 × 2 mm, by hand", () => {
    const values = run(flat, { force2D: true }, { Original: {} }, only);
    // An eighth of a pixel is lost at each corner; the outline runs 2 + 2 along i, 2 + 2 along j, and four slants.
    expect(values.get("original_shape2D_PixelSurface")).toBe(12);
    expect(values.get("original_shape2D_MeshSurface")).toBe(11);
    expect(values.get("original_shape2D_Perimeter")).toBeCloseTo(2 * 2 + 2 * 2 + 4 * Math.hypot(0.5, 1), 12);
    // From the middle of one corner pixel's outer side to the opposite one's: 2 mm along i, 4 mm along j.
    expect(values.get("original_shape2D_MaximumDiameter")).toBeCloseTo(Math.hypot(2, 4), 12);
    expect(values.size).toBe(9);
  });

  it("takes SphericalDisproportion by name", () => {
    const named = run(flat, { force2D: true }, { Original: {} }, { shape2D: ["Sphericity", "SphericalDisproportion"] });
    expect([...named.keys()]).toEqual(["original_shape2D_Sphericity", "original_shape2D_SphericalDisproportion"]);
    expect(
      named.get("original_shape2D_Sphericity")! * named.get("original_shape2D_SphericalDisproportion")!,
    ).toBeCloseTo(1);
  });

  it("is refused without force2D, and of more than one slice", () => {
    expect(() => run(flat, {}, { Original: {} }, only)).toThrow(/needs force2D/);
    expect(() => run(randomPair(5, [5, 5, 3]), { force2D: true }, { Original: {} }, only)).toThrow(/spans 3 slices/);
  });
});

describe("settings of one image type", () => {
  it("hold for that type only", () => {
    const pair = randomPair(14, [7, 6, 5], [1, 1, 1], 30);
    const own = run(pair, {}, { Original: { binWidth: 3, distances: [2], voxelArrayShift: 5 }, Square: {} });
    const all = run(pair, { binWidth: 3, distances: [2], voxelArrayShift: 5 }, { Original: {} });
    for (const [key, value] of all) if (!key.includes("shape")) expect(own.get(key), key).toBe(value);
    expect(own.get("square_glcm_Contrast")).toBe(run(pair, {}, { Square: {} }).get("square_glcm_Contrast"));
  });

  it("that act before filters are told where they belong", () => {
    expect(() => parsePyradiomicsParameters("imageType:\n  LoG: {sigma: [2], normalize: true}\n")).toThrow(
      /normalize acts before any filter.*under 'setting'/,
    );
  });

  it("of feature maps are read and change nothing", () => {
    const file =
      "imageType: {Original: {}}\nsetting: {binWidth: 2}\nvoxelSetting: {kernelRadius: 2, maskedKernel: true}\n";
    expect(parsePyradiomicsParameters(file).setting.binWidth).toBe(2);
    expect(() => parsePyradiomicsParameters("voxelSetting: {kernelradius: 2}\n")).toThrow(/kernelradius/);
  });

  it("geometryTolerance decides how far a mask's grid may lie off", () => {
    const pair = randomPair(15, [6, 6, 6]);
    const moved: Pair = {
      ...pair,
      mask: makeVolume({ data: pair.mask.data, dims: [6, 6, 6], spacing: [1.001, 1, 1] }),
    };
    expect(() => run(moved, {})).toThrow(/different grids/);
    expect(run(moved, { geometryTolerance: 0.01 }).size).toBe(107);
  });
});
