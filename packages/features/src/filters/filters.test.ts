import type { Triple } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { FILTER_ENTRIES } from "../catalogue/filters.ts";
import { filterImage } from "./apply.ts";
import { filterSchema, parseFilter } from "./parse-filter.ts";

const grid = (dims: Triple, at: (i: number, j: number, k: number) => number) => ({
  data: Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, p) =>
    at(p % dims[0], Math.floor(p / dims[0]) % dims[1], Math.floor(p / (dims[0] * dims[1]))),
  ),
  dims,
});
const run = (image: ReturnType<typeof grid>, filter: object, spacing: Triple = [1, 1, 1]): Float64Array =>
  filterImage(image, spacing, parseFilter(filter));

describe("edges", () => {
  const ramp = grid([7, 7, 7], (i, j, k) => 3 * i - 2 * j + 6 * k);
  it.each(["gradient", "sobel"])("%s of a ramp is its slope in mm, wherever the image is around", (kind) => {
    // ∇ = (3/2, −2/1, 6/4) per mm: √(2.25 + 4 + 2.25)
    const out = run(ramp, { kind }, [2, 1, 4]);
    expect(out[3 + 7 * (3 + 7 * 3)]).toBeCloseTo(Math.sqrt(8.5), 12);
  });
  it("Sobel in a slice is the kernel by hand", () => {
    // One bright voxel; its neighbour to the right sees −1/2 · 2/4 along i, nothing along j: 8 · 0.25 = 2.
    const spot = grid([5, 5, 1], (i, j) => (i === 2 && j === 2 ? 8 : 0));
    const out = run(spot, { kind: "sobel", is2d: true });
    expect(out[3 + 5 * 2]).toBeCloseTo(2, 12);
    // At the corner both differences see 1/2 · 1/4: √2 · 8/8.
    expect(out[3 + 5 * 3]).toBeCloseTo(Math.SQRT2, 12);
  });
});

describe("point-wise transforms", () => {
  const image = grid([3, 1, 1], (i) => [-4, 9, 16][i]!);
  it("square, root and exponential keep the range of the image", () => {
    expect([...run(image, { kind: "square" })]).toEqual([1, 81 / 16, 16]);
    expect([...run(image, { kind: "square-root" })]).toEqual([-8, 12, 16]);
    expect(run(image, { kind: "exponential" })[2]).toBeCloseTo(16, 12);
    expect(run(image, { kind: "logarithm" })[2]).toBeCloseTo(16, 12);
  });
});

describe("local binary patterns", () => {
  it("2D: a flat place has 8, a peak 0, a straight edge 5, stripes are not uniform", () => {
    const lbp = (at: (i: number, j: number) => number): number =>
      run(grid([5, 5, 1], at), { kind: "lbp", is2d: true })[12]!;
    expect(lbp(() => 4)).toBe(8);
    expect(lbp((i, j) => (i === 2 && j === 2 ? 9 : 0))).toBe(0);
    // On the last column of the brighter half: the two corners of the darker side interpolate below it, as does its middle.
    expect(lbp((i) => (i >= 2 ? 1 : 0))).toBe(5);
    expect(lbp((i) => (i === 2 ? 1 : 0))).toBe(9);
  });
  it("3D: a flat place has 26, a wall 17, a rod through two sides is not uniform", () => {
    const lbp = (at: (i: number, j: number, k: number) => number): number =>
      run(grid([5, 5, 5], at), { kind: "lbp" })[62]!;
    expect(lbp(() => 4)).toBe(26);
    // The voxel's own slab and the brighter side: 8 + 9.
    expect(lbp((i) => (i >= 2 ? 1 : 0))).toBe(17);
    expect(lbp((i, j) => (i === 2 && j === 2 ? 1 : 0))).toBe(27);
  });
  it("does not change under a turn by a right angle", () => {
    const image = grid([6, 6, 6], (i, j, k) => (i * 31 + j * j * 17 + k * k * k * 7 + i * j * k) % 23);
    const turned = grid([6, 6, 6], (i, j, k) => image.data[j + 6 * (5 - i + 6 * k)]!);
    const [a, b] = [image, turned].map((x) => run(x, { kind: "lbp" })) as [Float64Array, Float64Array];
    expect(b[2 + 6 * (3 + 6 * 2)]).toBe(a[3 + 6 * (3 + 6 * 2)]);
    expect([...b].sort()).toEqual([...a].sort());
  });
});

