import {
  bootstrap,
  type Estimated,
  type Interval,
  linearRegression,
  normalQuantile,
  percentileInterval,
} from "@nadir/statistics";

/** Predicted numbers against what came, of models that had not seen the subjects. */
export interface NumberJudged {
  readonly subjects: number;
  /** 1 − SSE / SSE of the training means of each part; below 0 the means would have done better. Percentile bootstrap. */
  readonly rSquared: { readonly value: number; readonly lower: number | null; readonly upper: number | null };
  readonly rootMeanSquareError: number;
  readonly meanAbsoluteError: number;
  /** Of the training means. */
  readonly rootMeanSquareErrorOfMean: number;
  /** What came on what was predicted: 0 and 1 where the predictions are right on the whole. */
  readonly calibration: Estimated<{
    readonly intercept: number;
    readonly slope: number;
    readonly slopeInterval: Interval;
  }>;
}

const RESAMPLES = 1000;

export function judgeNumber(
  predicted: readonly number[],
  came: readonly number[],
  blank: readonly number[],
  seed: number,
): NumberJudged {
  const n = came.length;
  const squares = (of: readonly number[], rows: ArrayLike<number>): number => {
    let s = 0;
    for (let k = 0; k < rows.length; k++) s += (of[rows[k]!]! - came[rows[k]!]!) ** 2;
    return s;
  };
  const all = Array.from({ length: n }, (_, i) => i);
  const explained = (rows: ArrayLike<number>): number | null => {
    const total = squares(blank, rows);
    return total > 0 ? 1 - squares(predicted, rows) / total : null;
  };
  const drawn = bootstrap({ n, replicates: RESAMPLES, seed }, explained);
  const limits = drawn.estimable ? percentileInterval(drawn.values) : null;
  return {
    subjects: n,
    rSquared: { value: explained(all) ?? Number.NaN, lower: limits?.lower ?? null, upper: limits?.upper ?? null },
    rootMeanSquareError: Math.sqrt(squares(predicted, all) / n),
    meanAbsoluteError: predicted.reduce((s, p, i) => s + Math.abs(p - came[i]!), 0) / n,
    rootMeanSquareErrorOfMean: Math.sqrt(squares(blank, all) / n),
    calibration: calibrationOf(predicted, came),
  };
}

function calibrationOf(predicted: readonly number[], came: readonly number[]): NumberJudged["calibration"] {
  const fit = linearRegression(came, { predicted });
  if (!fit.estimable) return fit;
  const [intercept, slope] = fit.coefficients;
  const half = normalQuantile(0.975) * Math.sqrt(slope!.variance);
  return {
    estimable: true,
    intercept: intercept!.coefficient,
    slope: slope!.coefficient,
    slopeInterval: { lower: slope!.coefficient - half, upper: slope!.coefficient + half, level: 0.95 },
  };
}
