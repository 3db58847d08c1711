import { pooledValue } from "../radiogenomics/pool-lesions.ts";
import type { FeatureQuery } from "./feature-shape.ts";
import type { LesionFigures } from "./feature-values.ts";

/** By feature, one value a subject in the order of `subjects`: its lesions (of one organ, if asked) made one. */
export function pooledBySubject(
  lesions: readonly LesionFigures[],
  { region, pool }: Pick<FeatureQuery, "region" | "pool">,
  subjects: readonly string[],
  keys: readonly string[],
): (number | null)[][] {
  const of = new Map<string, LesionFigures[]>();
  for (const lesion of lesions)
    if (region === undefined || lesion.organ === region)
      of.set(lesion.subject, [...(of.get(lesion.subject) ?? []), lesion]);
  return keys.map((key) =>
    subjects.map((subject) => {
      const known = (of.get(subject) ?? []).flatMap(({ values, volumeMm3 }) => {
        const value = values?.[key];
        return value === null || value === undefined ? [] : [{ value, weight: volumeMm3 }];
      });
      return known.length === 0 ? null : pooledValue(known, pool);
    }),
  );
}
