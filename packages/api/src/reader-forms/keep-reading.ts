import { supersede, type Tx } from "@nadir/db";
import { hashOf, refuse } from "@nadir/domain";
import { z } from "zod";

/** What every reader's form has beside its answers: a draft is the reader's own, a signed one counts. */
export const readingState = z.enum(["draft", "signed"]);
type ReadingState = z.infer<typeof readingState>;

export const readingKept = z.object({ version: z.int(), state: readingState });
export type ReadingKept = z.infer<typeof readingKept>;

/** Why a signed form is changed; needed only then. */
export const correctionReason = z.string().trim().max(500).optional();

export interface StoredReading {
  readonly id: string;
  readonly version: number;
  readonly state: ReadingState;
  readonly contentHash: string;
}

/**
 * Keeps a reader's form: the first as version 1, the same answers again as what they are, others as a new version, and of
 * a signed form only with a reason: it never becomes a draft again. Refuses `SIGNED_ALREADY`, `REASON_MISSING`.
 * @param place the columns that say whose form this is, of what
 * @param correction the sentence that stands with a correction, from the reader's reason
 */
export async function keepReading(
  tx: Tx,
  table: "vasari_reading" | "lesion_reading",
  stored: StoredReading | undefined,
  {
    place,
    document,
    reason,
    correction = (given) => given,
  }: {
    readonly place: Readonly<Record<string, string>>;
    readonly document: { readonly state: ReadingState };
    readonly reason: string | undefined;
    readonly correction?: (given: string) => string | Promise<string>;
  },
): Promise<ReadingKept> {
  const { state } = document;
  const columns = { state, document, content_hash: hashOf(document) };
  if (!stored) {
    await tx.sql`insert into ${tx.sql(`record.${table}`)} ${tx.sql({ ...place, ...columns } as unknown as Record<string, string>)}`;
    return { version: 1, state };
  }
  if (stored.contentHash === columns.content_hash) return { version: stored.version, state };
  if (stored.state === "signed" && state === "draft")
    refuse("SIGNED_ALREADY", "This reading is signed; it can be corrected with a reason, but is no draft any more.");
  if (stored.state === "signed" && !reason)
    refuse("REASON_MISSING", "This reading is signed; say in a sentence why it is changed.");
  const why = stored.state === "signed" ? await correction(reason!) : state === "signed" ? "signed" : "draft kept anew";
  const { version } = await supersede(tx, table, stored.id, columns, why);
  return { version, state };
}
