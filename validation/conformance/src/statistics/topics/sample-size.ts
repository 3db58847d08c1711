import {
  coxSnellFromC,
  type DevelopmentSize,
  developmentSizeBinary,
  developmentSizeContinuous,
  developmentSizeSurvival,
  type ExpectedRSquared,
  expectedClassification,
  type LinearPredictorDistribution,
  largestCoxSnellBinary,
  type RiskDevelopmentSize,
  type SizeCriterion,
  type ValidationCriterion,
  validationSizeBinary,
} from "@nadir/statistics";
import type { CaseContext, CaseKind, Topic, Values } from "../case.ts";

const round = (x: number, digits: number): number => Number(x.toFixed(digits));
const optional = (c: CaseContext, key: string) => (c.has(key) ? c.number(key) : undefined);
const setting = <K extends string>(name: K, value: number | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: number };

/** The reference rounds a Cox-Snell R² that it derives, before it goes on: 3 digits from Nagelkerke's, 4 from C. */
function expectedOf(c: CaseContext, largest: () => number): ExpectedRSquared {
  if (c.has("csrsquared")) return { coxSnell: c.number("csrsquared") };
  if (c.has("nagrsquared")) return { coxSnell: round(c.number("nagrsquared") * largest(), 3) };
  return { coxSnell: round(coxSnellFromC(c.number("cstatistic"), c.number("prevalence")), 4) };
}

/** Rows of the reference's table; `perSubject` turns a size into events. */
function riskTable(
  size: RiskDevelopmentSize,
  n: number,
  parameters: number,
  names: readonly [string, string, string, string],
  third: number,
  perSubject: (n: number) => number,
): Values {
  const row = (criterion: SizeCriterion, at = criterion.n) => ({
    Samp_size: at,
    Shrinkage: round(criterion.shrinkage, 3),
    Parameter: parameters,
    CS_Rsq: round(size.coxSnell, 3),
    Max_Rsq: round(size.largest, 3),
    Nag_Rsq: round(size.nagelkerke, 3),
    EPP: round(perSubject(at) / parameters, 2),
  });
  const rows = [row(size.shrinkage), row(size.optimism), row(size.precision, third), row(size.precision, n)];
  return {
    table: Object.fromEntries(names.map((name, k) => [name, rows[k]])),
    sample_size: n,
    events: perSubject(n),
    EPP: round(perSubject(n) / parameters, 2),
  };
}

const developBinary: CaseKind = {
  name: "size to develop a model of a binary outcome",
  matches: (c) => c.inputs["type"] === "b" && c.has("parameters", "prevalence"),
  compute: (c) => {
    const [parameters, prevalence] = [c.number("parameters"), c.number("prevalence")];
    const size = developmentSizeBinary({
      parameters,
      prevalence,
      expected: expectedOf(c, () => largestCoxSnellBinary(prevalence)),
      ...setting("shrinkage", optional(c, "shrinkage")),
    });
    const names = ["Criteria 1", "Criteria 2", "Criteria 3", "Final"] as const;
    return riskTable(size, size.n, parameters, names, size.precision.n, (n) => n * prevalence);
  },
};

const developSurvival: CaseKind = {
  name: "size to develop a model of a time to event",
  matches: (c) => c.inputs["type"] === "s" && c.has("parameters", "rate", "timepoint", "meanfup"),
  compute: (c) => {
    const [parameters, rate, followUp] = [c.number("parameters"), c.number("rate"), c.number("meanfup")];
    const input = {
      parameters,
      rate,
      timePoint: c.number("timepoint"),
      meanFollowUp: followUp,
      ...setting("shrinkage", optional(c, "shrinkage")),
    };
    const largest = () => developmentSizeSurvival({ ...input, expected: { nagelkerke: 0.1 } }).largest;
    const size = developmentSizeSurvival({ ...input, expected: expectedOf(c, largest) });
    // The reference asks nothing of criterion 3: it shows the precision at the size of the first two.
    const n = Math.max(size.shrinkage.n, size.optimism.n);
    const names = ["Criteria 1", "Criteria 2", "Criteria 3 *", "Final SS"] as const;
    return riskTable(size, n, parameters, names, n, (m) => m * rate * followUp);
  },
};

