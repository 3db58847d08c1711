import { refuse } from "@nadir/domain";
import { normalQuantile, tQuantile } from "../distributions.ts";
import { Z } from "./precision.ts";

/** What one criterion asks for. */
export interface SizeCriterion {
  /** Subjects, rounded up. */
  readonly n: number;
  /** Expected shrinkage of the coefficients at that size (criterion 1: the target itself). */
  readonly shrinkage: number;
}

export interface DevelopmentSize {
  /** 1: shrinkage no stronger than the target. */
  readonly shrinkage: SizeCriterion;
  /** 2: apparent and adjusted R² differ by at most 0.05 (binary, survival: of its maximum). */
  readonly optimism: SizeCriterion;
  /** 3: overall risk (binary, survival) within 0.05; residual standard deviation within 10 % (continuous). */
  readonly precision: SizeCriterion;
  /** 4: mean outcome within the multiplicative margin (continuous only). */
  readonly mean: SizeCriterion | null;
  /** The largest. */
  readonly n: number;
}

export interface RiskDevelopmentSize extends DevelopmentSize {
  /** Cox–Snell R² the model is expected to have, the largest possible one, and their ratio (Nagelkerke). */
  readonly coxSnell: number;
  readonly largest: number;
  readonly nagelkerke: number;
}

/** Expected R²: given as Cox–Snell or as Nagelkerke. */
export type ExpectedRSquared = { readonly coxSnell: number } | { readonly nagelkerke: number };

const between = (value: number, name: string, low: number, high: number): void => {
  if (!(value > low && value < high))
    refuse("OUT_OF_RANGE", `${name} is ${value}; give a number between ${low} and ${high}.`, { found: String(value) });
};

function checkModel(parameters: number, shrinkage: number): void {
  if (!Number.isInteger(parameters) || parameters < 1)
    refuse("NO_PARAMETERS", `parameters is ${parameters}; give the whole number of candidate predictor parameters.`);
  between(shrinkage, "shrinkage", 0, 1);
}

/** Riley 2019 (Statistics in Medicine 38:1276), equation 11: parameters / ((S - 1) ln(1 - R² / S)). */
const sizeForShrinkage = (parameters: number, rSquared: number, shrinkage: number): number =>
  Math.ceil(parameters / ((shrinkage - 1) * Math.log(1 - rSquared / shrinkage)));

function riskCriteria(parameters: number, expected: ExpectedRSquared, largest: number, shrinkage: number) {
  const coxSnell = "coxSnell" in expected ? expected.coxSnell : expected.nagelkerke * largest;
  between(coxSnell, "The expected Cox–Snell R²", 0, Math.min(largest, shrinkage));
  const second = coxSnell / (coxSnell + 0.05 * largest);
  return {
    coxSnell,
    largest,
    nagelkerke: coxSnell / largest,
    shrinkage: { n: sizeForShrinkage(parameters, coxSnell, shrinkage), shrinkage },
    optimism: { n: sizeForShrinkage(parameters, coxSnell, second), shrinkage: second },
    reached: Math.max(second, shrinkage),
  };
}

/** Largest Cox–Snell R² at a prevalence: 1 - (p^p (1 - p)^(1 - p))². */
export const largestCoxSnellBinary = (prevalence: number): number =>
  1 - Math.exp(2 * (prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log(1 - prevalence)));

/** Minimum size to develop a model of a binary outcome (Riley 2019, 2020: criteria 1–3). */
export function developmentSizeBinary(input: {
  readonly parameters: number;
  readonly expected: ExpectedRSquared;
  readonly prevalence: number;
  readonly shrinkage?: number;
}): RiskDevelopmentSize {
  const { parameters, prevalence, shrinkage = 0.9 } = input;
  checkModel(parameters, shrinkage);
  between(prevalence, "prevalence", 0, 1);
  const { reached, ...c } = riskCriteria(parameters, input.expected, largestCoxSnellBinary(prevalence), shrinkage);
  const precision = { n: Math.ceil((Z / 0.05) ** 2 * (prevalence * (1 - prevalence))), shrinkage: reached };
  return { ...c, precision, mean: null, n: Math.max(c.shrinkage.n, c.optimism.n, precision.n) };
}

export interface SurvivalDevelopmentSize extends RiskDevelopmentSize {
  /** Overall risk at the time point with its limits at `n`. */
  readonly risk: { readonly value: number; readonly lower: number; readonly upper: number };
}

/**
 * Minimum size to develop a model of a time to event: `rate` events a unit of follow-up, `meanFollowUp` units a subject.
 * Criterion 3: the upper limit of the overall risk at `timePoint` (constant rate) at most 0.05 above it.
 */
