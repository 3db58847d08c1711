import type { FeatureConfig, FeatureWarning } from "@nadir/domain";
import type { Outcome } from "../outcome.ts";
import { type Discretised, discretise, extent } from "../prepare/discretise.ts";

/** Levels of the intensity–volume histogram: level g (1…count) stands for the intensity `start + g · step`. */
interface Levels {
  readonly of: Uint16Array | Uint32Array;
  readonly count: number;
  readonly start: number;
  readonly step: number;
}

/**
 * The 7 features of the intensity–volume histogram, in the order of the catalogue. The levels come from the
 * setting: the run's grey levels; intensities that are whole numbers already; a fine fixed width (level = bin centre);
 * or a number of bins (level = bin number).
 */
export function volumeHistogram(
  values: Float64Array,
  discretised: Discretised,
  setting: FeatureConfig["intensityVolumeHistogram"],
  range: readonly [number | null, number | null] | null,
  warnings: FeatureWarning[],
): Outcome[] {
  const levels = levelsOf(values, discretised, setting, range, warnings);
  const n = values.length;
  const counts = new Float64Array(levels.count + 2);
  for (let v = 0; v < n; v++) counts[levels.of[v]!]!++;
  // nu[g]: fraction of voxels at level g or above.
  const nu = new Float64Array(levels.count + 2);
  for (let g = levels.count; g >= 1; g--) nu[g] = nu[g + 1]! + counts[g]! / n;
  const gamma = (g: number): number => (levels.count > 1 ? (g - 1) / (levels.count - 1) : 0);
  const volumeAt = (fraction: number): number => {
    for (let g = 1; g <= levels.count; g++) if (gamma(g) >= fraction - 1e-12) return nu[g]!;
    return 0;
  };
  const intensityAt = (fraction: number): number => {
    for (let g = 1; g <= levels.count; g++) if (nu[g]! <= fraction + 1e-12) return levels.start + g * levels.step;
    // Even the highest level holds more than this fraction: the first intensity above it.
    return levels.start + (levels.count + 1) * levels.step;
  };
  const [v10, v90, i10, i90] = [volumeAt(0.1), volumeAt(0.9), intensityAt(0.1), intensityAt(0.9)];
  let area = 0;
  for (let g = 2; g <= levels.count; g++) area += ((nu[g]! + nu[g - 1]!) / 2) * (gamma(g) - gamma(g - 1));
  return [v10, v90, i10, i90, v10 - v90, i10 - i90, area];
}

function levelsOf(
  values: Float64Array,
  discretised: Discretised,
  setting: FeatureConfig["intensityVolumeHistogram"],
  range: readonly [number | null, number | null] | null,
  warnings: FeatureWarning[],
): Levels {
  if (setting.method === "discretised")
    return { of: discretised.levels, count: discretised.greyLevels, start: 0, step: 1 };
  const [low, high] = extent(values);
  const bottom = range?.[0] ?? low;
  const top = range?.[1] ?? high;
  if (setting.method === "unit") {
    const of = new Uint32Array(values.length);
    for (let v = 0; v < values.length; v++) of[v] = Math.round(values[v]! - bottom) + 1;
    return { of, count: Math.round(top - bottom) + 1, start: bottom - 1, step: 1 };
  }
  const fine = discretise(values, setting, range?.[0] ?? null, warnings);
  if (setting.method === "fixed-bin-number") return { of: fine.levels, count: fine.greyLevels, start: 0, step: 1 };
  const count = Math.max(fine.greyLevels, Math.ceil((top - bottom) / setting.width - 1e-9));
  return { of: fine.levels, count, start: bottom - setting.width / 2, step: setting.width };
}
