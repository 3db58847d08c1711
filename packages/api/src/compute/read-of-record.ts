import type { Tx } from "@nadir/db";
import type { ReaderRole } from "@nadir/domain";
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
  /** The place that the last adjudication chose, else the first reader's. */
  readonly place: ReaderRole;
  /** Who reads in that place; null where nobody has signed there. */
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
    { subjectId: string; readerRole: string; reader: string; visit: string; chosen: ReaderRole | null }[]
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
  rows: readonly { readerRole: string; reader: string; visit: string; chosen: ReaderRole | null }[],
): SignedReads {
  const reads = rows.filter(({ readerRole }) => readerRole !== "adjudicator");
  const place = rows.findLast(({ chosen }) => chosen !== null)?.chosen ?? "reader-1";
  const standing = reads.find(({ readerRole }) => readerRole === place)?.reader ?? null;
  return {
    readers: new Set(reads.map(({ reader }) => reader)),
    ...{ place, standing },
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
  const stands = doReadsStand(course, reads);
  const isOf = (row: { readonly reader: string }) =>
    stands ? row.reader === reads.standing : !reads.readers.has(row.reader);
  return {
    ...course,
    measurements: course.measurements.filter(isOf),
    nonTarget: course.nonTarget.filter(isOf),
  };
}

const doReadsStand = (course: Read, reads: SignedReads): boolean =>
  reads.standing !== null && visitsUnsigned(course, reads).length === 0;

/** The visits of a reading from elsewhere that the standing reader has not signed yet, in the order of the rows. */
function visitsUnsigned(course: Read, { readers, visits }: SignedReads): string[] {
  const elsewhere = [...course.measurements, ...course.nonTarget].filter(({ reader }) => !readers.has(reader));
  return [...new Set(elsewhere.map(({ visit }) => visit))].filter((visit) => !visits.has(visit));
}

/** What the responses of a subject with signed reads rest on: these reads, or still the reading from elsewhere. */
export interface ReadingInForce {
  /** The place whose signed reads are to stand: the first reader's, until an adjudicator has chosen. */
  readonly place: ReaderRole;
  readonly areSignedReads: boolean;
  /** The visits that this reader has yet to sign before the signed reads stand. */
  readonly unsigned: readonly string[];
}

/** By the rule of `courseOfReads`; null where nobody has signed a read of the subject. */
export const readingInForce = (course: Read, reads: SignedReads | undefined): ReadingInForce | null =>
  reads
    ? { place: reads.place, areSignedReads: doReadsStand(course, reads), unsigned: visitsUnsigned(course, reads) }
    : null;
