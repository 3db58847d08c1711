import type { Course, Track } from "./course.ts";
import { type Exact, multiply, toNumber } from "./exact.ts";
import type { Reading } from "./reading.ts";
import type { Settings } from "./settings.ts";

/** How many targets a criterion allows and which lesions may be targets. Findings never change the response. */
export interface SelectionLimits {
  readonly total: number;
  /** Days before treatment start within which the baseline scan lies (Eisenhauer 2009 §3.2). */
  readonly windowDays: number;
  /** At most so many in one organ; all lymph nodes are one organ. */
  readonly perOrgan?: number;
  /** Least size in mm: of the longest diameter, and of the perpendicular one where the criterion asks for it. */
  readonly longestMm: number;
  readonly perpendicularMm?: number;
  /** Short axis from which a node is measurable; without it nodes are judged as any lesion. */
  readonly nodeMm?: number;
}

/** RECIST 1.1: as published 5 targets, 2 an organ; 10 mm, nodes 15 mm short axis (Eisenhauer 2009 §3.1.1, §3.2). */
export const recistLimits = (settings: Settings): SelectionLimits => ({
  total: settings.maxTargets,
  perOrgan: settings.maxTargetsPerOrgan,
  windowDays: settings.baselineWindowDays,
  longestMm: 10,
  nodeMm: 15,
});

export const organOf = (track: Track): string => (track.node ? "lymph-node" : track.lesion.organ);

/** Sorted findings such as `too-many-targets` or `target-not-measurable:T6`. */
export function selectionIssues(course: Course, baseline: number, limits: SelectionLimits): string[] {
  const issues: string[] = [];
  const visit = course.visits[baseline];
  if (!visit) return issues;
  const lead = course.startDay - visit.day;
  if (lead > limits.windowDays || lead < 0) issues.push("baseline-outside-window");
  if (course.targets.length > limits.total) issues.push("too-many-targets");
  if (limits.perOrgan !== undefined) {
    const perOrgan = new Map<string, number>();
    for (const track of course.targets) perOrgan.set(organOf(track), (perOrgan.get(organOf(track)) ?? 0) + 1);
    for (const [organ, n] of perOrgan) if (n > limits.perOrgan) issues.push(`too-many-targets-in-organ:${organ}`);
  }
  for (const track of course.targets) {
    const reading = track.readings[baseline] as Reading;
    if (isMeasurable(course, baseline, track, reading, limits)) continue;
    const byNodeRule = track.node && limits.nodeMm !== undefined;
    issues.push(byNodeRule ? `node-below-${limits.nodeMm}mm:${track.id}` : `target-not-measurable:${track.id}`);
  }
  return [...issues, ...modalityChanges(course, baseline)].sort();
}

/**
 * Follow-ups measured by another method than the baseline (`modality-changed:V2`). One method throughout is asked
 * (Eisenhauer 2009 §3.1.2); no source says what a change does to a sum, so it is told and changes nothing.
 */
function modalityChanges(course: Course, baseline: number): string[] {
  const before = course.visits[baseline]?.visit.modality;
  if (before === undefined) return [];
  return course.visits
    .slice(baseline + 1)
    .filter(({ visit }) => visit.modality !== undefined && visit.modality !== before)
    .map(({ id }) => `modality-changed:${id}`);
}

/**
 * Large enough at the visit: from `longestMm`, or from twice the slice thickness where slices are thicker than 5 mm
 * (Eisenhauer 2009 §3.1.1); both diameters where the criterion is bidimensional; a node by its short axis.
 */
export function isMeasurable(
  course: Course,
  visit: number,
  track: Track,
  reading: Reading,
  limits: Pick<SelectionLimits, "longestMm" | "perpendicularMm" | "nodeMm">,
): boolean {
  if (track.lesion.measurable === false || reading.kind !== "figure") return false;
  if (track.node && limits.nodeMm !== undefined)
    return reading.widestShort !== null && reading.widestShort >= inUnits(course, limits.nodeMm);
  const thickness = course.visits[visit]?.visit.sliceThicknessMm ?? 0;
  if (reading.widestLongest === null) return false;
  const longestMm = toNumber(reading.widestLongest, course.scale.lengthDecimals);
  if (longestMm < (thickness > THIN_SLICE_MM ? 2 * thickness : limits.longestMm)) return false;
  if (limits.perpendicularMm === undefined) return true;
  return reading.widestShort !== null && reading.widestShort >= inUnits(course, limits.perpendicularMm);
}
const THIN_SLICE_MM = 5;

const inUnits = (course: Course, mm: number): Exact => multiply(mm, course.scale.mm);
