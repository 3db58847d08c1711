import type { SampleSizePlan, SampleSizeRequest } from "@nadir/domain";
import {
  coxSnellFromC,
  developmentSizeBinary,
  developmentSizeContinuous,
  developmentSizeSurvival,
  type ExpectedRSquared,
  type RiskDevelopmentSize,
} from "./development.ts";
import { validationSizeBinary } from "./validation.ts";

type Of<K extends SampleSizeRequest["kind"]> = Extract<SampleSizeRequest, { kind: K }>;
type Plan = Omit<SampleSizePlan, "schema" | "request">;

const DEVELOPMENT = "Riley et al. 2019, Stat Med 38:1276 and 38:1262; Riley et al. 2020, BMJ 368:m441";
const VALIDATION = "Archer et al. 2021, Stat Med 40:133; Riley et al. 2021, Stat Med 40:4230";

/** Answers a question of sample size with every criterion beside the largest. */
export function sampleSize(request: SampleSizeRequest): SampleSizePlan {
  return { schema: "nadir.sample-size/1", request, ...answer(request) };
}

function answer(request: SampleSizeRequest): Plan {
  switch (request.kind) {
    case "develop-binary":
      return developBinary(request);
    case "develop-survival":
      return developSurvival(request);
    case "develop-continuous":
      return developContinuous(request);
    case "validate-binary":
      return validateBinary(request);
    case "validate-survival":
      return validateSurvival(request);
  }
}

const fixed = (x: number, digits = 3): string => String(Number(x.toFixed(digits)));

function riskCriteria(size: RiskDevelopmentSize, precision: string): SampleSizePlan["criteria"] {
  return [
    {
      criterion: "Shrinkage",
      n: size.shrinkage.n,
      detail: `expected shrinkage of the coefficients at least ${fixed(size.shrinkage.shrinkage)}`,
    },
    {
      criterion: "Optimism of R²",
      n: size.optimism.n,
      detail: `apparent and adjusted Cox–Snell R² (${fixed(size.coxSnell)} of at most ${fixed(size.largest)}) differ by at most 0.05 of the maximum`,
    },
    { criterion: "Overall risk", n: size.precision.n, detail: precision },
  ];
}

function developBinary(r: Of<"develop-binary">): Plan {
  const expected: ExpectedRSquared =
    "cStatistic" in r.expected ? { coxSnell: coxSnellFromC(r.expected.cStatistic, r.prevalence) } : r.expected;
  const size = developmentSizeBinary({ ...r, expected });
  const events = size.n * r.prevalence;
  return {
    criteria: riskCriteria(size, `the overall risk ${fixed(r.prevalence)} known to ±0.05`),
    n: size.n,
    events,
    eventsPerParameter: events / r.parameters,
    source: DEVELOPMENT,
  };
}

function developSurvival(r: Of<"develop-survival">): Plan {
  const size = developmentSizeSurvival(r);
  const { value, lower, upper } = size.risk;
  const events = size.n * r.rate * r.meanFollowUp;
  return {
    criteria: riskCriteria(
      size,
      `the overall risk at the time point known to +0.05; at the final size ${fixed(value)} (${fixed(lower)} to ${fixed(upper)})`,
    ),
    n: size.n,
    events,
    eventsPerParameter: events / r.parameters,
    source: DEVELOPMENT,
  };
}

function developContinuous(r: Of<"develop-continuous">): Plan {
  const size = developmentSizeContinuous(r);
  return {
    criteria: [
      { criterion: "Shrinkage", n: size.shrinkage.n, detail: `expected shrinkage at least ${fixed(r.shrinkage)}` },
      { criterion: "Optimism of R²", n: size.optimism.n, detail: "apparent and adjusted R² differ by at most 0.05" },
      { criterion: "Residual spread", n: size.precision.n, detail: "residual standard deviation known to 10 %" },
      { criterion: "Mean outcome", n: size.mean.n, detail: "mean outcome known to 10 %" },
    ],
    n: size.n,
    events: null,
    eventsPerParameter: null,
    source: DEVELOPMENT,
  };
}

function validateBinary(r: Of<"validate-binary">): Plan {
  const { kind: _, linearPredictor, threshold, ...rest } = r;
  const size = validationSizeBinary({
    ...rest,
    linearPredictor: linearPredictor ?? { cStatistic: r.cStatistic, prevalence: r.prevalence },
    ...(threshold === undefined ? {} : { threshold }),
  });
  const named = [
    ["Observed over expected", size.observedExpected],
    ["Calibration slope", size.slope],
    ["C-statistic", size.cStatistic],
    ["Standardised net benefit", size.netBenefit],
  ] as const;
  return {
    criteria: named.flatMap(([criterion, c]) =>
      c
        ? [
            {
              criterion,
              n: c.n,
              detail: `95 % interval of width ${fixed(c.width)} around ${fixed(c.value)} (standard error ${fixed(c.standardError)})`,
            },
          ]
        : [],
    ),
    n: size.n,
    events: size.n * r.prevalence,
    eventsPerParameter: null,
    source: VALIDATION,
  };
}

function validateSurvival({ risk, censoredBefore }: Of<"validate-survival">): Plan {
  const seen = risk * (1 - censoredBefore);
  const subjects = (events: number) => Math.ceil(events / seen - 1e-9);
  const row = (criterion: string, events: number) => ({
    criterion,
    n: subjects(events),
    detail: `${events} events by the horizon, at a risk of ${fixed(risk)} with ${fixed(100 * censoredBefore, 1)} % censored before it`,
  });
  return {
    criteria: [row("At least 100 events (rule of thumb)", 100), row("Better 200 events (rule of thumb)", 200)],
    n: subjects(200),
    events: subjects(200) * seen,
    eventsPerParameter: null,
    source: "No closed form; Collins et al. 2016, Stat Med 35:214; Riley et al. 2022, Stat Med 41:1280 simulates",
  };
}
