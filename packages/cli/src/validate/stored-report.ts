import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asSystem, type Database } from "@nadir/db";
import type { Reported } from "@nadir/harness";
import type { ObjectStore } from "@nadir/storage";

/** The report of a protocol as it was filed; null before it was made. */
export async function storedReport(db: Database, protocolId: string): Promise<Reported | null> {
  const [row] = await asSystem(
    db,
    "read a report",
    ({ sql }) => sql<Reported[]>`
      select result, result_hash as "resultHash", html_hash as "htmlHash", pdf_hash as "pdfHash"
        from validation.report where protocol_id = ${protocolId}`,
  );
  return row ?? null;
}

/**
 * The papers of a report as files: the very bytes that were filed (HTML, PDF), the result as JSON, and what follows from it:
 * the Word document for its authors and every table as CSV.
 */
export async function writeReport(store: ObjectStore, report: Reported, folder: string): Promise<string[]> {
  const { renderCsv, renderDocx } = await import("@nadir/harness");
  await mkdir(join(folder, "tables"), { recursive: true });
  const files: [string, Uint8Array | string][] = [
    [join(folder, "report.html"), await store.get(report.htmlHash)],
    [join(folder, "report.pdf"), await store.get(report.pdfHash)],
    [join(folder, "report.docx"), await renderDocx(report.result)],
    ...[...renderCsv(report.result)].map(([name, text]): [string, string] => [join(folder, "tables", name), text]),
    [join(folder, "result.json"), `${JSON.stringify(report.result, null, 2)}\n`],
  ];
  for (const [file, content] of files) await writeFile(file, content);
  return files.map(([file]) => file);
}
