import { type DevelopmentPlan, refuse } from "@nadir/domain";
import { coxRegression, type Estimated, logisticRegression, logit, notEstimable } from "@nadir/statistics";
import type { Cohort } from "./cohort.ts";
import { nested } from "./nested.ts";
import { compared, type Rival } from "./rivals.ts";

/** Does the model tell something beside named covariates (extent of resection, line of treatment, age)? */
export interface Adjustment {
  readonly covariates: readonly string[];
  /** Subjects with a prediction and every covariate. */
  readonly subjects: number;
  /**
   * Of one unit of the log odds (of the risk by the horizon) that models had said which had not seen the subject, beside the
   * covariates: the odds ratio, or with follow-up the hazard ratio; 1 = the covariates say all that it says.
   */
  readonly ratio: Estimated<{
    readonly value: number;
    readonly lower: number;
    readonly upper: number;
    readonly p: number;
  }>;
  /** A model of the covariates alone in the same parts; `difference` is the procedure less it. */
  readonly alone: Rival;
}

const NAME = "covariates alone";

/** Null where the plan names none. Refuses `NO_SUCH_COVARIATE`. */
export function judgeAdjustment(
  cohort: Cohort,
  plan: DevelopmentPlan,
  columns: Pick<Cohort, "names" | "columns">,
  predictions: readonly (number | null)[],
): Adjustment | null {
  if (!plan.adjust) return null;
  const own = plan.adjust.map((name) => {
    const j = columns.names.indexOf(name);
    if (j < 0)
      refuse("NO_SUCH_COVARIATE", `The covariate '${name}' is no column of numbers of the table.`, { found: name });
    return columns.columns[j]!;
  });
  const steps = [{ kind: "impute-median" as const }, { kind: "scale" as const }];
  const alone = nested(
    { ...cohort, names: plan.adjust, columns: own },
    {
      ...plan,
      candidates: [
        plan.survival
          ? { name: NAME, steps, model: { kind: "cox-elastic-net", alpha: 1, penalty: 1e-8 } }
          : { name: NAME, steps, model: { kind: "logistic", stepwise: "none" } },
      ],
    },
  );
  const rows = predictions.flatMap((p, i) => (p === null || own.some((c) => Number.isNaN(c[i]!)) ? [] : [i]));
  return {
    covariates: plan.adjust,
    subjects: rows.length,
    ratio: ratioBeside(cohort, plan.adjust, own, predictions, rows),
    alone: { name: NAME, ...compared(plan, cohort, predictions, alone.predictions) },
  };
}

function ratioBeside(
  { outcome, time }: Cohort,
  names: readonly string[],
  columns: readonly Float64Array[],
  predictions: readonly (number | null)[],
  rows: readonly number[],
): Adjustment["ratio"] {
  if (rows.length === 0) return notEstimable("No subject has a prediction and every covariate.");
  const inside = (p: number): number => Math.min(1 - 1e-6, Math.max(1e-6, p));
  const covariates = {
    predicted: rows.map((i) => logit(inside(predictions[i]!))),
    ...Object.fromEntries(names.map((name, j) => [`covariate ${name}`, rows.map((i) => columns[j]![i]!)])),
  };
  const event = rows.map((i) => outcome[i]!);
  const fit = time
    ? coxRegression({ time: rows.map((i) => time[i]!), event, covariates })
    : logisticRegression({ outcome: event, covariates });
  if (!fit.estimable) return fit;
  const { coefficient, standardError, p } = fit.coefficients.find((c) => c.name === "predicted")!;
  const [half, e] = [1.959963984540054 * standardError, Math.exp];
  return {
    estimable: true,
    value: e(coefficient),
    lower: e(coefficient - half),
    upper: e(coefficient + half),
    p,
  };
}
