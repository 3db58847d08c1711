import { type Expression, expressionLength, expressionText, expressionValue, refuse } from "@nadir/domain";
import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { linearRegression } from "./linear-regression.ts";
import { logisticRegression } from "./logistic-regression.ts";

/** intercept + slope × expression, or the log odds of it. */
export interface SymbolicModel {
  readonly link: "identity" | "logit";
  readonly intercept: number;
  readonly slope: number;
  readonly expression: Expression;
  /** Least and greatest value of the expression among the subjects of the fit. */
  readonly within: readonly [number, number];
  /** The expression's mean among them, for a subject for whom it has no value. */
  readonly middle: number;
}

export interface SymbolicFit extends SymbolicModel {
  readonly text: string;
  /** Inputs and functions, counted. */
  readonly length: number;
  /** −2 log likelihood + (length + 2) log n. */
  readonly criterion: number;
  /** Expressions that were looked at. */
  readonly searched: number;
}

export interface SymbolicOptions {
  readonly link: "identity" | "logit";
  /** Longest expression, in inputs and functions. */
  readonly longest?: number;
  /** Best expressions of each length from which longer ones are made; of the first two lengths all are. */
  readonly kept?: number;
}

interface Candidate {
  readonly expression: Expression;
  readonly values: Float64Array;
  readonly residual: number;
}

const MOST_COLUMNS = 60;
const SINGLES = ["square", "square-root", "log", "exp"] as const;
const PAIRS = ["plus", "minus", "times", "over"] as const;
const JUDGED = 25;

/**
 * Symbolic regression by search instead of evolution: expressions of the columns are made shortest first (all of length 1 to 3, then
 * from the best of each length), each is fitted as a line, and the one with the least Bayesian criterion is taken, every part of an
 * expression counting as a parameter. The same input gives the same formula; there is no chance in it. With `logit` the outcome is 0
 * or 1, and the best of each length are judged by logistic regression. Not estimable: no expression varies, too few subjects,
 * more columns than are searched.
 */
export function symbolicRegression(
  outcome: Numbers,
  features: Readonly<Record<string, Numbers>>,
  { link, longest = 7, kept = 60 }: SymbolicOptions,
): Estimated<SymbolicFit> {
  if (!Number.isInteger(longest) || longest < 1 || longest > 11 || !(kept >= 1))
    refuse("WRONG_OPTION", `Expressions of length ${longest}, ${kept} kept; give a length from 1 to 11 and 1 or more.`);
  const n = checkSameLength({ outcome, ...features });
  const y = checkedNumbers(outcome, "outcome");
  const names = Object.keys(features);
  if (names.length > MOST_COLUMNS)
    return notEstimable(
      `${names.length} columns are more than the ${MOST_COLUMNS} that are searched; put a step before that selects.`,
    );
  if (n < 5 || !y.some((v) => v !== y[0]))
    return notEstimable("A formula needs five subjects and an outcome that varies.");
  const centre = y.reduce((s, v) => s + v, 0) / n;
  const target = y.map((v) => v - centre);
  const seen = new Set<string>();
  const byLength: Candidate[][] = [[]];
  let searched = 0;
  const consider = (expression: Expression, values: Float64Array, into: Candidate[]): void => {
    searched++;
    const residual = residualOf(values, target);
    if (residual === null) return;
    // What a shift and a factor make the same leaves the same residual: it is one formula.
    const mark = residual.toPrecision(11);
    if (seen.has(mark)) return;
    seen.add(mark);
    into.push({ expression, values, residual });
  };
  const ones: Candidate = { expression: { constant: 1 }, values: new Float64Array(n).fill(1), residual: 0 };
  const shortest: Candidate[] = [];
  for (const name of names) consider({ input: name }, checkedNumbers(features[name]!, name), shortest);
  byLength.push(shortest);
  for (let length = 2; length <= longest; length++) {
    const made: Candidate[] = [];
    for (const { expression, values } of byLength[length - 1]!)
      for (const of of SINGLES) consider({ of, parts: [expression] }, apply(of, values), made);
    for (let first = 1; first <= length - 2; first++)
      for (const a of withOne(byLength[first]!, first, ones))
        for (const b of withOne(byLength[length - 1 - first]!, length - 1 - first, ones))
          for (const of of PAIRS) {
            // Sums and products have no order; one is enough.
            if ((of === "plus" || of === "times") && first > length - 1 - first) continue;
            consider({ of, parts: [a.expression, b.expression] }, applyPair(of, a.values, b.values), made);
          }
    made.sort((a, b) => a.residual - b.residual);
    byLength.push(length <= 2 ? made : made.slice(0, kept));
  }
  let best: SymbolicFit | null = null;
  for (const candidates of byLength)
    for (const candidate of [...candidates].sort((a, b) => a.residual - b.residual).slice(0, JUDGED)) {
      const found = judged(candidate, y, link, n);
      if (found && (!best || found.criterion < best.criterion)) best = { ...found, searched };
    }
  return best
    ? estimated({ ...best, searched })
    : notEstimable("No expression of the columns varies and can be fitted.");
}

