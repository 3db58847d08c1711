import { type DevelopmentCandidate, refuse } from "@nadir/domain";
import { type Cohort, divide, type Predictors } from "../cohort.ts";
import { fitCandidate } from "../fit-candidate.ts";
import { predict } from "../predict.ts";

/** One row for each of some lesions or visits. */
export const asPredictors = (
  names: readonly string[],
  rows: readonly { readonly values: ArrayLike<number> }[],
): Predictors => ({
  names,
  columns: names.map((_, j) => Float64Array.from(rows, (row) => row.values[j]!)),
  sites: rows.map(() => ""),
});

/** Steps and model of one way, fitted on the training rows. Refusal: `NOT_FITTED`, and those of the steps. */
export function fitWay(
  way: DevelopmentCandidate,
  predictors: Predictors,
  outcome: Uint8Array,
  seed: number,
): (rows: Predictors) => Float64Array {
  const rows: Cohort = { ...predictors, outcome, subjects: predictors.sites.map((_, i) => String(i)) };
  const { training } = divide(rows, () => false);
  const answer = fitCandidate(way, training, seed);
  if (!answer.estimable) refuse("NOT_FITTED", `Method '${way.name}' cannot be fitted in a fold: ${answer.reason}`);
  return (others) => predict(answer.fitted, others);
}
