import {
  type EvidenceLevel,
  type EvidenceTable,
  evidenceOf,
  levelRank,
  type StudyRow,
  type TripodType,
  tumourTypeName,
} from "@nadir/domain";
import { ENDPOINTS, MODALITIES, VALIDATIONS } from "./library-words.ts";

export interface LibraryRow extends StudyRow {
  readonly review: string;
  readonly level: EvidenceLevel;
  readonly tripod: TripodType | null;
}

export const FILTERS = ["search", "tumour", "modality", "endpoint", "validation"] as const;
export type LibraryFilter = Readonly<Record<(typeof FILTERS)[number], string>>;
export type LibrarySort = "study" | "n" | "level";
export interface LibraryOrder {
  readonly by: LibrarySort;
  readonly direction: "ascending" | "descending";
}

/** Every row of the tables with what follows from it. */
export const libraryRows = (tables: readonly EvidenceTable[]): LibraryRow[] =>
  tables.flatMap(({ id, studies }) => studies.map((row) => ({ ...row, ...evidenceOf(row), review: id })));

/** Rows that the filter lets through; every word of the search must stand somewhere in what the row says. */
export function filtered(rows: readonly LibraryRow[], filter: LibraryFilter): LibraryRow[] {
  const { search, tumour, modality, endpoint, validation } = filter;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (chosen: string, values: readonly string[]) => chosen === "" || values.includes(chosen);
  return rows.filter(
    (row) =>
      has(tumour, row.tumours) &&
      has(modality, row.modalities) &&
      has(endpoint, row.endpoints) &&
      has(validation, [row.validation]) &&
      words.every((word) => said(row).includes(word)),
  );
}

/** Patients or mice in all; where only that is printed, those of the test. Null = not printed. */
export const countOf = ({ n }: LibraryRow): number | null => n.total ?? n.validation;

/** Sorted by one column, the others as the tables have them; what is not printed comes last in both directions. */
export function sorted(rows: readonly LibraryRow[], { by, direction }: LibraryOrder): LibraryRow[] {
  const turn = direction === "ascending" ? 1 : -1;
  return [...rows].sort((a, b) => {
    if (by === "study") return turn * (a.authors.localeCompare(b.authors, "en") || (a.year ?? 0) - (b.year ?? 0));
    if (by === "level") return turn * (levelRank(a.level) - levelRank(b.level));
    const [first, second] = [countOf(a), countOf(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return turn * (first - second);
  });
}

function said(row: LibraryRow): string {
  return [
    row.authors,
    row.year,
    row.analysis,
    row.inputs,
    row.result,
    row.note,
    row.level,
    row.tripod,
    `review ${row.review} ${row.source.table} ${row.source.row}`,
    ...row.tumours.map(tumourTypeName),
    ...row.modalities.map((m) => MODALITIES[m]),
    ...row.endpoints.map((e) => ENDPOINTS[e]),
    VALIDATIONS[row.validation],
    ...row.recipes,
  ]
    .join(" ")
    .toLowerCase();
}
