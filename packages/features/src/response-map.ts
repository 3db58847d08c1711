import { type FeatureConfig, refuse } from "@nadir/domain";
import type { Triple, Volume } from "@nadir/imaging";
import { filterImage } from "./filters/apply.ts";
import { parseFilter } from "./filters/parse-filter.ts";
import { wholeImage } from "./prepare/prepare.ts";

/**
 * The response of a configuration's filter over the whole image, after the configuration's interpolation and rounding:
 * the map that `extract` takes the features of. Refuses `BAD_CONFIG` without a filter, and what `filterImage` refuses.
 */
export function responseMap(
  image: Volume,
  config: FeatureConfig,
): { values: Float64Array; dims: Triple; spacing: Triple } {
  if (!config.filter) return refuse("BAD_CONFIG", "The configuration names no filter, so there is no response map.");
  const { values, dims, spacing } = wholeImage(image, config);
  return { values: filterImage({ data: values, dims }, spacing, parseFilter(config.filter)), dims, spacing };
}
