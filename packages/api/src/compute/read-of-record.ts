import type { Tx } from "@nadir/db";
import type { CourseOfRecord } from "./course-of-record.ts";

/** What of a course is somebody's reading. */
interface Read {
  readonly measurements: readonly Pick<CourseOfRecord["measurements"][number], "reader" | "visit">[];
  readonly nonTarget: readonly Pick<CourseOfRecord["nonTarget"][number], "reader" | "visit">[];
}

/** Who has signed reads of a subject in the portal, and which of them stands. */
export interface SignedReads {
  /** Everybody with a signed read. */
  readonly readers: ReadonlySet<string>;
  /** Whom the last adjudication chose, else the first reader; null where neither has signed. */
  readonly standing: string | null;
  /** The visits that the standing reader has signed. */
  readonly visits: ReadonlySet<string>;
}

/** Whose rows: those of all subjects of a trial, or of some subjects. */
export type Subjects = { readonly trialId: string } | { readonly subjectIds: readonly string[] };

/** The condition that a row is of those subjects; `id` names the column of the subject. */
export const ofSubjects = ({ sql }: Tx, of: Subjects, id = "subject_id") =>
  "trialId" in of ? sql`trial_id = ${of.trialId}` : sql`${sql(id)} = any(${[...of.subjectIds]}::uuid[])`;

/** By subject; subjects without a signed read are not there. */
export async function readSignedReads(tx: Tx, of: Subjects): Promise<Map<string, SignedReads>> {
  const { sql } = tx;
  const rows = await sql<
    { subjectId: string; readerRole: string; reader: string; visit: string; chosen: string | null }[]
  >`
    select s.subject_id as "subjectId", s.reader_role as "readerRole", s.reader, v.key as visit, s.chosen
      from record.read_session s join record.visit v on v.id = s.visit_id
     where s.${ofSubjects(tx, of)}
       and s.state = 'signed' order by s.signed_at, s.id`;
  const bySubject = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) bySubject.set(row.subjectId, [...(bySubject.get(row.subjectId) ?? []), row]);
  return new Map([...bySubject].map(([subject, list]) => [subject, signedReads(list)]));
}

function signedReads(
  rows: readonly { readerRole: string; reader: string; visit: string; chosen: string | null }[],
): SignedReads {
  const reads = rows.filter(({ readerRole }) => readerRole !== "adjudicator");
  const place = rows.findLast(({ chosen }) => chosen !== null)?.chosen ?? "reader-1";
  const standing = reads.find(({ readerRole }) => readerRole === place)?.reader ?? null;
  return {
    readers: new Set(reads.map(({ reader }) => reader)),
    standing,
    visits: new Set(reads.flatMap(({ reader, visit }) => (reader === standing ? [visit] : []))),
  };
}

/**
 * The course with one reading in it where the portal holds signed reads. The standing reader's reads stand as soon as they
 * cover every visit that a reading from elsewhere (an import, entry by hand) covers; until then that reading stands, whole
 * and by itself, so that a half-read course is never judged in the place of a whole one. Figures of two readings are never mixed.
 */
export function courseOfReads<T extends Read>(course: T, reads: SignedReads | undefined): T {
  if (!reads) return course;
  const isElsewhere = ({ reader }: { readonly reader: string }) => !reads.readers.has(reader);
  const elsewhere = [...course.measurements, ...course.nonTarget].filter(isElsewhere);
  const stands = reads.standing !== null && elsewhere.every(({ visit }) => reads.visits.has(visit));
  const isOf = (row: { readonly reader: string }) => (stands ? row.reader === reads.standing : isElsewhere(row));
  return {
    ...course,
    measurements: course.measurements.filter(isOf),
    nonTarget: course.nonTarget.filter(isOf),
  };
}
