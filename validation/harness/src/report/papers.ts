import type { ValidationResult } from "@nadir/domain";
import { renderCsv, tablesReadme } from "./render-csv.ts";
import { renderDocx } from "./render-docx.ts";
import { zipOf } from "./zip-of.ts";

/** The papers that follow from a result beside HTML and PDF: the Word document for its authors, and every table as CSV in one archive. */
export async function reportPapers(result: ValidationResult): Promise<ReadonlyMap<"docx" | "csv", Uint8Array>> {
  return new Map([
    ["docx", await renderDocx(result)] as const,
    ["csv", zipOf(new Map([["README.txt", tablesReadme(result)], ...renderCsv(result)]))] as const,
  ]);
}
