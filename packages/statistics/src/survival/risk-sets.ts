import type { Label } from "./log-rank.ts";

export type Ties = "efron" | "breslow";

/**
 * Subjects sorted by stratum, then by falling time, with covariates centred and scaled (each by its own mean and
 * standard deviation), so that one downward walk builds every risk set.
 */
export interface RiskSetData {
  readonly n: number;
  readonly p: number;
  /** Input position of each sorted subject. */
  readonly order: Uint32Array;
  readonly time: Float64Array;
  readonly event: Uint8Array;
  /** 0, 1, … in sorted order. */
  readonly stratum: Int32Array;
  /** Row-major n × p. */
  readonly x: Float64Array;
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

export function riskSetData(
  time: Float64Array,
  event: Uint8Array,
  columns: readonly Float64Array[],
  strata: ArrayLike<Label> | undefined,
): RiskSetData {
  const n = time.length;
  const p = columns.length;
  const index = new Map<Label, number>();
  const stratumOf = Int32Array.from({ length: n }, (_, i) => {
    const label = strata ? strata[i]! : 0;
    if (!index.has(label)) index.set(label, index.size);
    return index.get(label)!;
  });
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => stratumOf[a]! - stratumOf[b]! || time[b]! - time[a]! || a - b,
  );
  const means = Float64Array.from(columns, (c) => c.reduce((s, v) => s + v, 0) / n);
  const scales = Float64Array.from(columns, (c, j) => {
    const ss = c.reduce((s, v) => s + (v - means[j]!) ** 2, 0);
    return ss > 0 ? Math.sqrt(ss / n) : 1;
  });
  const x = new Float64Array(n * p);
  order.forEach((i, row) => {
    for (let j = 0; j < p; j++) x[row * p + j] = (columns[j]![i]! - means[j]!) / scales[j]!;
  });
  return {
    n,
    p,
    order,
    time: Float64Array.from(order, (i) => time[i]!),
    event: Uint8Array.from(order, (i) => event[i]!),
    stratum: Int32Array.from(order, (i) => stratumOf[i]!),
    x,
    means,
    scales,
  };
}

/** Weighted sums at one event time. `s` over the risk set, `d` over those with the event at that time. */
export interface RiskSetSums {
  time: number;
  stratum: number;
  deaths: number;
  /** Sorted positions [from, to) of the subjects whose time is this one. */
  from: number;
  to: number;
  s0: number;
  d0: number;
  readonly s1: Float64Array;
  readonly d1: Float64Array;
  /** p × p, filled only when asked for. */
  readonly s2: Float64Array;
  readonly d2: Float64Array;
  /** Unweighted covariate sum of those with the event, and their sum of linear predictors. */
  readonly dx: Float64Array;
  dEta: number;
}

/** Walks the event times downward within each stratum and calls `visit` with the sums (reused between calls). */
export function walkRiskSets(
  data: RiskSetData,
  eta: Float64Array,
  second: boolean,
  visit: (sums: RiskSetSums) => void,
): void {
  const { n, p, x } = data;
  const sums: RiskSetSums = {
    time: 0,
    stratum: -1,
    deaths: 0,
    from: 0,
    to: 0,
    s0: 0,
    d0: 0,
    s1: new Float64Array(p),
    d1: new Float64Array(p),
    s2: new Float64Array(p * p),
    d2: new Float64Array(p * p),
    dx: new Float64Array(p),
    dEta: 0,
  };
  for (let i = 0; i < n; ) {
    if (data.stratum[i] !== sums.stratum) {
      sums.stratum = data.stratum[i]!;
      sums.s0 = 0;
      sums.s1.fill(0);
      sums.s2.fill(0);
    }
    sums.time = data.time[i]!;
    sums.from = i;
    sums.deaths = 0;
    sums.d0 = 0;
    sums.dEta = 0;
    sums.d1.fill(0);
    sums.d2.fill(0);
    sums.dx.fill(0);
    for (; i < n && data.time[i] === sums.time && data.stratum[i] === sums.stratum; i++) {
      const w = Math.exp(eta[i]!);
      const died = data.event[i] === 1;
      sums.s0 += w;
      if (died) {
        sums.deaths++;
        sums.d0 += w;
        sums.dEta += eta[i]!;
      }
      for (let j = 0; j < p; j++) {
        const v = x[i * p + j]!;
        const wv = w * v;
        sums.s1[j]! += wv;
        if (died) {
          sums.d1[j]! += wv;
          sums.dx[j]! += v;
        }
        if (second)
          for (let k = 0; k <= j; k++) {
            const wvv = wv * x[i * p + k]!;
            sums.s2[j * p + k]! += wvv;
            if (died) sums.d2[j * p + k]! += wvv;
          }
      }
    }
    sums.to = i;
    if (sums.deaths > 0) visit(sums);
  }
}

