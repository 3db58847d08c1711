import { fc, test } from "@fast-check/vitest";
import { Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { type Affine, acquisitionAxis, axialAxis, lesionSize, makeVolume, type Volume } from "./index.ts";

type Axis = 0 | 1 | 2;

/** Array axes i, j, k along any of the world's axes, any way round, with the spacings given. */
function placed(data: Uint8Array, dims: readonly number[], spacing: readonly number[], turn: readonly Axis[]): Volume {
  const affine = new Array<number>(16).fill(0);
  turn.forEach((world, array) => {
    affine[4 * world + array] = spacing[array]! * (array === 1 ? -1 : 1);
  });
  affine[15] = 1;
  return makeVolume({
    data,
    dims: dims as [number, number, number],
    spacing: spacing as [number, number, number],
    affine: affine as unknown as Affine,
  });
}

const TURNS: readonly (readonly Axis[])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
  [1, 0, 2],
];
const randomMask = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([ni, nj, nk]) =>
    fc.record({
      dims: fc.constant([ni, nj, nk] as const),
      bits: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: ni * nj * nk, maxLength: ni * nj * nk }),
      spacing: fc.tuple(fc.constantFrom(1, 0.7, 2.5), fc.constantFrom(1, 1.3), fc.constantFrom(1, 3, 0.9)),
      turn: fc.constantFrom(...TURNS),
    }),
  )
  .filter(({ bits }) => bits.includes(1));

/**
 * All half-way crossings between an inside and an outside voxel of one slice, in mm in the slice's plane. Written from the
 * definition on coordinates alone: every voxel, every neighbour, no hull, no bounding box.
 */
function crossings(mask: Volume, axis: Axis, slice: number): [number, number][] {
  const [p, q] = ([0, 1, 2] as Axis[]).filter((a) => a !== axis) as [Axis, Axis];
  const inside = (at: readonly number[]) =>
    at.every((n, a) => n >= 0 && n < mask.dims[a]!) &&
    mask.data[at[0]! + mask.dims[0] * (at[1]! + mask.dims[1] * at[2]!)] === 1;
  const points: [number, number][] = [];
  for (let m = 0; m < mask.dims[p]; m++)
    for (let n = 0; n < mask.dims[q]; n++) {
      const at = [0, 0, 0];
      at[axis] = slice;
      at[p] = m;
      at[q] = n;
      if (!inside(at)) continue;
      for (const [dm, dn] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        const next = [...at];
        next[p] = m + dm;
        next[q] = n + dn;
        if (!inside(next)) points.push([(m + dm / 2) * mask.spacing[p], (n + dn / 2) * mask.spacing[q]]);
      }
    }
  return points;
}

/** Longest pair, and over every longest pair the longest chord across it, from all pairs of points. */
function bySearch(points: readonly [number, number][]): { longest: number; perpendicular: number } {
  let longest = 0;
  for (const a of points) for (const b of points) longest = Math.max(longest, Math.hypot(a[0] - b[0], a[1] - b[1]));
  let perpendicular = 0;
  for (const a of points)
    for (const b of points) {
      const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
      if (length < longest * (1 - 1e-12)) continue;
      perpendicular = Math.max(perpendicular, chordAcross(points, [(b[0] - a[0]) / length, (b[1] - a[1]) / length]));
    }
  return { longest, perpendicular };
}

/** The longest chord at right angles to `u` in the hull of the points: at each point's offset, over all pairs around it. */
function chordAcross(points: readonly [number, number][], u: readonly [number, number]): number {
  const along = points.map((p) => p[0] * u[0] + p[1] * u[1]);
  const across = points.map((p) => -p[0] * u[1] + p[1] * u[0]);
  let best = 0;
  for (const offset of along) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let a = 0; a < along.length; a++)
      for (let b = 0; b < along.length; b++) {
        if (along[a]! > offset + 1e-12 || along[b]! < offset - 1e-12) continue;
        const width = along[b]! - along[a]!;
        const hits =
          width < 1e-12
            ? [across[a]!, across[b]!]
            : [across[a]! + ((across[b]! - across[a]!) * (offset - along[a]!)) / width];
        low = Math.min(low, ...hits);
        high = Math.max(high, ...hits);
      }
    best = Math.max(best, high - low);
  }
  return best;
}

