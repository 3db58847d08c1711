import { DAYS_PER_MONTH } from "@nadir/domain";
import { type Course, DIAMETER, type Exact, multiply, type Sum, subtract, sumAt, toNumber } from "@nadir/response";

/**
 * Tumour growth before and on treatment, from three scans: pre-baseline, baseline and the first on treatment. Sizes are
 * RECIST sums of the targets measured on all three; new lesions are not in them (rule book §12).
 */
export interface GrowthKinetics {
  /** Tumour growth rate, % a month: volume of a sphere of diameter S (Ferté 2014; Champiat 2017). −100 when nothing is left. */
  readonly tgrRef: number;
  readonly tgrExp: number;
  /** Percentage points a month. */
  readonly deltaTgr: number;
  /** Tumour growth kinetics, mm a month (Saâda-Bouzid 2017). */
  readonly tgkRef: number;
  readonly tgkExp: number;
  /** On treatment over before; null where the growth before was not positive (A15). */
  readonly tgrRatio: number | null;
  readonly tgkRatio: number | null;
}

export const KINETICS_REASONS = [
  "no-on-treatment-scan",
  "no-pre-baseline-scan",
  "target-not-measured-on-all-three-scans",
  "baseline-after-treatment-start",
  "pre-baseline-interval-too-short",
  "on-treatment-interval-too-short",
  "zero-size-reference",
] as const;
export type KineticsReason = (typeof KINETICS_REASONS)[number];

/** The scans that the definitions look at, by index in the course; -1 where there is none. */
export interface ThreeScans {
  readonly preBaseline: number;
  readonly baseline: number;
  readonly onTreatment: number;
}

/** The last scan before baseline, the baseline, and the first scan after treatment start. */
export function threeScansOf(course: Course): ThreeScans {
  const { visits, baseline, startDay } = course;
  return {
    preBaseline: visits.findLastIndex(
      ({ visit, imaged }, i) => i < baseline && imaged && visit.role === "pre-baseline",
    ),
    baseline,
    onTreatment: visits.findIndex(({ imaged, day }, i) => i > baseline && imaged && day > startDay),
  };
}

export interface KineticsFinding {
  readonly kinetics: GrowthKinetics | null;
  /** Why there are none; null when there are. */
  readonly reason: KineticsReason | null;
  /** TGK on treatment ≥, > k times TGK before, decided in whole numbers; null where the ratio is undefined. */
  readonly tgkCompared: ((times: number) => { atLeast: boolean; above: boolean }) | null;
}

/** Growth kinetics, or the first reason against them. Intervals shorter than `minIntervalDays` are too short for a rate. */
export function growthKinetics(course: Course, scans: ThreeScans, minIntervalDays: number): KineticsFinding {
  const not = (reason: KineticsReason): KineticsFinding => ({ kinetics: null, reason, tgkCompared: null });
  if (scans.onTreatment < 0) return not("no-on-treatment-scan");
  if (scans.preBaseline < 0) return not("no-pre-baseline-scan");
  const sums = [scans.preBaseline, scans.baseline, scans.onTreatment].map((visit) => targetSum(course, visit));
  if (sums.some((sum) => !sum.complete)) return not("target-not-measured-on-all-three-scans");
  const [s0, s1, s2] = sums.map((sum) => sum.value) as [Exact, Exact, Exact];
  const day = (visit: number) => course.visits[visit]?.day as number;
  if (day(scans.baseline) > course.startDay) return not("baseline-after-treatment-start");
  const before = day(scans.baseline) - day(scans.preBaseline);
  const on = day(scans.onTreatment) - day(scans.baseline);
  if (before < minIntervalDays) return not("pre-baseline-interval-too-short");
  if (on < minIntervalDays) return not("on-treatment-interval-too-short");
  if (s0 === 0 || s1 === 0) return not("zero-size-reference");

  const decimals = course.scale.lengthDecimals;
  const tgrRef = growthRate(toNumber(s0, decimals), toNumber(s1, decimals), before);
  const tgrExp = growthRate(toNumber(s1, decimals), toNumber(s2, decimals), on);
  const tgkRef = toNumber(subtract(s1, s0), decimals) / (before / DAYS_PER_MONTH);
  const tgkExp = toNumber(subtract(s2, s1), decimals) / (on / DAYS_PER_MONTH);
  const grew = s1 > s0;
  const left = multiply(subtract(s2, s1), before);
  const right = multiply(subtract(s1, s0), on);
  return {
    kinetics: {
      tgrRef,
      tgrExp,
      deltaTgr: tgrExp - tgrRef,
      tgkRef,
      tgkExp,
      tgrRatio: grew ? tgrExp / tgrRef : null,
      tgkRatio: grew ? tgkExp / tgkRef : null,
    },
    reason: null,
    tgkCompared: grew
      ? (times) => ({ atLeast: left >= multiply(times, right), above: left > multiply(times, right) })
      : null,
  };
}

export const targetSum = (course: Course, visit: number): Sum => sumAt(course.targets, visit, DIAMETER, course.scale);

/** 100·(exp(3·ln(after/before)/t) − 1), t in months of 30.4375 days. `before` > 0; −100 when `after` is 0. */
function growthRate(before: number, after: number, days: number): number {
  return 100 * Math.expm1((3 * Math.log(after / before)) / (days / DAYS_PER_MONTH));
}
