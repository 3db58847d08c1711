import type { Volume } from "./volume.ts";

const BINS = 1001;
/** Above this share of zeros they are the empty space around what was scanned, and are left out. */
const MOST_ZEROS = 0.6;

/**
 * The grey window of an image without a unit: from the 2nd to the 98th percentile of the inner half of each axis, zeros left out
 * where they are more than 60 %. It is the viewer's own (NiiVue's `robust_min`, `robust_max`), by a histogram of 1001 bins.
 * Null where the image has no two different finite values.
 */
export function robustRange(image: Grid): Range | null {
  const found = percentileRange(image, [2, 98]);
  return found && (found.isWithoutZeros ? [Math.min(found.range[0], 0), found.range[1]] : found.range);
}

/**
 * The values at two percentiles (0 to 100) of the same voxels and by the same histogram as `robustRange`, so that windows which
 * stand side by side differ in nothing but their ends. Null where the image has no two different finite values.
 */
export function percentileWindow(image: Grid, percentiles: readonly [low: number, high: number]): Range | null {
  return percentileRange(image, percentiles)?.range ?? null;
}

type Grid = Pick<Volume, "data" | "dims">;
type Range = readonly [low: number, high: number];
interface Found {
  readonly range: Range;
  readonly isWithoutZeros: boolean;
}

function percentileRange(image: Grid, percentiles: Range): Found | null {
  return rangeIn(image, inner(image), percentiles) ?? rangeIn(image, whole(image), percentiles);
}

interface Box {
  readonly from: readonly number[];
  readonly to: readonly number[];
}
const whole = ({ dims }: Grid): Box => ({ from: [0, 0, 0], to: [...dims] });
const inner = ({ dims }: Grid): Box => {
  const border = dims.map((n) => Math.floor(0.25 * n));
  return { from: border, to: dims.map((n, c) => n - border[c]!) };
};

function rangeIn(image: Grid, box: Box, [from, to]: Range): Found | null {
  let [low, high, zeros, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  eachFinite(image, box, (value) => {
    count++;
    if (value === 0) zeros++;
    if (value < low) low = value;
    if (value > high) high = value;
  });
  if (!(high > low)) return null;
  const leavesZerosOut = zeros > MOST_ZEROS * count;
  const counted = count - (leavesZerosOut ? zeros : 0);
  // In whole numbers, since 1 − 0.98 is not 0.02 and would cut one voxel more or less.
  const [below, above] = [Math.round((counted * from) / 100), Math.round((counted * (100 - to)) / 100)];
  // Too few voxels for a percentile: the inner half is none, the whole image takes all.
  if ((from > 0 && below < 1) || (to < 100 && above < 1))
    return box.from.every((at) => at === 0) ? { range: [low, high], isWithoutZeros: false } : null;
  const bins = new Array<number>(BINS).fill(0);
  const scale = (BINS - 1) / (high - low);
  eachFinite(image, box, (value) => {
    if (!(leavesZerosOut && value === 0)) bins[Math.round((value - low) * scale)]!++;
  });
  const first = firstAbove(bins, below);
  const last = BINS - 1 - firstAbove([...bins].reverse(), above);
  if (last <= first) return { range: [low, high], isWithoutZeros: false };
  return { range: [low + first / scale, low + last / scale], isWithoutZeros: leavesZerosOut };
}

/** The first bin with which `cut` values are counted, or the first that holds any. */
function firstAbove(bins: readonly number[], cut: number): number {
  let sum = 0;
  return bins.findIndex((n) => {
    sum += n;
    return sum >= Math.max(cut, 1);
  });
}

function eachFinite({ data, dims }: Grid, { from, to }: Box, visit: (value: number) => void): void {
  for (let k = from[2]!; k < to[2]!; k++)
    for (let j = from[1]!; j < to[1]!; j++) {
      const row = dims[0] * (j + dims[1] * k);
      for (let i = from[0]!; i < to[0]!; i++) {
        const value = data[row + i]!;
        if (Number.isFinite(value)) visit(value);
      }
    }
}
