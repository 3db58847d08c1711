import type { Tx } from "@nadir/db";
import type { Lesion, ReadDocument, ReadLesion } from "@nadir/domain";
import { signedSessions } from "./session-row.ts";

/** What a read goes on from. */
export interface Carried {
  /** As the reader last read them, or as the record names them for every reader. */
  readonly lesions: readonly ReadLesion[];
  /** The reader's earlier reads of this patient, first to last. */
  readonly earlier: readonly { readonly visit: string; readonly date: string; readonly document: ReadDocument }[];
}

/**
 * The lesions that a reader's read of a visit carries on: those of the reader's read before it, and those of the record that
 * are no reader's own and not new (every reader reads these).
 */
export async function carriedTo(
  tx: Tx,
  { subjectId, reader, date }: { readonly subjectId: string; readonly reader: string; readonly date: string },
): Promise<Carried> {
  const sessions = (await signedSessions(tx, subjectId, reader)).filter((session) => session.date < date);
  const earlier = sessions.map(({ visit, date: day, document }) => ({ visit, date: day, document }));
  const last = earlier.at(-1)?.document.lesions ?? [];
  const known = new Set(last.map(({ id }) => id));
  const shared = await tx.sql<{ document: Lesion }[]>`
    select document from record.lesion where subject_id = ${subjectId} and superseded_at is null
      and role <> 'new' and document ->> 'reader' is null order by role desc, key`;
  return {
    lesions: [...last, ...shared.flatMap(({ document }) => (known.has(document.id) ? [] : [lesionOf(document)]))],
    earlier,
  };
}

const lesionOf = ({ id, role, organ, location, node, component }: Lesion): ReadLesion => ({
  id,
  role,
  organ,
  location: location ?? "",
  node,
  component: component ?? null,
  certainty: null,
  ...UNREAD,
});
const UNREAD = { longestMm: null, shortMm: null, volumeMm3: null, status: null, reason: "" } as const;

/** A read in which nothing is read yet. */
export const emptyRead = (lesions: readonly ReadLesion[]): ReadDocument => ({
  lesions: lesions.map(({ reasonCode: _why, lines: _drawn, ...lesion }) => ({ ...lesion, ...UNREAD })),
  nonTarget: { status: null, sinceLast: null, reason: "" },
  note: "",
});
