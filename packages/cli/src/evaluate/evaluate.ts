import {
  aucDeLong,
  aucInterval,
  classificationPerformance,
  classify,
  compareAucPaired,
  concordance,
  type KaplanMeierCurve,
  kaplanMeier,
  logRank,
  medianFollowUp,
  netBenefitDifference,
  orderedLabels,
  restrictedMean,
  rocCurve,
  survivalAt,
  survivalQuantile,
} from "@nadir/statistics";
import type { Analysis } from "./analysis.ts";
import { correlationOf, testOf } from "./group-tests.ts";
import {
  checkColumns,
  checkDistinct,
  complete,
  flags,
  numbers,
  type Predictions,
  probabilities,
  withHonestLimits,
} from "./predictions.ts";
import { probabilitiesOf } from "./probability-evaluation.ts";
import { competingOf, horizonOf, survivalComparisonOf } from "./survival-evaluation.ts";
import { hazardBySite } from "./survival-sites.ts";

/** Every figure that the analysis names, each with the number of subjects it stands on and of those left out. */
export function evaluate(table: Predictions, analysis: Analysis) {
  return {
    schema: "nadir.evaluation/1",
    ...(analysis.id === undefined ? {} : { analysis: analysis.id }),
    // No plan was locked before these outcomes were read: nothing here may be called confirmatory.
    standing: "post hoc: not part of a locked protocol",
    subjects: table.rows.length,
    level: analysis.level,
    discrimination: analysis.discrimination.map((wish) => discriminationOf(table, wish, analysis.level)),
    comparisons: analysis.comparisons.map((wish) => comparisonOf(table, wish, analysis.level)),
    survival: analysis.survival.map((wish) => survivalOf(table, wish, analysis)),
    probabilities: analysis.probabilities.map((wish) => probabilitiesOf(table, wish, analysis)),
    horizons: analysis.horizons.map((wish) => horizonOf(table, wish, analysis)),
    survivalComparisons: analysis.survivalComparisons.map((wish) => survivalComparisonOf(table, wish, analysis)),
    competing: analysis.competing.map((wish) => competingOf(table, wish)),
    tests: analysis.tests.map((wish) => testOf(table, wish, analysis.level)),
    correlations: analysis.correlations.map((wish) => correlationOf(table, wish, analysis.level)),
    bootstrap: { algorithm: "xoshiro256**", ...analysis.bootstrap },
  };
}

function discriminationOf(table: Predictions, wish: Analysis["discrimination"][number], level: number) {
  checkColumns(table, [wish.score, wish.outcome]);
  checkDistinct(table, [wish.outcome], [wish.score]);
  const { rows, leftOut } = complete(table, [wish.score, wish.outcome]);
  const sign = wish.larger === "more-likely" ? 1 : -1;
  const scores = numbers(table, rows, wish.score).map((v) => sign * v);
  const outcome = flags(table, rows, wish.outcome, wish.positive);
  const auc = aucDeLong(scores, outcome);
  const head = { name: wish.name, score: wish.score, outcome: wish.outcome, n: rows.length, leftOut };
  if (!auc.estimable) return { ...head, auc };
  const curve = wish.curve ? rocCurve(scores, outcome) : null;
  return {
    ...head,
    withOutcome: auc.cases,
    without: auc.controls,
    auc: {
      estimable: true,
      estimate: auc.auc,
      standardError: auc.variance === null ? null : Math.sqrt(auc.variance),
      interval: aucInterval(auc, { method: wish.interval, level }),
      variance: "DeLong",
    },
    // A score that is better when smaller was turned round above: its threshold turns with it, and >= becomes <=.
    thresholds: wish.thresholds.map((threshold) => ({
      threshold,
      rule: `${wish.score} ${sign === 1 ? ">=" : "<="} ${threshold}`,
      ...classificationPerformance(classify(scores, outcome, sign * threshold), level),
    })),
    ...(curve?.estimable
      ? {
          curve: curve.points.map((p) => ({
            ...p,
            threshold: Number.isFinite(p.threshold) ? sign * p.threshold : null,
          })),
        }
      : {}),
  };
}

