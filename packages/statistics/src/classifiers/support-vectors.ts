import { refuse } from "@nadir/domain";
import { checkedFlags, type Flags, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { expit } from "../models/logistic-regression.ts";
import { randomSource } from "../random.ts";
import { checkColumns } from "./design.ts";
import { plattSigmoid, type Sigmoid } from "./sigmoid.ts";

/** Linear: x · z. Radial: exp(-gamma |x - z|²). Columns as they are: scale them before. */
export type Kernel = { readonly kind: "linear" } | { readonly kind: "radial"; readonly gamma: number };

export interface SupportVectors {
  readonly kernel: Kernel;
  /** One a support vector: its values, and its multiplier with the sign of its class. */
  readonly supports: readonly (readonly number[])[];
  readonly weights: readonly number[];
  /** Decision = bias + sum of weight × kernel; above 0 speaks for the outcome. */
  readonly bias: number;
}

export interface SupportVectorOptions {
  readonly kernel: Kernel;
  /** Cost of a subject on the wrong side, above 0. */
  readonly cost: number;
}

/** Most subjects: the kernel of every pair is held in memory (8 bytes each, 200 MB). */
const MOST_SUBJECTS = 5000;
/** Greatest violation of the optimality conditions that remains; finer than libsvm's 1e-3. */
const TOLERANCE = 1e-7;

/**
 * Support vector classification with soft margin (Cortes & Vapnik 1995), dual problem by sequential minimal optimisation with
 * second-order choice of the pair (Platt 1998; Fan, Chen & Lin 2005, JMLR 6:1889). Refusal: cost or gamma not above 0, more
 * than 5,000 subjects. Not estimable: one class, or no optimum within the steps.
 */
export function supportVectors(
  columns: readonly Numbers[],
  outcome: Flags,
  { kernel, cost }: SupportVectorOptions,
): Estimated<SupportVectors> {
  const flags = checkedFlags(outcome, "outcome");
  checkColumns(columns, flags.length);
  const n = flags.length;
  if (!(cost > 0) || (kernel.kind === "radial" && !(kernel.gamma > 0)))
    refuse("OUT_OF_RANGE", "The cost and the kernel's gamma must lie above 0.");
  if (n > MOST_SUBJECTS)
    refuse("TOO_LARGE", `${n} subjects are more than the ${MOST_SUBJECTS} whose kernel fits in memory.`);
  const events = flags.reduce((s, v) => s + v, 0);
  if (events === 0 || events === n)
    return notEstimable(`Support vectors need both outcomes; ${events} of ${n} have it.`);
  const y = Float64Array.from(flags, (v) => (v === 1 ? 1 : -1));
  const k = kernelMatrix(kernel, columns, n);
  const solved = optimise(k, y, cost);
  if (!solved) return notEstimable("The margin did not settle: take a smaller cost, or scale the predictors before.");
  const rows = Array.from(y.keys()).filter((i) => solved.alpha[i]! > 0);
  return estimated({
    kernel,
    supports: rows.map((i) => columns.map((c) => c[i]!)),
    weights: rows.map((i) => solved.alpha[i]! * y[i]!),
    bias: solved.bias,
  });
}

function kernelMatrix(kernel: Kernel, columns: readonly Numbers[], n: number): Float64Array {
  const k = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) k[i * n + j] = k[j * n + i] = kernelOf(kernel, columns, i, (c) => columns[c]![j]!);
  return k;
}

function kernelOf(kernel: Kernel, columns: readonly Numbers[], i: number, other: (c: number) => number): number {
  let s = 0;
  if (kernel.kind === "linear") {
    for (let c = 0; c < columns.length; c++) s += columns[c]![i]! * other(c);
    return s;
  }
  for (let c = 0; c < columns.length; c++) s += (columns[c]![i]! - other(c)) ** 2;
  return Math.exp(-kernel.gamma * s);
}

/** Multipliers 0 … cost with sum of alpha y = 0. Null where the steps run out. */
function optimise(k: Float64Array, y: Float64Array, cost: number): { alpha: Float64Array; bias: number } | null {
  const n = y.length;
  const alpha = new Float64Array(n);
  const gradient = new Float64Array(n).fill(-1);
  const canRise = (i: number): boolean => (y[i] === 1 ? alpha[i]! < cost : alpha[i]! > 0);
  const canFall = (i: number): boolean => (y[i] === 1 ? alpha[i]! > 0 : alpha[i]! < cost);
  for (let steps = Math.max(1e6, 200 * n); ; steps--) {
    let [i, top] = [-1, Number.NEGATIVE_INFINITY];
    for (let t = 0; t < n; t++) if (canRise(t) && -y[t]! * gradient[t]! > top) [i, top] = [t, -y[t]! * gradient[t]!];
    let [j, bottom, best] = [-1, Number.POSITIVE_INFINITY, 0];
    for (let t = 0; i >= 0 && t < n; t++) {
      if (!canFall(t)) continue;
      const value = -y[t]! * gradient[t]!;
      bottom = Math.min(bottom, value);
      const gap = top - value;
      if (gap <= 0) continue;
      const curve = Math.max(k[i * n + i]! + k[t * n + t]! - 2 * k[i * n + t]!, 1e-12);
      if ((gap * gap) / curve > best) [j, best] = [t, (gap * gap) / curve];
    }
    if (j < 0 || top - bottom < TOLERANCE) return { alpha, bias: biasOf(y, gradient, alpha, cost) };
    if (steps <= 0) return null;
    const curve = Math.max(k[i * n + i]! + k[j * n + j]! - 2 * k[i * n + j]!, 1e-12);
    const wish = (-y[i]! * gradient[i]! + y[j]! * gradient[j]!) / curve;
    const room = (t: number, sign: number): number => (sign > 0 ? cost - alpha[t]! : alpha[t]!);
    const step = Math.min(wish, room(i, y[i]!), room(j, -y[j]!));
    const [before, beforeJ] = [alpha[i]!, alpha[j]!];
    alpha[i] = onBound(before + y[i]! * step, cost);
    alpha[j] = onBound(beforeJ - y[j]! * step, cost);
    const [di, dj] = [(alpha[i]! - before) * y[i]!, (alpha[j]! - beforeJ) * y[j]!];
    for (let t = 0; t < n; t++) gradient[t]! += y[t]! * (di * k[i * n + t]! + dj * k[j * n + t]!);
  }
}

