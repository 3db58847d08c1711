import { percentilesOf } from "../intensity/order-statistics.ts";
import { type Discretised, extent, levelCounts } from "../prepare/discretise.ts";

/** The 18 first-order features by PyRadiomics' names. Kurtosis is not in excess; energies shift by `shift`. */
export function firstOrder(
  values: Float64Array,
  discretised: Discretised,
  voxelVolume: number,
  shift: number,
): Record<string, number> {
  const n = values.length;
  const [low, high] = extent(values);
  const [p10, p25, median, p75, p90] = percentilesOf(values, [0.1, 0.25, 0.5, 0.75, 0.9], low, high) as [
    number,
    number,
    number,
    number,
    number,
  ];
  let sum = 0;
  for (let v = 0; v < n; v++) sum += values[v]!;
  const mean = sum / n;
  let [m2, m3, m4, deviation, energy, inner, kept] = [0, 0, 0, 0, 0, 0, 0];
  for (let v = 0; v < n; v++) {
    const x = values[v]!;
    const d = x - mean;
    const square = d * d;
    m2 += square;
    m3 += square * d;
    m4 += square * square;
    deviation += Math.abs(d);
    energy += (x + shift) * (x + shift);
    if (x >= p10 && x <= p90) {
      inner += x;
      kept++;
    }
  }
  const innerMean = inner / kept;
  let robust = 0;
  for (let v = 0; v < n; v++) {
    const x = values[v]!;
    if (x >= p10 && x <= p90) robust += Math.abs(x - innerMean);
  }
  const variance = m2 / n;
  const counts = levelCounts(discretised);
  let [entropy, uniformity] = [0, 0];
  for (let g = 1; g < counts.length; g++) {
    const p = counts[g]! / n;
    if (p > 0) entropy -= p * Math.log2(p);
    uniformity += p * p;
  }
  return {
    "10Percentile": p10,
    "90Percentile": p90,
    Energy: energy,
    Entropy: entropy,
    InterquartileRange: p75 - p25,
    Kurtosis: variance === 0 ? 0 : m4 / n / variance ** 2,
    Maximum: high,
    MeanAbsoluteDeviation: deviation / n,
    Mean: mean,
    Median: median,
    Minimum: low,
    Range: high - low,
    RobustMeanAbsoluteDeviation: kept > 0 ? robust / kept : 0,
    RootMeanSquared: Math.sqrt(energy / n),
    Skewness: variance === 0 ? 0 : m3 / n / variance ** 1.5,
    TotalEnergy: energy * voxelVolume,
    Uniformity: uniformity,
    Variance: variance,
  };
}
