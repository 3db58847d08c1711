import { supersede, type Tx } from "@nadir/db";
import { hashOf, refuse } from "@nadir/domain";
import { z } from "zod";
import { holdScans, requireScanStays } from "../read/hold-scans.ts";
import { type PlaceOfReading, type ReaderForm, signReading } from "./signature-of-reading.ts";

/** What every reader's form has beside its answers: a draft is the reader's own, a signed one counts. */
export const readingState = z.enum(["draft", "signed"]);
type ReadingState = z.infer<typeof readingState>;

export const readingKept = z.object({ version: z.int(), state: readingState });
export type ReadingKept = z.infer<typeof readingKept>;

/** Why a signed form is changed; needed only then. */
export const correctionReason = z.string().trim().max(500).optional();

interface StoredReading {
  readonly id: string;
  readonly version: number;
  readonly state: ReadingState;
  readonly contentHash: string;
  /** A signature stands under this version. */
  readonly isBound: boolean;
}

/**
 * Keeps a reader's form: the first as version 1, the same answers again as what they are, others as a new version, and of
 * a signed form only with a reason: it never becomes a draft again. What is signed bears the reader's signature, over what it
 * says; whoever calls has asked for the password. Refuses `SIGNED_ALREADY`, `REASON_MISSING`, `SCAN_TAKEN_BACK`.
 * @param place the columns that say whose form this is, of what; a form has one live reading of a place
 * @param correction the sentence that stands with a correction, from the reader's reason
 */
export async function keepReading(
  tx: Tx,
  table: ReaderForm,
  {
    place,
    document,
    reason,
    correction = (given) => given,
  }: {
    readonly place: PlaceOfReading;
    readonly document: { readonly state: ReadingState };
    readonly reason: string | undefined;
    readonly correction?: (given: string) => string | Promise<string>;
  },
): Promise<ReadingKept> {
  const { state } = document;
  const columns = { state, document, content_hash: hashOf(document) };
  if (state === "signed") await holdScans(tx, [place.subject_id]);
  const stored = await storedOf(tx, table, place);
  if (stored?.contentHash === columns.content_hash && (state === "draft" || stored.isBound))
    return { version: stored.version, state };
  if (state === "signed") await requireScanStays(tx, place.visit_id, "a form of it");
  if (stored?.state === "signed" && state === "draft")
    refuse("SIGNED_ALREADY", "This reading is signed; it can be corrected with a reason, but is no draft any more.");
  if (stored?.state === "signed" && !reason)
    refuse("REASON_MISSING", "This reading is signed; say in a sentence why it is changed.");
  const why =
    stored?.state === "signed" ? await correction(reason!) : state === "signed" ? "signed" : "draft kept anew";
  const kept = stored
    ? // What an import brought is from now on the reader's own.
      await supersede(tx, table, stored.id, { ...columns, import_id: null }, why)
    : await add(tx, table, { ...place, ...columns });
  if (state === "signed") await signReading(tx, table, { ...kept, place, documentHash: columns.content_hash });
  return { version: kept.version, state };
}

async function add({ sql }: Tx, table: ReaderForm, columns: Readonly<Record<string, unknown>>) {
  const [made] = await sql<{ id: string; version: number }[]>`
    insert into ${sql(`record.${table}`)} ${sql(columns as Record<string, string>)} returning id, version`;
  return made!;
}

/** The live reading of the place, locked until the end of the transaction. */
async function storedOf({ sql }: Tx, table: ReaderForm, place: PlaceOfReading): Promise<StoredReading | undefined> {
  const { visit_id, reader, lesion_id, form } = place;
  const [stored] = await sql<StoredReading[]>`
    select r.id, r.version, r.state, r.content_hash as "contentHash",
           exists (select from record.reading_signature s
                    where s.reading_id = r.id and s.version = r.version and s.document_hash = r.content_hash) as "isBound"
      from record.${sql(table)} r
     where r.visit_id = ${visit_id} and r.reader = ${reader} and r.superseded_at is null
       ${lesion_id === undefined ? sql`` : sql`and r.lesion_id = ${lesion_id} and r.form = ${form!}`} for update of r`;
  return stored;
}
