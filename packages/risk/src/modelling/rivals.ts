import { type DevelopmentPlan, refuse } from "@nadir/domain";
import {
  compareAucPaired,
  concordanceDifference,
  type Estimated,
  type Interval,
  netBenefitDifference,
  netBenefitSurvival,
  notEstimable,
} from "@nadir/statistics";
import type { Cohort } from "./cohort.ts";
import { discrimination, type Judged, judgedOf } from "./measure.ts";
import { nested } from "./nested.ts";

/** A model of one column (the volume, the sum of diameters), judged on the same parts as the procedure. */
export interface Rival {
  readonly name: string;
  readonly subjects: number;
  /** AUC, or Harrell's C with follow-up. */
  readonly discrimination: number | null;
  /** The procedure less the rival, on the subjects of both: DeLong's, or the paired difference of C. */
  readonly difference: Estimated<{
    readonly difference: number;
    readonly interval: Interval;
    readonly p: number | null;
  }>;
  /** At the prevalence of the outcome as threshold: net benefit of the procedure less that of the rival. */
  readonly netBenefitDifference: {
    readonly threshold: number;
    readonly difference: number;
    /** Absent with follow-up. */
    readonly interval?: Interval;
  } | null;
}

/** Volume, sums of diameters and burden as columns are commonly called, e.g. `mesh_volume`, `morph_volume`, `sld_mm`, `l_size`. */
const SIMPLE = /(^|_)(volume|vol|burden|sld|size|tlg|mtv|sum_of_diameters|sum_mm|recist)(_|$)|^(voxel|mesh)_?volume/i;

/** The columns that the plan names, or those whose names tell size; at most ten. */
export const rivalColumns = (plan: DevelopmentPlan, names: readonly string[]): string[] =>
  plan.rivals
    ? [...plan.rivals]
    : names.filter((name) => SIMPLE.test(name) && !/ratio|density|delta|change/i.test(name)).slice(0, 10);

/**
 * Does the model beat volume? Each rival is logistic (Cox) regression on one column, fitted in the same outer parts, so that
 * neither has seen whom it is judged on. The rivals may stand outside the predictors of the plan.
 */
export function judgeRivals(
  cohort: Cohort,
  plan: DevelopmentPlan,
  simple: Pick<Cohort, "names" | "columns">,
  predictions: readonly (number | null)[],
): Rival[] {
  return rivalColumns(plan, simple.names).map((name): Rival => {
    const j = simple.names.indexOf(name);
    if (j < 0) refuse("NO_SUCH_RIVAL", `The rival '${name}' is no column of numbers.`, { found: name });
    const alone: Cohort = { ...cohort, names: [name], columns: [simple.columns[j]!] };
    const steps = [{ kind: "impute-median" as const }];
    const rival = nested(alone, {
      ...plan,
      candidates: [
        plan.survival
          ? { name, steps, model: { kind: "cox-elastic-net", alpha: 1, penalty: 1e-8 } }
          : { name, steps, model: { kind: "logistic", stepwise: "none" } },
      ],
    });
    if (rival.predictions.every((p) => p === null))
      return {
        name,
        subjects: 0,
        discrimination: null,
        difference: notEstimable(rival.notFitted[0]?.reason ?? "The rival could not be fitted in any part."),
        netBenefitDifference: null,
      };
    return { name, ...compared(plan, cohort, predictions, rival.predictions) };
  });
}

/** Two sets of predictions on the subjects that have both. */
export function compared(
  plan: Pick<DevelopmentPlan, "survival">,
  judged: Judged,
  own: readonly (number | null)[],
  other: readonly (number | null)[],
): Omit<Rival, "name"> {
  const rows = own.flatMap((p, i) => (p === null || other[i] === null ? [] : [i]));
  const [a, b] = [own, other].map((v) => Float64Array.from(rows, (i) => v[i]!)) as [Float64Array, Float64Array];
  const both = judgedOf(judged, rows);
  const { outcome, time } = both;
  const found =
    rows.length === 0
      ? notEstimable("No subject has both predictions.")
      : time
        ? concordanceDifference({ time, event: outcome, scores: [a, b] })
        : compareAucPaired(a, b, outcome);
  return {
    subjects: rows.length,
    discrimination: rows.length > 0 ? discrimination(b, both) : null,
    difference: found.estimable
      ? { estimable: true, difference: found.difference, interval: found.interval, p: found.p }
      : found,
    netBenefitDifference: netBenefitGap(plan, both, a, b),
  };
}

function netBenefitGap(
  plan: Pick<DevelopmentPlan, "survival">,
  { outcome, time }: Judged,
  a: Float64Array,
  b: Float64Array,
): Rival["netBenefitDifference"] {
  const threshold = outcome.reduce((s, v) => s + v, 0) / Math.max(1, outcome.length);
  if (!(threshold > 0 && threshold < 1)) return null;
  if (!time) {
    const found = netBenefitDifference(a, b, outcome, threshold);
    return found.estimable ? { threshold, difference: found.difference, interval: found.interval } : null;
  }
  if (!plan.survival) return null;
  const { horizon } = plan.survival;
  const [one, two] = [a, b].map((risk) => netBenefitSurvival({ time, event: outcome, risk }, horizon, [threshold]));
  return one!.estimable && two!.estimable
    ? { threshold, difference: one!.points[0]!.model - two!.points[0]!.model }
    : null;
}
