import type { FeatureResult } from "@nadir/domain";
import { catalogueEntryOf } from "../catalogue/catalogue.ts";
import { percentile } from "../intensity/order-statistics.ts";
import { requireSameSettings } from "../same-settings.ts";
import { entropyOf } from "./scores.ts";

/** One lesion of a patient: its name, its features, and the size that it is ranked and weighted by. */
export interface LesionFeatures {
  readonly lesion: string;
  readonly result: FeatureResult;
  /** mm³; lesions of one patient in the same way (volume, or metabolic volume). */
  readonly volumeMm3: number;
}

/**
 * One feature over a patient's lesions (radiomics §11.2; figure 3 A and C of the review seed). Values that are not
 * defined are left out, and counted. Everything is null where no lesion has a value.
 */
export interface LesionAggregate {
  readonly key: string;
  readonly id: string;
  readonly unit: string;
  /** Lesions with a value. */
  readonly lesions: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly firstQuartile: number | null;
  readonly thirdQuartile: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly range: number | null;
  /** Sample sd (n − 1); null for one lesion. */
  readonly sd: number | null;
  /** Bits, over equal bins from least to greatest value; 0 where all are equal. */
  readonly entropy: number | null;
  /** Σ volume · value / Σ volume. */
  readonly volumeWeightedMean: number | null;
  /** The same over the three largest (fewer where there are fewer). */
  readonly volumeWeightedLargestThree: number | null;
  readonly largest: number | null;
  readonly smallest: number | null;
  /** Only of sizes (volumes, MTV, TLG, longest diameters): what the unweighted form adds up. */
  readonly sum: number | null;
  /** Which lesions have the least and the greatest value. */
  readonly minLesion: string | null;
  readonly maxLesion: string | null;
}

/** Sizes: added up over lesions. */
const SIZES: ReadonlySet<string> = new Set([
  "morph_volume",
  "morph_vol_approx",
  "pet_mtv",
  "pet_tlg",
  "parts_volume",
  "s2d_diam",
]);

export interface AggregateOptions {
  /** Bins of the entropy between least and greatest value. */
  readonly entropyBins?: number;
}

/**
 * Every feature over the lesions. Their order does not matter: ties of size go to the lesser name.
 * Refuses `SETTINGS_DIFFER`. Throws RangeError for no lesion, or a volume that is not above 0.
 */
export function aggregateLesions(
  lesions: readonly LesionFeatures[],
  options: AggregateOptions = {},
): LesionAggregate[] {
  const bySize = largestFirst(lesions);
  const first = bySize[0];
  if (!first) throw new RangeError("There are no lesions to aggregate.");
  for (const { lesion, volumeMm3, result } of bySize) {
    if (!(volumeMm3 > 0))
      throw new RangeError(`Lesion '${lesion}' has the volume ${volumeMm3} mm³; it must be above 0.`);
    requireSameSettings(first.result, result);
  }
  const values = bySize.map(({ result }) => new Map(result.values.map((v) => [v.key, v.value])));
  return first.result.values.map(({ key, id }) => {
    const points = bySize.flatMap(({ lesion, volumeMm3 }, n): Point[] => {
      const value = values[n]!.get(key) ?? null;
      return value === null ? [] : [{ lesion, volume: volumeMm3, value }];
    });
    return {
      key,
      id,
      unit: catalogueEntryOf(id)?.unit ?? "1",
      ...over(points, SIZES.has(id), options.entropyBins ?? ENTROPY_BINS),
    };
  });
}
export const ENTROPY_BINS = 10;

/** Largest first; ties to the lesser name. */
export const largestFirst = <L extends { readonly lesion: string; readonly volumeMm3: number }>(
  lesions: readonly L[],
): L[] => [...lesions].sort((a, b) => b.volumeMm3 - a.volumeMm3 || (a.lesion < b.lesion ? -1 : 1));

/** A fixed number of lesions (figure 3 A): the k largest, fewer where there are fewer. */
export const largestLesions = <L extends { readonly lesion: string; readonly volumeMm3: number }>(
  lesions: readonly L[],
  k: number,
): L[] => largestFirst(lesions).slice(0, k);

/** One table a group of lesions (irradiated or not, target or not, organ), in order of the groups' names. */
export function aggregateByGroup(
  lesions: readonly (LesionFeatures & { readonly group: string })[],
  options: AggregateOptions = {},
): { readonly group: string; readonly lesions: number; readonly rows: LesionAggregate[] }[] {
  return [...new Set(lesions.map((l) => l.group))].sort().map((group) => {
    const members = lesions.filter((l) => l.group === group);
    return { group, lesions: members.length, rows: aggregateLesions(members, options) };
  });
}

interface Point {
  readonly lesion: string;
  readonly volume: number;
  readonly value: number;
}

function over(points: readonly Point[], isSize: boolean, bins: number): Omit<LesionAggregate, "key" | "id" | "unit"> {
  const n = points.length;
  const of = <T>(compute: () => T): T | null => (n === 0 ? null : compute());
  const xs = points.map((p) => p.value);
  const sorted = Float64Array.from(xs).sort();
  const mean = xs.reduce((a, x) => a + x, 0) / n;
  const weighted = (list: readonly Point[]): number =>
    list.reduce((sum, p) => sum + p.volume * p.value, 0) / list.reduce((sum, p) => sum + p.volume, 0);
  const extreme = (sign: 1 | -1): string =>
    points.reduce((a, p) => (sign * p.value > sign * a.value || (p.value === a.value && p.lesion < a.lesion) ? p : a))
      .lesion;
  return {
    lesions: n,
    mean: of(() => mean),
    median: of(() => percentile(sorted, 0.5)),
    firstQuartile: of(() => percentile(sorted, 0.25)),
    thirdQuartile: of(() => percentile(sorted, 0.75)),
    min: of(() => sorted[0]!),
    max: of(() => sorted[n - 1]!),
    range: of(() => sorted[n - 1]! - sorted[0]!),
    sd: n < 2 ? null : Math.sqrt(xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1)),
    entropy: of(() => entropyOf(xs, { low: sorted[0]!, high: sorted[n - 1]!, count: bins })),
    volumeWeightedMean: of(() => weighted(points)),
    volumeWeightedLargestThree: of(() => weighted(points.slice(0, 3))),
    largest: of(() => points[0]!.value),
    smallest: of(() => points[n - 1]!.value),
    sum: isSize ? of(() => xs.reduce((a, x) => a + x, 0)) : null,
    minLesion: of(() => extreme(-1)),
    maxLesion: of(() => extreme(1)),
  };
}
