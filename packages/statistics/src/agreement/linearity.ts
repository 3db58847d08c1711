import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { mean, variance } from "../describe.ts";
import { tQuantile, tTwoSided } from "../distributions.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { linearRegression } from "../models/linear-regression.ts";

export interface Linearity {
  readonly n: number;
  /** Distinct true values. */
  readonly levels: number;
  readonly slope: number;
  readonly slopeInterval: Interval;
  readonly intercept: number;
  readonly interceptInterval: Interval;
  readonly residualSd: number;
  readonly r2: number;
  /** Of (x − mean of x)²: measured per true squared; null with fewer than three true values. */
  readonly quadratic: { readonly coefficient: number; readonly interval: Interval; readonly p: number } | null;
}

/**
 * Linearity of a measurement against known values (Raunig et al., Stat Methods Med Res 2015;24:27, QIBA): the
 * least-squares line with t limits, and whether a quadratic term is needed. A change of the measured value can be read as a
 * change of the true one where the line holds; the slope says by how much.
 */
export function linearity(measured: Numbers, truth: Numbers, level = 0.95): Estimated<Linearity> {
  checkLevel(level);
  const n = checkSameLength({ measured, truth });
  const y = checkedNumbers(measured, "measured");
  const x = checkedNumbers(truth, "truth");
  const levels = new Set(x).size;
  if (n < 3 || levels < 2)
    return notEstimable(`A line needs three pairs and two true values; there are ${n} pairs and ${levels} values.`);
  const line = linearRegression(y, { truth: x });
  if (!line.estimable) return line;
  const around = (centre: number, spread: number, df: number): Interval => {
    const half = tQuantile(1 - (1 - level) / 2, df) * Math.sqrt(spread);
    return { lower: centre - half, upper: centre + half, level };
  };
  const [intercept, slope] = line.coefficients as [(typeof line.coefficients)[0], (typeof line.coefficients)[0]];
  const total = variance(y) * (n - 1);
  return estimated({
    n,
    levels,
    slope: slope.coefficient,
    slopeInterval: around(slope.coefficient, slope.variance, line.residualDf),
    intercept: intercept.coefficient,
    interceptInterval: around(intercept.coefficient, intercept.variance, line.residualDf),
    residualSd: Math.sqrt(line.residualVariance),
    r2: total > 0 ? 1 - (line.residualVariance * line.residualDf) / total : 1,
    quadratic: levels < 3 || n < 4 ? null : curve(y, x),
  });

  function curve(response: Float64Array, values: Float64Array): Linearity["quadratic"] {
    const centre = mean(values);
    const centred = values.map((v) => v - centre);
    const fit = linearRegression(response, { truth: centred, square: centred.map((v) => v * v) });
    if (!fit.estimable) return null;
    const { coefficient, variance: spread } = fit.coefficients[2]!;
    const t = coefficient / Math.sqrt(spread);
    return {
      coefficient,
      interval: around(coefficient, spread, fit.residualDf),
      p: spread === 0 ? (coefficient === 0 ? 1 : 0) : tTwoSided(t, fit.residualDf),
    };
  }
}
