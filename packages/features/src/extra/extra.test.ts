import { makeVolume, type Triple } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { extract, parseConfig } from "../index.ts";
import { random } from "../testing/regions.ts";
import { boxCount } from "./fractal.ts";
import { minkowski } from "./minkowski.ts";

/** Voxels of a box for which `is` holds. */
const bitsOf = (dims: Triple, is: (i: number, j: number, k: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, p) =>
    is(p % dims[0], Math.floor(p / dims[0]) % dims[1], Math.floor(p / (dims[0] * dims[1]))) ? 1 : 0,
  );
const featuresOf = (
  image: ArrayLike<number>,
  mask: Uint8Array,
  dims: Triple,
  config: object,
  spacing: Triple = [1, 1, 1],
) =>
  new Map(
    extract({
      image: makeVolume({ data: Float64Array.from(image), dims, spacing }),
      mask: makeVolume({ data: mask, dims, spacing }),
      label: 1,
      config: parseConfig(config),
    }).values.map((v) => [v.key, v.value ?? v.reason]),
  );

describe("fractal dimension", () => {
  it("is 3 of a full cube, 2 of a plane, 1 of a line, with r² 1", () => {
    const dims: Triple = [16, 16, 16];
    for (const [dimension, is] of [
      [3, () => true],
      [2, (i: number) => i === 5],
      [1, (i: number, j: number) => i === 5 && j === 2],
    ] as const) {
      const found = boxCount(bitsOf(dims, is), dims);
      expect(found.dimension).toBeCloseTo(dimension, 12);
      expect(found.r2).toBeCloseTo(1, 12);
    }
  });
  it("is 2 of the Sierpiński tetrahedron: half the size, four copies", () => {
    const dims: Triple = [32, 32, 32];
    const bits = bitsOf(dims, (i, j, k) => ((i & j) | (j & k) | (i & k)) === 0);
    expect(boxCount(bits, dims).dimension).toBeCloseTo(2, 12);
    // In a slice, the Sierpiński triangle: log 3 / log 2.
    const flat: Triple = [32, 32, 1];
    expect(
      boxCount(
        bitsOf(flat, (i, j) => (i & j) === 0),
        flat,
      ).dimension,
    ).toBeCloseTo(Math.log2(3), 12);
  });
  it("is that of the bright voxels, comes by configuration, and says when the region is too small", () => {
    const dims: Triple = [16, 16, 16];
    const image = bitsOf(dims, (i, j, k) => ((i & j) | (j & k) | (i & k)) === 0);
    const got = featuresOf(image, new Uint8Array(4096).fill(1), dims, { families: ["fractal"] });
    expect(got.get("fractal_dim_intensity")).toBeCloseTo(2, 12);
    // The surface of a cube of n voxels a side has 6n² − 12n + 8 voxels: 1352, 296, 56 at sizes 1, 2, 4, and 8 at 8.
    const [x, y] = [[0, 1, 2, 3], [1352, 296, 56, 8].map(Math.log2)];
    const slope = x.reduce((s, q, n) => s + (q - 1.5) * y[n]!, 0) / 5;
    expect(got.get("fractal_dim_surface")).toBeCloseTo(-slope, 12);
    const small = featuresOf(new Uint8Array(27), new Uint8Array(27).fill(1), [3, 3, 3], { families: ["fractal"] });
    expect(small.get("fractal_dim_surface")).toBe("REGION_TOO_SMALL");
  });
  it("has lacunarity 1 where all boxes hold the same", () => {
    const dims: Triple = [8, 8, 8];
    expect(
      boxCount(
        bitsOf(dims, () => true),
        dims,
      ).lacunarity,
    ).toBeCloseTo(1, 12);
  });
});

describe("Minkowski functionals", () => {
  const of = (dims: Triple, is: (i: number, j: number, k: number) => boolean, spacing: Triple = [1, 1, 1]) =>
    minkowski({ morphological: bitsOf(dims, is), dims, spacing });
  it("of a cuboid are abc, 2(ab+bc+ca), π(a+b+c), 1", () => {
    const [a, b, c] = [3 * 2, 4 * 0.5, 5 * 3];
    const got = of([3, 4, 5], () => true, [2, 0.5, 3]);
    [a * b * c, 2 * (a * b + b * c + c * a), Math.PI * (a + b + c), 1, 1].forEach((x, n) => {
      expect(got[n]).toBeCloseTo(x, 9);
    });
  });
  it("count holes, hollows and parts: a ring 0, a hollow cube 2, two cubes 2, touching by a corner 1 or 2", () => {
    const euler = (got: number[]): number[] => got.slice(3);
    expect(euler(of([3, 3, 1], (i, j) => i !== 1 || j !== 1))).toEqual([0, 0]);
    expect(euler(of([3, 3, 3], (i, j, k) => i !== 1 || j !== 1 || k !== 1))).toEqual([2, 2]);
    expect(euler(of([3, 1, 1], (i) => i !== 1))).toEqual([2, 2]);
    expect(euler(of([2, 2, 2], (i, j, k) => i === j && j === k))).toEqual([1, 2]);
  });
  it("of a fine ball: its volume; 3/2 of surface and curvature, for the staircase shows three projections", () => {
    const r = 30;
    const [volume, surface, curvature, euler] = of(
      [63, 63, 63],
      (i, j, k) => (i - 31) ** 2 + (j - 31) ** 2 + (k - 31) ** 2 <= r * r,
    ) as [number, number, number, number];
    expect(volume / ((4 / 3) * Math.PI * r ** 3)).toBeCloseTo(1, 2);
    // Each of the three directions shows a disc twice: 6πr² for 4πr².
    expect(surface / (6 * Math.PI * r * r)).toBeCloseTo(1, 1);
    // Width along each axis 2r: π · 6r for 4πr.
    expect(curvature / (6 * Math.PI * r)).toBeCloseTo(1, 1);
    expect(euler).toBe(1);
  });
});

