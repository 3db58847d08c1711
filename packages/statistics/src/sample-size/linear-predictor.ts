import { refuse } from "@nadir/domain";
import { normalQuantile } from "../distributions.ts";
import { expit } from "../models/logistic-regression.ts";

/** Expected distribution of a model's linear predictor where it will be validated. */
export type LinearPredictorDistribution =
  | { readonly normal: { readonly mean: number; readonly standardDeviation: number } }
  /** Of the predicted probabilities. */
  | { readonly beta: { readonly a: number; readonly b: number } }
  /** Normal with one variance in both classes, as the C-statistic says; placed so that the mean risk is the prevalence. */
  | { readonly cStatistic: number; readonly prevalence: number };

/** Points and weights (sum 1) for expectations over the linear predictor: trapezoid on the whole line. */
export interface Grid {
  readonly x: Float64Array;
  readonly weight: Float64Array;
}

const POINTS = 40_000;

export function linearPredictorGrid(d: LinearPredictorDistribution): Grid {
  if ("normal" in d) {
    const { mean, standardDeviation: s } = d.normal;
    if (!(s > 0)) refuse("OUT_OF_RANGE", `The standard deviation of the linear predictor is ${s}; give one above 0.`);
    return grid(mean - 12 * s, mean + 12 * s, (x) => -(((x - mean) / s) ** 2) / 2);
  }
  if ("beta" in d) {
    const { a, b } = d.beta;
    if (!(a > 0 && b > 0)) refuse("OUT_OF_RANGE", `The beta shapes are ${a} and ${b}; give two numbers above 0.`);
    return grid(-60 / a, 60 / b, (x) => -a * softplus(-x) - b * softplus(x));
  }
  const { cStatistic, prevalence } = d;
  if (!(cStatistic > 0.5 && cStatistic < 1))
    refuse("OUT_OF_RANGE", `The C-statistic is ${cStatistic}; give a number between 0.5 and 1.`);
  const variance = 2 * normalQuantile(cStatistic) ** 2;
  const at = (mean: number) => {
    const s = Math.sqrt(variance);
    return grid(mean - 12 * s, mean + variance + 12 * s, (x) => {
      const without = (1 - prevalence) * Math.exp(-((x - mean) ** 2) / (2 * variance));
      const having = prevalence * Math.exp(-((x - mean - variance) ** 2) / (2 * variance));
      return Math.log(without + having);
    });
  };
  let [low, high] = [-60, 60];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (expectation(at(middle), expit) < prevalence) low = middle;
    else high = middle;
  }
  return at((low + high) / 2);
}

function grid(from: number, to: number, logDensity: (x: number) => number): Grid {
  const x = Float64Array.from({ length: POINTS + 1 }, (_, i) => from + ((to - from) * i) / POINTS);
  const logs = x.map(logDensity);
  const top = logs.reduce((m, v) => Math.max(m, v), Number.NEGATIVE_INFINITY);
  const density = logs.map((v) => Math.exp(v - top));
  const total = density.reduce((s, v) => s + v, 0);
  return { x, weight: density.map((v) => v / total) };
}

export const expectation = ({ x, weight }: Grid, f: (x: number) => number): number => {
  let s = 0;
  for (let i = 0; i < x.length; i++) s += weight[i]! * f(x[i]!);
  return s;
};

const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
