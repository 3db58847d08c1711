import { refuse } from "@nadir/domain";
import { multiply, toRows } from "../linear-algebra.ts";
import type { CoxFit } from "./cox.ts";
import type { Label } from "./log-rank.ts";
import { type EventTerm, eventTerms, linearPredictor } from "./risk-sets.ts";

export interface CoxResiduals {
  /** Event minus cumulative hazard of each subject, input order. */
  readonly martingale: Float64Array;
  /** Influence of leaving each subject out on each coefficient: score residual × covariance. Rows in input order. */
  readonly dfbeta: readonly (readonly number[])[];
}

/** Residuals of a fit, with the ties of its fit (Therneau & Grambsch 2000, ch. 4 and 7). */
export function coxResiduals(fit: CoxFit): CoxResiduals {
  const { data, beta, covariance } = fit.state;
  const { n, p, x } = data;
  const eta = linearPredictor(data, beta);
  const terms = eventTerms(data, beta, fit.ties);
  const martingale = new Float64Array(n);
  const dfbeta: number[][] = new Array(n);
  // Terms stand in falling time within a stratum; walk both upward so that hazard accumulates.
  let t = terms.length - 1;
  let hazard = 0;
  let hazardMean = new Float64Array(p);
  let stratum = -1;
  for (let i = n - 1; i >= 0; i--) {
    if (data.stratum[i] !== stratum) {
      stratum = data.stratum[i]!;
      hazard = 0;
      hazardMean = new Float64Array(p);
    }
    while (t >= 0 && terms[t]!.stratum === stratum && terms[t]!.time <= data.time[i]!) {
      hazard += terms[t]!.hazard;
      for (let j = 0; j < p; j++) hazardMean[j]! += terms[t]!.hazardMean[j]!;
      t--;
    }
    const own: EventTerm | undefined = data.event[i] === 1 ? terms[t + 1] : undefined;
    const risk = Math.exp(eta[i]!);
    martingale[data.order[i]!] = (own ? 1 : 0) - risk * (hazard - (own?.spared ?? 0));
    const score = new Float64Array(p);
    for (let j = 0; j < p; j++) {
      const v = x[i * p + j]!;
      score[j] = -risk * (v * hazard - hazardMean[j]!);
      if (own) score[j]! += v - own.mean[j]! + risk * (v * own.spared - own.sparedMean[j]!);
    }
    dfbeta[data.order[i]!] = Array.from(multiply(covariance, score), (v, j) => v / data.scales[j]!);
  }
  return { martingale, dfbeta };
}

export interface RobustVariance {
  readonly covariance: readonly (readonly number[])[];
  readonly standardErrors: readonly number[];
}

/**
 * Sandwich variance D'D of Lin & Wei 1989, D = dfbeta; with `clusters` the rows of a cluster are summed first. No
 * small-sample factor.
 */
export function coxRobustVariance(fit: CoxFit, clusters?: ArrayLike<Label>): RobustVariance {
  const { dfbeta } = coxResiduals(fit);
  const p = fit.coefficients.length;
  if (clusters && clusters.length !== dfbeta.length)
    refuse("LENGTHS_DIFFER", `'clusters' has ${clusters.length} labels for ${dfbeta.length} subjects; give one each.`);
  const sums = new Map<Label, number[]>();
  dfbeta.forEach((row, i) => {
    const key = clusters ? clusters[i]! : i;
    const into = sums.get(key);
    if (into) for (let j = 0; j < p; j++) into[j]! += row[j]!;
    else sums.set(key, [...row]);
  });
  const covariance = new Float64Array(p * p);
  for (const row of sums.values())
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) covariance[j * p + k]! += row[j]! * row[k]!;
  return {
    covariance: toRows(covariance, p),
    standardErrors: Array.from({ length: p }, (_, j) => Math.sqrt(covariance[j * p + j]!)),
  };
}