describe("autoregressive model", () => {
  it("gives back the weights and the noise of a simulated field", () => {
    const dims: Triple = [120, 120, 1];
    const next = random(5);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const weights = [0.4, -0.2, 0.3, 0.15];
    const x = new Float64Array(14_400);
    const at = (i: number, j: number): number => (i < 0 || j < 0 || i >= 120 ? 0 : x[i + 120 * j]!);
    for (let j = 0; j < 120; j++)
      for (let i = 0; i < 120; i++)
        x[i + 120 * j] =
          weights[0]! * at(i - 1, j) +
          weights[1]! * at(i - 1, j - 1) +
          weights[2]! * at(i, j - 1) +
          weights[3]! * at(i + 1, j - 1) +
          3 * normal();
    const got = featuresOf(x, new Uint8Array(14_400).fill(1), dims, { families: ["autoregressive"] });
    // Standard errors are near 1/√14000 = 0.008.
    weights.forEach((w, n) => {
      expect(Math.abs((got.get(`ar_theta${n + 1}`) as number) - w)).toBeLessThan(0.03);
    });
    expect(Math.abs((got.get("ar_sigma") as number) - 3)).toBeLessThan(0.06);
  });
  it("of a flat region is undefined", () => {
    const got = featuresOf(new Float64Array(25), new Uint8Array(25).fill(1), [5, 5, 1], {
      families: ["autoregressive"],
    });
    expect(got.get("ar_theta1")).toBe("FLAT_REGION");
  });
});

describe("oriented gradients", () => {
  const angles = [10, 30, 50, 70, 90, 110, 130, 150, 170];
  const of = (x: (i: number, j: number) => number, spacing: Triple = [1, 1, 1], n = 41) => {
    const image = Float64Array.from({ length: n * n }, (_, p) => x(p % n, Math.floor(p / n)));
    const got = featuresOf(
      image,
      new Uint8Array(n * n).fill(1),
      [n, n, 1],
      { families: ["oriented-gradients"] },
      spacing,
    );
    return {
      shares: angles.map((a) => got.get(`hog_${a}`)),
      entropy: got.get("hog_entropy"),
      coherence: got.get("hog_coherence"),
    };
  };
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const ramp = (degrees: number) => (i: number, j: number) =>
    Math.cos(radians(degrees)) * i + Math.sin(radians(degrees)) * j;
  const only = (...degrees: number[]) =>
    angles.map((a) => expect.closeTo(degrees.includes(a) ? 1 / degrees.length : 0, 9));

  it("of a ramp lie in its direction, whatever its sign; between two bins in both", () => {
    for (const sign of [1, -1])
      expect(of((i, j) => sign * ramp(30)(i, j))).toEqual({
        shares: only(30),
        entropy: expect.closeTo(0, 9),
        coherence: expect.closeTo(1, 9),
      });
    expect(of(ramp(40))).toEqual({
      shares: only(30, 50),
      entropy: expect.closeTo(1, 9),
      coherence: expect.closeTo(1, 9),
    });
    // 0° lies between 170° and 10°.
    expect(of((i) => i).shares).toEqual(only(10, 170));
  });
  it("count millimetres: a ramp of 1 a voxel of 2 × 1 mm points to atan(2)", () => {
    const degrees = (Math.atan2(1, 0.5) * 180) / Math.PI;
    const { shares } = of((i, j) => i + j, [2, 1, 1]);
    expect(shares[angles.indexOf(70)]).toBeCloseTo((degrees - 50) / 20, 9);
    expect(shares[angles.indexOf(50)]).toBeCloseTo((70 - degrees) / 20, 9);
  });
  it("of a cone go everywhere: nine ninths, log₂ 9 bits, no coherence", () => {
    // Cut to a disc about the tip, so that each direction has as many voxels as the others.
    const cone = of((i, j) => Math.min(58, Math.hypot(i - 60, j - 60)), [1, 1, 1], 121);
    for (const share of cone.shares) expect(share).toBeCloseTo(1 / 9, 2);
    expect(cone.entropy).toBeCloseTo(Math.log2(9), 2);
    expect(cone.coherence).toBeLessThan(0.01);
  });
  it("are undefined where nothing changes, or no voxel has its neighbours", () => {
    expect(of(() => 7).entropy).toBe("FLAT_REGION");
    expect(of((i) => i, [1, 1, 1], 2).coherence).toBe("NO_PAIRS");
  });
});

