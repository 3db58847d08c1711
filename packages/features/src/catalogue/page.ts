import type { CatalogueEntry } from "@nadir/domain";
import { PYRADIOMICS_CATALOGUE } from "../pyradiomics/catalogue.ts";
import { CATALOGUE } from "./catalogue.ts";
import { FILTER_ENTRIES } from "./filters.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(head),
  row(head.map(() => "---")),
  ...rows.map(row),
];

/** In how many aggregations a feature comes, in words. */
export const AGGREGATED_WORDS: Readonly<Record<CatalogueEntry["aggregated"], string>> = {
  none: "once",
  directional: "2D, 2.5D, 3D; averaged or merged",
  zonal: "2D, 2.5D, 3D",
};

/** The feature catalogue as a Markdown page: code, name, unit, formula, source, and what the profiles do otherwise. */
export function cataloguePage(): string {
  const lines = [
    "# Feature catalogue",
    "",
    "Generated from the engine's catalogue by `pnpm --filter @nadir/features run catalogue`; do not edit. `intensity` stands for the image's own unit, `level` for a discretised grey level, 1 for none. Codes are IBSI identifiers.",
    "",
    `The profile \`ibsi\` has ${CATALOGUE.filter((e) => e.code).length} features of IBSI and ${CATALOGUE.filter((e) => !e.code && e.family !== "vasari" && e.family !== "location").length} beyond it, the profile \`pyradiomics\` ${PYRADIOMICS_CATALOGUE.length} of the original image.`,
  ];
  for (const family of new Set(CATALOGUE.map((e) => e.family))) {
    const entries = CATALOGUE.filter((e) => e.family === family);
    const [first] = entries;
    lines.push("", `## ${family}`, "", `${first!.source}. Comes: ${AGGREGATED_WORDS[first!.aggregated]}.`, "");
    lines.push(
      ...table(
        ["Key", "Code", "Name", "Unit", "Formula", "Consensus value"],
        entries.map((e) => [e.id, e.code ?? "–", e.name, e.unit, e.formula, e.standardised ? "yes" : "no"]),
      ),
    );
  }
  lines.push(
    "",
    "## Filters",
    "",
    "`filter` of a configuration (docs/command-line.md): features are then those of the response map. `boundary` is zero, constant, periodize or mirror (default); `is2d` filters slice by slice. `riesz` [l1, l2, l3] takes the Riesz transform of the response, `steeringMm` steers it by the structure tensor.",
    "",
  );
  lines.push(
    ...table(
      ["Kind", "Settings", "Response", "Source"],
      FILTER_ENTRIES.map((f) => [f.kind, f.settings, f.definition, f.source]),
    ),
  );
  lines.push(
    "",
    "## Profile pyradiomics",
    "",
    `${PYRADIOMICS_CATALOGUE[0]!.source}. Keys begin with the image: \`original_\`, \`wavelet-LLH_\`, \`log-sigma-1-0-mm-3D_\`.`,
    "",
  );
  lines.push(
    ...table(
      ["Key", "IBSI feature", "Code", "Unit", "Formula", "Otherwise than IBSI"],
      PYRADIOMICS_CATALOGUE.map((e) => [e.id, e.ibsi ?? "–", e.code ?? "–", e.unit, e.formula, e.difference ?? "–"]),
    ),
  );
  return `${lines.join("\n")}\n`;
}
