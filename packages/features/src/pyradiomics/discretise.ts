import { type FeatureWarning, refuse } from "@nadir/domain";
import { type Discretised, extent } from "../prepare/discretise.ts";

const MOST_BINS = 65_535;

/**
 * PyRadiomics' bins: of fixed width, edges at multiples of the width from the one at or below the minimum
 * (`numpy.arange`), or a fixed number between minimum and maximum, the maximum in the last bin.
 * Refuses `TOO_MANY_BINS`.
 */
export function profileLevels(
  values: Float64Array,
  binWidth: number,
  binCount: number | null,
  warnings: FeatureWarning[],
): Discretised {
  const [low, high] = extent(values);
  const levels = new Uint16Array(values.length);
  if (binCount !== null) {
    const step = (high - low) / binCount;
    if (step === 0) levels.fill(1);
    else fill(values, levels, low, step, binCount, high + 1);
    return { levels, greyLevels: step === 0 ? 1 : binCount, origin: low, width: step };
  }
  const origin = low - (low - binWidth * Math.floor(low / binWidth));
  const count = Math.floor((high - origin) / binWidth) + 1;
  if (count > MOST_BINS)
    refuse(
      "TOO_MANY_BINS",
      `Bins of width ${binWidth} over the intensities ${low} to ${high} would be ${count}; at most ${MOST_BINS} are allowed. Use a larger binWidth or a binCount.`,
      { found: String(count), expected: `at most ${MOST_BINS}` },
    );
  if (count > 1000)
    warnings.push({ code: "MANY_BINS", message: `Bins of width ${binWidth} give ${count} grey levels.` });
  const most = fill(values, levels, origin, binWidth, Number.POSITIVE_INFINITY, high);
  return { levels, greyLevels: most, origin, width: binWidth };
}

/**
 * The number of edges at or below each value, as `numpy.digitize` counts them: a guess, then the edge itself decides. Edge n
 * is origin + n · width, from the `last` on it is `end`. Answers the highest level.
 */
function fill(
  values: Float64Array,
  levels: Uint16Array,
  origin: number,
  width: number,
  last: number,
  end: number,
): number {
  let most = 0;
  for (let v = 0; v < values.length; v++) {
    const x = values[v]!;
    let n = Math.floor((x - origin) / width) + 1;
    if (x >= (n >= last ? end : origin + n * width)) n++;
    else if (n > 1 && x < (n > last ? end : origin + (n - 1) * width)) n--;
    levels[v] = n;
    if (n > most) most = n;
  }
  return most;
}
