import type { CriterionId } from "@nadir/domain";
import { isDiseaseControl, isResponse } from "@nadir/response";
import { proportion } from "@nadir/statistics";
import type { BestRow } from "./cohort-courses.ts";
import type { CohortQuery, ResponseRow } from "./cohort-shape.ts";

/**
 * Best responses by arm and criterion: how many of each category, objective response and disease control with the exact
 * limits of Clopper and Pearson 1934 (95 %). All who were assessed are counted; who was never evaluable is no responder.
 * Where there is more than one arm, all together stand last (`arm` null).
 */
export function responseTable(
  rows: readonly BestRow[],
  criteria: readonly CriterionId[],
  best: CohortQuery["best"],
): ResponseRow[] {
  const arms = [...new Set(rows.map(({ arm }) => arm))];
  const groups: (string | null)[] = arms.length > 1 ? [...arms, null] : arms;
  return criteria.flatMap((criterion) => {
    const own = rows.filter((row) => row.criterion === criterion);
    return own.length === 0
      ? []
      : groups.map((arm) => ({
          criterion,
          arm,
          ...rowOf(own.filter((row) => arm === null || row.arm === arm).map((row) => row[best])),
        }));
  });
}

function rowOf(labels: readonly string[]): Omit<ResponseRow, "criterion" | "arm"> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return {
    patients: labels.length,
    categories: [...counts]
      .map(([category, patients]) => ({ category, patients }))
      .sort((a, b) => b.patients - a.patients || (a.category < b.category ? -1 : 1)),
    objectiveResponse: shareOf(labels.filter(isResponse).length, labels.length),
    diseaseControl: shareOf(labels.filter(isDiseaseControl).length, labels.length),
  };
}

function shareOf(count: number, of: number): ResponseRow["objectiveResponse"] {
  const found = proportion(count, of);
  if (!found.estimable) return null;
  const { lower, upper } = found.clopperPearson;
  return { count, estimate: found.estimate, lower, upper };
}