const developContinuous: CaseKind = {
  name: "size to develop a model of a continuous outcome",
  matches: (c) => c.inputs["type"] === "c" && c.has("parameters", "rsquared", "intercept", "sd"),
  compute: (c) => {
    const [parameters, rSquared] = [c.number("parameters"), c.number("rsquared")];
    const size: DevelopmentSize & { readonly mean: SizeCriterion } = developmentSizeContinuous({
      parameters,
      rSquared,
      mean: c.number("intercept"),
      standardDeviation: c.number("sd"),
      ...setting("shrinkage", optional(c, "shrinkage")),
      ...setting("margin", optional(c, "mmoe")),
    });
    const row = ({ n, shrinkage }: SizeCriterion) => ({
      Samp_size: n,
      Shrinkage: round(shrinkage, 3),
      Parameter: parameters,
      Rsq: rSquared,
      SPP: round(n / parameters, 2),
    });
    return {
      table: {
        "Criteria 1": row(size.shrinkage),
        "Criteria 2": row(size.optimism),
        "Criteria 3": row(size.precision),
        "Criteria 4*": row(size.mean),
        Final: row(size.mean),
      },
      sample_size: size.n,
      events: null,
      EPP: null,
    };
  },
};

function linearPredictorOf(c: CaseContext): LinearPredictorDistribution {
  const [first, second] = c.has("lpnormal") ? c.numbers("lpnormal") : c.numbers("lpbeta");
  if (c.has("lpnormal")) return { normal: { mean: first!, standardDeviation: second! } };
  if (c.has("lpbeta")) return { beta: { a: first!, b: second! } };
  return { cStatistic: c.number("cstatistic"), prevalence: c.number("prevalence") };
}

/** The reference finds a standard error by steps of 0.0001 until the interval is wide enough. */
const stepped = (standardError: number): number => Math.ceil(standardError / 1e-4 - 1e-9) * 1e-4;

const validate: CaseKind = {
  name: "size to validate a model of a binary outcome",
  matches: (c) =>
    c.inputs["type"] === "b" &&
    c.has("prevalence", "cstatistic") &&
    (c.has("lpnormal") || c.has("lpbeta") || c.has("lpcstat")),
  compute: (c) => {
    const linearPredictor = linearPredictorOf(c);
    const threshold = optional(c, "threshold");
    const given = c.has("sensitivity", "specificity");
    const expected = threshold !== undefined && !given ? expectedClassification(linearPredictor, threshold) : null;
    const [oe, oeWidth] = [optional(c, "oe") ?? 1, optional(c, "oeciwidth") ?? 0.2];
    const oeSe = stepped(Math.asinh(oeWidth / (2 * oe)) / 1.96);
    const benefitWidth = optional(c, "nbciwidth") ?? 0.2;
    const size = validationSizeBinary({
      prevalence: c.number("prevalence"),
      cStatistic: c.number("cstatistic"),
      linearPredictor,
      observedExpected: oe,
      widths: {
        observedExpected: 2 * oe * Math.sinh(1.96 * oeSe),
        ...setting("slope", optional(c, "csciwidth")),
        ...setting("cStatistic", optional(c, "cstatciwidth")),
        // It also rounds this one to three digits before it goes on.
        netBenefit: 2 * 1.96 * round(stepped(benefitWidth / (2 * 1.96)), 3),
      },
      ...setting("threshold", threshold),
      // Where they are not given the reference goes on with two digits of each.
      ...setting(
        "sensitivity",
        given ? c.number("sensitivity") : expected ? round(expected.sensitivity, 2) : undefined,
      ),
      ...setting(
        "specificity",
        given ? c.number("specificity") : expected ? round(expected.specificity, 2) : undefined,
      ),
    });
    const row = (criterion: ValidationCriterion) => ({
      Samp_size: criterion.n,
      Perf: round(criterion.value, 3),
      SE: round(criterion.standardError, 3),
      "CI width": round(criterion.width, 3),
    });
    const criteria: [string, ValidationCriterion][] = [
      ["Criteria 1 - O/E", size.observedExpected],
      ["Criteria 2 - C-slope", { ...size.slope, value: optional(c, "cslope") ?? size.slope.value }],
      ["Criteria 3 - C statistic", size.cStatistic],
      ...(size.netBenefit
        ? ([["Criteria 4 - St Net Benefit", { ...size.netBenefit, width: benefitWidth }]] as [
            string,
            ValidationCriterion,
          ][])
        : []),
    ];
    const largest = criteria.reduce((a, b) => (b[1].n > a[1].n ? b : a));
    return {
      table: { ...Object.fromEntries(criteria.map(([name, k]) => [name, row(k)])), "Final SS": row(largest[1]) },
      sample_size: size.n,
      events: size.n * c.number("prevalence"),
    };
  },
};

export const sampleSize: Topic = {
  id: "sample-size",
  kinds: [developBinary, developSurvival, developContinuous, validate],
};
