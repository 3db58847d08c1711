import { refuse } from "@nadir/domain";
import type { Triple } from "./triple.ts";
import { type Volume, voxelVolumeMm3 } from "./volume.ts";

/** Voxels from `min` to `max`, both included. */
export interface VoxelBox {
  readonly min: Triple;
  readonly max: Triple;
}

export const boxDims = (box: VoxelBox): Triple => [
  box.max[0] - box.min[0] + 1,
  box.max[1] - box.min[1] + 1,
  box.max[2] - box.min[2] + 1,
];

/** A region of interest: the voxels of a mask that carry the chosen label(s), cut out to their bounding box. */
export interface Region {
  readonly labels: readonly number[];
  readonly box: VoxelBox;
  /** Sides of the box, voxels. */
  readonly dims: Triple;
  /** 1 inside, 0 outside; i fastest within the box. */
  readonly bits: Uint8Array;
  /** Voxels inside; at least 1. */
  readonly count: number;
}

/** Label values of a mask with their voxel counts, ascending, 0 left out. Refuses `NON_FINITE_MASK`. */
export function labelCounts(mask: Volume): Map<number, number> {
  const counts = new Map<number, number>();
  const { data } = mask;
  for (let n = 0; n < data.length; n++) {
    const value = data[n]!;
    if (value !== 0) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  for (const value of counts.keys())
    if (!Number.isFinite(value))
      refuse("NON_FINITE_MASK", `The mask holds ${counts.get(value)} voxels that are ${value}; labels must be finite.`);
  return new Map([...counts].sort((a, b) => a[0] - b[0]));
}

/**
 * The region of one label, several (their union), or, where none is named, of the mask's only label.
 * Refuses `EMPTY_ROI` (no voxel set), `LABEL_NOT_FOUND` (with the labels there are), `LABEL_AMBIGUOUS`.
 */
export function regionOf(mask: Volume, label?: number | readonly number[]): Region {
  const labels = label === undefined ? [onlyLabel(mask)] : typeof label === "number" ? [label] : [...label];
  const { data, dims } = mask;
  const [ni, nj] = dims;
  const single = labels.length === 1 ? labels[0]! : Number.NaN;
  const wanted = new Set(labels);
  const ends = labels.flatMap((l) => [data.indexOf(l), data.lastIndexOf(l)]).filter((at) => at >= 0);
  if (ends.length === 0) refuseMissing(mask, labels);
  const firstRow = Math.floor(Math.min(...ends) / ni);
  const lastRow = Math.floor(Math.max(...ends) / ni);
  const min = [ni, nj, Math.floor(firstRow / nj)];
  const max = [-1, -1, Math.floor(lastRow / nj)];
  let count = 0;
  for (let row = firstRow; row <= lastRow; row++) {
    const before = count;
    for (let i = 0, at = row * ni; i < ni; i++, at++) {
      const value = data[at]!;
      if (value !== single && !wanted.has(value)) continue;
      count++;
      if (i < min[0]!) min[0] = i;
      if (i > max[0]!) max[0] = i;
    }
    if (count === before) continue;
    const j = row % nj;
    if (j < min[1]!) min[1] = j;
    if (j > max[1]!) max[1] = j;
  }
  const box: VoxelBox = { min: min as unknown as Triple, max: max as unknown as Triple };
  return { labels, box, dims: boxDims(box), bits: cutBits(mask, box, wanted), count };
}

function onlyLabel(mask: Volume): number {
  const found = [...labelCounts(mask).keys()];
  if (found.length === 0) return refuseMissing(mask, []);
  if (found.length > 1)
    refuse("LABEL_AMBIGUOUS", `The mask holds the labels ${found.join(", ")}; say which one is meant.`, {
      found: found.join(", "),
      expected: "one label",
    });
  return found[0]!;
}

function refuseMissing(mask: Volume, labels: readonly number[]): never {
  const found = labelCounts(mask);
  if (found.size === 0)
    return refuse("EMPTY_ROI", `The mask is empty: all ${mask.data.length} voxels are 0. It must mark a region.`);
  const present = [...found].map(([l, n]) => `${l} (${n} voxels)`).join(", ");
  return refuse("LABEL_NOT_FOUND", `The mask has no voxel with label ${labels.join(", ")}; it has ${present}.`, {
    found: present,
    expected: labels.join(", "),
  });
}

function cutBits(mask: Volume, box: VoxelBox, wanted: ReadonlySet<number>): Uint8Array {
  const { data, dims } = mask;
  const [bi, bj, bk] = boxDims(box);
  const bits = new Uint8Array(bi * bj * bk);
  const single = wanted.size === 1 ? [...wanted][0]! : Number.NaN;
  let to = 0;
  for (let k = 0; k < bk; k++)
    for (let j = 0; j < bj; j++) {
      const from = box.min[0] + dims[0] * (box.min[1] + j + dims[1] * (box.min[2] + k));
      for (let i = 0; i < bi; i++, to++) {
        const value = data[from + i]!;
        if (value === single || wanted.has(value)) bits[to] = 1;
      }
    }
  return bits;
}

/** Voxel count times voxel volume, mm³. */
export const maskVolumeMm3 = (mask: Volume, label?: number | readonly number[]): number =>
  regionOf(mask, label).count * voxelVolumeMm3(mask);

/** Number of 26-connected parts (8-connected in a single slice). */
export function componentCount(bits: Uint8Array, dims: Triple): number {
  const [ni, nj, nk] = dims;
  const seen = new Uint8Array(bits.length);
  const stack = new Int32Array(bits.length);
  let parts = 0;
  for (let seed = 0; seed < bits.length; seed++) {
    if (!bits[seed] || seen[seed]) continue;
    parts++;
    let top = 0;
    stack[top++] = seed;
    seen[seed] = 1;
    while (top > 0) {
      const at = stack[--top]!;
      const i = at % ni;
      const rest = (at - i) / ni;
      const j = rest % nj;
      const k = (rest - j) / nj;
      for (let dk = k > 0 ? -1 : 0; dk <= (k < nk - 1 ? 1 : 0); dk++)
        for (let dj = j > 0 ? -1 : 0; dj <= (j < nj - 1 ? 1 : 0); dj++)
          for (let di = i > 0 ? -1 : 0; di <= (i < ni - 1 ? 1 : 0); di++) {
            const next = at + di + ni * (dj + nj * dk);
            if (bits[next] && !seen[next]) {
              seen[next] = 1;
              stack[top++] = next;
            }
          }
    }
  }
  return parts;
}
