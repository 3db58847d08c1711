import type { Voxels } from "../volume.ts";

/** Whole numbers are kept as such, so that a series and its conversion by other tools hold the same voxels. */
export function narrowest(values: Float64Array): Voxels {
  let [low, high] = [0, 0];
  for (const x of values) {
    if (!Number.isInteger(x)) return values;
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  if (low >= -32768 && high <= 32767) return Int16Array.from(values);
  return low >= -(2 ** 31) && high < 2 ** 31 ? Int32Array.from(values) : values;
}
