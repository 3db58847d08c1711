import { refuse } from "@nadir/domain";
import type { Flags, Numbers } from "../checked-input.ts";
import { type Estimated, estimated } from "../estimate.ts";
import { type LogisticFit, logisticRegression } from "./logistic-regression.ts";

export interface StepwiseOptions {
  /** `forward` begins with the intercept alone, the others with all covariates. Default `both`. */
  readonly direction?: "forward" | "backward" | "both";
  /** Price of a coefficient: 2 (default) is Akaike's criterion, log(n) the Bayesian one. */
  readonly price?: number;
}

export interface StepwiseFit {
  readonly fit: LogisticFit;
  readonly kept: readonly string[];
  /** Deviance + price × coefficients. */
  readonly criterion: number;
  readonly steps: readonly {
    readonly change: "add" | "drop";
    readonly covariate: string;
    readonly criterion: number;
  }[];
}

/**
 * Stepwise logistic regression (Hastie & Pregibon 1992, as R's `step`): from step to step the one covariate is added or dropped
 * whose change lowers the criterion most, until none does. The p-values of what remains ignore the search: they are too
 * small. Not estimable where the model that it begins with is not; additions whose fit does not exist are passed over.
 */
export function stepwiseLogistic(
  input: { readonly outcome: Flags; readonly covariates: Readonly<Record<string, Numbers>> },
  { direction = "both", price = 2 }: StepwiseOptions = {},
): Estimated<StepwiseFit> {
  if (!(price >= 0)) refuse("OUT_OF_RANGE", `The price of a coefficient is ${price}; give 0 or more.`);
  const names = Object.keys(input.covariates);
  const fitOf = (kept: readonly string[]) =>
    logisticRegression({
      outcome: input.outcome,
      covariates: Object.fromEntries(names.filter((n) => kept.includes(n)).map((n) => [n, input.covariates[n]!])),
    });
  const criterionOf = (fit: LogisticFit): number => fit.deviance + price * fit.coefficients.length;
  let kept = direction === "forward" ? [] : names;
  const start = fitOf(kept);
  if (!start.estimable) return start;
  let current: LogisticFit = start;
  const steps: StepwiseFit["steps"][number][] = [];
  for (;;) {
    let best: { fit: LogisticFit; change: "add" | "drop"; covariate: string } | null = null;
    for (const covariate of names) {
      const change = kept.includes(covariate) ? "drop" : "add";
      if (direction === (change === "drop" ? "forward" : "backward")) continue;
      const fit = fitOf(change === "drop" ? kept.filter((n) => n !== covariate) : [...kept, covariate]);
      if (fit.estimable && (!best || criterionOf(fit) < criterionOf(best.fit))) best = { fit, change, covariate };
    }
    if (!best || criterionOf(best.fit) >= criterionOf(current) - 1e-7) break;
    const { change, covariate } = best;
    current = best.fit;
    kept = change === "drop" ? kept.filter((n) => n !== covariate) : [...kept, covariate];
    steps.push({ change, covariate, criterion: criterionOf(current) });
  }
  return estimated({
    fit: current,
    kept: names.filter((n) => kept.includes(n)),
    criterion: criterionOf(current),
    steps,
  });
}
