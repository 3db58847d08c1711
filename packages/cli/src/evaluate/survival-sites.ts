import { coxRegression, randomEffects } from "@nadir/statistics";
import type { CompleteRows } from "./predictions.ts";

/**
 * The hazard ratio of a covariate at every site, and pooled on the log scale by random effects (REML). A site without an
 * estimate is named with its reason and takes no part in the pooling.
 */
export function hazardBySite(
  rows: CompleteRows,
  site: string,
  { time, event, x, of }: { time: readonly number[]; event: readonly (0 | 1)[]; x: readonly number[]; of: string },
  level: number,
) {
  const sites = [...new Set(rows.map(({ row }) => row[site] ?? ""))].sort().map((key) => {
    const at = rows.flatMap(({ row }, i) => (row[site] === key ? [i] : []));
    const fit = coxRegression(
      {
        time: at.map((i) => time[i]!),
        event: at.map((i) => event[i]!),
        covariates: { [of]: at.map((i) => x[i]!) },
      },
      { level },
    );
    const head = { site: key, n: at.length, events: at.reduce<number>((s, i) => s + event[i]!, 0) };
    if (!fit.estimable) return { ...head, notEstimable: fit.reason, log: null };
    const c = fit.coefficients[0]!;
    return {
      ...head,
      hazardRatio: c.hazardRatio,
      interval: c.interval,
      log: { value: c.coefficient, variance: c.standardError ** 2 },
    };
  });
  const known = sites.flatMap((s) => s.log ?? []);
  return {
    of,
    bySite: sites.map(({ log: _, ...shown }) => shown),
    pooledLogHazardRatio: {
      sites: known.length,
      ...randomEffects(
        known.map((k) => k.value),
        known.map((k) => k.variance),
        { level },
      ),
    },
  };
}
