/**
 * Logistic regression by Newton–Raphson with an intercept and an optional offset, for a handful of predictors.
 * Stops at a gradient below 1e-10; the information is taken at the final estimate (rule book validation §4).
 */
export type LogisticFit =
  | {
      readonly estimable: true;
      /** Intercept first. */
      readonly coefficients: readonly number[];
      readonly covariance: readonly (readonly number[])[];
      readonly logLikelihood: number;
    }
  | { readonly estimable: false; readonly reason: string };

const MOST_STEPS = 100;
/** Log-odds beyond this mean that probabilities of 0 or 1 are being approached: the classes are separated. */
const SEPARATED = 30;

export function maximumLikelihood(
  x: readonly (readonly number[])[],
  event: readonly boolean[],
  { offset, slope = true }: { readonly offset?: readonly number[]; readonly slope?: boolean } = {},
): LogisticFit {
  const n = event.length;
  const events = event.filter(Boolean).length;
  if (events === 0 || events === n)
    return {
      estimable: false,
      reason: `both classes are needed; found ${events} with the outcome, ${n - events} without.`,
    };
  const rows = x.map((r) => [1, ...(slope ? r : [])]);
  const p = rows[0]!.length;
  const beta = new Array<number>(p).fill(0);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { gradient, information, logLikelihood, largest } = derivatives(rows, event, beta, offset);
    if (!offset && largest > SEPARATED)
      return {
        estimable: false,
        reason: "a predictor parts the classes completely; its coefficient has no finite value.",
      };
    const inverse = inverted(information);
    if (!inverse)
      return { estimable: false, reason: "the information is singular: a predictor is constant or a sum of others." };
    if (Math.max(...gradient.map(Math.abs)) < 1e-10)
      return { estimable: true, coefficients: beta, covariance: inverse, logLikelihood };
    for (let j = 0; j < p; j++) beta[j]! += inverse[j]!.reduce((s, v, k) => s + v * gradient[k]!, 0);
    if (!beta.every(Number.isFinite)) break;
  }
  return {
    estimable: false,
    reason: `no maximum was found in ${MOST_STEPS} steps; the classes are probably separated.`,
  };
}

export const inverseLogit = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

function derivatives(
  rows: readonly (readonly number[])[],
  event: readonly boolean[],
  beta: readonly number[],
  offset: readonly number[] | undefined,
) {
  const p = beta.length;
  const gradient = new Array<number>(p).fill(0);
  const information = Array.from({ length: p }, () => new Array<number>(p).fill(0));
  let logLikelihood = 0;
  let largest = 0;
  rows.forEach((row, i) => {
    const eta = row.reduce((s, v, j) => s + v * beta[j]!, offset?.[i] ?? 0);
    const pi = inverseLogit(eta);
    const residual = (event[i] ? 1 : 0) - pi;
    largest = Math.max(largest, Math.abs(eta));
    logLikelihood -= Math.log1p(Math.exp(event[i] ? -eta : eta));
    for (let j = 0; j < p; j++) {
      gradient[j]! += row[j]! * residual;
      for (let k = 0; k < p; k++) information[j]![k]! += row[j]! * row[k]! * pi * (1 - pi);
    }
  });
  return { gradient, information, logLikelihood, largest };
}

/** Gauss–Jordan with partial pivoting; null when singular. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | null {
  const p = matrix.length;
  const a = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < p; c++) {
    let pivot = c;
    for (let r = c + 1; r < p; r++) if (Math.abs(a[r]![c]!) > Math.abs(a[pivot]![c]!)) pivot = r;
    const top = a[pivot]!;
    if (!(Math.abs(top[c]!) > 1e-12)) return null;
    a[pivot] = a[c]!;
    a[c] = top.map((v) => v / top[c]!);
    for (let r = 0; r < p; r++) {
      const factor = a[r]![c]!;
      if (r !== c) a[r] = a[r]!.map((v, k) => v - factor * a[c]![k]!);
    }
  }
  return a.map((row) => row.slice(p));
}
