import {
  aucDeLong,
  binaryPerformance,
  classificationPerformance,
  classify,
  hosmerLemeshow,
  randomEffects,
} from "@nadir/statistics";
import type { Analysis } from "./analysis.ts";
import {
  type CompleteRows,
  checkColumns,
  checkDistinct,
  complete,
  flags,
  type Predictions,
  probabilities,
} from "./predictions.ts";

/** Predicted probabilities against a yes/no outcome, whole, and by site where a site column is named. */
export function probabilitiesOf(table: Predictions, wish: Analysis["probabilities"][number], analysis: Analysis) {
  const { level, bootstrap, site } = analysis;
  const needed = [wish.probability, wish.outcome, ...(site ? [site] : [])];
  checkColumns(table, needed);
  checkDistinct(table, [wish.outcome], [wish.probability]);
  const { rows, leftOut } = complete(table, needed);
  const p = probabilities(table, rows, wish.probability);
  const y = flags(table, rows, wish.outcome, wish.positive);
  const { resamples, seed, stratified } = bootstrap;
  const performance = binaryPerformance(p, y, {
    level,
    aucMethod: wish.interval,
    resamples,
    seed,
    stratified,
    ...(wish.decision ? { thresholds: wish.decision } : {}),
  });
  return {
    name: wish.name,
    probability: wish.probability,
    outcome: wish.outcome,
    leftOut,
    ...performance,
    thresholds: wish.thresholds.map((threshold) => ({
      threshold,
      rule: `${wish.probability} >= ${threshold}`,
      ...classificationPerformance(classify(p, y, threshold), level),
    })),
    ...(wish.hosmerLemeshow
      ? {
          hosmerLemeshow: {
            ...hosmerLemeshow(p, y, wish.hosmerLemeshow),
            caveat:
              "The groups are arbitrary, the power is driven by n, and the test has no direction: read the curve.",
          },
        }
      : {}),
    ...(site ? { sites: bySite(rows, site, p, y, level) } : {}),
  };
}

/** AUC and observed over expected of every site, and both pooled by random effects (REML, HKSJ limits). */
function bySite(rows: CompleteRows, site: string, p: readonly number[], y: readonly (0 | 1)[], level: number) {
  const keys = [...new Set(rows.map(({ row }) => row[site] ?? ""))].sort();
  const sites = keys.map((key) => {
    const at = rows.flatMap(({ row }, i) => (row[site] === key ? [i] : []));
    const performance = binaryPerformance(
      at.map((i) => p[i]!),
      at.map((i) => y[i]!),
      { level },
    );
    const auc = aucDeLong(
      at.map((i) => p[i]!),
      at.map((i) => y[i]!),
    );
    const logit =
      auc.estimable && auc.variance !== null && auc.variance > 0 && auc.auc > 0 && auc.auc < 1
        ? { value: Math.log(auc.auc / (1 - auc.auc)), variance: auc.variance / (auc.auc * (1 - auc.auc)) ** 2 }
        : null;
    const oe =
      performance.estimable && performance.calibration.estimable ? performance.calibration.observedExpected : null;
    return {
      site: key,
      n: at.length,
      events: at.reduce((s, i) => s + y[i]!, 0),
      ...(performance.estimable
        ? { auc: { estimate: performance.auc, interval: performance.aucInterval }, observedExpected: oe }
        : { notEstimable: performance.reason }),
      logit,
      logOe: oe ? { value: Math.log(oe.ratio), variance: oe.logStandardError ** 2 } : null,
    };
  });
  const pooled = (key: "logit" | "logOe") => {
    const known = sites.flatMap((s) => s[key] ?? []);
    return {
      sites: known.length,
      ...randomEffects(
        known.map((k) => k.value),
        known.map((k) => k.variance),
        { level },
      ),
    };
  };
  return {
    bySite: sites.map(({ logit: _, logOe: __, ...shown }) => shown),
    pooledLogitAuc: pooled("logit"),
    pooledLogObservedExpected: pooled("logOe"),
  };
}
