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
  const labels = label === undefined ? [onlyLabel(mask)] : typeof label === "number" ? [label] : [...new Set(label)];
  const [ni, nj] = mask.dims;
  const min = [...mask.dims];
  const max = [-1, -1, -1];
  let count = 0;
  const runs: number[] = [];
  for (const wanted of labels)
    eachRun(mask, wanted, (from, to) => {
      runs.push(from, to);
      const row = Math.floor(from / ni);
      const index = [from - row * ni, row % nj, Math.floor(row / nj)];
      count += to - from;
      for (let x = 0; x < 3; x++) {
        if (index[x]! < min[x]!) min[x] = index[x]!;
        if (index[x]! > max[x]!) max[x] = index[x]!;
      }
      max[0] = Math.max(max[0]!, index[0]! + to - from - 1);
    });
  if (count === 0) refuseMissing(mask, labels);
  const box: VoxelBox = { min: [min[0]!, min[1]!, min[2]!], max: [max[0]!, max[1]!, max[2]!] };
  const dims = boxDims(box);
  const bits = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let n = 0; n < runs.length; n += 2) {
    const [from, to] = [runs[n]!, runs[n + 1]!];
    const row = Math.floor(from / ni);
    const at =
      from -
      row * ni -
      box.min[0] +
      dims[0] * ((row % nj) - box.min[1] + dims[1] * (Math.floor(row / nj) - box.min[2]));
    bits.fill(1, at, at + to - from);
  }
  return { labels, box, dims, bits, count };
}

/** Stretches of one label within a row, as positions in the array: from the first to before the last. */
function eachRun(mask: Volume, label: number, found: (from: number, to: number) => void): void {
  const { data, dims } = mask;
  const next = seeker(mask, label);
  for (let from = next(0); from >= 0; ) {
    const rowEnd = (Math.floor(from / dims[0]) + 1) * dims[0];
    let to = from + 1;
    while (to < rowEnd && data[to] === label) to++;
    found(from, to);
    from = next(to);
  }
}

/** Finds the first voxel of a label from a position on, or −1. What is 0 is passed over four bytes at a time. */
function seeker({ data }: Volume, label: number): (from: number) => number {
  const each = 4 / data.BYTES_PER_ELEMENT;
  if (label === 0 || each < 1 || data.byteOffset % 4 !== 0) return (from) => data.indexOf(label, from);
  const words = new Int32Array(data.buffer, data.byteOffset, Math.floor(data.byteLength / 4));
  const count = data.length;
  /** Eight words at once where all are 0: most of a mask is. */
  const firstSet = (from: number): number => {
    let n = from;
    const last = words.length - 8;
    while (
      n <= last &&
      (words[n]! |
        words[n + 1]! |
        words[n + 2]! |
        words[n + 3]! |
        words[n + 4]! |
        words[n + 5]! |
        words[n + 6]! |
        words[n + 7]!) ===
        0
    )
      n += 8;
    while (n < words.length && words[n] === 0) n++;
    return n;
  };
  return (from) => {
    for (let p = from; p < count; ) {
      if (p % each === 0) p = firstSet(p / each) * each;
      const end = Math.min(count, (Math.floor(p / each) + 1) * each);
      for (; p < end; p++) if (data[p] === label) return p;
    }
    return -1;
  };
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

/** Voxel count times voxel volume, mm³. */
export const maskVolumeMm3 = (mask: Volume, label?: number | readonly number[]): number =>
  regionOf(mask, label).count * voxelVolumeMm3(mask);
