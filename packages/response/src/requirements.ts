import type { Problem } from "@nadir/domain";
import type { Course, Track } from "./course.ts";
import type { Measure } from "./sum.ts";

/**
 * What a criterion needs that the case alone need not have: the figure it adds up, for every lesion that was measured.
 * A measured lesion without that figure is refused, not treated as missing: the reader has the scan and can measure it.
 */
export function problemsOfMeasure(
  course: Course,
  criterion: string,
  measure: Measure,
  tracks: readonly Track[],
  from: number,
): Problem[] {
  const problems: Problem[] = [];
  for (const track of tracks) {
    for (let i = from; i < course.visits.length; i++) {
      const reading = track.readings[i];
      if (reading?.kind !== "figure" || measure.of(reading, track.node) !== null) continue;
      const visit = course.visits[i]?.id;
      const need = FIGURES[measure.unit](track.node);
      problems.push({
        code: "FIGURE_MISSING",
        message: `Case ${course.case.id}, visit ${visit}, lesion ${track.id}: ${criterion} adds up ${need.what}, but ${need.field} is not given; give it, or a status such as 'not-evaluable'.`,
        where: { path: `visits[${i}].measurements` },
        expected: need.field,
      });
    }
  }
  return problems;
}

const FIGURES = {
  mm: (node: boolean) =>
    node ? { what: "the short axes of nodes", field: "shortMm" } : { what: "longest diameters", field: "longestMm" },
  mm2: () => ({ what: "products of perpendicular diameters", field: "longestMm with shortMm" }),
  mm3: () => ({ what: "volumes", field: "volumeMm3" }),
};

/** A new node counts from 10 mm short axis: without the short axis it cannot be told from a normal one (A6). */
export function problemsOfNewNodes(course: Course, criterion: string): Problem[] {
  const problems: Problem[] = [];
  for (const track of course.newLesions) {
    if (!track.node) continue;
    track.readings.forEach((reading, i) => {
      if (reading.kind === "figure" && reading.short === null)
        problems.push({
          code: "FIGURE_MISSING",
          message: `Case ${course.case.id}, visit ${course.visits[i]?.id}, lesion ${track.id}: whether a new node counts is decided by its short axis (${criterion}), but shortMm is not given; give it.`,
          where: { path: `visits[${i}].measurements` },
          expected: "shortMm",
        });
    });
  }
  return problems;
}

/** Whether a new lesion is measurable is decided by both diameters, once the longest reaches 10 mm (A12). */
export function problemsOfMeasurability(course: Course, criterion: string): Problem[] {
  const problems: Problem[] = [];
  for (const track of course.newLesions) {
    if (track.lesion.measurable === false) continue;
    track.readings.forEach((reading, i) => {
      if (reading.kind !== "figure" || reading.widestLongest === null || reading.widestShort !== null) return;
      if (reading.widestLongest < course.scale.tenMm) return;
      problems.push({
        code: "FIGURE_MISSING",
        message: `Case ${course.case.id}, visit ${course.visits[i]?.id}, lesion ${track.id}: whether a new lesion is measurable is decided by both diameters (${criterion}), but shortMm is not given; give it.`,
        where: { path: `visits[${i}].measurements` },
        expected: "shortMm",
      });
    });
  }
  return problems;
}
