import { type Lesion, refuse } from "@nadir/domain";
import type { CourseOfRecord } from "./course-of-record.ts";

/**
 * What a blinded reader may have judged: the scans with their days and roles, the lesions that everybody reads, and what this
 * reader measured, chose and said. Nothing that another reader found or that a treatment, a site, an arm or an outcome could be
 * told from: a new lesion is there only if this reader measured it; how sure somebody was of it, what was injected or
 * irradiated, doses, clinical state, performance, tissue and every date but the scans' are left out. The start of treatment
 * is hidden too: days count from the baseline scan.
 */
export function blindedCourse(course: CourseOfRecord, readerId: string): CourseOfRecord {
  const { trial, subject, visits, lesions } = course;
  const baseline = visits.findLast(({ role }) => role === "baseline");
  if (!baseline)
    return refuse("NO_BASELINE", `Subject ${subject.key} has no baseline scan, with which the others are compared.`);
  const measurements = course.measurements.filter(({ reader }) => reader === readerId);
  const own = new Set(measurements.map(({ lesion }) => lesion));
  return {
    trial,
    subject: { key: subject.key, site: "", arm: "", sex: "unknown", treatmentStart: baseline.date },
    visits: visits.map(({ subject: of, id, date, role, scanned, sliceMm, modality }) => ({
      subject: of,
      id,
      date,
      // An unplanned scan for symptoms tells how the patient was.
      role: role === "unscheduled" ? "follow-up" : role,
      unscheduledForSymptoms: false,
      simulated: false,
      scanned,
      sliceMm,
      modality,
    })),
    lesions: lesions
      .filter(({ id, role, reader }) => (reader === undefined ? role !== "new" || own.has(id) : reader === readerId))
      .map((lesion) => (lesion.reader === undefined ? unmarked(lesion) : lesion)),
    measurements,
    nonTarget: course.nonTarget.filter(({ reader }) => reader === readerId),
    treatments: [],
  };
}

const unmarked = ({ subject, id, role, organ, node, component, measurable }: Lesion): Lesion => ({
  subject,
  id,
  role,
  organ,
  node,
  irradiated: false,
  injected: false,
  ...(component === undefined ? {} : { component }),
  ...(measurable === undefined ? {} : { measurable }),
});
