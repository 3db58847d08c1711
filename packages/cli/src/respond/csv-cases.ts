import { type Problem, RESPONSE_CASE_SCHEMA } from "@nadir/domain";
import { parse } from "csv-parse/sync";

/**
 * Many cases as a table: one row a lesion at a visit (columns below, in any order). A row without a lesion is a visit at which
 * nothing was measured. Facts of a case or of a visit may stand in any one of its rows; where two rows differ, that is refused.
 */
const CASE_COLUMNS = [
  "case",
  "reader",
  "disease",
  "treatment_start",
  "death_date",
  "setting",
  "radiotherapy_end",
] as const;
const VISIT_COLUMNS = ["visit", "date", "visit_role", "non_target", "dexamethasone_mg", "clinical", "flair"] as const;
const LESION_COLUMNS = ["lesion", "lesion_role", "organ", "node"] as const;
const FIGURE_COLUMNS = ["longest_mm", "short_mm", "volume_mm3", "status"] as const;
export const CSV_COLUMNS: readonly string[] = [...CASE_COLUMNS, ...VISIT_COLUMNS, ...LESION_COLUMNS, ...FIGURE_COLUMNS];
const NEEDED = ["case", "treatment_start", "visit", "date", "visit_role"];

export interface CsvCase {
  readonly id: string;
  /** A document of the case schema, not yet parsed; null where the rows contradict each other. */
  readonly document: unknown;
  readonly problems: readonly Problem[];
}

type Row = Readonly<Record<string, string>> & { readonly line: number };
type Document = Record<string, unknown>;

/** Cases in the order of their first row; visits by date. Problems of the table itself come alone, under the file's name. */
export function casesOfCsv(text: string, file: string): { cases: CsvCase[]; problems: Problem[] } {
  const bad = (code: string, message: string, row?: number): { cases: CsvCase[]; problems: Problem[] } => ({
    cases: [],
    problems: [{ code, message, where: { file, ...(row === undefined ? {} : { row }) } }],
  });
  let records: string[][];
  try {
    records = parse(text, { bom: true, skip_empty_lines: true, trim: true }) as string[][];
  } catch (error) {
    return bad("NOT_CSV", `The table cannot be read: ${(error as Error).message}.`);
  }
  const [header = [], ...body] = records;
  const unknown = header.filter((name) => !CSV_COLUMNS.includes(name));
  const lacking = NEEDED.filter((name) => !header.includes(name));
  if (unknown.length > 0)
    return bad(
      "UNKNOWN_COLUMN",
      `${unknown.map((n) => `'${n}'`).join(", ")}: no such column; use ${CSV_COLUMNS.join(", ")}.`,
      1,
    );
  if (lacking.length > 0) return bad("MISSING_COLUMN", `The table lacks the column ${lacking.join(", ")}.`, 1);
  if (body.length === 0) return bad("NO_CASES", "The table has a header and no row.", 1);
  const groups = new Map<string, Row[]>();
  body.forEach((cells, i) => {
    const row = { ...Object.fromEntries(header.map((name, k) => [name, cells[k] ?? ""])), line: i + 2 } as Row;
    const id = row.reader ? `${row.case} (${row.reader})` : (row.case ?? "");
    groups.set(id, [...(groups.get(id) ?? []), row]);
  });
  return { cases: [...groups].map(([id, rows]) => caseOf(id, rows, file)), problems: [] };
}

function caseOf(id: string, rows: readonly Row[], file: string): CsvCase {
  const problems: Problem[] = [];
  const tell = (row: Row, column: string, code: string, message: string) =>
    problems.push({
      code,
      message: `Case ${id}, ${message}`,
      where: { file, row: row.line, column },
      found: row[column] ?? "",
    });
  /** The one value of a column over rows that speak of the same thing. */
  const one = (of: readonly Row[], column: string, about: string): string | undefined => {
    const first = of.find((row) => row[column]);
    const other = first && of.find((row) => row[column] && row[column] !== first[column]);
    if (first && other)
      tell(
        other,
        column,
        "CONTRADICTION",
        `${about}: ${column} is '${other[column]}' here and '${first[column]}' in row ${first.line}; correct one of them.`,
      );
    return first?.[column];
  };
  const figure = (row: Row, column: string): number | undefined => {
    const text = row[column];
    if (!text) return undefined;
    if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
    tell(
      row,
      column,
      "NOT_A_NUMBER",
      `visit ${row.visit}, lesion ${row.lesion}: ${column} is '${text}'; give a number with a point, or leave it empty and give a status.`,
    );
    return undefined;
  };
  const truth = (row: Row | undefined, column: string): boolean | undefined => {
    const text = row?.[column];
    if (!row || !text) return undefined;
    if (["true", "yes", "1"].includes(text)) return true;
    if (!["false", "no", "0"].includes(text))
      tell(row, column, "WRONG_VALUE", `lesion ${row.lesion}: ${column} is '${text}'; use yes or no.`);
    return false;
  };

  const lesions = new Map<string, Row[]>();
  const visits = new Map<string, Row[]>();
  for (const row of rows) {
    visits.set(row.visit ?? "", [...(visits.get(row.visit ?? "") ?? []), row]);
    if (row.lesion) lesions.set(row.lesion, [...(lesions.get(row.lesion) ?? []), row]);
    else if (FIGURE_COLUMNS.some((column) => row[column]))
      tell(row, "lesion", "MEASUREMENT_WITHOUT_LESION", `visit ${row.visit}: a measurement names no lesion; name one.`);
  }
  const whole = (column: string) => one(rows, column, "the course");
  const document: Document = {
    schema: RESPONSE_CASE_SCHEMA,
    id,
    course: given({
      disease: whole("disease") ?? "solid-tumour",
      treatmentStart: whole("treatment_start"),
      deathDate: whole("death_date"),
      setting: whole("setting"),
      radiotherapyEnd: whole("radiotherapy_end"),
    }),
    lesions: [...lesions].map(([lesion, of]) =>
      given({
        id: lesion,
        role: one(of, "lesion_role", `lesion ${lesion}`),
        organ: one(of, "organ", `lesion ${lesion}`),
        node: truth(
          of.find((row) => row.node),
          "node",
        ),
      }),
    ),
    visits: [...visits].map(([visit, of]) => {
      const about = `visit ${visit}`;
      const nonTarget = one(of, "non_target", about);
      const dose = of.find((row) => row.dexamethasone_mg);
      one(of, "dexamethasone_mg", about);
      return given({
        id: visit,
        date: one(of, "date", about),
        role: one(of, "visit_role", about),
        nonTarget: nonTarget === undefined ? undefined : { status: nonTarget },
        dexamethasoneMgPerDay: dose && figure(dose, "dexamethasone_mg"),
        clinical: one(of, "clinical", about),
        flair: one(of, "flair", about),
        measurements: of
          .filter((row) => row.lesion)
          .map((row) =>
            given({
              lesion: row.lesion,
              longestMm: figure(row, "longest_mm"),
              shortMm: figure(row, "short_mm"),
              volumeMm3: figure(row, "volume_mm3"),
              status: row.status || undefined,
            }),
          ),
      });
    }),
  };
  (document.visits as { date?: string }[]).sort((a, b) => (a.date ?? "").localeCompare(b.date ?? ""));
  return { id, document: problems.length > 0 ? null : document, problems };
}

const given = (fields: Document): Document =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
