import { requirePermission } from "@nadir/api/identity";
import {
  finalAppraisals,
  logRefusal,
  readProtocolRow,
  requireAuthenticated,
  requireState,
  type Signatory,
  sign,
} from "@nadir/api/trial-validation";
import { appendAudit, asPerson, type Database } from "@nadir/db";
import { canonicalJson, hashOf, refuse, type ValidationResult } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { reportPapers } from "../report/papers.ts";
import { renderHtml } from "../report/render-html.ts";
import { renderPdf } from "../report/render-pdf.ts";
import { SOFTWARE } from "../software.ts";
import { assembleResult } from "./assemble-result.ts";

export interface Reported {
  readonly result: ValidationResult;
  readonly resultHash: string;
  readonly htmlHash: string;
  readonly pdfHash: string;
}

interface Places {
  readonly db: Database;
  readonly store: ObjectStore;
}

/** Executes the plan, files the report and signs it: what a person does at one sitting. */
export async function report(places: Places, protocolId: string, signatory: Signatory): Promise<Reported> {
  const { db } = places;
  const of = { personId: signatory.personId, protocolId };
  await logRefusal(db, { ...of, act: "report" }, () => requireAuthenticated(signatory, "reported"));
  const filed = await fileReport(places, of);
  await logRefusal(db, { ...of, act: "report" }, () => sign(db, protocolId, signatory, "reported"));
  return filed;
}

/**
 * Executes the plan on the opened outcomes and files the report: the result in the database, HTML and PDF in the object
 * store under their hashes, all three hashes in the log. Who has read it signs it.
 */
export async function fileReport(
  { db, store }: Places,
  of: { readonly personId: string; readonly protocolId: string },
): Promise<Reported> {
  const { personId, protocolId } = of;
  return logRefusal(db, { ...of, act: "report" }, async () => {
    await asPerson(db, personId, async (tx) => {
      const row = await readProtocolRow(tx, protocolId);
      await requirePermission(tx, personId, row.trialId, "open-outcomes");
      requireState(row, "opened", "report it");
    });
    const { result, openingId, trialId } = await assembleResult(db, of);
    const htmlHash = await store.put(new TextEncoder().encode(renderHtml(result)));
    const pdfHash = await store.put(renderPdf(result));
    const resultHash = hashOf(result);
    // What follows from the result: kept to be taken away at the portal; their hashes are in the log.
    const papers: Record<string, string> = {};
    for (const [form, bytes] of await reportPapers(result)) papers[form] = await store.put(bytes);
    await asPerson(db, personId, async (tx) => {
      const appraisals = await finalAppraisals(tx, protocolId, { hold: true });
      if (hashOf(appraisals) !== hashOf(result.quadas2 ?? []))
        refuse(
          "APPRAISAL_CHANGED",
          "A QUADAS-2 form was made final while the report was being written. File the report again.",
        );
      await tx.sql`
        insert into validation.report (protocol_id, opening_id, trial_id, result, result_hash, html_hash, pdf_hash)
        values (${protocolId}, ${openingId}, ${trialId}, ${canonicalJson(result)}::text::jsonb, ${resultHash}, ${htmlHash}, ${pdfHash})`;
      await tx.sql`update validation.protocol set state = 'reported' where id = ${protocolId}`;
      await appendAudit(tx, {
        action: "reported",
        object: `validation.protocol/${protocolId}`,
        // What set the papers: a later version may set the same figures otherwise.
        payload: {
          trial: trialId,
          resultHash,
          htmlHash,
          pdfHash,
          papers,
          protocolHash: result.protocolHash,
          software: SOFTWARE,
        },
      });
    });
    return { result, resultHash, htmlHash, pdfHash };
  });
}
