import type { CriterionId } from "@nadir/domain";
import { isDiseaseControl, isResponse } from "@nadir/response";
import { proportion } from "@nadir/statistics";
import type { BestRow } from "./cohort-courses.ts";
import type { CohortQuery, ResponseRow } from "./cohort-shape.ts";

/**
 * Best responses by arm and criterion: how many of each category, objective response and disease control with the exact
 * limits of Clopper and Pearson 1934 (95 %). All who were assessed are counted; who was never evaluable is no responder.
 * Every row of a criterion has the same categories in the same order, best to worst, with 0 where an arm has none. Where there is
 * more than one arm, all together stand last (`arm` null).
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
    // Of the whole criterion: the same places in every row, so that arms are compared down a column.
    const categories = [...new Set(own.map((row) => row[best]))].sort(bestFirst);
    return own.length === 0
      ? []
      : groups.map((arm) => ({
          criterion,
          arm,
          ...rowOf(
            categories,
            own.filter((row) => arm === null || row.arm === arm).map((row) => row[best]),
          ),
        }));
  });
}

function rowOf(categories: readonly string[], labels: readonly string[]): Omit<ResponseRow, "criterion" | "arm"> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return {
    patients: labels.length,
    categories: categories.map((category) => ({ category, patients: counts.get(category) ?? 0 })),
    objectiveResponse: shareOf(labels.filter(isResponse).length, labels.length),
    diseaseControl: shareOf(labels.filter(isDiseaseControl).length, labels.length),
  };
}

/** Categories of all criteria without their prefix, best to worst; who was never evaluable stands last. */
const ORDER = ["CR", "PR", "MR", "SD", "NED", "NON", "UPD", "PPD", "PD", "CPD", "NA", "NE"];
const placeOf = (label: string): number => {
  const bare = label.startsWith("NON-") ? "NON" : label.replace(/^(im|ir|i|r)(?=[A-Z])/, "").toUpperCase();
  const place = ORDER.indexOf(bare);
  return place < 0 ? ORDER.indexOf("NA") - 0.5 : place;
};
const bestFirst = (a: string, b: string): number => placeOf(a) - placeOf(b) || (a < b ? -1 : a > b ? 1 : 0);

function shareOf(count: number, of: number): ResponseRow["objectiveResponse"] {
  const found = proportion(count, of);
  if (!found.estimable) return null;
  const { lower, upper } = found.clopperPearson;
  return { count, estimate: found.estimate, lower, upper };
}
