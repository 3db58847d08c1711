import type { Tx } from "@nadir/db";
import { FROM_MASK, type ReaderRole } from "@nadir/domain";
import { holdScans } from "../read/hold-scans.ts";
import type { EntryTable } from "./entry-shape.ts";

/** The signed read in which a row stands: whose it is, by name, and of which visit. */
export interface SignedRead {
  readonly reader: string;
  readonly visit: string;
}

type Row = Readonly<Record<string, unknown>>;
/**
 * Finds the signed read in which a row stands, beside which it would stand, or under which it would change what was judged;
 * null where there is none. `was`: what is on record of the row before the change; null of a new one.
 */
export type SignedReadOf = (table: EntryTable, document: Row, was: Row | null) => SignedRead | null;

const IN_READS: ReadonlySet<EntryTable> = new Set(["measurements", "nonTarget", "lesions"]);

/** Whether rows of the table may stand in a signed read. */
export const standsInReads = (table: EntryTable): boolean => IN_READS.has(table);

const PLACES: Readonly<Record<ReaderRole, string>> = { "reader-1": "Reader 1", "reader-2": "Reader 2" };

/** What of a lesion that every reader reads decides how its figures count. */
const JUDGED = ["role", "node", "organ", "component"];

/**
 * What of subjects stands in reads that are signed: the reader's figures, however they came about, unless they were computed
 * from a mask, and what they say of non-target disease at the visits that they signed; the reader's own lesions, to which
 * nothing is added in that name. Of a lesion that every reader reads: what decides how its figures count, once a signed read
 * has it; and none becomes a target, which no signed read would have measured.
 */
export async function signedRowsOf({ sql }: Tx, subjectIds: readonly string[]): Promise<SignedReadOf> {
  if (subjectIds.length === 0) return () => null;
  const reads = await sql<
    { subject: string; visit: string; reader: string; as: ReaderRole; name: string | null; lesions: string[] }[]
  >`
    select p.key as subject, v.key as visit, s.reader, s.reader_role as as, u.name,
      array(select l ->> 'id' from jsonb_array_elements(coalesce(s.document -> 'lesions', '[]'::jsonb)) l) as lesions
      from record.read_session s join record.subject p on p.id = s.subject_id join record.visit v on v.id = s.visit_id
      left join identity."user" u on u.id = s.reader
     where s.subject_id = any(${[...subjectIds]}::uuid[]) and s.state = 'signed' and s.reader_role <> 'adjudicator'
       and not exists (select from record.read_session a where a.amends = s.id and a.state = 'signed')
     order by v.date, v.key`;
  // By visit and reader, lesion and reader, reader alone, lesion alone, subject alone: the first read by day.
  const first = new Map<string, SignedRead>();
  const keyOf = (...parts: readonly unknown[]) => parts.map((part) => String(part ?? "")).join("\u001f");
  for (const { subject, visit, reader, as, name, lesions } of reads)
    for (const place of [
      keyOf("visit", subject, visit, reader),
      keyOf("reader", subject, reader),
      keyOf("subject", subject),
      ...lesions.flatMap((id) => [keyOf("lesion", subject, id, reader), keyOf("lesion", subject, id)]),
    ])
      if (!first.has(place)) first.set(place, { reader: name ?? PLACES[as], visit });
  const at = (...parts: readonly unknown[]) => first.get(keyOf(...parts)) ?? null;
  return (table, document, was) => {
    const { subject, id, reader, visit } = document;
    if (table === "measurements" || table === "nonTarget")
      return document["method"] === FROM_MASK ? null : at("visit", subject, visit, reader);
    if (table !== "lesions") return null;
    if (reader !== undefined) return at("lesion", subject, id, reader) ?? at("reader", subject, reader);
    const becomesTarget = document["role"] === "target" && was?.["role"] !== "target";
    if (becomesTarget) return at("subject", subject);
    return was && JUDGED.some((name) => document[name] !== was[name]) ? at("lesion", subject, id) : null;
  };
}

/**
 * The same for an entry that is about to be written: the reads stay as they are until it is, since whoever signs waits for it.
 * In a trial that reads nothing here, nobody is waited for.
 */
export async function heldSignedRows(tx: Tx, trialId: string, subjectIds: readonly string[]): Promise<SignedReadOf> {
  const [charter] = await tx.sql`select from record.reading_charter where trial_id = ${trialId} limit 1`;
  if (!charter) return () => null;
  await holdScans(tx, subjectIds);
  return signedRowsOf(tx, subjectIds);
}
