import {
  DAYS_PER_MONTH,
  type DeltaReason,
  type DeltaRow,
  type FeatureResult,
  type FeatureValue,
  refuse,
} from "@nadir/domain";
import { catalogueEntryOf } from "./catalogue/catalogue.ts";
import { judge, type RepeatabilityLimits } from "./repeatability.ts";
import { requireSameSettings } from "./same-settings.ts";

/** Below this fraction of the larger of two values a baseline counts as zero. */
const NEAR_ZERO = 1e-12;

/** Features whose growth rate is a tumour growth rate: powers of length and the exponent that makes them a volume. */
const GROWTH: Readonly<Record<string, number>> = { morph_volume: 1, morph_vol_approx: 1, morph_diam: 3 };

/**
 * Changes of every feature from baseline to follow-up, `days` apart (radiomics §11.1). `earlier` are further visits
 * before the follow-up, for the change from nadir; the baseline is always among them. Where a feature's repeatability
 * is known, the change is judged against it.
 * Refuses `SETTINGS_DIFFER` unless profile, configuration, engine and catalogue are the same throughout.
 */
export function delta(
  baseline: FeatureResult,
  followup: FeatureResult,
  days: number,
  earlier: readonly FeatureResult[] = [],
  repeatability: RepeatabilityLimits = {},
): DeltaRow[] {
  for (const other of [followup, ...earlier]) requireSameSettings(baseline, other);
  if (!Number.isFinite(days)) refuse("BAD_DAYS", `'${days}' is no number of days between the visits.`);
  const later = new Map(followup.values.map((v) => [v.key, v]));
  const past = earlier.map((r) => new Map(r.values.map((v) => [v.key, v.value])));
  return baseline.values.map((before) => {
    const seen = [before.value, ...past.map((p) => p.get(before.key) ?? null)].filter((x) => x !== null);
    const change = rowOf(
      before,
      later.get(before.key)?.value ?? null,
      days,
      seen.length > 0 ? Math.min(...seen) : null,
    );
    const limits = repeatability[before.key] ?? repeatability[before.id];
    return limits ? { ...change, judgement: judge(change.absolute, change.relative, limits) } : change;
  });
}

type Name = keyof DeltaRow["reasons"];

function rowOf(before: FeatureValue, f1: number | null, days: number, least: number | null): DeltaRow {
  const f0 = before.value;
  const reasons: DeltaRow["reasons"] = {};
  const lacking: DeltaReason | null = f0 === null ? "BASELINE_MISSING" : f1 === null ? "FOLLOWUP_MISSING" : null;
  const a = f0 ?? 0;
  const b = f1 ?? 0;
  const change = (name: Name, blocked: DeltaReason | null, value: () => number): number | null => {
    const reason = lacking ?? blocked;
    if (!reason) return value();
    reasons[name] = reason;
    return null;
  };
  const isSmall = (x: number): boolean => x === 0 || Math.abs(x) < NEAR_ZERO * Math.max(Math.abs(x), Math.abs(b));
  const nearZero = isSmall(a) ? "BASELINE_NEAR_ZERO" : null;
  const notPositive = a > 0 && b > 0 ? null : "NOT_POSITIVE";
  const tooSoon = days < 1 ? "LESS_THAN_ONE_DAY" : null;
  const nadir = least ?? 0;
  const power = GROWTH[before.id];
  return {
    key: before.key,
    id: before.id,
    code: before.code,
    unit: catalogueEntryOf(before.id)?.unit ?? "1",
    baseline: f0,
    followup: f1,
    days,
    absolute: change("absolute", null, () => b - a),
    relative: change("relative", nearZero, () => (b - a) / Math.abs(a)),
    logRatio: change("logRatio", notPositive, () => Math.log(b / a)),
    ratePerDay: change("ratePerDay", tooSoon, () => (b - a) / days),
    relativeRatePerDay: change("relativeRatePerDay", nearZero ?? tooSoon, () => (b - a) / Math.abs(a) / days),
    nadirRelative: change(
      "nadirRelative",
      isSmall(nadir) ? "BASELINE_NEAR_ZERO" : null,
      () => (b - nadir) / Math.abs(nadir),
    ),
    ...(power === undefined
      ? {}
      : {
          tgrPercentPerMonth: change(
            "tgrPercentPerMonth",
            notPositive ?? tooSoon,
            () => 100 * (Math.exp((power * Math.log(b / a)) / (days / DAYS_PER_MONTH)) - 1),
          ),
        }),
    reasons,
  };
}

/** Sizes that a lesion no longer there has: nothing. */
const GONE = new Set(["morph_volume", "morph_vol_approx"]);

/**
 * The follow-up of a lesion that has vanished, in the shape of its baseline: volumes 0, every other feature null
 * (`LESION_VANISHED`). It names no image of its own; store it only as part of a delta.
 */
export const vanished = (baseline: FeatureResult): FeatureResult => ({
  ...baseline,
  values: baseline.values.map(({ key, id, code, aggregation }) => ({
    key,
    id,
    code,
    aggregation,
    ...(GONE.has(id) ? { value: 0 } : { value: null, reason: "LESION_VANISHED" as const }),
  })),
});
