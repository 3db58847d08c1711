import { requirePermission } from "@nadir/api/identity";
import { type Addendum, logRefusal, readProtocolRow, requireState } from "@nadir/api/trial-validation";
import { asPerson, type Database } from "@nadir/db";
import {
  canonicalJson,
  type ErratumDocument,
  hashOf,
  postHocDocument,
  postHocPlan,
  readErratumRequest,
  readPostHocRequest,
  refuse,
  type ValidationResult,
} from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { secondaryAnalyses } from "../analysis/run-plan.ts";
import { renderErratum, renderPostHoc } from "../report/render-addendum.ts";
import { readAnalysed } from "./assemble-result.ts";

type Places = { readonly db: Database; readonly store: ObjectStore };
type Of = { readonly personId: string; readonly protocolId: string };

/**
 * Runs analyses that nobody planned on the opened outcomes of a reported protocol and files them beside the report, as
 * post hoc. The primary result, the report and its hash stay as they are.
 */
export async function addPostHoc({ db, store }: Places, of: Of, request: unknown): Promise<Addendum> {
  return logRefusal(db, { ...of, act: "report" }, async () => {
    const wanted = readPostHocRequest(request);
    const { result, resultHash } = await reported(db, of);
    const plan = postHocPlan(result.protocol, wanted);
    const { subjects, fitted } = await readAnalysed(db, of);
    const analyses = secondaryAnalyses(subjects, plan, fitted.cuts);
    const document = postHocDocument.parse({
      schema: "nadir.post-hoc-result/1",
      label: "post hoc",
      protocolHash: result.protocolHash,
      resultHash,
      reason: wanted.reason,
      request: wanted,
      analyses,
    });
    return file({ db, store }, of, "post hoc", document, (number) => renderPostHoc({ number, result }, document));
  });
}

/** Files a correction of what was printed. The report stays readable as it was; the erratum stands beside it. */
export async function addErratum({ db, store }: Places, of: Of, request: unknown): Promise<Addendum> {
  return logRefusal(db, { ...of, act: "report" }, async () => {
    const wanted = readErratumRequest(request);
    const { result, resultHash } = await reported(db, of);
    const document: ErratumDocument = { ...wanted, protocolHash: result.protocolHash, resultHash };
    return file({ db, store }, of, "erratum", document, (number) => renderErratum({ number, result }, document));
  });
}

async function reported(db: Database, { personId, protocolId }: Of) {
  return asPerson(db, personId, async (tx) => {
    const row = await readProtocolRow(tx, protocolId);
    await requirePermission(tx, personId, row.trialId, "open-outcomes");
    requireState(row, "reported", "add to its report");
    const [found] = await tx.sql<{ result: ValidationResult; result_hash: string }[]>`
      select result, result_hash from validation.report where protocol_id = ${protocolId}`;
    return found
      ? { result: found.result, resultHash: found.result_hash }
      : refuse("REPORT_UNKNOWN", "This protocol has no report that anything could be added to.");
  });
}

async function file(
  { db, store }: Places,
  { personId, protocolId }: Of,
  kind: Addendum["kind"],
  document: Addendum["document"],
  render: (number: number) => string,
): Promise<Addendum> {
  const documentHash = hashOf(document);
  return asPerson(db, personId, async (tx) => {
    const row = await readProtocolRow(tx, protocolId);
    const [last] = await tx.sql<{ n: number }[]>`
      select coalesce(max(number), 0)::int as n from validation.addendum where protocol_id = ${protocolId}`;
    const number = (last?.n ?? 0) + 1;
    const htmlHash = await store.put(new TextEncoder().encode(render(number)));
    await tx.sql`
      insert into validation.addendum (protocol_id, trial_id, number, kind, document, document_hash, html_hash)
      values (${protocolId}, ${row.trialId}, ${number}, ${kind}, ${canonicalJson(document)}::text::jsonb, ${documentHash}, ${htmlHash})`;
    return { number, kind, document, documentHash, htmlHash };
  });
}