describe("Riesz transform of the Laplacian of Gaussian", () => {
  const wave = (phase: number) => grid([64, 8, 8], (i) => Math.cos((2 * Math.PI * 4 * i) / 64 + phase));
  const log = { kind: "log", sigmaMm: 2, boundary: "periodize" };
  it("order (1,0,0) turns a wave along i by a quarter period, order (0,1,0) gives nothing", () => {
    // −i·sign(ν) of cos(νx) is sin(νx), and the LoG keeps the wave's shape.
    const plain = run(wave(-Math.PI / 2), log);
    const turned = run(wave(0), { ...log, riesz: [1, 0, 0] });
    for (let p = 0; p < plain.length; p += 7) expect(turned[p]).toBeCloseTo(plain[p]!, 6);
    for (const x of run(wave(0), { ...log, riesz: [0, 1, 0] })) expect(Math.abs(x)).toBeLessThan(1e-9);
  });
  it("order (2,0,0) of a wave along i is its negative", () => {
    const plain = run(wave(0), log);
    const twice = run(wave(0), { ...log, riesz: [2, 0, 0] });
    for (let p = 0; p < plain.length; p += 7) expect(twice[p]).toBeCloseTo(-plain[p]!, 6);
  });
  it("steered to the local structure is blind to the wave's direction, and gives nothing across it", () => {
    const slanted = (turn: number) =>
      grid([48, 48, 1], (i, j) =>
        Math.cos((2 * Math.PI * (Math.cos(turn) * (i - 24) + Math.sin(turn) * (j - 24))) / 9),
      );
    const steered = { ...log, is2d: true, boundary: "mirror", steeringMm: 2 };
    const centre = 24 + 48 * 24;
    const along = run(slanted(0), { ...steered, riesz: [2, 0, 0] })[centre]!;
    // A wave of one direction is one-dimensional there: order (2,0,0) is the negative of the LoG itself.
    expect(along / -run(slanted(0), { ...log, is2d: true, boundary: "mirror" })[centre]!).toBeCloseTo(1, 2);
    for (const turn of [0.5, 1.2, 2.6]) {
      expect(run(slanted(turn), { ...steered, riesz: [2, 0, 0] })[centre]! / along).toBeCloseTo(1, 1);
      expect(Math.abs(run(slanted(turn), { ...steered, riesz: [0, 2, 0] })[centre]! / along)).toBeLessThan(0.05);
    }
    const plain = Math.abs(run(slanted(1.2), { ...steered, steeringMm: null, riesz: [2, 0, 0] })[centre]! / along);
    expect(plain).toBeLessThan(0.5);
  });
  it("steered in space along a wave that lies along i is the unsteered one", () => {
    const image = grid([32, 12, 12], (i) => Math.cos((2 * Math.PI * i) / 8));
    const filter = { ...log, riesz: [1, 0, 0] };
    const plain = run(image, filter);
    const steered = run(image, { ...filter, steeringMm: 1.5 });
    for (let p = 0; p < plain.length; p += 13) expect(steered[p]).toBeCloseTo(Math.abs(plain[p]!), 6);
  });
  it("refuses an order of nothing", () => {
    expect(() => run(wave(0), { ...log, riesz: [0, 0, 0] })).toThrow(/at least one above 0/);
  });
});

describe("Haralick maps", () => {
  it("on a texture that repeats are, at every voxel, the value of one window by hand", () => {
    const board = grid([9, 9, 1], (i, j) => 10 * ((i + j) % 2));
    // 5 × 5: 40 straight pairs of unlike, 32 slanting of like voxels, half of them of each colour.
    // p(1,2) = p(2,1) = 40/144, p(1,1) = p(2,2) = 32/144.
    const entropy = -2 * (40 / 144) * Math.log2(40 / 144) - 2 * (32 / 144) * Math.log2(32 / 144);
    const map = run(board, { kind: "haralick", width: 10, is2d: true });
    // Boundary "mirror" repeats the edge voxel; away from it all windows are alike.
    for (let j = 2; j < 7; j++) for (let i = 2; i < 7; i++) expect(map[i + 9 * j]).toBeCloseTo(entropy, 12);
    const contrast = run(board, { kind: "haralick", width: 10, feature: "contrast", is2d: true, boundary: "zero" });
    expect(contrast[40]).toBeCloseTo(80 / 144, 12);
  });
  it("of a flat image have no entropy, in space either", () => {
    expect(
      [
        ...run(
          grid([5, 5, 5], () => 3),
          { kind: "haralick", width: 1 },
        ),
      ].every((x) => x === 0),
    ).toBe(true);
  });
});

