import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { cholesky, choleskyInverse, choleskySolve } from "../linear-algebra.ts";

export interface LinearFit {
  readonly n: number;
  readonly residualDf: number;
  readonly residualVariance: number;
  /** `(Intercept)` first. */
  readonly coefficients: readonly { readonly name: string; readonly coefficient: number; readonly variance: number }[];
}

/** Ordinary least squares with an intercept, on centred and scaled columns. */
export function linearRegression(
  response: Numbers,
  covariates: Readonly<Record<string, Numbers>>,
): Estimated<LinearFit> {
  const names = Object.keys(covariates);
  const n = checkSameLength({ response, ...covariates });
  const y = checkedNumbers(response, "response");
  const columns = names.map((k) => checkedNumbers(covariates[k]!, k));
  const p = names.length;
  if (n <= p + 1) return notEstimable(`${n} subjects cannot carry ${p + 1} coefficients with a residual.`);
  const means = columns.map((c) => c.reduce((s, v) => s + v, 0) / n);
  const scales = columns.map((c, j) => Math.sqrt(c.reduce((s, v) => s + (v - means[j]!) ** 2, 0) / n) || 1);
  const x = columns.map((c, j) => c.map((v) => (v - means[j]!) / scales[j]!));
  const yMean = y.reduce((s, v) => s + v, 0) / n;
  const a = Float64Array.from({ length: p * p }, (_, q) =>
    x[Math.floor(q / p)]!.reduce((s, v, i) => s + v * x[q % p]![i]!, 0),
  );
  const l = p > 0 ? cholesky(a, p, 1e-12) : new Float64Array(0);
  if (!l) return notEstimable("The covariates are collinear, or one does not vary.");
  const b = choleskySolve(
    l,
    p,
    x.map((c) => c.reduce((s, v, i) => s + v * (y[i]! - yMean), 0)),
  );
  const inverse = choleskyInverse(l, p);
  const rss = y.reduce((s, v, i) => s + (v - yMean - x.reduce((t, c, j) => t + b[j]! * c[i]!, 0)) ** 2, 0);
  const residualDf = n - p - 1;
  const residualVariance = rss / residualDf;
  const m = means.map((v, j) => v / scales[j]!);
  const interceptVariance =
    1 / n + m.reduce((s, v, i) => s + v * m.reduce((t, u, j) => t + inverse[i * p + j]! * u, 0), 0);
  return estimated({
    n,
    residualDf,
    residualVariance,
    coefficients: [
      {
        name: "(Intercept)",
        coefficient: yMean - m.reduce((s, v, j) => s + v * b[j]!, 0),
        variance: residualVariance * interceptVariance,
      },
      ...names.map((name, j) => ({
        name,
        coefficient: b[j]! / scales[j]!,
        variance: (residualVariance * inverse[j * p + j]!) / scales[j]! ** 2,
      })),
    ],
  });
}