export function developmentSizeSurvival(input: {
  readonly parameters: number;
  readonly expected: ExpectedRSquared;
  readonly rate: number;
  readonly timePoint: number;
  readonly meanFollowUp: number;
  readonly shrinkage?: number;
}): SurvivalDevelopmentSize {
  const { parameters, rate, timePoint, meanFollowUp, shrinkage = 0.9 } = input;
  checkModel(parameters, shrinkage);
  for (const [name, value] of Object.entries({ rate, timePoint, meanFollowUp }))
    between(value, name, 0, Number.POSITIVE_INFINITY);
  // The null log-likelihood of an exponential model in 10,000 subjects (the paper's arbitrary size, events rounded up).
  const subjects = 10_000;
  const events = Math.ceil(rate * (meanFollowUp * subjects));
  const largest = 1 - Math.exp((2 * (events * Math.log(events / subjects) - events)) / subjects);
  const { reached, ...c } = riskCriteria(parameters, input.expected, largest, shrinkage);
  const riskAt = (r: number) => -Math.expm1(-r * timePoint);
  const value = riskAt(rate);
  const limit = (n: number, sign: 1 | -1) => riskAt(rate + sign * Z * Math.sqrt(rate / (meanFollowUp * n)));
  // Solved for the rate at which the risk is 0.05 higher; where that passes 1 any size will do.
  const spare = value + 0.05 < 1 ? -Math.log1p(-(value + 0.05)) / timePoint - rate : Number.POSITIVE_INFINITY;
  const precision = { n: Math.max(1, Math.ceil(rate / meanFollowUp / (spare / Z) ** 2)), shrinkage: reached };
  const n = Math.max(c.shrinkage.n, c.optimism.n, precision.n);
  return { ...c, precision, mean: null, n, risk: { value, lower: limit(n, -1), upper: limit(n, 1) } };
}

/** Minimum size to develop a linear model (Riley 2019, Statistics in Medicine 38:1262: criteria 1–4). */
export function developmentSizeContinuous(input: {
  readonly parameters: number;
  readonly rSquared: number;
  /** Expected mean and standard deviation of the outcome. */
  readonly mean: number;
  readonly standardDeviation: number;
  readonly shrinkage?: number;
  /** Multiplicative margin of error of the mean; default 1.1. */
  readonly margin?: number;
}): DevelopmentSize & { readonly mean: SizeCriterion } {
  const { parameters: p, rSquared, mean, standardDeviation, shrinkage = 0.9, margin = 1.1 } = input;
  checkModel(p, shrinkage);
  between(rSquared, "rSquared", 0, 1);
  between(mean, "mean", 0, Number.POSITIVE_INFINITY);
  between(standardDeviation, "standardDeviation", 0, Number.POSITIVE_INFINITY);
  between(margin, "margin", 1, Number.POSITIVE_INFINITY);
  const shrinkageAt = (n: number) => 1 + (p - 2) / (n * Math.log(1 - (rSquared * (n - p - 1) + p) / (n - 1)));
  const at = (n: number): SizeCriterion => ({ n, shrinkage: shrinkageAt(n) });
  let first = p + 2;
  while (shrinkageAt(first) < shrinkage) first++;
  const second = Math.ceil(1 + (p * (1 - rSquared)) / 0.05);
  const third = 234 + p;
  let fourth = Math.max(first, second, third);
  const upper = (n: number) => mean + standardDeviation * Math.sqrt((1 - rSquared) / n) * tQuantile(0.975, n - p - 1);
  while (upper(fourth) / mean > margin) fourth++;
  return { shrinkage: at(first), optimism: at(second), precision: at(third), mean: at(fourth), n: fourth };
}

/**
 * Cox–Snell R² of a model with a given C-statistic at a prevalence, its linear predictor normal with one variance in both
 * classes (Riley 2021, Statistics in Medicine 40:4230); by integration where the paper simulates.
 */
export function coxSnellFromC(cStatistic: number, prevalence: number): number {
  between(cStatistic, "cStatistic", 0.5, 1);
  between(prevalence, "prevalence", 0, 1);
  const apart = Math.SQRT2 * normalQuantile(cStatistic);
  const prior = Math.log(prevalence / (1 - prevalence));
  const step = 0.005;
  let gain = 0;
  for (let x = -12; x <= 12; x += step) {
    const density = (step * Math.exp(-(x * x) / 2)) / Math.sqrt(2 * Math.PI);
    // x is the deviation from the mean of the subject's own class.
    const without = prior + apart * (x - apart / 2);
    const having = prior + apart * (x + apart / 2);
    gain -= density * ((1 - prevalence) * softplus(without) + prevalence * softplus(-having));
  }
  const flat = prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log(1 - prevalence);
  return 1 - Math.exp(2 * (flat - gain));
}

const softplus = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