describe("CoLlAGe", () => {
  const at = (dims: Triple, f: (i: number, j: number, k: number) => number, filter: object) =>
    run(grid(dims, f), { kind: "collage", ...filter });
  const middle = 10 + 21 * 10;
  it("sees one orientation in a ramp, whatever its direction: no entropy, full energy", () => {
    for (const turn of [0, 0.4, 1.1, 2]) {
      const ramp = (i: number, j: number): number => Math.cos(turn) * i + Math.sin(turn) * j;
      expect(at([21, 21, 1], ramp, { is2d: true })[middle]).toBe(0);
      expect(at([21, 21, 1], ramp, { is2d: true, feature: "energy" })[middle]).toBe(1);
    }
  });
  it("sees two orientations where two ramps at a right angle meet, and is blind to contrast", () => {
    // Left of the seam the gradient points along i, right of it along j. Windows of the gradient straddle three columns.
    const seam = (gain: number) => (i: number, j: number) => gain * (i < 10 ? i : 10 + 0.3 * (j - 10));
    const plain = at([21, 21, 1], seam(1), { is2d: true, gradientRadius: 1 })[middle]!;
    expect(plain).toBeGreaterThan(0.5);
    expect(at([21, 21, 1], seam(50), { is2d: true, gradientRadius: 1 })[middle]).toBeCloseTo(plain, 12);
    expect(at([21, 21, 1], seam(1), { is2d: true, gradientRadius: 1 })[3 + 21 * 10]).toBe(0);
  });
  it("of orientations around a cone is near that of a circle, and of noise greater still", () => {
    const cone = at([21, 21, 1], (i, j) => Math.hypot(i - 10, j - 10), { is2d: true, gradientRadius: 1, bins: 8 })[
      middle
    ]!;
    const noise = at([21, 21, 1], (i, j) => Math.sin(91.7 * i * i + 47.3 * j * j * j + i * j), {
      is2d: true,
      gradientRadius: 1,
      bins: 8,
    })[middle]!;
    expect(cone).toBeGreaterThan(2);
    expect(noise).toBeGreaterThan(2);
    expect(noise).toBeLessThanOrEqual(2 * Math.log2(8));
  });
  it("in space tells the tilt of a ramp by φ", () => {
    const ramp = (i: number, _j: number, k: number): number => i + 2 * k;
    const seam = (i: number, _j: number, k: number): number => (i < 4 ? i + 2 * k : i - 2 * k);
    const filter = { radius: 1, gradientRadius: 1, angle: "phi" };
    expect(at([9, 9, 9], ramp, filter)[364]).toBe(0);
    expect(at([9, 9, 9], seam, filter)[4 + 9 * 4 + 81 * 4]).toBeGreaterThan(0);
  });
});

describe("Gabor on voxels that are not square", () => {
  it("answers in millimetres: a wave of 8 mm along j alike on voxels of 1 and of 2 mm", () => {
    const wave = (mm: number) => grid([32, 64 / mm, 1], (_i, j) => Math.cos((2 * Math.PI * mm * j) / 8));
    const filter = {
      kind: "gabor",
      sigmaMm: 4,
      lambdaMm: 8,
      gamma: 1,
      theta: Math.PI / 2,
      is2d: true,
      boundary: "periodize",
    };
    const fine = run(wave(1), filter, [1, 1, 1])[16 + 32 * 32]!;
    const coarse = run(wave(2), filter, [1, 2, 1])[16 + 32 * 16]!;
    // Half as many samples, each for twice the length.
    expect(coarse / (fine / 2)).toBeCloseTo(1, 3);
  });
});

describe("the catalogue of filters", () => {
  it("names every kind that a configuration may name, and no other", () => {
    const kinds = filterSchema.options.flatMap(({ shape: { kind } }) =>
      "options" in kind ? kind.options : [...kind.values],
    );
    expect([...kinds].sort()).toEqual(FILTER_ENTRIES.map((f) => f.kind).sort());
  });
});
