import { asSystem, type Database, type Tx } from "@nadir/db";
import { type CriterionId, type CriterionOutcome, hashOf } from "@nadir/domain";
import { caseUntil, parametersOf } from "@nadir/response";
import { readCourses, type SubjectCourse } from "../compute/read-courses.ts";
import { ownReadsCase } from "../compute/response-case.ts";
import { outcomesOf } from "../responses/cohort-outcomes.ts";
import { charterOf } from "./charter.ts";
import { primaryCriterion } from "./check-session.ts";
import { readDiscrepancies } from "./read-discrepancies.ts";
import { aboutTrial } from "./read-form.ts";
import type { ComparisonDocument } from "./read-shape.ts";
import { type SessionRow, signedSessions } from "./session-row.ts";

/**
 * Compares the reads of every patient of a trial whose two readers have signed something that was not compared yet, and
 * keeps what it found. Safe to repeat: the same signatures are compared once. Done by the system, since neither reader may
 * see the other's reads. Answers how many patients were compared.
 */
export async function settleReads(db: Database, trialId: string): Promise<number> {
  return asSystem(db, "compare the reads of two readers", async (tx) => {
    const charter = await charterOf(tx, trialId);
    if (charter?.readers !== 2 || !charter.adjudication) return 0;
    // A signature may have been under way when its patient was last compared.
    const waiting = await tx.sql<{ subjectId: string }[]>`
      select s.subject_id as "subjectId" from record.read_session s
       where s.trial_id = ${trialId} and s.state = 'signed' and s.reader_role <> 'adjudicator'
       group by 1 having count(distinct s.reader_role) = 2
         and max(s.signed_at) >= coalesce((select max(c.at) from record.read_comparison c where c.subject_id = s.subject_id),
                                          '-infinity') - interval '1 hour'`;
    if (waiting.length === 0) return 0;
    const criterion = await primaryCriterion(tx, trialId);
    const share = await sumShareOf(tx, trialId, criterion);
    let compared = 0;
    for (const { subjectId } of waiting) if (await compare(tx, subjectId, criterion, share)) compared++;
    return compared;
  });
}

/** From which per cent of the smaller on two sums differ: as the charter says, or else where the criterion sees progression. */
export async function sumShareOf(tx: Tx, trialId: string, criterion: CriterionId): Promise<number> {
  const charter = await charterOf(tx, trialId);
  if (charter?.sumDiffersPercent != null) return charter.sumDiffersPercent;
  const { criteria } = await aboutTrial(tx, trialId, "full");
  const given = criteria.find(({ id }) => id === criterion)?.parameters;
  return Number(parametersOf(criterion, given as never)["progressionPercent"] ?? 20);
}

async function compare(
  tx: Tx,
  subjectId: string,
  criterion: ComparisonDocument["criterion"],
  sumDiffersPercent: number,
): Promise<boolean> {
  const pair = pairOf(await signedSessions(tx, subjectId));
  if (!pair) return false;
  const { last, visits, sessions } = pair;
  const inputHash = hashOf([sumDiffersPercent, criterion, sessions.map(({ signatureHash }) => signatureHash).sort()]);
  const [known] = await tx.sql`
    select from record.read_comparison where subject_id = ${subjectId} and input_hash = ${inputHash}`;
  if (known) return false;
  const [course] = await readCourses(tx, { subjectIds: [subjectId] });
  const first = judgedReads(course, readerOf(sessions, "reader-1"), criterion, last.date);
  const second = judgedReads(course, readerOf(sessions, "reader-2"), criterion, last.date);
  const document: ComparisonDocument = {
    criterion,
    sumDiffersPercent,
    visits: [...visits],
    discrepancies: readDiscrepancies(first, second, visits, sumDiffersPercent),
  };
  const made = await tx.sql`
    insert into record.read_comparison (trial_id, site_id, subject_id, visit_id, input_hash, document)
    values (${last.trialId}, ${last.siteId}, ${subjectId}, ${last.visitId}, ${inputHash}, ${tx.sql.json(document as never)})
    on conflict (subject_id, input_hash) do nothing returning id`;
  return made.length > 0;
}

/** The visits that both readers have signed, and their reads of these. */
export function pairOf(signed: readonly SessionRow[]) {
  const isOf = (role: SessionRow["readerRole"]) => signed.filter(({ readerRole }) => readerRole === role);
  const second = new Set(isOf("reader-2").map(({ visitId }) => visitId));
  const both = isOf("reader-1").filter(({ visitId }) => second.has(visitId));
  const last = both.at(-1);
  if (!last) return null;
  const ids = new Set(both.map(({ visitId }) => visitId));
  return { last, visits: both.map(({ visit }) => visit), sessions: signed.filter(({ visitId }) => ids.has(visitId)) };
}

export const readerOf = (sessions: readonly SessionRow[], role: SessionRow["readerRole"]): string =>
  sessions.find(({ readerRole }) => readerRole === role)?.reader ?? "";

/** What the criterion makes of one reader's reads up to a day; null where they cannot be judged. */
export function judgedReads(
  course: SubjectCourse | undefined,
  reader: string,
  criterion: ComparisonDocument["criterion"],
  day: string,
): CriterionOutcome | null {
  const own = course && ownReadsCase(course, reader).document;
  const document = own && caseUntil(own, day);
  return (document && outcomesOf(document, [criterion], false)[criterion]) ?? null;
}
