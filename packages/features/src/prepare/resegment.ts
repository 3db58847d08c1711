import { refuse } from "@nadir/domain";

export interface Resegmentation {
  readonly range: readonly [number | null, number | null] | null;
  readonly outlierSigma: number | null;
}

/**
 * Takes voxels out of the intensity mask: first those outside the closed range, then those further than n population
 * sd from the mean of what is left (radiomics §2.3). Changes `bits` in place; returns the counts after each step.
 * Refuses `EMPTY_AFTER_RESEGMENTATION`.
 */
export function resegment(
  bits: Uint8Array,
  values: Float64Array,
  { range, outlierSigma }: Resegmentation,
): { afterRange: number; afterOutliers: number } {
  const low = range?.[0] ?? Number.NEGATIVE_INFINITY;
  const high = range?.[1] ?? Number.POSITIVE_INFINITY;
  let count = 0;
  let sum = 0;
  for (let p = 0; p < bits.length; p++) {
    if (!bits[p]) continue;
    const x = values[p]!;
    if (x < low || x > high) bits[p] = 0;
    else {
      count++;
      sum += x;
    }
  }
  if (count === 0)
    refuse(
      "EMPTY_AFTER_RESEGMENTATION",
      `No voxel of the region has an intensity in [${range?.[0] ?? "−∞"}, ${range?.[1] ?? "∞"}]. Widen the resegmentation range, or check the intensity unit.`,
    );
  const afterRange = count;
  if (outlierSigma === null) return { afterRange, afterOutliers: afterRange };
  const mean = sum / count;
  let squares = 0;
  for (let p = 0; p < bits.length; p++) if (bits[p]) squares += (values[p]! - mean) ** 2;
  const reach = outlierSigma * Math.sqrt(squares / count);
  for (let p = 0; p < bits.length; p++)
    if (bits[p] && Math.abs(values[p]! - mean) > reach) {
      bits[p] = 0;
      count--;
    }
  if (count === 0)
    refuse(
      "EMPTY_AFTER_RESEGMENTATION",
      `No voxel of the region lies within ${outlierSigma} sd of the mean. Use a larger number of sd (3 is usual).`,
    );
  return { afterRange, afterOutliers: count };
}
