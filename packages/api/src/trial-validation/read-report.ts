import { appendAudit, asPerson, asSystem, type Database } from "@nadir/db";
import { refuse, type ValidationResult } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { protocolAccess } from "./protocol-access.ts";

export interface FiledReport {
  readonly result: ValidationResult;
  readonly resultHash: string;
  readonly htmlHash: string;
  readonly pdfHash: string;
  readonly createdAt: Date;
}

/** The filed result of a protocol. Refuses `PROTOCOL_UNKNOWN`, `NOT_ALLOWED`, `REPORT_UNKNOWN`. */
export async function readReport(db: Database, personId: string, protocolId: string): Promise<FiledReport> {
  return asPerson(db, personId, async (tx) => {
    await protocolAccess(tx, personId, protocolId, ["read-report"]);
    const [row] = await tx.sql<FiledReport[]>`
      select result, result_hash as "resultHash", html_hash as "htmlHash", pdf_hash as "pdfHash", created_at as "createdAt"
        from validation.report where protocol_id = ${protocolId}`;
    return (
      row ??
      refuse(
        "REPORT_UNKNOWN",
        "This protocol has no report yet. It appears when the opened outcomes have been analysed.",
      )
    );
  });
}

/** `docx` for its authors to complete; `csv`: every table, in one archive. */
export const REPORT_FORMS = ["html", "pdf", "docx", "csv", "json"] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

export interface ReportFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly fileName: string;
}

/**
 * A report's paper as it was filed, checked against its hash; `json` is the result document itself. With `taken` the log
 * says that the person took it away. Refuses as `readReport`, and `REPORT_FORM_UNKNOWN` for a report that was filed before
 * Word and tables were kept.
 */
export async function readReportFile(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  personId: string,
  protocolId: string,
  form: ReportForm,
  { taken = false }: { readonly taken?: boolean } = {},
): Promise<ReportFile> {
  const report = await readReport(db, personId, protocolId);
  const file = await fileOf({ db, store }, report, protocolId, form);
  if (taken)
    await asPerson(db, personId, async (tx) => {
      const { trialId } = await protocolAccess(tx, personId, protocolId, ["read-report"]);
      await appendAudit(tx, {
        action: "report-taken",
        object: `validation.protocol/${protocolId}`,
        payload: { trial: trialId, form, resultHash: report.resultHash },
      });
    });
  return file;
}

async function fileOf(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  report: FiledReport,
  protocolId: string,
  form: ReportForm,
): Promise<ReportFile> {
  const { family, version } = report.result.protocol.identity;
  const fileName = `${family}-v${version}-report.${form}`;
  switch (form) {
    case "html":
      return { bytes: await store.get(report.htmlHash), mediaType: "text/html; charset=utf-8", fileName };
    case "pdf":
      return { bytes: await store.get(report.pdfHash), mediaType: "application/pdf", fileName };
    case "docx":
      return {
        bytes: await store.get(await paperHash(db, protocolId, form)),
        mediaType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        fileName,
      };
    case "csv":
      return {
        bytes: await store.get(await paperHash(db, protocolId, form)),
        mediaType: "application/zip",
        fileName: `${family}-v${version}-tables.zip`,
      };
    case "json":
      return {
        bytes: new TextEncoder().encode(`${JSON.stringify(report.result, null, 2)}\n`),
        mediaType: "application/json",
        fileName,
      };
  }
}

/** The hash under which a paper was kept, as the log has it. */
async function paperHash(db: Database, protocolId: string, form: "docx" | "csv"): Promise<string> {
  const [row] = await asSystem(
    db,
    "find a paper of a report",
    ({ sql }) => sql<{ hash: string | null }[]>`
      select e.payload::jsonb #>> array['papers', ${form}] as hash from audit.event e
       where e.action = 'reported' and e.object = ${`validation.protocol/${protocolId}`} order by e.seq limit 1`,
  );
  return (
    row?.hash ??
    refuse(
      "REPORT_FORM_UNKNOWN",
      `This report was filed before its ${form === "docx" ? "Word document" : "tables"} were kept; 'nadir validate report … --out FOLDER' writes them.`,
    )
  );
}
