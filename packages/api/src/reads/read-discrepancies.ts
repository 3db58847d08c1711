import type { CriterionOutcome } from "@nadir/domain";
import { baselineBurdenOf, hasGrownBy } from "@nadir/response";
import type { ReadDiscrepancy } from "./read-shape.ts";

/**
 * Where two readers' reads of a patient differ in what matters, by rule, over the visits that both have signed: another overall
 * response, a new lesion that one alone has found, sums of which the larger exceeds the smaller by `sumDiffersPercent` or
 * more (baseline included), another day of progression. Without an outcome a reader's reads cannot be judged, which is told.
 */
export function readDiscrepancies(
  first: CriterionOutcome | null,
  second: CriterionOutcome | null,
  visits: readonly string[],
  sumDiffersPercent: number,
): ReadDiscrepancy[] {
  if (!first || !second)
    return first || second ? [{ kind: "not-judged", visit: null, first: judged(first), second: judged(second) }] : [];
  const found: ReadDiscrepancy[] = [];
  const [one, other] = [baselineSum(first), baselineSum(second)];
  if (differs(one, other, sumDiffersPercent))
    found.push({ kind: "sum", visit: first.baselineVisit, first: String(one), second: String(other) });
  for (const visit of visits) {
    const [a, b] = [first.visits[visit], second.visits[visit]];
    if (!a || !b) continue;
    if (a.overall !== b.overall) found.push({ kind: "response", visit, first: a.overall, second: b.overall });
    if (a.newLesions !== b.newLesions)
      found.push({ kind: "new-lesion", visit, first: seen(a.newLesions), second: seen(b.newLesions) });
    if (differs(a.size.value, b.size.value, sumDiffersPercent))
      found.push({ kind: "sum", visit, first: String(a.size.value), second: String(b.size.value) });
  }
  if (first.progressionDate !== second.progressionDate)
    found.push({
      kind: "progression",
      visit: null,
      first: first.progressionDate ?? "none",
      second: second.progressionDate ?? "none",
    });
  return found;
}

const judged = (outcome: CriterionOutcome | null): string => (outcome ? "judged" : "cannot be judged");
const seen = (isSeen: boolean): string => (isSeen ? "seen" : "not seen");

/** The burden at baseline in the criterion's unit, also before the first follow-up. */
export const baselineSum = (outcome: CriterionOutcome) =>
  outcome.visits[outcome.visitOrder[0] ?? ""]?.size.baseline ?? baselineBurdenOf(outcome);

/** Sums are of figures with at most a few decimals: in millionths they are whole numbers, and the comparison is exact. */
function differs(a: number | null, b: number | null, percent: number): boolean {
  if (a === null || b === null) return false;
  const [smaller, larger] = [Math.round(Math.min(a, b) * 1e6), Math.round(Math.max(a, b) * 1e6)];
  return hasGrownBy(larger, smaller, percent);
}

export const sameDiscrepancy = (a: ReadDiscrepancy, b: ReadDiscrepancy): boolean =>
  a.kind === b.kind && a.visit === b.visit && a.first === b.first && a.second === b.second;
