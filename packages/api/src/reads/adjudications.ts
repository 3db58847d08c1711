import type { Tx } from "@nadir/db";
import type { ReaderRole } from "@nadir/domain";
import { ofSubjects, type Subjects } from "../compute/read-of-record.ts";
import { sameDiscrepancy } from "./read-discrepancies.ts";
import { type AdjudicationLine, type ComparisonDocument, comparisonDocument } from "./read-shape.ts";

interface ComparisonRow {
  readonly id: string;
  readonly subjectId: string;
  readonly subject: string;
  readonly visit: string;
  readonly document: ComparisonDocument;
}

/**
 * What adjudicators of a trial decide or have decided. Of each patient the last comparison counts: it waits while it has a
 * difference that no decision has seen, or a read that the last decision was on has been amended since and the two still
 * differ. Without differences nothing is to be decided.
 */
export const adjudicationsOf = (tx: Tx, trialId: string): Promise<AdjudicationLine[]> => linesOf(tx, { trialId });

/** Whether the two readers of a patient differ in what no adjudicator has decided yet: until then its responses are provisional. */
export async function awaitsAdjudication(tx: Tx, subjectId: string): Promise<boolean> {
  return (await linesOf(tx, { subjectIds: [subjectId] })).some(({ state }) => state === "waiting");
}

async function linesOf(tx: Tx, of: Subjects): Promise<AdjudicationLine[]> {
  const comparisonsAsked = tx.sql<ComparisonRow[]>`
    select c.id, c.subject_id as "subjectId", p.key as subject, v.key as visit, c.document
      from record.read_comparison c join record.subject p on p.id = c.subject_id join record.visit v on v.id = c.visit_id
     where c.${ofSubjects(tx, of)} order by p.key, c.at, c.id`;
  const decisionsAsked = tx.sql<
    {
      comparison: string;
      subjectId: string;
      chosen: ReaderRole;
      reason: string;
      by: string;
      at: Date;
      hash: string;
      areReadsAmended: boolean;
    }[]
  >`
    select s.document ->> 'comparison' as comparison, s.subject_id as "subjectId", s.chosen, s.document ->> 'reason' as reason,
      u.name as by, s.signed_at as at, s.signature_hash as hash,
      exists (select from record.read_comparison c join record.visit last on last.id = c.visit_id
                join record.read_session a on a.subject_id = c.subject_id and a.amends is not null and a.state = 'signed'
                 and a.reader_role <> 'adjudicator' and a.signed_at > c.at
                join record.visit v on v.id = a.visit_id and v.date <= last.date
               where c.id = (s.document ->> 'comparison')::uuid) as "areReadsAmended"
      from record.read_session s left join identity."user" u on u.id = s.reader
     where s.${ofSubjects(tx, of)} and s.reader_role = 'adjudicator' and s.state = 'signed' order by s.signed_at, s.id`;
  const [comparisons, decisions] = await Promise.all([comparisonsAsked, decisionsAsked]);
  const bySubject = new Map<string, ComparisonRow[]>();
  for (const row of comparisons) bySubject.set(row.subjectId, [...(bySubject.get(row.subjectId) ?? []), row]);
  return [...bySubject.values()].flatMap((rows): AdjudicationLine[] => {
    const last = rows.at(-1)!;
    const { discrepancies } = comparisonDocument.parse(last.document);
    const made = decisions.filter(({ subjectId }) => subjectId === last.subjectId);
    const seen = rows
      .filter(({ id }) => made.some(({ comparison }) => comparison === id))
      .flatMap(({ document }) => document.discrepancies);
    const latest = made.at(-1);
    const isNew =
      discrepancies.some((found) => !seen.some((before) => sameDiscrepancy(found, before))) ||
      (discrepancies.length > 0 && latest?.areReadsAmended === true);
    if (!isNew && !latest) return [];
    return [
      {
        comparison: isNew ? last.id : latest!.comparison,
        subject: last.subject,
        visit: last.visit,
        discrepancies,
        state: isNew ? "waiting" : "decided",
        decided: latest
          ? { chosen: latest.chosen, reason: latest.reason, by: latest.by, at: latest.at, hash: latest.hash }
          : null,
      },
    ];
  });
}
