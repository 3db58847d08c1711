import type { DevelopmentPlan } from "@nadir/domain";
import { quantile, randomSource, spearman } from "@nadir/statistics";
import type { Cohort, Predictors } from "./cohort.ts";
import type { FittedCandidate } from "./fitted-model.ts";
import { discrimination, judgedOf } from "./measure.ts";
import type { OuterPart } from "./nested.ts";
import { predict } from "./predict.ts";

/** What a model does with its predictors. None of it says that a predictor causes anything. */
export interface Explanation {
  /**
   * By predictor: the mean loss of AUC (C) when its values are shuffled among the subjects left out of each part of the first
   * repeat, under models that have not seen them (Breiman 2001; Fisher, Rudin & Dominici 2019).
   */
  readonly importance: readonly { readonly predictor: string; readonly loss: number }[];
  /** Of the final model, for the most important predictors. */
  readonly effects: readonly {
    readonly predictor: string;
    /** Mean prediction with every subject at a value (Friedman 2001), at quantiles of the training values. */
    readonly partialDependence: readonly { readonly at: number; readonly prediction: number }[];
    /** Accumulated local effect (Apley & Zhu 2020, JRSS B 82:1059), mean 0: only subjects near a value are moved to it. */
    readonly accumulatedLocal: readonly { readonly at: number; readonly effect: number }[];
  }[];
  /** Pairs that share what they tell: their importance is divided, and partial dependence asks of subjects that do not exist. */
  readonly correlated: readonly { readonly predictors: readonly [string, string]; readonly rho: number }[];
  readonly warning: string | null;
}

const SHUFFLES = 5;
const MOST_PREDICTORS = 30;
const MOST_EFFECTS = 8;
const HIGH = 0.7;

export function explain(
  cohort: Cohort,
  plan: DevelopmentPlan,
  parts: readonly OuterPart[],
  final: FittedCandidate | null,
): Explanation | null {
  if (!final) return null;
  const uses = new Map<string, number>(final.used.map((name) => [name, 0.5]));
  for (const part of parts) for (const name of part.fitted?.used ?? []) uses.set(name, (uses.get(name) ?? 0) + 1);
  const asked = [...uses].sort((a, b) => b[1] - a[1]).slice(0, MOST_PREDICTORS);
  const importance = asked
    .map(([predictor]) => ({ predictor, loss: lossOf(cohort, plan, parts, predictor) }))
    .filter((x): x is { predictor: string; loss: number } => x.loss !== null)
    .sort((a, b) => b.loss - a.loss);
  const shown = importance.map((i) => i.predictor).filter((name) => final.used.includes(name));
  const correlated = correlatedPairs(cohort, shown);
  return {
    importance,
    effects: shown.slice(0, MOST_EFFECTS).flatMap((predictor) => {
      const j = cohort.names.indexOf(predictor);
      const known = cohort.columns[j]!.filter((v) => !Number.isNaN(v));
      return known.length === 0 ? [] : [{ predictor, ...effectsOf(cohort, final, j, known) }];
    }),
    correlated,
    warning:
      correlated.length > 0
        ? `${correlated.length} pairs of predictors correlate above ${HIGH} (first: ${correlated[0]!.predictors.join(" and ")}, ${correlated[0]!.rho.toFixed(2)}): they share importance, and partial dependence shows combinations that no subject has; read the accumulated local effects.`
        : null,
  };
}

const rowsOf = (of: Predictors, rows: readonly number[]): Predictors => ({
  names: of.names,
  columns: of.columns.map((c) => Float64Array.from(rows, (i) => c[i]!)),
  sites: rows.map((i) => of.sites[i]!),
});

const withColumn = (of: Predictors, j: number, column: Float64Array): Predictors => ({
  ...of,
  columns: of.columns.map((c, k) => (k === j ? column : c)),
});

function lossOf(cohort: Cohort, plan: DevelopmentPlan, parts: readonly OuterPart[], predictor: string): number | null {
  const j = cohort.names.indexOf(predictor);
  const random = randomSource(plan.seed + j);
  let [loss, count] = [0, 0];
  for (const { repeat, rows, fitted } of parts) {
    if (repeat > 1 || !fitted) continue;
    const own = rowsOf(cohort, rows);
    const judged = judgedOf(cohort, rows);
    const before = discrimination(predict(fitted, own), judged);
    if (before === null) continue;
    // A predictor that this part's model does not use costs nothing here.
    for (let s = 0; s < (fitted.used.includes(predictor) ? SHUFFLES : 0); s++) {
      const shuffled = own.columns[j]!.slice();
      for (let i = shuffled.length - 1; i > 0; i--) {
        const k = random.integer(i + 1);
        [shuffled[i], shuffled[k]] = [shuffled[k]!, shuffled[i]!];
      }
      const after = discrimination(predict(fitted, withColumn(own, j, shuffled)), judged)!;
      loss += ((before - after) * rows.length) / SHUFFLES;
    }
    count += rows.length;
  }
  return count === 0 ? null : loss / count;
}

function effectsOf(cohort: Cohort, final: FittedCandidate, j: number, known: Float64Array) {
  const at = (shares: number): number[] =>
    [...new Set(Array.from({ length: shares + 1 }, (_, k) => quantile(known, k / shares)))].sort((a, b) => a - b);
  const n = cohort.sites.length;
  const partialDependence = at(20).map((v) => {
    const p = predict(final, withColumn(cohort, j, new Float64Array(n).fill(v)));
    return { at: v, prediction: p.reduce((s, x) => s + x, 0) / n };
  });
  const limits = at(10);
  const raw = [0];
  const sizes = [0];
  for (let k = 1; k < limits.length; k++) {
    const [low, high] = [limits[k - 1]!, limits[k]!];
    const rows = Array.from(cohort.columns[j]!.keys()).filter((i) => {
      const v = cohort.columns[j]![i]!;
      return v <= high && (v > low || (k === 1 && v === low));
    });
    const own = rowsOf(cohort, rows);
    const of = (v: number) => predict(final, withColumn(own, j, new Float64Array(rows.length).fill(v)));
    const [above, below] = [of(high), of(low)];
    const mean = rows.length === 0 ? 0 : above.reduce((s, v, i) => s + v - below[i]!, 0) / rows.length;
    raw.push(raw[k - 1]! + mean);
    sizes.push(rows.length);
  }
  const total = sizes.reduce((s, v) => s + v, 0);
  const centre = raw.reduce((s, v, k) => s + (k === 0 ? 0 : (sizes[k]! * (raw[k - 1]! + v)) / 2), 0) / total;
  return { partialDependence, accumulatedLocal: limits.map((v, k) => ({ at: v, effect: raw[k]! - centre })) };
}

function correlatedPairs(cohort: Cohort, names: readonly string[]): Explanation["correlated"] {
  const pairs: Explanation["correlated"][number][] = [];
  for (const [k, b] of names.entries())
    for (const a of names.slice(0, k)) {
      const [x, y] = [a, b].map((name) => cohort.columns[cohort.names.indexOf(name)]!) as [Float64Array, Float64Array];
      const both = Array.from(x.keys()).filter((i) => !Number.isNaN(x[i]!) && !Number.isNaN(y[i]!));
      if (both.length < 4) continue;
      const found = spearman(
        both.map((i) => x[i]!),
        both.map((i) => y[i]!),
      );
      if (found.estimable && Math.abs(found.coefficient) > HIGH)
        pairs.push({ predictors: [a, b], rho: found.coefficient });
    }
  return pairs.sort((a, b) => Math.abs(b.rho) - Math.abs(a.rho)).slice(0, 20);
}
