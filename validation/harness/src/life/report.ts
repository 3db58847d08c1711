import {
  logRefusal,
  readProtocolRow,
  requireAuthenticated,
  requireState,
  type Signatory,
  sign,
} from "@nadir/api/trial-validation";
import { appendAudit, asPerson, type Database } from "@nadir/db";
import { canonicalJson, hashOf, type ValidationResult } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { renderHtml } from "../report/render-html.ts";
import { renderPdf } from "../report/render-pdf.ts";
import { assembleResult } from "./assemble-result.ts";

export interface Reported {
  readonly result: ValidationResult;
  readonly resultHash: string;
  readonly htmlHash: string;
  readonly pdfHash: string;
}

/**
 * Executes the plan on the opened outcomes and files the report: the result in the database, HTML and PDF in the object
 * store under their hashes, all three hashes in the log, the whole signed.
 */
export async function report(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  protocolId: string,
  signatory: Signatory,
): Promise<Reported> {
  const of = { personId: signatory.personId, protocolId };
  return logRefusal(db, { ...of, act: "report" }, async () => {
    const row = await asPerson(db, of.personId, (tx) => readProtocolRow(tx, protocolId));
    requireState(row, "opened", "report it");
    await requireAuthenticated(signatory, "reported");
    const { result, openingId, trialId } = await assembleResult(db, of);
    const htmlHash = await store.put(new TextEncoder().encode(renderHtml(result)));
    const pdfHash = await store.put(renderPdf(result));
    const resultHash = hashOf(result);
    await asPerson(db, of.personId, async (tx) => {
      await tx.sql`
        insert into validation.report (protocol_id, opening_id, trial_id, result, result_hash, html_hash, pdf_hash)
        values (${protocolId}, ${openingId}, ${trialId}, ${canonicalJson(result)}::text::jsonb, ${resultHash}, ${htmlHash}, ${pdfHash})`;
      await tx.sql`update validation.protocol set state = 'reported' where id = ${protocolId}`;
      await appendAudit(tx, {
        action: "reported",
        object: `validation.protocol/${protocolId}`,
        payload: { trial: trialId, resultHash, htmlHash, pdfHash, protocolHash: result.protocolHash },
      });
    });
    await sign(db, protocolId, signatory, "reported");
    return { result, resultHash, htmlHash, pdfHash };
  });
}
