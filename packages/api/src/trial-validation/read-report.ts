import { asPerson, type Database } from "@nadir/db";
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

export const REPORT_FORMS = ["html", "pdf", "json"] as const;
export type ReportForm = (typeof REPORT_FORMS)[number];

export interface ReportFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly fileName: string;
}

/** A report's paper as it was filed, checked against its hash; `json` is the result document itself. */
export async function readReportFile(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  personId: string,
  protocolId: string,
  form: ReportForm,
): Promise<ReportFile> {
  const report = await readReport(db, personId, protocolId);
  const { family, version } = report.result.protocol.identity;
  const fileName = `${family}-v${version}-report.${form}`;
  switch (form) {
    case "html":
      return { bytes: await store.get(report.htmlHash), mediaType: "text/html; charset=utf-8", fileName };
    case "pdf":
      return { bytes: await store.get(report.pdfHash), mediaType: "application/pdf", fileName };
    case "json":
      return {
        bytes: new TextEncoder().encode(`${JSON.stringify(report.result, null, 2)}\n`),
        mediaType: "application/json",
        fileName,
      };
  }
}
