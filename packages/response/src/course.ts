import { type CaseLesion, type CaseVisit, dayNumber, type ResponseCase } from "@nadir/domain";
import { NO_ENTRY, type Reading, readingOf, type Scale, scaleOf, TREATED } from "./reading.ts";

/** A response case made ready for the criteria, once for all of them: exact readings by lesion and visit. */
export interface Course {
  readonly case: ResponseCase;
  readonly scale: Scale;
  readonly visits: readonly CourseVisit[];
  /** Index of the last visit with the role `baseline`. */
  readonly baseline: number;
  readonly startDay: number;
  readonly targets: readonly Track[];
  /** New lesions that count: unequivocal ones, and equivocal ones that proved real (Eisenhauer 2009 §4.3.5). */
  readonly newLesions: readonly Track[];
}

export interface CourseVisit {
  readonly visit: CaseVisit;
  readonly id: string;
  readonly date: string;
  /** Days from 1970-01-01. */
  readonly day: number;
  readonly imaged: boolean;
}

/** One lesion over all visits: `readings[i]` belongs to `visits[i]`. */
export interface Track {
  readonly lesion: CaseLesion;
  readonly id: string;
  readonly node: boolean;
  readonly readings: readonly Reading[];
  /** First visit at which it is seen; -1 if never. */
  readonly firstSeen: number;
}

/** The case must have passed `parseResponseCase`. */
export function courseOf(document: ResponseCase): Course {
  const scale = scaleOf(document.visits.flatMap((visit) => visit.measurements ?? []));
  const visits: CourseVisit[] = [];
  let baseline = -1;
  for (const visit of document.visits) {
    if (visit.role === "baseline") baseline = visits.length;
    visits.push({
      visit,
      id: visit.id,
      date: visit.date,
      day: dayNumber(visit.date),
      imaged: visit.imaged !== false,
    });
  }
  const readings = new Map<string, Reading[]>();
  const nodes = new Map<string, boolean>();
  for (const lesion of document.lesions) {
    readings.set(lesion.id, new Array<Reading>(visits.length).fill(NO_ENTRY));
    nodes.set(lesion.id, lesion.node === true);
  }
  visits.forEach(({ visit }, i) => {
    for (const measurement of visit.measurements ?? []) {
      const row = readings.get(measurement.lesion);
      if (row) row[i] = readingOf(measurement, nodes.get(measurement.lesion) === true, scale);
    }
  });
  return {
    case: document,
    scale,
    visits,
    baseline,
    startDay: dayNumber(document.course.treatmentStart),
    targets: document.lesions
      .filter((lesion) => lesion.role === "target")
      .map((lesion) => trackOf(lesion, readings.get(lesion.id) ?? [])),
    newLesions: document.lesions
      .filter((lesion) => lesion.role === "new" && isReal(lesion))
      .map((lesion) => trackOf(lesion, readings.get(lesion.id) ?? [])),
  };
}

function trackOf(lesion: CaseLesion, readings: Reading[]): Track {
  const treated = readings.indexOf(TREATED);
  if (treated >= 0) readings.fill(TREATED, treated);
  return { lesion, id: lesion.id, node: lesion.node === true, readings, firstSeen: readings.findIndex((r) => r.seen) };
}

const isReal = (lesion: CaseLesion): boolean => lesion.certainty !== "equivocal" || lesion.confirmedAt !== undefined;

/** The same course seen through some of its targets. */
export const withTargets = (course: Course, keep: (track: Track) => boolean): Course => ({
  ...course,
  targets: course.targets.filter(keep),
});
