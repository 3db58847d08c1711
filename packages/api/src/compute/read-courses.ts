import type { Tx } from "@nadir/db";
import type { Lesion, Measurement, NonTargetAssessment, Subject, Treatment, Trial, Visit } from "@nadir/domain";
import type { CourseOfRecord } from "./course-of-record.ts";
import { ofSubjects, type Subjects } from "./read-of-record.ts";

/** A subject with what the record holds of the course, every reader's figures in it. */
export interface SubjectCourse {
  readonly subjectId: string;
  readonly siteId: string;
  readonly course: CourseOfRecord;
}

/** What the record holds of subjects' courses, in the order of their keys; one query a table. */
export async function readCourses(tx: Tx, of: Subjects): Promise<SubjectCourse[]> {
  const { sql } = tx;
  const mine = ofSubjects(tx, of);
  const rowsOf = async <T>(table: string, order: string) => sql<{ subject_id: string; document: T }[]>`
    select subject_id, document from record.${sql(table)} where ${mine} and superseded_at is null order by ${sql.unsafe(order)}`;
  // Asked for together: they go to the database in one.
  const [heads, visits, lesions, measurements, nonTarget, treatments] = await Promise.all([
    sql<{ id: string; trial_id: string; site_id: string; document: Subject }[]>`
      select s.id, s.trial_id, s.site_id, s.document from record.subject_whole s
       where ${ofSubjects(tx, of, "id")} order by s.key`,
    sql<
      { subject_id: string; document: Visit; scanned: boolean; slice: number | null; modality: "CT" | "MR" | null }[]
    >`
      select v.subject_id, v.document, i.n is not null as scanned, i.slice, i.modality
        from record.visit v
        left join lateral (
          select count(*) as n, min((i.geometry -> 'spacing' ->> 2)::float8) filter (where i.modality in ('CT', 'MR')) as slice,
                 case when count(distinct i.modality) filter (where i.modality in ('CT', 'MR')) = 1
                      then min(i.modality) filter (where i.modality in ('CT', 'MR')) end as modality
            from record.image i where i.visit_id = v.id and i.superseded_at is null having count(*) > 0) i on true
       where v.${mine} and v.superseded_at is null order by v.date, v.key`,
    rowsOf<Lesion>("lesion", "key").then(bySubject),
    rowsOf<Measurement>("measurement", "lesion_id, reader, method").then(bySubject),
    rowsOf<NonTargetAssessment>("non_target_assessment", "reader").then(bySubject),
    rowsOf<Treatment>("treatment", "start_on, key").then(bySubject),
  ]);
  const trials = await sql<{ id: string; document: Trial }[]>`
    select id, document from record.trial where id = any(${[...new Set(heads.map((head) => head.trial_id))]}::uuid[])`;
  const trialOf = new Map(trials.map(({ id, document }) => [id, document]));
  const visitsOf = new Map<string, CourseOfRecord["visits"][number][]>();
  for (const { subject_id, document, scanned, slice, modality } of visits)
    visitsOf.set(subject_id, [...(visitsOf.get(subject_id) ?? []), { ...document, scanned, sliceMm: slice, modality }]);

  return heads.map(({ id, trial_id, site_id, document: subject }) => ({
    subjectId: id,
    siteId: site_id,
    course: {
      trial: trialOf.get(trial_id)!,
      subject,
      visits: visitsOf.get(id) ?? [],
      lesions: lesions.get(id) ?? [],
      measurements: measurements.get(id) ?? [],
      nonTarget: nonTarget.get(id) ?? [],
      treatments: treatments.get(id) ?? [],
    },
  }));
}

function bySubject<T>(rows: readonly { subject_id: string; document: T }[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const { subject_id, document } of rows) {
    const list = found.get(subject_id);
    if (list) list.push(document);
    else found.set(subject_id, [document]);
  }
  return found;
}
