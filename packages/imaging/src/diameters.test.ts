import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { convexHull2d, inPlaneDiameters, makeVolume, readVolume, type Volume } from "./index.ts";

const slice = (rows: readonly string[], spacing: readonly [number, number, number] = [1, 1, 1]): Volume =>
  makeVolume({
    data: Uint8Array.from(rows.join(""), (c) => (c === "#" ? 1 : 0)),
    dims: [rows[0]!.length, rows.length, 1],
    spacing,
  });

/** Every crossing between an inside and an outside voxel of one slice, mm: all of them, no hull. */
function allCrossings(mask: Volume, k: number): [number, number][] {
  const [ni, nj] = mask.dims;
  const at = (i: number, j: number): boolean =>
    i >= 0 && j >= 0 && i < ni && j < nj && mask.data[i + ni * (j + nj * k)] === 1;
  const points: [number, number][] = [];
  for (let j = 0; j < nj; j++)
    for (let i = 0; i < ni; i++)
      for (const [di, dj] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const)
        if (at(i, j) && !at(i + di, j + dj))
          points.push([(i + di / 2) * mask.spacing[0], (j + dj / 2) * mask.spacing[1]]);
  return points;
}

const longestOf = (points: readonly [number, number][]): number =>
  Math.max(...points.flatMap((a) => points.map((b) => Math.hypot(a[0] - b[0], a[1] - b[1]))));

/** Longest chord across `u` in the hull of the points, from all pairs: no hull is built. */
function chordByPairs(points: readonly [number, number][], u: readonly [number, number]): number {
  const s = points.map((p) => p[0] * u[0] + p[1] * u[1]);
  const t = points.map((p) => -p[0] * u[1] + p[1] * u[0]);
  let best = 0;
  for (const offset of s) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let a = 0; a < s.length; a++)
      for (let b = 0; b < s.length; b++) {
        if (s[a]! > offset + 1e-12 || s[b]! < offset - 1e-12) continue;
        const width = s[b]! - s[a]!;
        const values = width < 1e-12 ? [t[a]!, t[b]!] : [t[a]! + ((t[b]! - t[a]!) * (offset - s[a]!)) / width];
        low = Math.min(low, ...values);
        high = Math.max(high, ...values);
      }
    best = Math.max(best, high - low);
  }
  return best;
}

const randomMask = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 3 }))
  .chain(([ni, nj, nk]) =>
    fc.record({
      dims: fc.constant([ni, nj, nk] as const),
      bits: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: ni * nj * nk, maxLength: ni * nj * nk }),
      spacing: fc.tuple(fc.constantFrom(1, 0.7, 2.5), fc.constantFrom(1, 1.3), fc.constant(3)),
    }),
  );

describe("in-plane diameters", () => {
  it("of one voxel are its sides", () => {
    const d = inPlaneDiameters(slice(["#"], [2, 3, 5])).longest;
    expect([d.longestMm, d.perpendicularMm]).toEqual([3, 2]);
  });

  it("of a bar lie along and across it, in millimetres and in place", () => {
    const d = inPlaneDiameters(slice([".....", ".###.", "....."], [2, 3, 1])).longest;
    expect(d.longestMm).toBe(6);
    expect(d.longestEnds.map((p) => p[0]).sort()).toEqual([1, 7]);
    expect(d.perpendicularMm).toBe(3);
  });

  it("prefer the slice with the longer diameter", () => {
    const two = makeVolume({ data: Uint8Array.from([1, 0, 0, 1, 1, 0]), dims: [3, 1, 2], spacing: [1, 1, 1] });
    const found = inPlaneDiameters(two);
    expect(found.slices.map((s) => s.longestMm)).toEqual([1, 2]);
    expect(found.longest.slice).toBe(1);
  });

  it("cut across the head–foot axis wherever it is stored", () => {
    const data = Uint8Array.from([1, 1, 1, 0, 0, 0]);
    const sagittal = makeVolume({ data, dims: [3, 2, 1], affine: [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1] });
    const found = inPlaneDiameters(sagittal);
    expect(found.axis).toBe(0);
    expect(found.slices.map((s) => s.longestMm)).toEqual([1, 1, 1]);
  });

  test.prop([randomMask], { numRuns: 150 })("equal a search over all pairs", ({ dims, bits, spacing }) => {
    fc.pre(bits.includes(1));
    const mask = makeVolume({ data: Uint8Array.from(bits), dims, spacing });
    for (const found of inPlaneDiameters(mask).slices) {
      const points = allCrossings(mask, found.slice);
      expect(found.longestMm).toBeCloseTo(longestOf(points), 9);
      const [a, b] = found.longestEnds;
      const u = [(b[0] - a[0]) / found.longestMm, (b[1] - a[1]) / found.longestMm] as const;
      expect(found.perpendicularMm).toBeCloseTo(chordByPairs(points, u), 9);
      const [c, d] = found.perpendicularEnds;
      expect((d[0] - c[0]) * u[0] + (d[1] - c[1]) * u[1]).toBeCloseTo(0, 9);
      expect(Math.hypot(d[0] - c[0], d[1] - c[1])).toBeCloseTo(found.perpendicularMm, 9);
    }
  });
});

const shared = new URL("../../../../shared/data/", import.meta.url);
/**
 * PyRadiomics also pairs mesh vertices of the planes half-way between two slices: voxel columns of which exactly one
 * of the two slices is inside. That is no diameter in a slice, so it is added here and not in the product.
 */
function longestBetweenSlices(mask: Volume): number {
  const [ni, nj, nk] = mask.dims;
  let longest = 0;
  for (let k = -1; k < nk; k++) {
    const inside = (n: number, slice: number): boolean =>
      slice >= 0 && slice < nk && mask.data[n + ni * nj * slice] === 1;
    const points: number[] = [];
    for (let n = 0; n < ni * nj; n++) if (inside(n, k) !== inside(n, k + 1)) points.push(n % ni, Math.floor(n / ni));
    if (points.length === 0) continue;
    const hull = convexHull2d(points).map((p): [number, number] => [
      points[2 * p]! * mask.spacing[0],
      points[2 * p + 1]! * mask.spacing[1],
    ]);
    longest = Math.max(longest, longestOf(hull));
  }
  return longest;
}

describe.skipIf(!existsSync(shared))("against PyRadiomics' Maximum2DDiameterSlice", () => {
  it.each([
    ["ibsi-digital-phantom-bw1", "ibsi1_digital_phantom/mask.nii.gz"],
    ["ibsi-ct-phantom", "ibsi1_ct_phantom/mask.nii.gz"],
    ["brain1", "pyradiomics_cases/brain1_label.nrrd"],
    ["sts001-mr-t1", "bench/sts001-mr-t1-mask.nii.gz"],
    ["sts001-pet-bw0.25", "bench/sts001-pet-suv-mask.nii.gz"],
  ])("%s", (reference, path) => {
    const { original } = JSON.parse(
      readFileSync(new URL(`pyradiomics-reference/${reference}.json`, shared), "utf8"),
    ) as {
      original: Record<string, number>;
    };
    const mask = readVolume(readFileSync(new URL(path, shared)), gunzipSync);
    const found = Math.max(inPlaneDiameters(mask, 1).longest.longestMm, longestBetweenSlices(mask));
    expect(found).toBeCloseTo(original["original_shape_Maximum2DDiameterSlice"]!, 7);
  });
});