/** Linear predictor of the sorted, centred subjects. */
export function linearPredictor(data: RiskSetData, beta: ArrayLike<number>): Float64Array {
  const eta = new Float64Array(data.n);
  for (let i = 0; i < data.n; i++) for (let j = 0; j < data.p; j++) eta[i]! += data.x[i * data.p + j]! * beta[j]!;
  return eta;
}

export interface PartialLikelihood {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Observed information, p × p, symmetric. */
  readonly information: Float64Array;
}

/** Log partial likelihood with derivatives at `beta` (centred, scaled coordinates). Efron 1977 or Breslow 1974 ties. */
export function partialLikelihood(data: RiskSetData, beta: ArrayLike<number>, ties: Ties): PartialLikelihood {
  const { p } = data;
  let value = 0;
  const gradient = new Float64Array(p);
  const information = new Float64Array(p * p);
  const mean = new Float64Array(p);
  walkRiskSets(data, linearPredictor(data, beta), true, (r) => {
    value += r.dEta;
    for (let j = 0; j < p; j++) gradient[j]! += r.dx[j]!;
    for (let k = 0; k < r.deaths; k++) {
      const share = ties === "efron" ? k / r.deaths : 0;
      const denominator = r.s0 - share * r.d0;
      value -= Math.log(denominator);
      for (let j = 0; j < p; j++) {
        mean[j] = (r.s1[j]! - share * r.d1[j]!) / denominator;
        gradient[j]! -= mean[j]!;
        for (let l = 0; l <= j; l++)
          information[j * p + l]! += (r.s2[j * p + l]! - share * r.d2[j * p + l]!) / denominator - mean[j]! * mean[l]!;
      }
    }
  });
  for (let j = 0; j < p; j++) for (let l = 0; l < j; l++) information[l * p + j] = information[j * p + l]!;
  return { value, gradient, information };
}

/** What one event time adds to residuals, hazard and tests, summed over its Efron splits. */
export interface EventTerm {
  readonly time: number;
  readonly stratum: number;
  readonly deaths: number;
  /** Hazard increment: sum of 1 / denominator. */
  readonly hazard: number;
  /** Sum of 1 / denominator². */
  readonly hazardVariance: number;
  /** Sum of mean / denominator, mean = weighted covariate mean of the split. */
  readonly hazardMean: Float64Array;
  /** The share of `hazard` and `hazardMean` that the dying subjects themselves do not carry. */
  readonly spared: number;
  readonly sparedMean: Float64Array;
  /** Average of the split means. */
  readonly mean: Float64Array;
  /** Schoenfeld sum: covariates of the dying minus their expectation. */
  readonly schoenfeld: Float64Array;
  /** Sum of the split covariance matrices, p × p. */
  readonly covariance: Float64Array;
}

/** All event terms at `beta`, in the order of the walk (stratum, then falling time). */
export function eventTerms(data: RiskSetData, beta: ArrayLike<number>, ties: Ties): EventTerm[] {
  const { p } = data;
  const terms: EventTerm[] = [];
  walkRiskSets(data, linearPredictor(data, beta), true, (r) => {
    const term = {
      time: r.time,
      stratum: r.stratum,
      deaths: r.deaths,
      hazard: 0,
      hazardVariance: 0,
      hazardMean: new Float64Array(p),
      spared: 0,
      sparedMean: new Float64Array(p),
      mean: new Float64Array(p),
      schoenfeld: Float64Array.from(r.dx),
      covariance: new Float64Array(p * p),
    };
    const mean = new Float64Array(p);
    for (let k = 0; k < r.deaths; k++) {
      const share = ties === "efron" ? k / r.deaths : 0;
      const denominator = r.s0 - share * r.d0;
      term.hazard += 1 / denominator;
      term.hazardVariance += 1 / denominator ** 2;
      term.spared += share / denominator;
      for (let j = 0; j < p; j++) {
        mean[j] = (r.s1[j]! - share * r.d1[j]!) / denominator;
        term.hazardMean[j]! += mean[j]! / denominator;
        term.sparedMean[j]! += (share * mean[j]!) / denominator;
        term.mean[j]! += mean[j]! / r.deaths;
        term.schoenfeld[j]! -= mean[j]!;
        for (let l = 0; l <= j; l++) {
          const v = (r.s2[j * p + l]! - share * r.d2[j * p + l]!) / denominator - mean[j]! * mean[l]!;
          term.covariance[j * p + l]! += v;
          if (l < j) term.covariance[l * p + j]! += v;
        }
      }
    }
    terms.push(term);
  });
  return terms;
}
