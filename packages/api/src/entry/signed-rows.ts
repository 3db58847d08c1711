import type { Tx } from "@nadir/db";
import type { ReaderRole } from "@nadir/domain";
import { holdScans } from "../read/hold-scans.ts";
import { ENTERED } from "../reads/write-read.ts";
import type { EntryTable } from "./entry-shape.ts";

/** The signed read in which a row stands: whose it is, by name, and of which visit. */
export interface SignedRead {
  readonly reader: string;
  readonly visit: string;
}

/** Finds the signed read in which a row stands, or would stand beside what was signed; null where there is none. */
export type SignedReadOf = (table: EntryTable, document: Readonly<Record<string, unknown>>) => SignedRead | null;

const IN_READS: ReadonlySet<EntryTable> = new Set(["measurements", "nonTarget", "lesions"]);

/** Whether rows of the table may stand in a signed read. */
export const standsInReads = (table: EntryTable): boolean => IN_READS.has(table);

const PLACES: Readonly<Record<ReaderRole, string>> = { "reader-1": "Reader 1", "reader-2": "Reader 2" };

/**
 * What of subjects stands in reads that are signed: the reader's figures and what they say of non-target disease at the visits
 * that they signed, and the lesions of their own that they read there.
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
  const ofVisit = new Map<string, SignedRead>();
  const ofLesion = new Map<string, SignedRead>();
  for (const { subject, visit, reader, as, name, lesions } of reads) {
    const read = { reader: name ?? PLACES[as], visit };
    ofVisit.set([subject, visit, reader].join("\u001f"), read);
    for (const lesion of lesions) {
      const key = [subject, lesion, reader].join("\u001f");
      if (!ofLesion.has(key)) ofLesion.set(key, read);
    }
  }
  return (table, document) => {
    const of = (...names: string[]) => names.map((name) => String(document[name] ?? "")).join("\u001f");
    if (table === "lesions") return ofLesion.get(of("subject", "id", "reader")) ?? null;
    if (table === "measurements" && document["method"] !== ENTERED) return null;
    return standsInReads(table) ? (ofVisit.get(of("subject", "visit", "reader")) ?? null) : null;
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
