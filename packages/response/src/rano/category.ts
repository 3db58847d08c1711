import type { Category } from "../category.ts";
import type { Course, Track } from "../course.ts";
import type { Exact } from "../exact.ts";
import type { Reading } from "../reading.ts";
import { isMeasurable } from "../selection-issues.ts";
import type { Settings } from "../settings.ts";
import { type Measure, type Sum, VOLUME } from "../sum.ts";
import { hasFallenBy, hasGrownBy } from "../threshold.ts";

/** Per cents of the RANO family for one way of measuring. `minorPercent` null: no minor response is given. */
export interface RanoThresholds {
  readonly responsePercent: number;
  readonly progressionPercent: number;
  readonly minorPercent: number | null;
  /** Whether a sum with a missing lesion may show progression by its remainder. */
  readonly byRemainder: boolean;
}

export const ranoThresholds = (settings: Settings, minor: boolean): RanoThresholds => ({
  responsePercent: settings.responsePercent,
  progressionPercent: settings.progressionPercent,
  minorPercent: minor ? settings.minorPercent : null,
  byRemainder: settings.missingLesion === "progression-by-remainder",
});

/** The rule that decided the size part of a visit, in the order in which the rules are asked. */
export type SizeRule =
  | "noTargets"
  | "measurableFromNothing"
  | "nothingMeasurable"
  | "pdByRemainder"
  | "missing"
  | "cr"
  | "pd"
  | "noBaseline"
  | "pr"
  | "mr"
  | "sd";

export const CATEGORY_OF_SIZE_RULE: Readonly<Record<SizeRule, Category>> = {
  noTargets: "NA",
  measurableFromNothing: "PD",
  nothingMeasurable: "SD",
  pdByRemainder: "PD",
  missing: "NE",
  cr: "CR",
  pd: "PD",
  noBaseline: "NE",
  pr: "PR",
  mr: "MR",
  sd: "SD",
};

/**
 * The size part (Wen 2010 Table 3; Wen 2023): response against baseline, progression against the reference. A baseline of
 * 0 is no measurable disease: SD at best, and disease that becomes measurable is progression. Only PD is concluded from a
 * sum with a missing lesion.
 */
export function sizeRule(
  sum: Sum,
  hasTargets: boolean,
  baseline: Exact | null,
  reference: Exact | null,
  thresholds: RanoThresholds,
  measurableThere: boolean,
): SizeRule {
  if (!hasTargets) return "noTargets";
  const grown = reference !== null && hasGrownBy(sum.value, reference, thresholds.progressionPercent);
  if (baseline === 0) {
    if (measurableThere && grown && (sum.complete || thresholds.byRemainder)) return "measurableFromNothing";
    return sum.complete ? "nothingMeasurable" : "missing";
  }
  if (!sum.complete) return grown && thresholds.byRemainder ? "pdByRemainder" : "missing";
  if (sum.gone) return "cr";
  if (grown) return "pd";
  if (baseline === null) return "noBaseline";
  if (hasFallenBy(sum.value, baseline, thresholds.responsePercent)) return "pr";
  if (thresholds.minorPercent !== null && hasFallenBy(sum.value, baseline, thresholds.minorPercent)) return "mr";
  return "sd";
}

/** Both diameters at least 10 mm, on slices thicker than 5 mm twice the thickness (Wen 2010; Wen 2023). */
export const RANO_MEASURABLE = { longestMm: 10, perpendicularMm: 10 };

/** A lesion given by volume alone is measurable when it has a volume: RANO names no least volume. */
export function isRanoMeasurable(course: Course, visit: number, track: Track, measure: Measure): boolean {
  const reading = track.readings[visit] as Reading;
  if (measure === VOLUME && reading.widestLongest === null)
    return track.lesion.measurable !== false && reading.volume !== null && reading.volume > 0;
  return isMeasurable(course, visit, track, reading, RANO_MEASURABLE);
}

export const anyMeasurable = (course: Course, visit: number, tracks: readonly Track[], measure: Measure): boolean =>
  tracks.some((track) => isRanoMeasurable(course, visit, track, measure));
