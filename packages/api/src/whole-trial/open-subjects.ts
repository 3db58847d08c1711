import type { Tx } from "@nadir/db";
import { refuse, type Trial } from "@nadir/domain";
import { readCourses } from "../compute/read-courses.ts";
import { readSignedReads } from "../compute/read-of-record.ts";

/** A trial as it leaves Nadir in a standard's form: nobody of a sealed test set is among its subjects. */
export interface OpenTrial {
  readonly trialId: string;
  readonly trial: Trial;
  /** Ids of the subjects, by key. */
  readonly open: readonly string[];
  /** How many are of a sealed test set, and left out. */
  readonly sealed: number;
}

/** Refuses `TRIAL_UNKNOWN`. */
export async function readOpenTrial(tx: Tx, trialKey: string): Promise<OpenTrial> {
  const [found] = await tx.sql<{ id: string; document: Trial }[]>`
    select id, document from record.trial where key = ${trialKey} and superseded_at is null`;
  if (!found) return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}' in this installation.`);
  const heads = await tx.sql<{ id: string; sealed: boolean }[]>`
    select s.id, exists (select from sealed.member m where m.subject_id = s.id) as sealed
      from record.subject s where s.trial_id = ${found.id} and s.superseded_at is null order by s.key collate "C"`;
  const open = heads.filter(({ sealed }) => !sealed).map(({ id }) => id);
  return { trialId: found.id, trial: found.document, open, sealed: heads.length - open.length };
}

/** Courses of these subjects, in their order, and the reads that were signed. */
export async function readCoursesInOrder(tx: Tx, subjectIds: readonly string[]) {
  const of = { subjectIds };
  const [courses, reads] = await Promise.all([readCourses(tx, of), readSignedReads(tx, of)]);
  const place = new Map(subjectIds.map((id, i) => [id, i]));
  courses.sort((a, b) => place.get(a.subjectId)! - place.get(b.subjectId)!);
  return { courses, reads };
}
