import type { Volume } from "./volume.ts";

const BINS = 1001;
const FRACTION = 0.02;
/** Above this share of zeros they are the empty space around what was scanned, and are left out. */
const MOST_ZEROS = 0.6;

/**
 * The grey window of an image without a unit: from the 2nd to the 98th percentile of the inner half of each axis, zeros left out
 * where they are more than 60 %. It is the viewer's own (NiiVue's `robust_min`, `robust_max`), by a histogram of 1001 bins.
 * Null where the image has no two different finite values.
 */
export function robustRange(image: Volume): readonly [low: number, high: number] | null {
  return rangeIn(image, inner(image)) ?? rangeIn(image, whole(image));
}

interface Box {
  readonly from: readonly number[];
  readonly to: readonly number[];
}
const whole = ({ dims }: Volume): Box => ({ from: [0, 0, 0], to: [...dims] });
const inner = ({ dims }: Volume): Box => {
  const border = dims.map((n) => Math.floor(0.25 * n));
  return { from: border, to: dims.map((n, c) => n - border[c]!) };
};

function rangeIn(image: Volume, box: Box): readonly [number, number] | null {
  let [low, high, zeros, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  eachFinite(image, box, (value) => {
    count++;
    if (value === 0) zeros++;
    if (value < low) low = value;
    if (value > high) high = value;
  });
  if (!(high > low)) return null;
  const leavesZerosOut = zeros > MOST_ZEROS * count;
  const cut = Math.round((count - (leavesZerosOut ? zeros : 0)) * FRACTION);
  // Too few voxels for a percentile: the inner half is none, the whole image takes all.
  if (cut < 1) return box.from.every((at) => at === 0) ? [low, high] : null;
  const bins = new Array<number>(BINS).fill(0);
  const scale = (BINS - 1) / (high - low);
  eachFinite(image, box, (value) => {
    if (!(leavesZerosOut && value === 0)) bins[Math.round((value - low) * scale)]!++;
  });
  const first = firstAbove(bins, cut);
  const last = BINS - 1 - firstAbove([...bins].reverse(), cut);
  if (last <= first) return [low, high];
  const lower = low + first / scale;
  return [leavesZerosOut ? Math.min(lower, 0) : lower, low + last / scale];
}

/** The first bin with which more than `cut` values are counted. */
function firstAbove(bins: readonly number[], cut: number): number {
  let sum = 0;
  return bins.findIndex((n) => {
    sum += n;
    return sum >= cut;
  });
}

function eachFinite({ data, dims }: Volume, { from, to }: Box, visit: (value: number) => void): void {
  for (let k = from[2]!; k < to[2]!; k++)
    for (let j = from[1]!; j < to[1]!; j++) {
      const row = dims[0] * (j + dims[1] * k);
      for (let i = from[0]!; i < to[0]!; i++) {
        const value = data[row + i]!;
        if (Number.isFinite(value)) visit(value);
      }
    }
}
