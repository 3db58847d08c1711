import {
  bootstrap as bootstrapOf,
  concordance,
  cumulativeIncidence,
  grayTest,
  horizonAuc,
  incidenceAt,
  orderedLabels,
  percentileInterval,
  survivalPerformance,
} from "@nadir/statistics";
import type { Analysis } from "./analysis.ts";
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

/** Predicted risks by a horizon on censored follow-up. */
export function horizonOf(table: Predictions, wish: Analysis["horizons"][number], analysis: Analysis) {
  const { level, bootstrap, site } = analysis;
  const predictions = [wish.risk, ...(wish.score ? [wish.score] : [])];
  const needed = [wish.time, wish.event, ...predictions, ...(site ? [site] : [])];
  checkColumns(table, needed);
  checkDistinct(table, [wish.time, wish.event], predictions);
  const { rows, leftOut } = complete(table, needed);
  const time = numbers(table, rows, wish.time, 0);
  const event = flags(table, rows, wish.event, wish.happened);
  const risk = probabilities(table, rows, wish.risk);
  const score = wish.score ? numbers(table, rows, wish.score) : undefined;
  const run = (at: readonly number[], resamples: number) => {
    const found = survivalPerformance(
      {
        time: at.map((i) => time[i]!),
        event: at.map((i) => event[i]!),
        risk: at.map((i) => risk[i]!),
        ...(score ? { score: at.map((i) => score[i]!) } : {}),
      },
      wish.horizon,
      { level, resamples, seed: bootstrap.seed, ...(wish.decision ? { thresholds: wish.decision } : {}) },
    );
    if (!found.estimable) return found;
    const [harrell, uno, auc] = [found.harrell, found.uno, found.auc].map(withHonestLimits);
    return { ...found, harrell, uno, auc };
  };
  const everybody = [...rows.keys()];
  const marker = score ?? risk;
  return {
    name: wish.name,
    unit: wish.unit,
    risk: wish.risk,
    leftOut,
    ...run(everybody, bootstrap.resamples),
    ...(wish.times.length > 0
      ? {
          aucOverTime: wish.times.map((t) => ({
            time: t,
            ...withHonestLimits(horizonAuc({ time, event, score: marker }, t, level)),
          })),
        }
      : {}),
    ...(site
      ? {
          sites: [...new Set(rows.map(({ row }) => row[site] ?? ""))].sort().map((key) => {
            const at = everybody.filter((i) => rows[i]!.row[site] === key);
            const found = run(at, 0);
            return found.estimable
              ? { site: key, n: found.n, events: found.events, harrell: found.harrell, auc: found.auc }
              : { site: key, n: at.length, notEstimable: found.reason };
          }),
        }
      : {}),
  };
}

/** Difference of Harrell's C of two scores on the same subjects: percentile limits over subjects drawn with both scores. */
export function survivalComparisonOf(
  table: Predictions,
  wish: Analysis["survivalComparisons"][number],
  { level, bootstrap }: Analysis,
) {
  const needed = [...wish.scores, wish.time, wish.event];
  checkColumns(table, needed);
  checkDistinct(table, [wish.time, wish.event], wish.scores);
  const { rows, leftOut } = complete(table, needed);
  const time = numbers(table, rows, wish.time, 0);
  const event = flags(table, rows, wish.event, wish.happened);
  const oriented = ([0, 1] as const).map((at) => {
    const sign = wish.larger[at] === "earlier" ? 1 : -1;
    return numbers(table, rows, wish.scores[at]).map((v) => sign * v);
  });
  const both = (at: ArrayLike<number>) =>
    oriented.map((score) =>
      concordance({
        time: Float64Array.from(at, (i) => time[i]!),
        event: Uint8Array.from(at, (i) => event[i]!),
        score: Float64Array.from(at, (i) => score[i]!),
      }),
    );
  const [first, second] = both(Int32Array.from(rows.keys()));
  const head = { name: wish.name, scores: wish.scores, n: rows.length, leftOut };
  if (!first?.estimable || !second?.estimable) return { ...head, ...(first?.estimable ? second : first) };
  const sampled =
    bootstrap.resamples > 0
      ? bootstrapOf({ n: rows.length, replicates: bootstrap.resamples, seed: bootstrap.seed }, (drawn) => {
          const [a, b] = both(drawn);
          return a?.estimable && b?.estimable ? a.c - b.c : null;
        })
      : null;
  return {
    ...head,
    estimable: true,
    c: [first.c, second.c],
    difference: first.c - second.c,
    interval: sampled?.estimable ? percentileInterval(sampled.values, level) : null,
    method: "bootstrap by subject, percentile limits",
    resamples: bootstrap.resamples,
    seed: bootstrap.seed,
  };
}

/** Cumulative incidence of each cause (Aalen–Johansen), and Gray's test between groups. */
export function competingOf(table: Predictions, wish: Analysis["competing"][number]) {
  const needed = [wish.time, wish.cause, ...(wish.group ? [wish.group] : [])];
  checkColumns(table, needed);
  const { rows, leftOut } = complete(table, needed);
  const time = numbers(table, rows, wish.time, 0);
  const cause = numbers(table, rows, wish.cause, 0);
  const group = rows.map(({ row }) => (wish.group ? (row[wish.group] ?? "") : "all"));
  return {
    name: wish.name,
    unit: wish.unit,
    n: rows.length,
    leftOut,
    incidence: orderedLabels(group).map((label) => {
      const of = <T>(values: readonly T[]) => values.filter((_, i) => group[i] === label);
      const found = cumulativeIncidence({ time: of(time), cause: of(cause) });
      if (!found.estimable) return { group: label, ...found };
      return {
        group: label,
        n: found.n,
        causes: found.curves.map(({ cause: k, events }) => ({
          cause: k,
          events,
          at: wish.times.map((t) => ({ time: t, ...incidenceAt(found, k, t) })),
        })),
      };
    }),
    ...(wish.group ? { gray: grayTest({ time, cause, group }, wish.interest) } : {}),
  };
}
