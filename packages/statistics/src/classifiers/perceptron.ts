import { refuse } from "@nadir/domain";
import type { Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { quasiNewton } from "../models/quasi-newton.ts";
import { randomSource } from "../random.ts";
import { type ClassDesign, checkColumns, checkDesign } from "./design.ts";

/** One hidden layer of logistic units and one logistic output. */
export interface Perceptron {
  /** A row a hidden unit: its bias, then one weight a column. */
  readonly hidden: readonly (readonly number[])[];
  /** Bias of the output, then one weight a hidden unit. */
  readonly output: readonly number[];
}

export interface PerceptronOptions {
  readonly units: number;
  /** Times the sum of squared weights, biases among them, is added to the cross-entropy. */
  readonly decay: number;
  readonly seed: number;
  /** In place of random ones: unit by unit (bias, columns), then the output. */
  readonly start?: readonly number[];
  readonly mostSteps?: number;
}

/** Starting weights are uniform between plus and minus this, as R's `nnet` has them. */
const START_RANGE = 0.7;

/**
 * A multi-layer perceptron with one hidden layer (Ripley 1996, Pattern Recognition and Neural Networks, section 5.1; R's `nnet` with
 * `entropy = TRUE`): minimises −sum of log likelihoods + decay × sum of squared weights by BFGS from the starting weights. There are
 * several minima; which is found depends on the start. Classes are 0 and 1, columns best standardised. Not estimable: one class only.
 */
export function perceptron(
  design: ClassDesign,
  { units, decay, seed, start, mostSteps = 1000 }: PerceptronOptions,
): Estimated<Perceptron & { readonly value: number; readonly isSettled: boolean }> {
  const classes = checkDesign(design);
  if (!Number.isInteger(units) || units < 1 || !(decay >= 0))
    refuse("WRONG_OPTION", `${units} units with decay ${decay}; give 1 unit or more and a decay of 0 or more.`);
  if (classes > 2) refuse("NOT_A_CLASS", `There are ${classes} classes; a perceptron here tells two apart.`);
  const y = Array.from(design.classes);
  if (new Set(y).size < 2) return notEstimable("A perceptron needs subjects with and without the outcome.");
  const width = design.columns.length + 1;
  const count = units * width + units + 1;
  if (start && start.length !== count)
    refuse("LENGTHS_DIFFER", `${start.length} starting weights are given; ${units} units want ${count}.`);
  const random = randomSource(seed);
  const from = Float64Array.from(
    start ?? Array.from({ length: count }, () => START_RANGE * (2 * random.uniform() - 1)),
  );
  const found = quasiNewton((w, gradient) => loss(design.columns, y, units, decay, w, gradient), from, mostSteps);
  return estimated({ ...partsOf(found.at, units, width), value: found.value, isSettled: found.isSettled });
}

const partsOf = (w: Float64Array, units: number, width: number): Perceptron => ({
  hidden: Array.from({ length: units }, (_, k) => Array.from(w.subarray(k * width, (k + 1) * width))),
  output: Array.from(w.subarray(units * width)),
});

const logistic = (v: number): number => 1 / (1 + Math.exp(-v));
/** log(1 + exp(v)) without overflow. */
const softPlus = (v: number): number => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));

function loss(
  columns: readonly Numbers[],
  y: readonly number[],
  units: number,
  decay: number,
  w: Float64Array,
  gradient: Float64Array,
): number {
  const width = columns.length + 1;
  const last = units * width;
  let value = 0;
  for (let j = 0; j < w.length; j++) {
    value += decay * w[j]! ** 2;
    gradient[j] = 2 * decay * w[j]!;
  }
  const active = new Float64Array(units);
  for (let i = 0; i < y.length; i++) {
    let eta = w[last]!;
    for (let k = 0; k < units; k++) {
      let s = w[k * width]!;
      for (let j = 1; j < width; j++) s += w[k * width + j]! * columns[j - 1]![i]!;
      active[k] = logistic(s);
      eta += w[last + 1 + k]! * active[k]!;
    }
    value += softPlus(eta) - y[i]! * eta;
    const error = logistic(eta) - y[i]!;
    gradient[last]! += error;
    for (let k = 0; k < units; k++) {
      gradient[last + 1 + k]! += error * active[k]!;
      const back = error * w[last + 1 + k]! * active[k]! * (1 - active[k]!);
      gradient[k * width]! += back;
      for (let j = 1; j < width; j++) gradient[k * width + j]! += back * columns[j - 1]![i]!;
    }
  }
  return value;
}

/** Probability of class 1 of each subject. */
export function perceptronProbabilities({ hidden, output }: Perceptron, columns: readonly Numbers[]): Float64Array {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  return Float64Array.from({ length: n }, (_, i) =>
    logistic(
      hidden.reduce(
        (s, unit, k) => s + output[k + 1]! * logistic(columns.reduce((t, c, j) => t + unit[j + 1]! * c[i]!, unit[0]!)),
        output[0]!,
      ),
    ),
  );
}
