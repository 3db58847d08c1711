import { type FeatureConfig, type FeatureWarning, refuse } from "@nadir/domain";

/** Grey levels 1…greyLevels, one per intensity, in the same order. */
export interface Discretised {
  readonly levels: Uint16Array;
  /** N for a fixed bin number, the highest level present for a fixed bin size. */
  readonly greyLevels: number;
  /** Lower edge of level 1 and width of a level, in intensity; width 0 for a flat region in a fixed number of bins. */
  readonly origin: number;
  readonly width: number;
}

const counted = new WeakMap<Uint16Array, Uint32Array>();

/** How many values each level has, by level from 0 on; counted once. */
export function levelCounts({ levels, greyLevels }: Discretised): Uint32Array {
  const known = counted.get(levels);
  if (known) return known;
  const counts = new Uint32Array(greyLevels + 1);
  for (let n = 0; n < levels.length; n++) counts[levels[n]!]!++;
  counted.set(levels, counts);
  return counts;
}

const MANY_BINS = 1000;
const FEW_LEVELS = 4;
const MOST_BINS = 65_535;

export function extent(values: Float64Array): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < values.length; n++) {
    const x = values[n]!;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  return [low, high];
}

/**
 * Discretises intensities (radiomics §2.4): a fixed number of bins between least and greatest value, or bins of a fixed
 * width from the lower end of the resegmentation range, else from the least value. Edges are decided in float64 by
 * division, not by a rounded reciprocal. Refuses `TOO_MANY_BINS`; warns of more than 1,000 bins of fixed width and of
 * fewer than 4 levels in use.
 */
export function discretise(
  values: Float64Array,
  method: FeatureConfig["discretisation"],
  rangeStart: number | null,
  warnings: FeatureWarning[],
): Discretised {
  const [low, high] = extent(values);
  const levels = new Uint16Array(values.length);
  if (method.method === "fixed-bin-number") {
    const { bins } = method;
    const span = high - low;
    if (span === 0) levels.fill(1);
    else
      for (let n = 0; n < values.length; n++)
        levels[n] = Math.min(Math.floor((bins * (values[n]! - low)) / span) + 1, bins);
    return { levels, greyLevels: bins, origin: low, width: span / bins };
  }
  const origin = rangeStart ?? low;
  const { width } = method;
  const greyLevels = Math.floor((high - origin) / width) + 1;
  if (greyLevels > MOST_BINS)
    refuse(
      "TOO_MANY_BINS",
      `Bins of width ${width} over the intensities ${origin} to ${high} would be ${greyLevels}; at most ${MOST_BINS} are allowed. Use wider bins or a resegmentation range.`,
      { found: String(greyLevels), expected: `at most ${MOST_BINS}` },
    );
  for (let n = 0; n < values.length; n++) levels[n] = Math.floor((values[n]! - origin) / width) + 1;
  const used = new Set(levels).size;
  if (greyLevels > MANY_BINS)
    warnings.push({
      code: "MANY_BINS",
      message: `Bins of width ${width} give ${greyLevels} grey levels; more than ${MANY_BINS} make texture unstable.`,
    });
  if (used < FEW_LEVELS)
    warnings.push({
      code: "FEW_LEVELS",
      message: `Bins of width ${width} put all intensities (${low} to ${high}) into ${used} grey level(s); texture says little.`,
    });
  return { levels, greyLevels, origin, width };
}
