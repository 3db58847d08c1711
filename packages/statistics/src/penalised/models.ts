import { bernoulliLogLikelihood, expit } from "../models/logistic-regression.ts";
import type { SurvivalColumns } from "../survival/survival-data.ts";
import { type ColumnBlock, columnBlock } from "./column-block.ts";
import type { SmoothModel } from "./proximal-newton.ts";

/** Columns standardised with 1/n variance; a column that does not vary becomes 0 throughout, its scale 0. */
export interface Standardised {
  /** With `ones`, a column of ones comes first. */
  readonly block: ColumnBlock;
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/** Of `rows` alone, in their order, where they are named. */
export function standardise(
  columns: readonly Float64Array[],
  { rows, ones = false }: { readonly rows?: Int32Array | undefined; readonly ones?: boolean } = {},
): Standardised {
  const n = rows?.length ?? columns[0]?.length ?? 0;
  const p = columns.length;
  const first = ones ? 1 : 0;
  const block = columnBlock(n, p + first);
  const { stride, values } = block;
  if (ones) values.fill(1, 0, n);
  const [means, scales] = [new Float64Array(p), new Float64Array(p)];
  columns.forEach((c, j) => {
    const from = (j + first) * stride;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const v = c[rows ? rows[i]! : i]!;
      values[from + i] = v;
      sum += v;
    }
    const m = sum / n;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (values[from + i]! - m) ** 2;
    const sd = Math.sqrt(squares / n);
    const by = sd > 1e-14 * Math.abs(m) ? sd : 0;
    if (by > 0) for (let i = 0; i < n; i++) values[from + i] = (values[from + i]! - m) / by;
    else values.fill(0, from, from + n);
    means[j] = m;
    scales[j] = by;
  });
  return { block, means, scales };
}

/** Binomial log-likelihood / n, intercept first. */
export function logisticModel(y: Uint8Array, x: ColumnBlock): SmoothModel {
  const { n } = x;
  return {
    x,
    intercept: true,
    value: (eta) => bernoulliLogLikelihood(y, eta) / n,
    residual: (eta, out) => {
      for (let i = 0; i < n; i++) out[i] = (y[i]! - expit(eta[i]!)) / n;
    },
    weights: (eta) => {
      const root = new Float64Array(n);
      for (let i = 0; i < n; i++) root[i] = Math.sqrt((expit(eta[i]!) * expit(-eta[i]!)) / n);
      return { root };
    },
  };
}

/** Follow-up from the latest time to the earliest, so that whoever is at risk at a time stands before its end. */
export interface SortedFollowUp {
  readonly n: number;
  /** Position of each sorted subject among those given. */
  readonly order: Int32Array;
  readonly event: Uint8Array;
  /** Of each event time, from the latest: how many had the event, and how many sorted subjects are at risk. */
  readonly deaths: Float64Array;
  readonly to: Int32Array;
}

/** Of `rows` alone where they are named; ties keep their order. */
export function sortedFollowUp({ time, event }: SurvivalColumns, rows?: Int32Array): SortedFollowUp {
  const order = (rows ?? Int32Array.from(time.keys())).slice().sort((a, b) => time[b]! - time[a]! || a - b);
  const n = order.length;
  const [deaths, to]: [number[], number[]] = [[], []];
  for (let i = 0; i < n; ) {
    const at = time[order[i]!]!;
    let count = 0;
    for (; i < n && time[order[i]!] === at; i++) count += event[order[i]!]!;
    if (count === 0) continue;
    deaths.push(count);
    to.push(i);
  }
  return {
    n,
    order,
    event: Uint8Array.from(order, (i) => event[i]!),
    deaths: Float64Array.from(deaths),
    to: Int32Array.from(to),
  };
}

/** Log partial likelihood (Breslow ties) at linear predictors in sorted order. */
export function partialLikelihood({ n, event, deaths, to }: SortedFollowUp, eta: Float64Array): number {
  let [value, s, i] = [0, 0, 0];
  for (let k = 0; k < n; k++) if (event[k] === 1) value += eta[k]!;
  for (let e = 0; e < deaths.length; e++) {
    for (; i < to[e]!; i++) s += Math.exp(eta[i]!);
    value -= deaths[e]! * Math.log(s);
  }
  return value;
}

/** Log partial likelihood of a model that gives every tied group of events its whole risk: -sum d ln d (Breslow). */
export const saturatedBreslow = ({ deaths }: SortedFollowUp): number => deaths.reduce((s, d) => s - d * Math.log(d), 0);

/** Log partial likelihood / n, Breslow ties, one stratum. Columns in the order of the follow-up. */
export function coxModel(sorted: SortedFollowUp, x: ColumnBlock): SmoothModel {
  const { n, event, deaths, to } = sorted;
  const { stride, values } = x;
  const size = deaths.length;
  const [weight, s0, hazards] = [new Float64Array(n), new Float64Array(size), new Float64Array(n)];
  /** Weights, their sums at risk at each event time, and each subject's cumulative hazard to its time. */
  const walk = (eta: Float64Array): void => {
    let [s, i] = [0, 0];
    for (let k = 0; k < n; k++) weight[k] = Math.exp(eta[k]!);
    for (let e = 0; e < size; e++) {
      for (; i < to[e]!; i++) s += weight[i]!;
      s0[e] = s;
    }
    let hazard = 0;
    let k = n - 1;
    // Whoever stands at or before the end of a group is at risk in it: from the earliest event time upwards.
    for (let e = size - 1; e >= 0; e--) {
      for (; k >= to[e]!; k--) hazards[k] = hazard;
      hazard += deaths[e]! / s0[e]!;
    }
    for (; k >= 0; k--) hazards[k] = hazard;
  };
  return {
    x,
    intercept: false,
    value: (eta) => partialLikelihood(sorted, eta) / n,
    residual: (eta, out) => {
      walk(eta);
      for (let i = 0; i < n; i++) out[i] = (event[i]! - weight[i]! * hazards[i]!) / n;
    },
    // Sum over event times of d (S2 / s0 - s1 s1' / s0²): the first part by subjects, the second by event times.
    weights: (eta) => {
      walk(eta);
      const root = new Float64Array(n);
      for (let i = 0; i < n; i++) root[i] = Math.sqrt((weight[i]! * hazards[i]!) / n);
      const at = weight.slice();
      const factor = Float64Array.from(deaths, (d, e) => Math.sqrt(d / n) / s0[e]!);
      return {
        root,
        minus: {
          length: size,
          write: (j, into, from) => {
            let [s, i] = [0, 0];
            for (let e = 0; e < size; e++) {
              for (; i < to[e]!; i++) s += values[j * stride + i]! * at[i]!;
              into[from + e] = s * factor[e]!;
            }
          },
        },
      };
    },
  };
}