/** 1 takes part as an input does, for 1 / x and 1 + x. */
const withOne = (of: readonly Candidate[], length: number, ones: Candidate): readonly Candidate[] =>
  length === 1 ? [...of, ones] : of;

/** Residual sum of squares of the line of `target` (mean 0) on the values; null where they are no numbers or do not vary. */
function residualOf(values: Float64Array, target: Float64Array): number | null {
  let [sum, squares, product, total] = [0, 0, 0, 0];
  const n = values.length;
  for (let i = 0; i < n; i++) {
    const v = values[i]!;
    if (!Number.isFinite(v) || Math.abs(v) > 1e100) return null;
    sum += v;
  }
  const centre = sum / n;
  for (let i = 0; i < n; i++) {
    const v = values[i]! - centre;
    squares += v * v;
    product += v * target[i]!;
    total += target[i]! ** 2;
  }
  if (!(squares > 1e-20 * n * Math.max(centre ** 2, 1e-200))) return null;
  return Math.max(0, total - product ** 2 / squares);
}

function apply(of: (typeof SINGLES)[number], values: Float64Array): Float64Array {
  switch (of) {
    case "square":
      return values.map((v) => v * v);
    case "square-root":
      return values.map(Math.sqrt);
    case "log":
      return values.map((v) => (v > 0 ? Math.log(v) : Number.NaN));
    case "exp":
      return values.map(Math.exp);
  }
}

function applyPair(of: (typeof PAIRS)[number], a: Float64Array, b: Float64Array): Float64Array {
  switch (of) {
    case "plus":
      return a.map((v, i) => v + b[i]!);
    case "minus":
      return a.map((v, i) => v - b[i]!);
    case "times":
      return a.map((v, i) => v * b[i]!);
    case "over":
      return a.map((v, i) => (b[i] === 0 ? Number.NaN : v / b[i]!));
  }
}

function judged({ expression, values }: Candidate, y: Float64Array, link: SymbolicOptions["link"], n: number) {
  const length = expressionLength(expression);
  // Fitted on standardised values: a large power would leave no digits for the slope.
  const middle = values.reduce((s, v) => s + v, 0) / n;
  const spread = Math.sqrt(values.reduce((s, v) => s + (v - middle) ** 2, 0) / n);
  const x = values.map((v) => (v - middle) / spread);
  const fit = link === "logit" ? logisticLine(x, y) : straightLine(x, y, n);
  if (!fit) return null;
  return {
    link,
    intercept: fit.intercept - (fit.slope * middle) / spread,
    slope: fit.slope / spread,
    expression,
    within: [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))] as const,
    middle,
    text: expressionText(expression),
    length,
    criterion: fit.deviance + (length + 2) * Math.log(n),
    searched: 0,
  };
}

function logisticLine(x: Float64Array, y: Float64Array) {
  const fit = logisticRegression({ outcome: Array.from(y), covariates: { x } });
  if (!fit.estimable) return null;
  return {
    intercept: fit.coefficients[0]!.coefficient,
    slope: fit.coefficients[1]!.coefficient,
    deviance: fit.deviance,
  };
}

function straightLine(x: Float64Array, y: Float64Array, n: number) {
  const fit = linearRegression(y, { x });
  if (!fit.estimable) return null;
  const rss = fit.residualVariance * fit.residualDf;
  const total = y.reduce((s, v) => s + v * v, 0) / n;
  return {
    intercept: fit.coefficients[0]!.coefficient,
    slope: fit.coefficients[1]!.coefficient,
    // An exact law leaves rounding alone; its size must not choose between exact ones.
    deviance: n * Math.log(Math.max(rss / n, 1e-20 * total)),
  };
}

/** Held within the range of the fit: a quotient near 0 would else run away. Where there is no value, the mean of the fit. */
export function symbolicValues(
  { link, intercept, slope, expression, within, middle }: SymbolicModel,
  features: Readonly<Record<string, Numbers>>,
): Float64Array {
  const n = Object.values(features)[0]?.length ?? 0;
  return Float64Array.from({ length: n }, (_, i) => {
    const value = expressionValue(expression, (name) => features[name]?.[i] ?? Number.NaN);
    const held = Number.isFinite(value) ? Math.min(within[1], Math.max(within[0], value)) : middle;
    const score = intercept + slope * held;
    return link === "logit" ? 1 / (1 + Math.exp(-score)) : score;
  });
}
