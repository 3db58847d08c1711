import type { Triple } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { filterImage } from "./apply.ts";
import { parseFilter } from "./parse-filter.ts";

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
  it("refuses an order of nothing", () => {
    expect(() => run(wave(0), { ...log, riesz: [0, 0, 0] })).toThrow(/at least one above 0/);
  });
});
