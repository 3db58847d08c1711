import type { FeatureResult } from "@nadir/domain";
import { catalogueEntryOf } from "./catalogue/catalogue.ts";
import { requireSameSettings } from "./same-settings.ts";

/** A visit's features; `day` counts from any day that is the same for all, days before it negative. */
export interface VisitFeatures {
  readonly day: number;
  readonly result: FeatureResult;
}

/** How one feature runs over several visits. */
export interface CourseRow {
  readonly key: string;
  readonly id: string;
  readonly unit: string;
  /** Visits with a value. */
  readonly visits: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly least: number | null;
  readonly leastDay: number | null;
  readonly greatest: number | null;
  /** Of the least-squares line over the days, unit per day; null with fewer than two different days. */
  readonly slopePerDay: number | null;
  /** Slope over |value of the line at the first day|; null where that is 0. */
  readonly relativeSlopePerDay: number | null;
  /** Share of the variance that the line explains; null without a slope, 1 where all values are equal. */
  readonly r2: number | null;
}

/** The course of every feature over the visits, in any order. Refuses `SETTINGS_DIFFER`. Throws RangeError for no visit. */
export function featureCourse(visits: readonly VisitFeatures[]): CourseRow[] {
  const ordered = [...visits].sort((a, b) => a.day - b.day);
  const start = ordered[0];
  if (!start) throw new RangeError("A course needs at least one visit.");
  for (const { result } of ordered) requireSameSettings(start.result, result);
  const byVisit = ordered.map(({ day, result }) => ({
    day,
    values: new Map(result.values.map((v) => [v.key, v.value])),
  }));
  return start.result.values.map(({ key, id }) => {
    const points = byVisit.flatMap(({ day, values }) => {
      const value = values.get(key) ?? null;
      return value === null ? [] : [{ day, value }];
    });
    return { key, id, unit: catalogueEntryOf(id)?.unit ?? "1", ...lineOf(points) };
  });
}

function lineOf(points: readonly { day: number; value: number }[]): Omit<CourseRow, "key" | "id" | "unit"> {
  const n = points.length;
  const least = points.reduce<(typeof points)[number] | null>(
    (a, p) => (a === null || p.value < a.value ? p : a),
    null,
  );
  const base = {
    visits: n,
    first: points[0]?.value ?? null,
    last: points[n - 1]?.value ?? null,
    least: least?.value ?? null,
    leastDay: least?.day ?? null,
    greatest: n > 0 ? Math.max(...points.map((p) => p.value)) : null,
  };
  const meanDay = points.reduce((sum, p) => sum + p.day, 0) / n;
  const mean = points.reduce((sum, p) => sum + p.value, 0) / n;
  let [xx, xy, yy] = [0, 0, 0];
  for (const { day, value } of points) {
    xx += (day - meanDay) ** 2;
    xy += (day - meanDay) * (value - mean);
    yy += (value - mean) ** 2;
  }
  if (!(xx > 0)) return { ...base, slopePerDay: null, relativeSlopePerDay: null, r2: null };
  const slope = xy / xx;
  const start = Math.abs(mean + slope * (points[0]!.day - meanDay));
  return {
    ...base,
    slopePerDay: slope,
    relativeSlopePerDay: start === 0 ? null : slope / start,
    r2: yy === 0 ? 1 : (xy * xy) / (xx * yy),
  };
}

/**
 * The visit for a delta that is to be taken at a time after treatment began: the one nearest to `targetDay` among
 * those with fromDay ≤ day ≤ toDay (the earlier on a tie); null when there is none.
 */
export function visitInWindow<V extends { readonly day: number }>(
  visits: readonly V[],
  { fromDay, toDay, targetDay }: { fromDay: number; toDay: number; targetDay: number },
): V | null {
  const away = (v: V): number => Math.abs(v.day - targetDay);
  return visits
    .filter((v) => v.day >= fromDay && v.day <= toDay)
    .reduce<V | null>(
      (best, v) => (best === null || away(v) < away(best) || (away(v) === away(best) && v.day < best.day) ? v : best),
      null,
    );
}
