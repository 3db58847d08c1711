import {
  type Figure,
  horizonOfModel,
  type PooledMeasure,
  type PoolingPlan,
  type ProtocolDocument,
  type SecondaryAnalysis,
} from "@nadir/domain";
import { aucDeLong, concordance, survivalPerformance, zOf } from "@nadir/statistics";
import { calibrationAnalysis } from "./calibration.ts";
import { scored } from "./discrimination.ts";
import { type AnalysisSubject, afterLandmark, endpointOf } from "./subject.ts";
import { coxAnalysis } from "./survival.ts";

/** A measure at one site on the scale on which it is pooled, or why there is none. */
export interface SiteEstimate {
  readonly n: number;
  readonly events: number;
  readonly found: { readonly estimate: number; readonly standardError: number } | { readonly reason: string };
}

const NAMED = { id: "site", title: "site", set: "test" } as const;

/** `subjects` of one site of the test set, on the primary endpoint. */
export function siteEstimate(
  measure: PooledMeasure,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: PoolingPlan,
): SiteEstimate {
  const { endpoint } = protocol.primary;
  if (protocol.primary.metric === "auc") {
    const { scores, events } = scored(subjects, protocol, { endpoint, notComputable: "exclude-and-count" });
    return counted(events, plan, () => {
      if (measure === "auc") {
        const area = aucDeLong(scores, events);
        return area.estimable ? logit(area.auc, Math.sqrt(area.variance ?? 0)) : { reason: area.reason };
      }
      const found = calibrationAnalysis(NAMED, subjects, protocol, {
        ...PLANNED,
        kind: "calibration",
        endpoint,
        level: plan.level,
      });
      if (found.kind !== "calibration") throw new Error("A calibration gives a calibration.");
      return measure === "slope" ? fromLimits(found.slope, (v) => v) : fromLimits(found.observedToExpected, Math.log);
    });
  }
  const followed = subjects.flatMap((s) => {
    const after = afterLandmark(s, endpointOf(protocol, endpoint));
    return s.prediction.value === null || typeof after === "string" ? [] : [{ ...after, risk: s.prediction.value }];
  });
  const events = followed.map((f) => f.event);
  return counted(events, { ...plan, timed: true }, () => {
    const input = { time: followed.map((f) => f.time), event: events, risk: followed.map((f) => f.risk) };
    if (measure === "c-harrell") {
      const c = concordance({ ...input, score: input.risk });
      return c.estimable ? logit(c.c, c.standardError) : { reason: c.reason };
    }
    if (measure === "hazard-ratio") {
      const cox = protocol.secondary.find((s) => s.id === plan.hazardRatioOf);
      if (cox?.kind !== "cox") return { reason: "no Cox analysis is named" };
      const found = coxAnalysis(NAMED, subjects, protocol, { ...cox, endpoint, level: plan.level });
      return found.kind === "cox" ? fromLimits(found.hazardRatio, Math.log) : { reason: "no Cox model" };
    }
    const horizon = horizonOfModel(protocol.model);
    if (horizon === null) return { reason: "the model gives no risk by a horizon" };
    const found = survivalPerformance(input, horizon, { level: plan.level });
    if (!found.estimable) return { reason: found.reason };
    if (measure === "slope")
      return found.slope.estimable
        ? ofInterval(found.slope.slope, found.slope.interval, (v) => v)
        : { reason: found.slope.reason };
    const { calibration } = found;
    return calibration.estimable
      ? ofInterval(calibration.observedExpected.ratio, calibration.observedExpected.interval, Math.log)
      : { reason: calibration.reason };
  });
}

/** What every secondary analysis carries and none of these figures depends on. */
const PLANNED = { id: "site", title: "site", sets: ["test"], family: "none" } satisfies Pick<
  SecondaryAnalysis,
  "id" | "title" | "sets" | "family"
>;

/** Counts of a site; too few by the plan, and nothing is estimated. A time to event needs events, not those without. */
function counted(
  events: readonly boolean[],
  { minimumN, minimumEvents, timed = false }: PoolingPlan & { readonly timed?: boolean },
  estimate: () => SiteEstimate["found"],
): SiteEstimate {
  const n = events.length;
  const with_ = events.filter(Boolean).length;
  const few = n < minimumN || (timed ? with_ : Math.min(with_, n - with_)) < minimumEvents;
  return {
    n,
    events: with_,
    found: few
      ? {
          reason: `not pooled: fewer than ${minimumN} subjects or ${minimumEvents} ${timed ? "events" : "of a class"}.`,
        }
      : estimate(),
  };
}

/** By the delta method: the standard error of logit p is that of p over p (1 - p). */
function logit(p: number, standardError: number): SiteEstimate["found"] {
  if (!(p > 0 && p < 1)) return { reason: `not pooled: ${p} has no logit.` };
  if (!(standardError > 0)) return { reason: "not pooled: no standard error can be had." };
  return { estimate: Math.log(p / (1 - p)), standardError: standardError / (p * (1 - p)) };
}

const fromLimits = (f: Figure, to: (v: number) => number): SiteEstimate["found"] =>
  f.value === null || f.lower === null || f.upper === null || f.level === null
    ? { reason: f.note ?? "not estimable" }
    : ofInterval(f.value, { lower: f.lower, upper: f.upper, level: f.level }, to);

/** Limits that are symmetrical on the scale `to`: half their width over the quantile is the standard error. */
function ofInterval(
  value: number,
  { lower, upper, level }: { readonly lower: number; readonly upper: number; readonly level: number },
  to: (v: number) => number,
): SiteEstimate["found"] {
  const standardError = (to(upper) - to(lower)) / (2 * zOf(level));
  return Number.isFinite(to(value)) && standardError > 0 && Number.isFinite(standardError)
    ? { estimate: to(value), standardError }
    : { reason: "not pooled: the estimate or its limits are not finite." };
}
