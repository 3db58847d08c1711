import { asPerson, type Database } from "@nadir/db";
import { type ErratumDocument, type PostHocDocument, refuse } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { z } from "zod";
import { protocolAccess } from "./protocol-access.ts";

/** What was added to a protocol's report: analyses that nobody planned, or a correction. */
export interface Addendum {
  readonly number: number;
  readonly kind: "post hoc" | "erratum";
  readonly document: PostHocDocument | ErratumDocument;
  readonly documentHash: string;
  readonly htmlHash: string;
}

/** An addendum as the validation's page lists it. */
export const addendumLine = z.object({
  number: z.int(),
  kind: z.enum(["post hoc", "erratum"]),
  at: z.date(),
  reason: z.string(),
  /** Titles of the analyses, or the places that are corrected. */
  about: z.array(z.string()),
  documentHash: z.string(),
});
export type AddendumLine = z.infer<typeof addendumLine>;

/** What has been added to a protocol's report, in order. Refuses `PROTOCOL_UNKNOWN`, `NOT_ALLOWED`. */
export async function listAddenda(
  db: Database,
  { personId, protocolId }: { readonly personId: string; readonly protocolId: string },
): Promise<(Addendum & { readonly at: Date })[]> {
  return asPerson(db, personId, async (tx) => {
    await protocolAccess(tx, personId, protocolId, ["read-report"]);
    return [
      ...(await tx.sql<(Addendum & { at: Date })[]>`
        select number, kind, document, document_hash as "documentHash", html_hash as "htmlHash", at
          from validation.addendum where protocol_id = ${protocolId} order by number`),
    ];
  });
}

export function addendumLineOf({ document, ...a }: Addendum & { readonly at: Date }): AddendumLine {
  const about =
    "analyses" in document ? document.analyses.map((x) => x.title) : document.corrections.map((c) => c.place);
  return { number: a.number, kind: a.kind, at: a.at, reason: document.reason, about, documentHash: a.documentHash };
}

/** The page of one addendum as it was filed. Refuses as `listAddenda`, and `ADDENDUM_UNKNOWN`. */
export async function readAddendumPage(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  of: { readonly personId: string; readonly protocolId: string; readonly number: number },
): Promise<Uint8Array> {
  const found = (await listAddenda(db, of)).find((a) => a.number === of.number);
  return found
    ? store.get(found.htmlHash)
    : refuse("ADDENDUM_UNKNOWN", `This report has no addendum ${of.number}.`, { found: String(of.number) });
}
