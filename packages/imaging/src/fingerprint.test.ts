import { describe, expect, it } from "vitest";
import { canonicalVoxels, FINGERPRINT_LENGTH, imageFingerprint } from "./fingerprint.ts";
import { makeVolume, type Volume } from "./volume.ts";

const blob = (dims: readonly [number, number, number], at: (i: number, j: number, k: number) => number): Volume => {
  const data = new Float32Array(dims[0] * dims[1] * dims[2]);
  let to = 0;
  for (let k = 0; k < dims[2]; k++)
    for (let j = 0; j < dims[1]; j++) for (let i = 0; i < dims[0]; i++) data[to++] = at(i, j, k);
  return makeVolume({ data, dims, spacing: [1, 1, 1] });
};
const head = (i: number, j: number, k: number) =>
  100 * Math.exp(-((i - 14) ** 2 + (j - 20) ** 2 + (k - 9) ** 2) / 60) + 3 * Math.sin(i * 1.7 + j * 0.9 + k);
const correlation = (a: Float32Array, b: Float32Array) => a.reduce((s, v, i) => s + v * b[i]!, 0);

describe("canonical voxels", () => {
  it("are the same for the same image stored with another axis order and direction", () => {
    const ras = blob([32, 40, 20], head);
    // Stored as S, L, A: the first voxel axis runs up, the second to the left, the third forward.
    const dims = [20, 32, 40] as const;
    const data = new Float32Array(ras.data.length);
    let to = 0;
    for (let c = 0; c < 40; c++)
      for (let b = 0; b < 32; b++) for (let a = 0; a < 20; a++) data[to++] = head(31 - b, c, a);
    const sla = makeVolume({ data, dims, affine: [0, -1, 0, 31, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1] });
    expect(canonicalVoxels(sla).dims).toEqual([32, 40, 20]);
    expect(canonicalVoxels(sla).affine.map((x) => x + 0)).toEqual(canonicalVoxels(ras).affine);
    expect(canonicalVoxels(sla).data).toEqual(canonicalVoxels(ras).data);
  });
});

describe("a fingerprint", () => {
  it("has mean 0 and length 1", () => {
    const print = imageFingerprint(blob([32, 40, 20], head))!;
    expect(print).toHaveLength(FINGERPRINT_LENGTH);
    expect(Math.abs(print.reduce((s, v) => s + v, 0))).toBeLessThan(1e-4);
    expect(correlation(print, print)).toBeCloseTo(1, 5);
  });

  it("averages whole cells: of 32 voxels a side each cell is the mean of eight", () => {
    const volume = blob([32, 32, 32], (i, j, k) => (i === 4 && j === 6 && k === 8 ? 8 : 0));
    const print = imageFingerprint(volume)!;
    // One cell of 4096 is 1, the others 0: centred by 1/4096, of length sqrt(1 - 1/4096).
    const at = 2 + 16 * (3 + 16 * 4);
    expect(print.indexOf(Math.max(...print))).toBe(at);
    expect(print[at]).toBeCloseTo((1 - 1 / 4096) / Math.sqrt(1 - 1 / 4096), 6);
    expect(print[0]).toBeCloseTo(-1 / 4096 / Math.sqrt(1 - 1 / 4096), 7);
  });

  it("survives another scale, an offset, a little noise and another resolution; another head does not", () => {
    const print = imageFingerprint(blob([32, 40, 20], head))!;
    const rescaled = imageFingerprint(blob([32, 40, 20], (i, j, k) => 7 + 2 * head(i, j, k)))!;
    const noisy = imageFingerprint(
      blob([32, 40, 20], (i, j, k) => head(i, j, k) + 2 * Math.sin(91 * i + 57 * j + 13 * k)),
    )!;
    const finer = imageFingerprint(
      blob([64, 80, 40], (i, j, k) => head(Math.floor(i / 2), Math.floor(j / 2), Math.floor(k / 2))),
    )!;
    const other = imageFingerprint(blob([32, 40, 20], (i, j, k) => head(i + 6, j - 5, k)))!;
    expect(correlation(print, rescaled)).toBeGreaterThan(0.9999);
    expect(correlation(print, noisy)).toBeGreaterThan(0.99);
    expect(correlation(print, finer)).toBeGreaterThan(0.99);
    expect(correlation(print, other)).toBeLessThan(0.9);
  });

  it("is none where there is no contrast, and leaves out what is no number", () => {
    expect(imageFingerprint(blob([20, 20, 20], () => 5.1))).toBeNull();
    expect(imageFingerprint(blob([20, 20, 20], () => Number.NaN))).toBeNull();
    const holed = imageFingerprint(blob([32, 32, 32], (i, j, k) => (i === 0 ? Number.NaN : head(i, j, k))))!;
    expect(holed.every(Number.isFinite)).toBe(true);
  });

  it("repeats a side of fewer than sixteen voxels", () => {
    expect(imageFingerprint(blob([5, 4, 4], (i) => i))!.every(Number.isFinite)).toBe(true);
  });
});
