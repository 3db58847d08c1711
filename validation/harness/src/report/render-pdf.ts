import { readFileSync } from "node:fs";
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
  const fontBlobs = FONT_FILES.map((name) => readFileSync(new URL(`../../fonts/${name}`, import.meta.url)));
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs }] });
  for (const [name, svg] of figures) compiler.mapShadow(`/${name}`, Buffer.from(svg, "utf8"));
  compiler.addSource("/report.typ", source);
  const compiled = compiler.compile({ mainFilePath: "/report.typ" });
  if (!compiled.result) {
    const error = compiled.takeError();
    return refuse(
      "REPORT_NOT_SET",
      `The PDF could not be set: ${JSON.stringify(error?.shortDiagnostics ?? "unknown").slice(0, 600)}`,
    );
  }
  return new Uint8Array(compiler.pdf(compiled.result));
}