/** Rounding must not leave a multiplier a hair inside its bound. */
const onBound = (alpha: number, cost: number): number =>
  alpha < 1e-12 * cost ? 0 : alpha > cost * (1 - 1e-12) ? cost : alpha;

/** From the vectors on the margin; where there is none, halfway between the bounds that the others set. */
function biasOf(y: Float64Array, gradient: Float64Array, alpha: Float64Array, cost: number): number {
  let [sum, free, low, high] = [0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < y.length; i++) {
    const value = y[i]! * gradient[i]!;
    if (alpha[i]! > 0 && alpha[i]! < cost) {
      sum += value;
      free++;
    } else if ((alpha[i] === 0) === (y[i] === 1)) high = Math.min(high, value);
    else low = Math.max(low, value);
  }
  return -(free > 0 ? sum / free : (low + high) / 2);
}

/** The decision value of each subject. */
export function supportDecisions(model: SupportVectors, columns: readonly Numbers[]): Float64Array {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  return Float64Array.from({ length: n }, (_, i) =>
    model.supports.reduce(
      (s, support, v) => s + model.weights[v]! * kernelOf(model.kernel, columns, i, (c) => support[c]!),
      model.bias,
    ),
  );
}

/** Support vectors with the sigmoid that makes probabilities of their decisions. */
export interface CalibratedSupportVectors extends SupportVectors {
  readonly sigmoid: Sigmoid;
}

/**
 * Support vectors on all subjects; the sigmoid on decisions about subjects left out, by cross-validation within these same
 * subjects (5 folds, or fewer where the rarer outcome has fewer subjects), never on the decisions that the fit has seen.
 */
export function calibratedSupportVectors(
  columns: readonly Numbers[],
  outcome: Flags,
  options: SupportVectorOptions & { readonly seed: number },
): Estimated<CalibratedSupportVectors> {
  const y = checkedFlags(outcome, "outcome");
  const whole = supportVectors(columns, y, options);
  if (!whole.estimable) return whole;
  const ones = y.reduce((s, v) => s + v, 0);
  const folds = Math.min(5, ones, y.length - ones);
  if (folds < 2) return notEstimable("Probabilities of support vectors need two subjects of each outcome.");
  const fold = dealt(y, folds, options.seed);
  const decisions = new Float64Array(y.length);
  for (let f = 0; f < folds; f++) {
    const rows = (isOut: boolean) => Array.from(fold.keys()).filter((i) => (fold[i] === f) === isOut);
    const of = (own: number[]) => columns.map((c) => Float64Array.from(own, (i) => c[i]!));
    const [learn, judge] = [rows(false), rows(true)];
    const part = supportVectors(
      of(learn),
      learn.map((i) => y[i]!),
      options,
    );
    if (!part.estimable) return part;
    for (const [r, v] of supportDecisions(part, of(judge)).entries()) decisions[judge[r]!] = v;
  }
  const sigmoid = plattSigmoid(decisions, y);
  if (!sigmoid.estimable) return sigmoid;
  return estimated({ ...whole, sigmoid: { intercept: sigmoid.intercept, slope: sigmoid.slope } });
}

/** Folds with both outcomes in equal shares. */
function dealt(y: Uint8Array, count: number, seed: number): Int32Array {
  const random = randomSource(seed);
  const fold = new Int32Array(y.length);
  let next = 0;
  for (const value of [1, 0]) {
    const rows = Array.from(y.keys()).filter((i) => y[i] === value);
    for (let i = rows.length - 1; i > 0; i--) {
      const k = random.integer(i + 1);
      [rows[i], rows[k]] = [rows[k]!, rows[i]!];
    }
    for (const row of rows) fold[row] = next++ % count;
  }
  return fold;
}

/** Probability of 1 of each subject. */
export const supportProbabilities = (model: CalibratedSupportVectors, columns: readonly Numbers[]): Float64Array =>
  supportDecisions(model, columns).map((d) => expit(model.sigmoid.intercept + model.sigmoid.slope * d));