describe("sizes of a lesion from its mask", () => {
  test.prop([randomMask, fc.constantFrom("axial", "acquisition")], { numRuns: 120, seed: 20260101 })(
    "equal a search over all pairs of every slice, in any orientation and in both planes",
    ({ bits, dims, spacing, turn }, plane) => {
      const mask = placed(Uint8Array.from(bits), dims, spacing, turn);
      const size = lesionSize(mask, 1, plane as "axial" | "acquisition");
      // The axis of the slices, from the definition: head–foot is world axis 2; the acquired slices are the coarsest.
      const sorted = [...spacing].sort((a, b) => b - a);
      const acquired = sorted[0]! > sorted[1]! ? spacing.indexOf(sorted[0]!) : 2;
      expect(size.axis).toBe(plane === "axial" ? turn.indexOf(2) : acquired);

      const found: { slice: number; longest: number; perpendicular: number }[] = [];
      for (let slice = 0; slice < dims[size.axis]!; slice++) {
        const points = crossings(mask, size.axis, slice);
        if (points.length > 0) found.push({ slice, ...bySearch(points) });
      }
      const most = (of: (s: (typeof found)[number]) => number) => Math.max(...found.map(of));
      const at = (slice: number) => found.find((s) => s.slice === slice)!;
      expect(size.sliceCount).toBe(found.length);
      expect(size.longest.longestMm).toBeCloseTo(
        most((s) => s.longest),
        9,
      );
      expect(at(size.longest.slice).longest).toBeCloseTo(size.longest.longestMm, 9);
      expect(size.longest.perpendicularMm).toBeCloseTo(at(size.longest.slice).perpendicular, 9);
      expect(size.shortAxis.value).toBeCloseTo(
        most((s) => s.perpendicular),
        9,
      );
      expect(at(size.shortAxis.slice).perpendicular).toBeCloseTo(size.shortAxis.value, 9);
      expect(size.product.value).toBeCloseTo(size.longest.longestMm * at(size.longest.slice).perpendicular, 8);
      expect(size.largestProduct.value).toBeCloseTo(
        most((s) => s.longest * s.perpendicular),
        8,
      );
      const voxels = bits.filter((bit) => bit === 1).length;
      expect(size.volumeMm3).toBeCloseTo(voxels * spacing[0] * spacing[1] * spacing[2], 9);
    },
  );

  it("of a brick read by hand: 4 × 3 voxels of 2 × 2 mm in two slices of 5 mm", () => {
    const mask = placed(new Uint8Array(24).fill(1), [4, 3, 2], [2, 2, 5], [0, 1, 2]);
    const size = lesionSize(mask);
    // Contour points lie on the sides: rows end 8 mm apart over 4 mm of rows, columns 6 mm apart over 6 mm of columns.
    expect(size.longest.longestMm).toBeCloseTo(Math.hypot(8, 4), 12);
    expect(size.volumeMm3).toBe(24 * 20);
    expect(size.sliceCount).toBe(2);
    expect(size.longest.slice).toBe(0);
  });

  it("tells the plane of acquisition from the coarsest spacing, and keeps k where none is coarsest", () => {
    const one = (spacing: readonly number[]) => placed(Uint8Array.from([1]), [1, 1, 1], spacing, [0, 1, 2]);
    expect(acquisitionAxis(one([5, 1, 1]))).toBe(0);
    expect(acquisitionAxis(one([1, 5, 1]))).toBe(1);
    expect(acquisitionAxis(one([1, 1, 1]))).toBe(2);
    expect(acquisitionAxis(one([5, 5, 1]))).toBe(2);
    expect(axialAxis(one([5, 1, 1]))).toBe(2);
  });

  it("takes the short axis from the slice where it is largest, not from that of the longest diameter", () => {
    // Slice 0: 5 × 1 voxels (longest 5, across 1). Slice 1: 3 × 3 (longest √10 by contour points, across about as much).
    const data = new Uint8Array(5 * 3 * 2);
    for (let i = 0; i < 5; i++) data[i] = 1;
    for (let j = 0; j < 3; j++) for (let i = 0; i < 3; i++) data[i + 5 * (j + 3)] = 1;
    const size = lesionSize(placed(data, [5, 3, 2], [1, 1, 1], [0, 1, 2]));
    expect([size.longest.slice, size.shortAxis.slice, size.largestProduct.slice]).toEqual([0, 1, 1]);
    expect([size.longest.longestMm, size.longest.perpendicularMm]).toEqual([5, 1]);
    expect(size.longest.longestMm * size.longest.perpendicularMm).toBe(size.product.value);
  });

  it("measures one label of several, and refuses an empty mask or an unnamed one with a sentence", () => {
    const two = placed(Uint8Array.from([1, 1, 2, 0]), [4, 1, 1], [1, 1, 1], [0, 1, 2]);
    expect(lesionSize(two, 1).longest.longestMm).toBe(2);
    expect(lesionSize(two, 2).longest.longestMm).toBe(1);
    for (const act of [() => lesionSize(two), () => lesionSize(two, 3)]) expect(act).toThrow(Refusal);
    expect(() => lesionSize(placed(new Uint8Array(4), [4, 1, 1], [1, 1, 1], [0, 1, 2]))).toThrow(/empty/);
  });
});