describe("habitats", () => {
  it("find the two phases of a planted object", () => {
    const next = random(9);
    const image = Float64Array.from({ length: 1000 }, (_, p) => (p < 300 ? 10 : 50) + next());
    const got = featuresOf(image, new Uint8Array(1000).fill(1), [10, 10, 10], { families: ["habitats"] });
    expect(got.get("hab_fraction@1of2")).toBeCloseTo(0.3, 12);
    expect(got.get("hab_mean@2of2")).toBeCloseTo(50.5, 1);
    expect(got.get("hab_separation@2")).toBeGreaterThan(0.99);
  });
  it("are the best parting of 1 2 6 7 20 into three, by hand", () => {
    const got = featuresOf([1, 2, 6, 7, 20], new Uint8Array(5).fill(1), [5, 1, 1], {
      families: ["habitats"],
      habitats: { count: 3 },
    });
    expect([1, 2, 3].map((n) => got.get(`hab_fraction@${n}of3`))).toEqual([0.4, 0.4, 0.2]);
    expect([1, 2, 3].map((n) => got.get(`hab_mean@${n}of3`))).toEqual([1.5, 6.5, 20]);
    // Total 232.8 − 0.5 − 0.5 within, about µ = 7.2: Σ(x−µ)² = 38.44 + 27.04 + 1.44 + 0.04 + 163.84 = 230.8.
    expect(got.get("hab_separation@3")).toBeCloseTo((230.8 - 1) / 230.8, 12);
  });
});

describe("statistics beyond IBSI", () => {
  it("are sd, total energy, mean and share of positive voxels, percentiles, by hand", () => {
    const got = featuresOf(
      [-4, 0, 2, 6],
      new Uint8Array(4).fill(1),
      [4, 1, 1],
      { families: ["statistics-extra"] },
      [1, 2, 3],
    );
    expect(got.get("stat_sd")).toBeCloseTo(Math.sqrt((25 + 1 + 1 + 25) / 4), 12);
    expect(got.get("stat_total_energy")).toBe(6 * 56);
    expect(got.get("stat_mpp")).toBe(4);
    expect(got.get("stat_positive_fraction")).toBe(0.5);
    expect(got.get("stat_p25")).toBeCloseTo(-1, 12);
    const none = featuresOf([-4, -1], new Uint8Array(2).fill(1), [2, 1, 1], { families: ["statistics-extra"] });
    expect(none.get("stat_mpp")).toBe("NO_VOXELS");
  });
});

describe("shape in the slice", () => {
  it("of a rectangle of 6 × 4 voxels of 1 × 2 mm, by hand", () => {
    // The corners are cut half-way: 4 triangles of half a voxel's half sides, 4 · (1/8 · 2) mm².
    const got = featuresOf(
      new Float64Array(48),
      bitsOf([6, 4, 2], (i, _j, k) => k === 1 || i < 2),
      [6, 4, 2],
      { families: ["shape-2d"] },
      [1, 2, 1],
    );
    expect(got.get("s2d_area")).toBeCloseTo(48 - 1, 12);
    expect(got.get("s2d_perimeter")).toBeCloseTo(2 * 5 + 2 * 6 + 4 * (Math.sqrt(5) / 2), 12);
    // Longest: from the left edge of the lowest row to the right edge of the highest, or top to bottom: √(5² + 8²).
    expect(got.get("s2d_diam")).toBeCloseTo(Math.sqrt(25 + 64), 9);
    // Variances of 6 places 1 mm apart and 4 places 2 mm apart: 35/12 and 4 · 15/12.
    expect(got.get("s2d_maj_axis")).toBeCloseTo(4 * Math.sqrt(5), 12);
    expect(got.get("s2d_elongation")).toBeCloseTo(Math.sqrt(35 / 12 / 5), 12);
  });
  it("of a fine disc is round", () => {
    const got = featuresOf(
      new Float64Array(81 * 81),
      bitsOf([81, 81, 1], (i, j) => (i - 40) ** 2 + (j - 40) ** 2 <= 1600),
      [81, 81, 1],
      { families: ["shape-2d"] },
    );
    expect(Math.abs((got.get("s2d_area") as number) / (Math.PI * 1600) - 1)).toBeLessThan(0.01);
    expect(got.get("s2d_sphericity")).toBeGreaterThan(0.93);
    expect(got.get("s2d_elongation")).toBeCloseTo(1, 9);
  });
});
