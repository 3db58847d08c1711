import { type FeatureWarning, MAP_ROLES, type MapRole, refuse } from "@nadir/domain";
import { geometryDifferences, type Region, requireSameGeometry, resampleTo, type Volume } from "@nadir/imaging";
import type { ExtraValue } from "../extra/extra-value.ts";
import { percentile } from "../intensity/order-statistics.ts";
import { spread } from "../intensity/statistics.ts";
import { type Outcome, ratio } from "../outcome.ts";

/** Images besides the image, by what they show. */
export type Maps = Readonly<Partial<Record<MapRole, Volume>>>;

/** The map of a role. Refuses `MAP_MISSING`. */
export const mapOf = (maps: Maps, role: MapRole, what: string): Volume =>
  maps[role] ??
  refuse("MAP_MISSING", `${what} needs the map '${role}' (${MAP_ROLES[role]}), which was not given.`, {
    expected: `a map for the role '${role}'`,
  });

/** A map on the image's grid, by linear interpolation where its own is another (told in a warning); NaN outside it. */
export function onImageGrid(image: Volume, map: Volume, role: MapRole, warnings: FeatureWarning[]): Volume {
  if (geometryDifferences(image, map).length === 0) return map;
  warnings.push({
    code: "MAP_RESAMPLED",
    message: `The map '${role}' was put on the image's grid by linear interpolation.`,
  });
  return resampleTo(map, image, "linear", Number.NaN);
}

/** Positions in the image's array of the region's voxels, ascending. */
export function regionVoxels(region: Region, { dims }: Volume): Int32Array {
  const out = new Int32Array(region.count);
  const { min } = region.box;
  for (let k = 0, p = 0, n = 0; k < region.dims[2]; k++)
    for (let j = 0; j < region.dims[1]; j++)
      for (let i = 0; i < region.dims[0]; i++, p++)
        if (region.bits[p]) out[n++] = min[0] + i + dims[0] * (min[1] + j + dims[1] * (min[2] + k));
  return out;
}

/** The values of a volume at voxels. Refuses `NON_FINITE_ROI` with the count of those that are no numbers. */
export function valuesAt({ data }: Volume, voxels: Int32Array, name: string): Float64Array {
  const out = Float64Array.from(voxels, (p) => data[p]!);
  const broken = out.reduce((sum, x) => sum + (Number.isFinite(x) ? 0 : 1), 0);
  if (broken > 0)
    refuse("NON_FINITE_ROI", `${broken} of ${out.length} voxel(s) of the region have no number in ${name}.`, {
      found: `${broken} voxel(s)`,
      expected: "0",
    });
  return out;
}

/**
 * Statistics of every map that was given, in its own unit, over the region on the image's grid: mean, population sd, median,
 * percentiles, extremes; and the enhancement ratio (mean after − mean before) / mean before contrast.
 * Refuses `MAP_MISSING` (none at all), `GEOMETRY_MISMATCH`, `NON_FINITE_ROI`.
 */
export function mapFeatures(image: Volume, region: Region, maps: Maps): ExtraValue[] {
  const roles = (Object.keys(MAP_ROLES) as MapRole[]).filter((role) => maps[role]);
  if (roles.length === 0)
    refuse("MAP_MISSING", "The family 'maps' is asked for, but no map was given.", {
      expected: `a map for a role: ${Object.keys(MAP_ROLES).join(", ")}`,
    });
  const voxels = regionVoxels(region, image);
  const means = new Map<MapRole, number>();
  const out = roles.flatMap((at): ExtraValue[] => {
    requireSameGeometry(image, maps[at]!);
    const values = valuesAt(maps[at]!, voxels, `the map '${at}'`);
    const s = spread(values);
    const sorted = values.sort();
    means.set(at, s.mean);
    return [
      { id: "map_mean", at, outcome: s.mean },
      { id: "map_sd", at, outcome: Math.sqrt(s.variance) },
      { id: "map_median", at, outcome: percentile(sorted, 0.5) },
      { id: "map_p10", at, outcome: percentile(sorted, 0.1) },
      { id: "map_p90", at, outcome: percentile(sorted, 0.9) },
      { id: "map_min", at, outcome: sorted[0]! },
      { id: "map_max", at, outcome: sorted.at(-1)! },
    ];
  });
  const [before, after] = [means.get("pre-contrast"), means.get("post-contrast")];
  const enhancement: Outcome =
    before === undefined || after === undefined ? "REFERENCE_MISSING" : ratio(after - before, before);
  return [...out, { id: "map_enhancement_ratio", outcome: enhancement }];
}
