import { Matrix, solve } from "ml-matrix";
import { checkSameLength } from "../checked-input.ts";
import { ascendingOrder } from "../describe.ts";
import { chiSquareUpper } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { checkedSurvival, type SurvivalInput } from "./survival-data.ts";

export type Label = string | number;

export interface LogRankTest {
  readonly rho: number;
  readonly groups: readonly {
    readonly label: Label;
    readonly n: number;
    /** Weighted sums over event times (weight 1 for rho = 0). */
    readonly observed: number;
    readonly expected: number;
  }[];
  /** Hypergeometric variance of observed - expected, groups × groups. */
  readonly variance: readonly (readonly number[])[];
  readonly chiSquare: number;
  /** Groups with any expected event, minus 1. */
  readonly df: number;
  readonly p: number;
}

/**
 * The G-rho family (Harrington & Fleming 1982): rho = 0 is the log-rank test, rho = 1 the Peto–Peto modification of
 * Gehan's. Weights S(t-)^rho from the pooled Kaplan–Meier curve (of each stratum). With `strata`, sums over strata.
 * Groups are given in advance; a cut-point sought on the same data makes the p-value meaningless.
 */
export function logRank(
  input: SurvivalInput & { readonly group: ArrayLike<Label>; readonly strata?: ArrayLike<Label> },
  { rho = 0 }: { rho?: number } = {},
): Estimated<LogRankTest> {
  const { time, event } = checkedSurvival(input);
  const strata = input.strata ?? new Array<Label>(time.length).fill(0);
  checkSameLength({ time, group: input.group, strata });
  const labels = orderedLabels(input.group);
  const k = labels.length;
  const index = new Map(labels.map((l, i) => [l, i]));
  const groupOf = Int32Array.from({ length: time.length }, (_, i) => index.get(input.group[i]!)!);
  const observed = new Float64Array(k);
  const expected = new Float64Array(k);
  const variance = Array.from({ length: k }, () => new Float64Array(k));

  for (const stratum of orderedLabels(strata)) {
    const order = ascendingOrder(time).filter((i) => strata[i] === stratum);
    const atRisk = new Float64Array(k);
    for (const i of order) atRisk[groupOf[i]!]!++;
    let survival = 1;
    for (let a = 0; a < order.length; ) {
      const t = time[order[a]!]!;
      const n = order.length - a;
      const deaths = new Float64Array(k);
      const leaving = new Float64Array(k);
      let d = 0;
      for (; a < order.length && time[order[a]!] === t; a++) {
        const g = groupOf[order[a]!]!;
        leaving[g]!++;
        if (event[order[a]!] === 1) {
          deaths[g]!++;
          d++;
        }
      }
      if (d > 0) {
        const weight = rho === 0 ? 1 : survival ** rho;
        const spread = n > 1 ? (weight * weight * d * (n - d)) / (n - 1) : 0;
        for (let g = 0; g < k; g++) {
          observed[g]! += weight * deaths[g]!;
          expected[g]! += (weight * d * atRisk[g]!) / n;
          for (let h = 0; h < k; h++)
            variance[g]![h]! += spread * (atRisk[g]! / n) * ((g === h ? 1 : 0) - atRisk[h]! / n);
        }
        survival *= (n - d) / n;
      }
      for (let g = 0; g < k; g++) atRisk[g]! -= leaving[g]!;
    }
  }

  const informative = labels.map((_, g) => g).filter((g) => expected[g]! > 0);
  if (informative.length < 2)
    return notEstimable(
      `The log-rank test needs two groups at risk when an event happens; there ${informative.length === 1 ? "is 1" : "are 0"} of ${k}.`,
    );
  const tested = informative.slice(1);
  const chiSquare = quadratic(
    tested.map((g) => tested.map((h) => variance[g]![h]!)),
    tested.map((g) => observed[g]! - expected[g]!),
  );
  if (chiSquare === null)
    return notEstimable("The variance of the log-rank statistic is singular: no group can differ.");
  const df = tested.length;
  return estimated({
    rho,
    groups: labels.map((label, g) => ({
      label,
      n: groupOf.reduce((s, v) => s + (v === g ? 1 : 0), 0),
      observed: observed[g]!,
      expected: expected[g]!,
    })),
    variance: variance.map((row) => Array.from(row)),
    chiSquare,
    df,
    p: chiSquareUpper(chiSquare, df),
  });
}

/** u' A^-1 u, or null when A is singular. */
function quadratic(a: number[][], u: number[]): number | null {
  try {
    const x = solve(new Matrix(a), Matrix.columnVector(u));
    const value = u.reduce((s, v, i) => s + v * x.get(i, 0), 0);
    return Number.isFinite(value) && value >= 0 ? value : null;
  } catch {
    return null;
  }
}

/** Distinct labels: numbers ascending, then texts in code-unit order. */
export function orderedLabels(labels: ArrayLike<Label>): Label[] {
  return [...new Set(Array.from(labels as ArrayLike<Label>))].sort((a, b) =>
    typeof a === "number" && typeof b === "number"
      ? a - b
      : typeof a === typeof b
        ? a < b
          ? -1
          : 1
        : typeof a === "number"
          ? -1
          : 1,
  );
}
