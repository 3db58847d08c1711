import type {
  AnalysisResult,
  Figure,
  ProtocolDocument,
  SecondaryAnalysis,
  SurvivalResult,
  TestResult,
} from "@nadir/domain";
import { coxRegression, kaplanMeier, logRank, survivalAt, survivalQuantile } from "@nadir/statistics";
import type { Named } from "./discrimination.ts";
import { figureOf, figureWithoutInterval, noFigure, noTest } from "./figures.ts";
import { type AnalysisSubject, afterLandmark, endpointOf, groupingOf, isFavourable, noExclusions } from "./subject.ts";

type Group = SurvivalResult["groups"][number];

/**
 * Survival by group from the landmark: time zero is the index scan, and who had the event or left before is excluded and
 * counted, so that nobody is credited with time that had to be survived to be grouped (immortal time).
 */
export function survivalAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Extract<SecondaryAnalysis, { kind: "survival-by-group" }>,
): AnalysisResult {
  const grouping = groupingOf(protocol, plan.grouping);
  return groupedSurvival(named, subjects, {
    endpoint: endpointOf(protocol, plan.endpoint),
    labels: [grouping.favourable, grouping.unfavourable],
    grouping: plan.grouping,
    level: plan.level,
    groupOf: (s) => {
      const favourable = isFavourable(s.row, grouping);
      return favourable === null ? null : favourable ? 0 : 1;
    },
  });
}

/** Curves, log-rank test and (of two groups) hazard ratio of subjects in groups 0, 1, … */
export function groupedSurvival(
  named: Named,
  subjects: readonly AnalysisSubject[],
  of: {
    readonly endpoint: ProtocolDocument["endpoints"][number];
    readonly labels: readonly string[];
    readonly grouping: string;
    readonly level: number;
    readonly groupOf: (s: AnalysisSubject) => number | null;
  },
): AnalysisResult {
  const { endpoint, labels, level } = of;
  const { kept, excluded } = landmarked(subjects, endpoint, of.groupOf);
  const horizons = endpoint.type === "time-to-event" ? endpoint.horizonsDays : [];
  return {
    ...named,
    kind: "survival-by-group",
    grouping: of.grouping,
    excluded,
    groups: labels.map((label, g) =>
      group(
        label,
        kept.filter((k) => k.x === g),
        horizons,
        level,
      ),
    ),
    logRank: logRankTest(kept, labels.length),
    hazardRatio:
      labels.length === 2
        ? cox(kept, level, "the group").hazardRatio
        : noFigure("Cox, Efron ties, Wald limits", "more than two groups have no single hazard ratio."),
  };
}

/** Hazard ratio per `per` units of a continuous predictor, from the landmark. */
export function coxAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Extract<SecondaryAnalysis, { kind: "cox" }>,
): AnalysisResult {
  const endpoint = endpointOf(protocol, plan.endpoint);
  const { kept, excluded } = landmarked(subjects, endpoint, (s) => {
    const value = s.row.predictors[plan.predictor]?.value ?? null;
    return value === null ? null : value / plan.per;
  });
  const { hazardRatio, test } = cox(kept, plan.level, plan.predictor);
  return {
    ...named,
    kind: "cox",
    predictor: plan.predictor,
    per: plan.per,
    excluded,
    n: kept.length,
    events: kept.filter((k) => k.event).length,
    hazardRatio,
    test,
  };
}

interface Followed {
  readonly time: number;
  readonly event: boolean;
  readonly x: number;
}

function landmarked(
  subjects: readonly AnalysisSubject[],
  endpoint: ProtocolDocument["endpoints"][number],
  covariate: (s: AnalysisSubject) => number | null,
) {
  const excluded = noExclusions();
  const kept: Followed[] = [];
  for (const s of subjects) {
    const x = covariate(s);
    const followed = x === null ? "notComputable" : afterLandmark(s, endpoint);
    if (typeof followed === "string") excluded[followed]++;
    else kept.push({ ...followed, x: x! });
  }
  return { kept, excluded };
}

function group(label: string, members: readonly Followed[], horizons: readonly number[], level: number): Group {
  const method = "Kaplan–Meier, log-log limits";
  const curve = kaplanMeier({ time: members.map((m) => m.time), event: members.map((m) => m.event) }, { level });
  const base = { label, n: members.length, events: members.filter((m) => m.event).length };
  if (!curve.estimable)
    return {
      ...base,
      medianDays: noFigure(method, curve.reason),
      atHorizons: horizons.map((days) => ({ days, survival: noFigure(method, curve.reason), atRisk: 0 })),
      steps: [],
    };
  const median = survivalQuantile(curve);
  const last = curve.steps.at(-1)!.time;
  return {
    ...base,
    medianDays:
      median.estimate === null
        ? noFigure(method, "not reached: the curve stays above one half.")
        : figureOf(
            median.estimate,
            median,
            level,
            method,
            median.lower === null || median.upper === null ? "A limit is not reached." : null,
          ),
    atHorizons: horizons.map((days) => {
      const at = survivalAt(curve, days);
      const survival =
        days > last && at.survival > 0
          ? noFigure(method, `follow-up of the group ends on day ${last}.`)
          : at.lower === null || at.upper === null
            ? figureWithoutInterval(at.survival, method, "No limits at 0 or 1.")
            : at.survival === 1
              ? figureWithoutInterval(1, method, "No event yet: log-log limits do not exist at 1.")
              : figureOf(at.survival, at, level, method);
      return { days, survival, atRisk: at.atRisk };
    }),
    steps: curve.steps.map(({ time, survival, lower, upper, atRisk, events, censored }) => ({
      time,
      survival,
      lower,
      upper,
      atRisk,
      events,
      censored,
    })),
  };
}

function logRankTest(kept: readonly Followed[], groups: number): TestResult {
  const method = "log-rank";
  const sizes = Array.from({ length: groups }, (_, g) => kept.filter((k) => k.x === g).length);
  if (sizes.some((n) => n === 0))
    return noTest(
      method,
      `${groups === 2 ? "two" : groups} groups are needed; ${sizes.join(" and ")} subjects remain after the landmark.`,
    );
  const test = logRank({
    time: kept.map((k) => k.time),
    event: kept.map((k) => k.event),
    group: kept.map((k) => k.x),
  });
  return test.estimable
    ? { statistic: test.chiSquare, df: test.df, p: test.p, method, note: null }
    : noTest(method, test.reason);
}

function cox(kept: readonly Followed[], level: number, name: string): { hazardRatio: Figure; test: TestResult } {
  const method = "Cox, Efron ties, Wald limits";
  const fit = coxRegression(
    { time: kept.map((k) => k.time), event: kept.map((k) => k.event), covariates: { [name]: kept.map((k) => k.x) } },
    { ties: "efron", level },
  );
  if (!fit.estimable)
    return { hazardRatio: noFigure(method, fit.reason), test: noTest("likelihood ratio", fit.reason) };
  const c = fit.coefficients[0]!;
  const { chiSquare, df, p } = fit.likelihoodRatioTest;
  return {
    hazardRatio: figureOf(c.hazardRatio, c.interval, level, method),
    test: { statistic: chiSquare, df, p, method: "likelihood ratio", note: null },
  };
}