function comparisonOf(table: Predictions, wish: Analysis["comparisons"][number], level: number) {
  const needed = [...wish.scores, wish.outcome];
  checkColumns(table, needed);
  checkDistinct(table, [wish.outcome], wish.scores);
  const { rows, leftOut } = complete(table, needed);
  const oriented = (at: 0 | 1) => {
    const sign = wish.larger[at] === "more-likely" ? 1 : -1;
    return numbers(table, rows, wish.scores[at]).map((v) => sign * v);
  };
  const outcome = flags(table, rows, wish.outcome, wish.positive);
  const comparison = compareAucPaired(oriented(0), oriented(1), outcome, { level });
  return {
    name: wish.name,
    scores: wish.scores,
    outcome: wish.outcome,
    leftOut,
    test: "DeLong, paired",
    ...comparison,
    ...(wish.thresholds.length > 0
      ? {
          netBenefit: wish.thresholds.map((t) => ({
            threshold: t,
            ...netBenefitDifference(
              probabilities(table, rows, wish.scores[0]),
              probabilities(table, rows, wish.scores[1]),
              outcome,
              t,
              level,
            ),
          })),
        }
      : {}),
  };
}

function survivalOf(table: Predictions, wish: Analysis["survival"][number], { level, site }: Analysis) {
  const needed = [wish.time, wish.event, wish.group, wish.score, site].filter((c) => c !== undefined);
  checkColumns(table, needed);
  checkDistinct(
    table,
    [wish.time, wish.event],
    [wish.group, wish.score].filter((c) => c !== undefined),
  );
  const { rows, leftOut } = complete(table, needed);
  const time = numbers(table, rows, wish.time, 0);
  const event = flags(table, rows, wish.event, wish.happened);
  const group = rows.map(({ row }) => (wish.group ? (row[wish.group] ?? "") : "all"));
  const part = (label: string | number) => {
    const of = <T>(values: readonly T[]) => values.filter((_, i) => group[i] === label);
    const curve = kaplanMeier({ time: of(time), event: of(event) }, { level, transform: wish.transform });
    return { group: label, ...(curve.estimable ? summary(curve, wish) : curve) };
  };
  const sign = wish.larger === "earlier" ? 1 : -1;
  const groups = orderedLabels(group);
  // Of a score per unit as it was given; of two groups the later label against the earlier.
  const effects = [
    ...(wish.score ? [{ of: `${wish.score}, per unit`, x: numbers(table, rows, wish.score) }] : []),
    ...(groups.length === 2
      ? [{ of: `${groups[1]} against ${groups[0]}`, x: group.map((g) => (g === groups[1] ? 1 : 0)) }]
      : []),
  ];
  return {
    name: wish.name,
    unit: wish.unit,
    n: rows.length,
    events: event.reduce<number>((sum, e) => sum + e, 0),
    leftOut,
    medianFollowUp: medianFollowUp({ time, event }, level),
    kaplanMeier: groups.map(part),
    ...(site && effects.length > 0
      ? { sites: effects.map((effect) => hazardBySite(rows, site, { time, event, ...effect }, level)) }
      : {}),
    ...(wish.group ? { logRank: logRank({ time, event, group }) } : {}),
    ...(wish.score
      ? {
          concordance: withHonestLimits(
            concordance({ time, event, score: numbers(table, rows, wish.score).map((v) => sign * v) }, { level }),
          ),
        }
      : {}),
  };
}

function summary(curve: KaplanMeierCurve, wish: Analysis["survival"][number]) {
  return {
    n: curve.n,
    events: curve.events,
    median: survivalQuantile(curve, 0.5),
    ...(wish.restrictedTo === undefined ? {} : { restrictedMean: restrictedMean(curve, wish.restrictedTo) }),
    at: wish.times.map((t) => {
      const { time, atRisk, survival, standardError, lower, upper } = survivalAt(curve, t);
      return { time, atRisk, survival, standardError, lower, upper };
    }),
    ...(wish.curve ? { curve: curve.steps } : {}),
  };
}
