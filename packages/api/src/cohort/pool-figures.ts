import { pooledValue } from "../radiogenomics/pool-lesions.ts";
import type { FeatureQuery } from "./feature-shape.ts";
import type { LesionChanges, LesionFigures } from "./feature-values.ts";

export interface Pooled {
  /** By feature, one value a subject in the order of `subjects`. */
  readonly columns: (number | null)[][];
  /** Who has no value because a volume is not known that the way of pooling asks for; in the order of `subjects`. */
  readonly withoutVolume: string[];
}

/**
 * Of each feature one value a subject: its lesions (of one organ, if asked) made one. Which of several lesions is the largest,
 * or how much each weighs, is known only where all have a volume: nothing else is put in the place of such a value.
 */
export function pooledBySubject(
  lesions: readonly LesionFigures[],
  { region, pool }: Pick<FeatureQuery, "region" | "pool">,
  subjects: readonly string[],
  keys: readonly string[],
): Pooled {
  const of = new Map<string, LesionFigures[]>();
  for (const lesion of lesions)
    if (region === undefined || lesion.organ === region)
      of.set(lesion.subject, [...(of.get(lesion.subject) ?? []), lesion]);
  const without = new Set<string>();
  const columns = keys.map((key) =>
    subjects.map((subject) => {
      const known = (of.get(subject) ?? []).flatMap(({ values, volumeMm3 }) => {
        const value = values?.[key];
        return value === null || value === undefined ? [] : [{ value, weight: volumeMm3 }];
      });
      if (known.length < 2 || pool === "mean" || known.every(({ weight }) => weight !== null && weight > 0))
        return known.length === 0 ? null : pooledValue(known, known.length === 1 ? "mean" : pool);
      without.add(subject);
      return null;
    }),
  );
  return { columns, withoutVolume: subjects.filter((subject) => without.has(subject)) };
}

/** A lesion's change weighs by what it was at baseline: by how far it shrinks or grows it must not choose itself. */
export function weighedAtBaseline(
  changes: readonly LesionChanges[],
  baseline: readonly LesionFigures[],
): LesionFigures[] {
  const place = ({ subject, lesion }: LesionChanges) => JSON.stringify([subject, lesion]);
  const volumes = new Map(baseline.map((figures) => [place(figures), figures.volumeMm3]));
  return changes.map((change) => ({ ...change, volumeMm3: volumes.get(place(change)) ?? null }));
}
