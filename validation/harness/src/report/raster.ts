import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { PDF_FONT } from "./render-pdf.ts";

const FONTS = fileURLToPath(new URL("../../fonts", import.meta.url));
const FILES = ["SourceSans3-Regular.ttf", "SourceSans3-SemiBold.ttf", "SourceSans3-Italic.ttf"].map((name) =>
  join(FONTS, name),
);

/** A figure as pixels, for programs that cannot show the vector form; with the font of this package and no other. */
export function rasterOf(svg: string, width: number): { readonly png: Uint8Array; readonly height: number } {
  const drawn = new Resvg(svg, {
    fitTo: { mode: "width", value: width },
    background: "#ffffff",
    font: { loadSystemFonts: false, fontFiles: FILES, defaultFontFamily: PDF_FONT },
  }).render();
  return { png: drawn.asPng(), height: drawn.height };
}
