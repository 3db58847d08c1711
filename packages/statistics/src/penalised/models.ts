import { bernoulliLogLikelihood, expit } from "../models/logistic-regression.ts";
import { linearPredictor, type RiskSetData, walkRiskSets } from "../survival/risk-sets.ts";
import type { SmoothModel } from "./proximal-newton.ts";

/** Columns standardised with 1/n variance; a column that does not vary becomes 0 throughout. */
export interface Standardised {
  readonly columns: readonly Float64Array[];
  readonly means: readonly number[];
  readonly scales: readonly number[];
}

export function standardise(columns: readonly Float64Array[]): Standardised {
  const n = columns[0]?.length ?? 0;
  const means = columns.map((c) => c.reduce((s, v) => s + v, 0) / n);
  const scales = columns.map((c, j) => {
    const sd = Math.sqrt(c.reduce((s, v) => s + (v - means[j]!) ** 2, 0) / n);
    return sd > 1e-14 * Math.abs(means[j]!) ? sd : 0;
  });
  return {
    columns: columns.map((c, j) => c.map((v) => (scales[j]! > 0 ? (v - means[j]!) / scales[j]! : 0))),
    means,
    scales,
  };
}

/** Binomial log-likelihood / n, intercept first. */
export function logisticModel(y: Uint8Array, columns: readonly Float64Array[]): SmoothModel {
  const n = y.length;
  const x = [new Float64Array(n).fill(1), ...columns];
  const eta = (beta: Float64Array) => {
    const out = new Float64Array(n);
    for (let j = 0; j < x.length; j++) {
      const b = beta[j]!;
      if (b !== 0) for (let i = 0; i < n; i++) out[i]! += b * x[j]![i]!;
    }
    return out;
  };
  return {
    p: x.length,
    intercept: true,
    value: (beta) => bernoulliLogLikelihood(y, eta(beta)) / n,
    gradient: (beta, kept) => {
      const residual = eta(beta);
      for (let i = 0; i < n; i++) residual[i] = (y[i]! - expit(residual[i]!)) / n;
      const out = new Float64Array(x.length);
      const along = (j: number): void => {
        const column = x[j]!;
        let s = 0;
        for (let i = 0; i < n; i++) s += column[i]! * residual[i]!;
        out[j] = s;
      };
      if (kept) for (const j of kept) along(j);
      else for (let j = 0; j < x.length; j++) along(j);
      return out;
    },
    information: (beta, kept) => {
      const weight = eta(beta);
      for (let i = 0; i < n; i++) weight[i] = (expit(weight[i]!) * expit(-weight[i]!)) / n;
      return gram(
        kept.map((j) => x[j]!),
        weight,
      );
    },
  };
}

function gram(columns: readonly Float64Array[], weight: Float64Array): Float64Array {
  const q = columns.length;
  const out = new Float64Array(q * q);
  const n = weight.length;
  const weighted = new Float64Array(n);
  for (let r = 0; r < q; r++) {
    const own = columns[r]!;
    for (let i = 0; i < n; i++) weighted[i] = own[i]! * weight[i]!;
    for (let c = 0; c <= r; c++) {
      const other = columns[c]!;
      let s = 0;
      for (let i = 0; i < n; i++) s += weighted[i]! * other[i]!;
      out[r * q + c] = s;
      out[c * q + r] = s;
    }
  }
  return out;
}

/** Log partial likelihood / n, Breslow ties. */
export function coxModel(data: RiskSetData): SmoothModel {
  const { n, p } = data;
  return {
    p,
    intercept: false,
    value: (beta) => {
      let value = 0;
      walkRiskSets({ ...data, p: 0 }, linearPredictor(data, beta), false, (r) => {
        value += r.dEta - r.deaths * Math.log(r.s0);
      });
      return value / n;
    },
    gradient: (beta) => {
      const out = new Float64Array(p);
      walkRiskSets(data, linearPredictor(data, beta), false, (r) => {
        for (let j = 0; j < p; j++) out[j]! += (r.dx[j]! - (r.deaths * r.s1[j]!) / r.s0) / n;
      });
      return out;
    },
    information: (beta, kept) => {
      const q = kept.length;
      const x = new Float64Array(n * q);
      for (let i = 0; i < n; i++) for (let k = 0; k < q; k++) x[i * q + k] = data.x[i * p + kept[k]!]!;
      const out = new Float64Array(q * q);
      walkRiskSets({ ...data, p: q, x }, linearPredictor(data, beta), true, (r) => {
        for (let j = 0; j < q; j++)
          for (let k = 0; k <= j; k++)
            out[j * q + k]! += (r.deaths * (r.s2[j * q + k]! / r.s0 - (r.s1[j]! * r.s1[k]!) / r.s0 ** 2)) / n;
      });
      for (let j = 0; j < q; j++) for (let k = 0; k < j; k++) out[k * q + j] = out[j * q + k]!;
      return out;
    },
  };
}

/** Log partial likelihood of a model that gives every tied group of events its whole risk: -sum d ln d (Breslow). */
export function saturatedBreslow(data: RiskSetData): number {
  let value = 0;
  walkRiskSets({ ...data, p: 0 }, new Float64Array(data.n), false, (r) => {
    value -= r.deaths * Math.log(r.deaths);
  });
  return value;
}
