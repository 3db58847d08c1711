import { bernoulliLogLikelihood, expit } from "../models/logistic-regression.ts";
import type { RiskSetData } from "../survival/risk-sets.ts";
import { cachedGram } from "./cached-gram.ts";
import { innerProduct } from "./inner-product.ts";
import type { SmoothModel } from "./proximal-newton.ts";

/** Columns standardised with 1/n variance; a column that does not vary becomes 0 throughout. */
export interface Standardised {
  readonly columns: readonly Float64Array[];
  readonly means: readonly number[];
  readonly scales: readonly number[];
}

export function standardise(columns: readonly Float64Array[]): Standardised {
  const n = columns[0]?.length ?? 0;
  const means = columns.map((c) => {
    let s = 0;
    for (let i = 0; i < n; i++) s += c[i]!;
    return s / n;
  });
  const scales = columns.map((c, j) => {
    let s = 0;
    for (let i = 0; i < n; i++) s += (c[i]! - means[j]!) ** 2;
    const sd = Math.sqrt(s / n);
    return sd > 1e-14 * Math.abs(means[j]!) ? sd : 0;
  });
  // One block of memory: a thousand small ones cost more than the arithmetic.
  const whole = new Float64Array(n * columns.length);
  return {
    columns: columns.map((c, j) => {
      const out = whole.subarray(j * n, (j + 1) * n);
      const [m, by] = [means[j]!, scales[j]!];
      if (by > 0) for (let i = 0; i < n; i++) out[i] = (c[i]! - m) / by;
      return out;
    }),
    means,
    scales,
  };
}

/**
 * The linear predictor at coefficients, a fresh array each time. Value, gradient and curvature are asked for at the same
 * coefficients in turn, so the last line is kept; coefficients are never changed in place.
 */
function lineAt(columns: readonly Float64Array[], n: number): (beta: Float64Array) => Float64Array {
  let of: Float64Array | null = null;
  let line = new Float64Array(n);
  return (beta) => {
    if (beta === of) return line.slice();
    const out = new Float64Array(n);
    for (let j = 0; j < columns.length; j++) {
      const b = beta[j]!;
      if (b === 0) continue;
      const column = columns[j]!;
      for (let i = 0; i < n; i++) out[i]! += b * column[i]!;
    }
    of = beta;
    line = out;
    return out.slice();
  };
}

/** Binomial log-likelihood / n, intercept first. */
export function logisticModel(y: Uint8Array, columns: readonly Float64Array[]): SmoothModel {
  const n = y.length;
  const x = [new Float64Array(n).fill(1), ...columns];
  const eta = lineAt(x, n);
  return {
    p: x.length,
    intercept: true,
    value: (beta) => bernoulliLogLikelihood(y, eta(beta)) / n,
    gradient: (beta, kept) => {
      const residual = eta(beta);
      for (let i = 0; i < n; i++) residual[i] = (y[i]! - expit(residual[i]!)) / n;
      const out = new Float64Array(x.length);
      const along = (j: number): void => {
        out[j] = innerProduct(x[j]!, residual);
      };
      if (kept) for (const j of kept) along(j);
      else for (let j = 0; j < x.length; j++) along(j);
      return out;
    },
    curvature: (beta) => {
      const root = eta(beta);
      for (let i = 0; i < n; i++) root[i] = Math.sqrt((expit(root[i]!) * expit(-root[i]!)) / n);
      return cachedGram((j) => x[j]!.map((v, i) => v * root[i]!));
    },
  };
}

/** Log partial likelihood / n, Breslow ties, one stratum. Columns as `riskSetData` scales them. */
export function coxModel(data: RiskSetData): SmoothModel {
  const { n, p } = data;
  const columns = Array.from({ length: p }, (_, j) => Float64Array.from({ length: n }, (_, i) => data.x[i * p + j]!));
  const groups = eventGroups(data);
  const size = groups.length;
  const eta = lineAt(columns, n);
  /** Sum of weights at risk at each event time. */
  const atRisk = (weight: Float64Array): Float64Array => {
    const out = new Float64Array(size);
    let [s, i] = [0, 0];
    groups.forEach(({ to }, e) => {
      for (; i < to; i++) s += weight[i]!;
      out[e] = s;
    });
    return out;
  };
  /** Expected events of each subject, weight × cumulative hazard to its time; and the sums at risk. */
  const expected = (beta: Float64Array) => {
    const weight = eta(beta).map(Math.exp);
    const s0 = atRisk(weight);
    const out = new Float64Array(n);
    let hazard = 0;
    let i = n - 1;
    // Whoever stands at or before the end of a group is at risk in it: from the earliest event time upwards.
    for (let e = size - 1; e >= 0; e--) {
      for (; i >= groups[e]!.to; i--) out[i] = weight[i]! * hazard;
      hazard += groups[e]!.deaths / s0[e]!;
    }
    for (; i >= 0; i--) out[i] = weight[i]! * hazard;
    return { weight, s0, out };
  };
  return {
    p,
    intercept: false,
    value: (beta) => {
      const line = eta(beta);
      const s0 = atRisk(line.map(Math.exp));
      let value = 0;
      for (let i = 0; i < n; i++) if (data.event[i] === 1) value += line[i]!;
      groups.forEach(({ deaths }, e) => {
        value -= deaths * Math.log(s0[e]!);
      });
      return value / n;
    },
    gradient: (beta, kept) => {
      const residual = expected(beta).out;
      for (let i = 0; i < n; i++) residual[i] = (data.event[i]! - residual[i]!) / n;
      const out = new Float64Array(p);
      const along = (j: number): void => {
        out[j] = innerProduct(columns[j]!, residual);
      };
      if (kept) for (const j of kept) along(j);
      else for (let j = 0; j < p; j++) along(j);
      return out;
    },
    // Sum over event times of d (S2 / s0 - s1 s1' / s0²): the first part by subjects, the second by event times.
    curvature: (beta) => {
      const { weight, s0, out } = expected(beta);
      const root = out.map((v) => Math.sqrt(v / n));
      return cachedGram(
        (j) => columns[j]!.map((v, i) => v * root[i]!),
        (j) => {
          const s1 = atRisk(columns[j]!.map((v, i) => v * weight[i]!));
          return s1.map((v, e) => (v / s0[e]!) * Math.sqrt(groups[e]!.deaths / n));
        },
      );
    },
  };
}

/** Event times from the latest to the earliest: how many died, and how many sorted subjects are at risk. */
function eventGroups({ n, time, event }: RiskSetData): readonly { readonly deaths: number; readonly to: number }[] {
  const groups: { deaths: number; to: number }[] = [];
  for (let i = 0; i < n; ) {
    const at = time[i]!;
    let deaths = 0;
    for (; i < n && time[i] === at; i++) deaths += event[i]!;
    if (deaths > 0) groups.push({ deaths, to: i });
  }
  return groups;
}

/** Log partial likelihood of a model that gives every tied group of events its whole risk: -sum d ln d (Breslow). */
export function saturatedBreslow(data: RiskSetData): number {
  let value = 0;
  for (const { deaths } of eventGroups(data)) value -= deaths * Math.log(deaths);
  return value;
}
