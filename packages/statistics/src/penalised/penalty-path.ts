import { refuse } from "@nadir/domain";
import { checkedFlags, checkedNumbers } from "../checked-input.ts";
import { checkedSurvival } from "../survival/survival-data.ts";
import type { BinomialDesign, CoxDesign } from "./elastic-net.ts";
import { coxModel, logisticModel, sortedFollowUp, standardise } from "./models.ts";
import { gradientAt } from "./proximal-newton.ts";

export interface PenaltyPathOptions {
  /** Share of the lasso, above 0. */
  readonly alpha?: number;
  readonly count: number;
  /** Smallest penalty as a share of the largest. */
  readonly leastRatio: number;
}

/** Penalties from the smallest that keeps no feature down to `leastRatio` of it, evenly in the logarithm (Friedman 2010). */
export function logisticPenaltyPath(design: BinomialDesign, options: PenaltyPathOptions): number[] {
  const columns = Object.entries(design.features).map(([name, c]) => checkedNumbers(c, name));
  const y = checkedFlags(design.outcome, "outcome");
  const start = new Float64Array(columns.length + 1);
  const share = y.reduce((s, v) => s + v, 0) / y.length;
  start[0] = Math.log(share / (1 - share));
  return downFrom(gradientAt(logisticModel(y, standardise(columns, { ones: true }).block), start).slice(1), options);
}

/** As `logisticPenaltyPath`, for the partial likelihood of Cox (Breslow ties). */
export function coxPenaltyPath(design: CoxDesign, options: PenaltyPathOptions): number[] {
  const columns = Object.entries(design.features).map(([name, c]) => checkedNumbers(c, name));
  const sorted = sortedFollowUp(checkedSurvival(design));
  const model = coxModel(sorted, standardise(columns, { rows: sorted.order }).block);
  return downFrom(gradientAt(model, new Float64Array(columns.length)), options);
}

function downFrom(pull: Float64Array, { alpha = 1, count, leastRatio }: PenaltyPathOptions): number[] {
  if (!(alpha > 0 && alpha <= 1)) refuse("OUT_OF_RANGE", `alpha is ${alpha}; a path needs a number above 0, up to 1.`);
  if (!(count >= 2 && leastRatio > 0 && leastRatio < 1))
    refuse(
      "OUT_OF_RANGE",
      `A path of ${count} penalties down to ${leastRatio}: give 2 or more, down to between 0 and 1.`,
    );
  const largest = pull.reduce((m, v) => Math.max(m, Math.abs(v)), 0) / alpha;
  // No pull at all: any penalty keeps nothing.
  const top = largest > 0 && Number.isFinite(largest) ? largest : 1;
  return Array.from({ length: count }, (_, k) => top * leastRatio ** (k / (count - 1)));
}
