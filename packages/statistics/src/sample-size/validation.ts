import { refuse } from "@nadir/domain";
import { expit } from "../models/logistic-regression.ts";
import { expectation, type LinearPredictorDistribution, linearPredictorGrid } from "./linear-predictor.ts";
import { Z } from "./precision.ts";

/** One criterion: size at which the 95 % interval of a measure has the width asked for. */
export interface ValidationCriterion {
  readonly n: number;
  /** Expected value of the measure. */
  readonly value: number;
  /** Of the measure (O/E: of its logarithm) at that width. */
  readonly standardError: number;
  readonly width: number;
}

export interface ValidationSize {
  readonly observedExpected: ValidationCriterion;
  readonly slope: ValidationCriterion;
  readonly cStatistic: ValidationCriterion;
  /** Standardised net benefit; null where no threshold was given. */
  readonly netBenefit: ValidationCriterion | null;
  readonly n: number;
}

export interface ValidationSizeInput {
  readonly prevalence: number;
  readonly cStatistic: number;
  readonly linearPredictor: LinearPredictorDistribution;
  /** Default 1. */
  readonly observedExpected?: number;
  /** Widths of the 95 % intervals; default 0.2, of the C-statistic 0.1. */
  readonly widths?: {
    readonly observedExpected?: number;
    readonly slope?: number;
    readonly cStatistic?: number;
    readonly netBenefit?: number;
  };
  /** For net benefit; sensitivity and specificity are expected from the linear predictor where they are left out. */
  readonly threshold?: number;
  readonly sensitivity?: number;
  readonly specificity?: number;
}

/**
 * Minimum size for external validation of a binary model (Archer 2021; Riley 2021, Statistics in Medicine 40:4230): the
 * largest over O/E, calibration slope, C-statistic and, with a threshold, standardised net benefit. Standard errors are
 * solved for and the slope's information is integrated, where the reference package steps and simulates.
 */
export function validationSizeBinary(input: ValidationSizeInput): ValidationSize {
  const { prevalence: phi, cStatistic: c, observedExpected: oe = 1 } = input;
  for (const [name, value] of Object.entries({ prevalence: phi, cStatistic: c }))
    if (!(value > 0 && value < 1))
      refuse("OUT_OF_RANGE", `${name} is ${value}; give a number between 0 and 1.`, { found: String(value) });
  const widths = { observedExpected: 0.2, slope: 0.2, cStatistic: 0.1, netBenefit: 0.2, ...input.widths };
  const positive = Object.entries(widths).map(([name, value]) => [`The width of '${name}'`, value] as const);
  for (const [name, value] of [...positive, ["The expected O/E", oe] as const])
    if (!(value > 0)) refuse("OUT_OF_RANGE", `${name} is ${value}; give a number above 0.`, { found: String(value) });

  // oe (e^(z s) - e^(-z s)) = width
  const oeSe = Math.asinh(widths.observedExpected / (2 * oe)) / Z;
  const first = Math.ceil((1 - phi) / (phi * oeSe ** 2));

  const points = linearPredictorGrid(input.linearPredictor);
  const moment = (k: number) => expectation(points, (x) => x ** k * expit(x) * expit(-x));
  const [i0, i1, i2] = [moment(0), moment(1), moment(2)];
  const slopeSe = widths.slope / (2 * Z);
  const second = Math.ceil(i0 / (slopeSe ** 2 * (i0 * i2 - i1 ** 2)));

  // Newcombe 2006, as a quadratic inequality in n: se² n² phi (1 - phi) = C (1 - C) [1 + (n / 2 - 1) g].
  const g = (1 - c) / (2 - c) + c / (1 + c);
  const cSe = (n: number) => Math.sqrt((c * (1 - c) * (1 + (n / 2 - 1) * g)) / (n * n * phi * (1 - phi)));
  const target = (widths.cStatistic / (2 * Z)) ** 2 * phi * (1 - phi);
  const spread = c * (1 - c);
  const half = (spread * g) / 4;
  let third = Math.max(1, Math.floor((half + Math.sqrt(half ** 2 + target * spread * (1 - g))) / target) - 1);
  while (2 * Z * cSe(third) > widths.cStatistic) third++;

  const benefit = netBenefitCriterion(input, points, widths.netBenefit);
  return {
    observedExpected: { n: first, value: oe, standardError: oeSe, width: widths.observedExpected },
    slope: { n: second, value: 1, standardError: slopeSe, width: widths.slope },
    cStatistic: { n: third, value: c, standardError: cSe(third), width: widths.cStatistic },
    netBenefit: benefit,
    n: Math.max(first, second, third, benefit?.n ?? 0),
  };
}

/** Sensitivity and specificity that a calibrated model has at a threshold. */
export function expectedClassification(
  linearPredictor: LinearPredictorDistribution,
  threshold: number,
): { readonly sensitivity: number; readonly specificity: number } {
  return classification(linearPredictorGrid(linearPredictor), threshold);
}

function classification(points: ReturnType<typeof linearPredictorGrid>, threshold: number) {
  const cut = Math.log(threshold / (1 - threshold));
  const risk = expectation(points, expit);
  return {
    sensitivity: expectation(points, (x) => (x >= cut ? expit(x) : 0)) / risk,
    specificity: expectation(points, (x) => (x >= cut ? 0 : expit(-x))) / (1 - risk),
  };
}

function netBenefitCriterion(
  input: ValidationSizeInput,
  points: ReturnType<typeof linearPredictorGrid>,
  width: number,
): ValidationCriterion | null {
  const { prevalence: phi, threshold } = input;
  if (threshold === undefined) return null;
  if (!(threshold > 0 && threshold < 1))
    refuse("OUT_OF_RANGE", `threshold is ${threshold}; give a risk between 0 and 1.`, { found: String(threshold) });
  const expected = classification(points, threshold);
  const sensitivity = input.sensitivity ?? expected.sensitivity;
  const specificity = input.specificity ?? expected.specificity;
  const w = (((1 - phi) / phi) * threshold) / (1 - threshold);
  const standardError = width / (2 * Z);
  const spread =
    (sensitivity * (1 - sensitivity)) / phi +
    (w * w * specificity * (1 - specificity)) / (1 - phi) +
    (w * w * (1 - specificity) ** 2) / (phi * (1 - phi));
  return {
    n: Math.ceil(spread / standardError ** 2),
    value: sensitivity - (1 - specificity) * w,
    standardError,
    width,
  };
}
