import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { refuse, type ValidationResult } from "@nadir/domain";
import { type Figures, typstSource } from "./typst-source.ts";

const FONT_FILES = ["SourceSans3-Regular.ttf", "SourceSans3-SemiBold.ttf", "SourceSans3-Italic.ttf"] as const;
export const PDF_FONT = "Source Sans 3";

/**
 * The report as PDF, through Typst with the font of this package. No clock and no font of the machine enters, so the same
 * result gives the same bytes.
 */
export function renderPdf(result: ValidationResult): Uint8Array {
  const figures: Figures = new Map();
  const source = typstSource(result, figures, PDF_FONT);
  // Typst wants its files under a folder that exists; source and figures lie there in memory only.
  const workspace = fileURLToPath(new URL("../../fonts", import.meta.url));
  const fontBlobs = FONT_FILES.map((name) => readFileSync(join(workspace, name)));
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs }] });
  for (const [name, svg] of figures) compiler.mapShadow(join(workspace, name), Buffer.from(svg, "utf8"));
  const main = join(workspace, "report.typ");
  compiler.addSource(main, source);
  const compiled = compiler.compile({ mainFilePath: main });
  if (!compiled.result) {
    const error = compiled.takeError();
    return refuse(
      "REPORT_NOT_SET",
      `The PDF could not be set: ${JSON.stringify(error?.shortDiagnostics ?? "unknown").slice(0, 600)}`,
    );
  }
  return new Uint8Array(compiler.pdf(compiled.result));
}
