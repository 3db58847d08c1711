import { z } from "zod";
import { evidenceOf } from "./evidence-level.ts";
import { prismaFlow } from "./prisma-flow.ts";
import { type StudyRow, studyRow } from "./study.ts";

const text = z.string().trim().min(1);

/** A review's evidence table, `nadir.evidence-table/1`: its studies, and how they were found. */
export const evidenceTable = z
  .strictObject({
    schema: z.literal("nadir.evidence-table/1"),
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/),
    title: text,
    citation: text,
    note: text.optional(),
    flow: prismaFlow.optional(),
    studies: z.array(studyRow),
  })
  .superRefine(({ flow, studies }, context) => {
    const included = studyCount(studies);
    if (flow && flow.included !== included)
      context.addIssue({
        code: "custom",
        path: ["flow", "included"],
        message: `the flow includes ${flow.included} studies, the table has ${included}.`,
      });
    const seen = new Set<string>();
    studies.forEach((row, at) => {
      const key = `${row.study}/${row.source.table}/${row.analysis ?? ""}`;
      if (seen.has(key))
        context.addIssue({
          code: "custom",
          path: ["studies", at, "analysis"],
          message: `the study '${row.study}' stands twice from ${row.source.table}: name the analysis of each.`,
        });
      seen.add(key);
    });
  });
export type EvidenceTable = z.infer<typeof evidenceTable>;

/** How many studies the rows tell of. */
export const studyCount = (rows: readonly Pick<StudyRow, "study">[]): number => new Set(rows.map((r) => r.study)).size;

const COLUMNS = [
  "review",
  "study",
  "authors",
  "year",
  "analysis",
  "species",
  "tumours",
  "modalities",
  "timing",
  "centres",
  "kind",
  "does",
  "validation",
  "tripod",
  "level",
  "n_total",
  "n_development",
  "n_validation",
  "endpoints",
  "inputs",
  "result",
  "biomarker",
  "recipes",
  "note",
  "source",
] as const;

/** Rows of evidence tables as columns and cells, several values in a cell parted by a vertical bar. */
export function evidenceCells(tables: readonly EvidenceTable[]): {
  readonly columns: readonly string[];
  readonly rows: (string | number | null)[][];
} {
  const rows = tables.flatMap(({ id, studies }) =>
    studies.map((row) => {
      const { tripod, level } = evidenceOf(row);
      return [
        id,
        row.study,
        row.authors,
        row.year,
        row.analysis ?? null,
        row.species,
        row.tumours.join("|"),
        row.modalities.join("|"),
        row.design.timing,
        row.design.centres,
        row.kind,
        row.does,
        row.validation,
        tripod,
        level,
        row.n.total,
        row.n.development,
        row.n.validation,
        row.endpoints.join("|"),
        row.inputs,
        row.result,
        (row.biomarker ?? []).join("|"),
        row.recipes.join("|"),
        row.note ?? null,
        `${id} ${row.source.table}: ${row.source.row}`,
      ];
    }),
  );
  return { columns: COLUMNS, rows };
}
