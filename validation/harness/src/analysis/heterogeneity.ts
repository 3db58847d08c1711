import type {
  Figure,
  PooledMeasure,
  PooledSites,
  PoolingPlan,
  ProtocolDocument,
  ValidationResult,
} from "@nadir/domain";
import { type RandomEffects, randomEffects, zOf } from "@nadir/statistics";
import { figureOf, noFigure } from "./figures.ts";
import { type SiteEstimate, siteEstimate } from "./site-estimate.ts";
import type { AnalysisSubject } from "./subject.ts";

const SCALES = {
  logit: { to: (v: number) => Math.log(v / (1 - v)), back: (v: number) => 1 / (1 + Math.exp(-v)) },
  log: { to: Math.log, back: Math.exp },
  identity: { to: (v: number) => v, back: (v: number) => v },
} as const;

const SCALE_OF: Readonly<Record<PooledMeasure, PooledSites["scale"]>> = {
  auc: "logit",
  "c-harrell": "logit",
  "observed-to-expected": "log",
  "hazard-ratio": "log",
  slope: "identity",
};

const METHOD = { reml: "random effects, REML", "dersimonian-laird": "random effects, DerSimonian–Laird" } as const;
const LIMITS = { wald: "z limits", hksj: "Hartung–Knapp limits" } as const;

/**
 * The planned measures at each site of the test set, pooled by random effects (rule book validation §4.8). Undefined where
 * the plan pools nothing. A site that gives no estimate stays in the table with its reason.
 */
export function siteHeterogeneity(
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
): ValidationResult["heterogeneity"] {
  const plan = protocol.heterogeneity;
  if (plan.pooling !== "random-effects") return undefined;
  const test = subjects.filter((s) => s.set === "test");
  const sites = [...new Set(test.map((s) => s.row.site))].sort();
  return {
    method: plan.method,
    limits: plan.limits,
    level: plan.level,
    pools: plan.measures.map((measure) =>
      pooled(
        measure,
        sites.map((site) => ({
          site,
          ...siteEstimate(
            measure,
            test.filter((s) => s.row.site === site),
            protocol,
            plan,
          ),
        })),
        plan,
      ),
    ),
  };
}

function pooled(
  measure: PooledMeasure,
  sites: readonly ({ readonly site: string } & SiteEstimate)[],
  plan: PoolingPlan,
): PooledSites {
  const scale = SCALE_OF[measure];
  const { back } = SCALES[scale];
  const { method, limits, level } = plan;
  const z = zOf(level);
  const usable = sites.flatMap((s) => ("reason" in s.found ? [] : [{ site: s.site, ...s.found }]));
  const named = `${METHOD[method]}, ${LIMITS[limits]}, ${scale} scale`;
  const effects = randomEffects(
    usable.map((u) => u.estimate),
    usable.map((u) => u.standardError ** 2),
    { method, level },
  );
  const weights = effects.estimable ? weightsOf(usable, effects.tau2) : new Map<string, number>();
  const row = ({ site, n, events, found }: (typeof sites)[number]): PooledSites["sites"][number] => {
    const figure: Figure =
      "reason" in found
        ? noFigure(`${scale} scale`, found.reason)
        : figureOf(
            back(found.estimate),
            {
              lower: back(found.estimate - z * found.standardError),
              upper: back(found.estimate + z * found.standardError),
            },
            level,
            `${scale} scale`,
          );
    return { site, n, events, figure, weight: weights.get(site) ?? null };
  };
  const common = { measure, scale, sites: sites.map(row) };
  if (!effects.estimable) return { ...common, pooled: noFigure(named, effects.reason), prediction: null, spread: null };
  const { interval, predictionInterval } = limits === "hksj" ? effects.hksj : effects;
  const up = (i: RandomEffects["interval"]) => ({ lower: back(i.lower), upper: back(i.upper) });
  return {
    ...common,
    pooled: figureOf(back(effects.mu), up(interval), level, named),
    prediction: up(predictionInterval),
    spread: { tau2: effects.tau2, q: effects.q, df: usable.length - 1, iSquared: effects.iSquared },
  };
}

function weightsOf(
  usable: readonly { readonly site: string; readonly standardError: number }[],
  tau2: number,
): ReadonlyMap<string, number> {
  const raw = usable.map((u) => 1 / (u.standardError ** 2 + tau2));
  const total = raw.reduce((s, w) => s + w, 0);
  return new Map(usable.map((u, i) => [u.site, raw[i]! / total]));
}
