import { describe, expect, it } from "vitest";
import { multiply } from "./affine.ts";
import { axialSlice } from "./axial-slice.ts";
import { rotation, type Scanned, type Stored, stored, storedWays } from "./testing/stored-ways.ts";
import { makeVolume, type Volume, withData } from "./volume.ts";

/**
 * A scan of 8 × 6 × 5 voxels of 1 × 2 × 3 mm: 8 mm from left to right, 12 mm from back to front. The value of a voxel names its
 * place (100 s + 10 a + r), and a lesion on the patient's right, in front, has its largest cross-section in the layer s = 3.
 */
const SCANNED: Scanned = {
  dims: [8, 6, 5],
  spacing: [1, 2, 3],
  origin: [-4, 10, -20],
  valueAt: (r, a, s) => 100 * s + 10 * a + r,
};
const LESION = new Set(["6 4 2", "6 4 3", "7 4 3", "6 5 3"]);
const ALL = storedWays(SCANNED);
const maskOf = ({ image, reference }: Stored): Volume => {
  const [ni, nj] = image.dims;
  const isIn = (p: number) =>
    LESION.has(reference([p % ni, Math.floor(p / ni) % nj, Math.floor(p / (ni * nj))]).join(" "));
  return withData(
    image,
    Uint8Array.from(image.data, (_, p) => (isIn(p) ? 2 : 0)),
  );
};
/** Twelve pixels of 1 mm from front to back, eight across: a voxel is one pixel wide and two high. */
const sliceOf = (file: Stored, withMask = true) =>
  axialSlice(file.image, withMask ? { mask: maskOf(file), label: 2 } : null, 12);

describe("an axial slice", () => {
  it.each(ALL)("has the patient's right on the left and the front on top, at the same millimetre: $name", (file) => {
    const { width, height, pixelMm, zMm, values, inside } = sliceOf(file);
    expect([width, height]).toEqual([8, 12]);
    expect(pixelMm).toBeCloseTo(1, 9);
    // The layer s = 3 lies at −20 + 3 · 3 mm.
    expect(zMm).toBeCloseTo(-11, 9);
    const row = (n: number) => [...values.subarray(8 * n, 8 * n + 8)];
    // First row: a quarter of a voxel before the centre of a = 5; beyond the outermost centres the value is theirs.
    for (const [col, value] of row(0).entries()) expect(value).toBeCloseTo(350 + 7 - col, 3);
    // Second row: 0.5 mm behind that centre, a quarter of the way to a = 4.
    for (const [col, value] of row(1).entries()) expect(value).toBeCloseTo(350 - 2.5 + 7 - col, 3);
    for (const [col, value] of row(11).entries()) expect(value).toBeCloseTo(300 + 7 - col, 3);
    const rows = Array.from({ length: 12 }, (_, n) => [...inside!.subarray(8 * n, 8 * n + 8)].join(""));
    expect(rows).toEqual([
      ...["01000000", "01000000", "11000000", "11000000"],
      ...Array.from({ length: 8 }, () => "00000000"),
    ]);
  });

  it.each(ALL)("without a delineation is the middle one: $name", (file) => {
    const { zMm, inside, values } = sliceOf(file, false);
    expect(zMm).toBeCloseTo(-14, 9);
    expect(inside).toBeNull();
    expect(values[0]).toBeCloseTo(257, 3);
  });

  it.each(storedWays({ ...SCANNED, dims: [8, 6, 4] }))(
    "of an even number is the lower of the two middle ones: $name",
    (file) => {
      expect(sliceOf(file, false).zMm).toBeCloseTo(-17, 9);
    },
  );

  it("of two layers that are as large takes the one nearer to the middle of the lesion, else the lower", () => {
    const at = (layers: Record<number, number>) => {
      const data = new Uint8Array(4 * 4 * 9);
      for (const [layer, count] of Object.entries(layers)) data.fill(1, 16 * Number(layer), 16 * Number(layer) + count);
      const image = makeVolume({ data, dims: [4, 4, 9] });
      return axialSlice(image, { mask: image, label: 1 }, 4).zMm;
    };
    expect(at({ 1: 3, 2: 5, 3: 4, 4: 5, 5: 4 })).toBe(4);
    expect(at({ 2: 5, 3: 1, 4: 5 })).toBe(2);
  });

  it("of a tilted scan is level all the same: a place of the patient is where it is in the straight one", () => {
    // A ball of 10 mm about (12, −6, 7) in a scan of 2 mm voxels about the origin.
    const ball = (x: number, y: number, z: number) => (Math.hypot(x - 12, y + 6, z - 7) <= 10 ? 1 : 0);
    const scanned: Scanned = { dims: [40, 40, 40], spacing: [2, 2, 2], origin: [-39, -39, -39], valueAt: () => 0 };
    const tilt = multiply(rotation(10, 0, 1), rotation(25, 1, 2));
    for (const file of [stored(scanned, [0, 1, 2], [0, 0, 0], tilt), stored(scanned, [2, 0, 1], [1, 1, 0], tilt)]) {
      const { image } = file;
      const data = Uint8Array.from(image.data, (_, p) => {
        const [i, j, k] = [p % 40, Math.floor(p / 40) % 40, Math.floor(p / 1600)];
        const m = image.affine;
        const world = [0, 4, 8].map((r) => m[r]! * i + m[r + 1]! * j + m[r + 2]! * k + m[r + 3]!);
        return ball(world[0]!, world[1]!, world[2]!);
      });
      const mask = withData(image, data);
      const { inside, width, height, pixelMm, zMm } = axialSlice(mask, { mask, label: 1 }, 256);
      expect(Math.abs(zMm - 7)).toBeLessThan(2);
      let [count, across, down] = [0, 0, 0];
      for (const [at, value] of inside!.entries())
        if (value) {
          count++;
          across += width / 2 - ((at % width) + 0.5);
          down += height / 2 - (Math.floor(at / width) + 0.5);
        }
      expect((across / count) * pixelMm).toBeCloseTo(12, 0);
      expect((down / count) * pixelMm).toBeCloseTo(-6, 0);
      // A disc of nearly 10 mm.
      expect(Math.sqrt((count * pixelMm ** 2) / Math.PI)).toBeGreaterThan(9.3);
    }
  });

  it("is refused where the delineation has no such lesion", () => {
    const { image } = ALL[0]!;
    const mask = withData(image, new Uint8Array(image.data.length));
    expect(() => axialSlice(image, { mask, label: 1 }, 12)).toThrow("The mask is empty");
  });
});
