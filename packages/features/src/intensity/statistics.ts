import { type Outcome, ratio } from "../outcome.ts";
import { extent } from "../prepare/discretise.ts";
import { percentilesOf } from "./order-statistics.ts";

export interface Moments {
  readonly mean: number;
  /** Population variance (1/N). */
  readonly variance: number;
  readonly skewness: number;
  /** Excess kurtosis. */
  readonly kurtosis: number;
}

/** Population moments in two passes; skewness and kurtosis are 0 for equal values. */
export function moments(values: Float64Array): Moments {
  const n = values.length;
  let sum = 0;
  for (let v = 0; v < n; v++) sum += values[v]!;
  const mean = sum / n;
  let [m2, m3, m4] = [0, 0, 0];
  for (let v = 0; v < n; v++) {
    const d = values[v]! - mean;
    const square = d * d;
    m2 += square;
    m3 += square * d;
    m4 += square * square;
  }
  const variance = m2 / n;
  if (variance === 0) return { mean, variance: 0, skewness: 0, kurtosis: 0 };
  return { mean, variance, skewness: m3 / n / variance ** 1.5, kurtosis: m4 / n / variance ** 2 - 3 };
}

/** Statistics that intensities and grey levels share: the first part of both catalogues, by name. */
export interface Spread extends Moments {
  readonly median: number;
  readonly min: number;
  readonly p10: number;
  readonly p90: number;
  readonly max: number;
  readonly iqr: number;
  readonly mad: number;
  readonly rmad: Outcome;
  readonly medad: number;
  readonly cov: Outcome;
  readonly qcod: Outcome;
}

export function spread(values: Float64Array): Spread {
  const [min, max] = extent(values);
  const base = moments(values);
  const [p10, p25, median, p75, p90] = percentilesOf(values, [0.1, 0.25, 0.5, 0.75, 0.9], min, max) as [
    number,
    number,
    number,
    number,
    number,
  ];
  let [mad, medad, inner, kept] = [0, 0, 0, 0];
  for (let v = 0; v < values.length; v++) {
    const x = values[v]!;
    mad += Math.abs(x - base.mean);
    medad += Math.abs(x - median);
    if (x >= p10 && x <= p90) {
      inner += x;
      kept++;
    }
  }
  const innerMean = inner / kept;
  let rmad = 0;
  for (let v = 0; v < values.length; v++) {
    const x = values[v]!;
    if (x >= p10 && x <= p90) rmad += Math.abs(x - innerMean);
  }
  const sd = Math.sqrt(base.variance);
  return {
    ...base,
    median,
    min,
    p10,
    p90,
    max,
    iqr: p75 - p25,
    mad: mad / values.length,
    // Of two different values neither lies between the percentiles.
    rmad: ratio(rmad, kept),
    medad: medad / values.length,
    cov: base.mean === 0 ? "ZERO_MEAN" : sd / base.mean,
    qcod: ratio(p75 - p25, p75 + p25),
  };
}

/** The 18 intensity statistics, in the order of the catalogue. */
export function statistics(values: Float64Array): Outcome[] {
  const s = spread(values);
  let energy = 0;
  for (let v = 0; v < values.length; v++) energy += values[v]! * values[v]!;
  return [
    s.mean,
    s.variance,
    s.skewness,
    s.kurtosis,
    s.median,
    s.min,
    s.p10,
    s.p90,
    s.max,
    s.iqr,
    s.max - s.min,
    s.mad,
    s.rmad,
    s.medad,
    s.cov,
    s.qcod,
    energy,
    Math.sqrt(energy / values.length),
  ];
}
