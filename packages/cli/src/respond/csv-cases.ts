import { fragmentSizes, type Problem, RESPONSE_CASE_SCHEMA } from "@nadir/domain";
import { parse } from "csv-parse/sync";

type Kind = "text" | "number" | "truth" | "fragments";
interface Column {
  /** Path of the field in the case, the visit, the lesion or the measurement. */
  readonly field: string;
  readonly kind: Kind;
}
const text = (field: string): Column => ({ field, kind: "text" });
const number = (field: string): Column => ({ field, kind: "number" });
const truth = (field: string): Column => ({ field, kind: "truth" });

/**
 * Many cases as a table: one row a lesion at a visit (columns below, in any order). A row without a lesion is a visit at which
 * nothing was measured. Facts of a case, a visit or a lesion may stand in any one of its rows; where two rows differ, that is refused.
 */
const COURSE_COLUMNS: Readonly<Record<string, Column>> = {
  disease: text("disease"),
  treatment_start: text("treatmentStart"),
  death_date: text("deathDate"),
  setting: text("setting"),
  radiotherapy_end: text("radiotherapyEnd"),
  immunotherapy_start: text("immunotherapyStart"),
  antiangiogenic: truth("antiangiogenic"),
  local_radiotherapy_start: text("radiotherapy.start"),
  local_radiotherapy_end: text("radiotherapy.end"),
  treatment_failure_date: text("treatmentFailureDate"),
  on_treatment_at_last_contact: truth("onTreatmentAtLastContact"),
};
const VISIT_COLUMNS: Readonly<Record<string, Column>> = {
  date: text("date"),
  visit_role: text("role"),
  non_target: text("nonTarget.status"),
  non_target_since_last: text("nonTarget.sinceLast"),
  dexamethasone_mg: number("dexamethasoneMgPerDay"),
  physiologic_steroids_only: truth("physiologicSteroidsOnly"),
  clinical: text("clinical"),
  flair: text("flair"),
  histology: text("histology"),
  unscheduled_for_symptoms: truth("unscheduledForSymptoms"),
  ecog: number("ecog"),
  slice_thickness_mm: number("sliceThicknessMm"),
  modality: text("modality"),
  imaged: truth("imaged"),
};
const LESION_COLUMNS: Readonly<Record<string, Column>> = {
  lesion_role: text("role"),
  organ: text("organ"),
  node: truth("node"),
  irradiated: truth("irradiated"),
  field_distance: text("fieldDistance"),
  injected: truth("injected"),
  injected_from: text("injectedFrom"),
  component: text("component"),
  outside_rt_field: truth("outsideRtField"),
  measurable: truth("measurable"),
  certainty: text("certainty"),
  confirmed_at: text("confirmedAt"),
};
const FIGURE_COLUMNS: Readonly<Record<string, Column>> = {
  longest_mm: number("longestMm"),
  short_mm: number("shortMm"),
  volume_mm3: number("volumeMm3"),
  /** Fragments of a lesion that has split: `20x12|15x9`. */
  parts: { field: "parts", kind: "fragments" },
  status: text("status"),
};
export const CSV_COLUMNS: readonly string[] = [
  "case",
  "reader",
  ...Object.keys(COURSE_COLUMNS),
  "visit",
  ...Object.keys(VISIT_COLUMNS),
  "lesion",
  ...Object.keys(LESION_COLUMNS),
  ...Object.keys(FIGURE_COLUMNS),
];
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
  /** The value of a cell; undefined where it is empty, or told as a problem where it cannot be read. */
  const cellValue = (row: Row, column: string, { kind }: Column): unknown => {
    const cell = row[column];
    const place = `visit ${row.visit}${row.lesion ? `, lesion ${row.lesion}` : ""}`;
    if (!cell) return undefined;
    if (kind === "text") return cell;
    if (kind === "number") {
      if (/^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
      tell(
        row,
        column,
        "NOT_A_NUMBER",
        `${place}: ${column} is '${cell}'; give a number with a point, or leave it empty${column in FIGURE_COLUMNS ? " and give a status" : ""}.`,
      );
    } else if (kind === "truth") {
      if (["true", "yes", "1"].includes(cell)) return true;
      if (["false", "no", "0"].includes(cell)) return false;
      tell(row, column, "WRONG_VALUE", `${place}: ${column} is '${cell}'; use yes or no.`);
    } else {
      const parts = cell.split("|").map((part) => part.trim());
      if (parts.every((part) => part !== "" && FRAGMENT.test(part))) return parts.map(fragmentSizes);
      tell(row, column, "WRONG_VALUE", `${place}: ${column} is '${cell}'; write each fragment as 20x12, as 20|15x9.`);
    }
    return undefined;
  };
  /** The fields that the rows of one course, visit or lesion give; each column has one value over them. */
  const fieldsOf = (of: readonly Row[], columns: Readonly<Record<string, Column>>, about: string): Document => {
    const fields: Document = {};
    for (const [name, column] of Object.entries(columns)) {
      one(of, name, about);
      const row = of.find((each) => each[name]);
      if (row) put(fields, column.field, cellValue(row, name, column));
    }
    return fields;
  };

  const lesions = new Map<string, Row[]>();
  const visits = new Map<string, Row[]>();
  for (const row of rows) {
    visits.set(row.visit ?? "", [...(visits.get(row.visit ?? "") ?? []), row]);
    if (row.lesion) lesions.set(row.lesion, [...(lesions.get(row.lesion) ?? []), row]);
    else if (Object.keys(FIGURE_COLUMNS).some((column) => row[column]))
      tell(row, "lesion", "MEASUREMENT_WITHOUT_LESION", `visit ${row.visit}: a measurement names no lesion; name one.`);
  }
  const document = {
    schema: RESPONSE_CASE_SCHEMA,
    id,
    course: { disease: "solid-tumour", ...fieldsOf(rows, COURSE_COLUMNS, "the course") },
    lesions: [...lesions].map(([lesion, of]) => ({ id: lesion, ...fieldsOf(of, LESION_COLUMNS, `lesion ${lesion}`) })),
    visits: [...visits].map(([visit, of]) => ({
      id: visit,
      ...fieldsOf(of, VISIT_COLUMNS, `visit ${visit}`),
      measurements: of
        .filter((row) => row.lesion)
        .map((row) => ({ lesion: row.lesion, ...fieldsOf([row], FIGURE_COLUMNS, `lesion ${row.lesion}`) })),
    })),
  };
  (document.visits as { date?: string }[]).sort((a, b) => (a.date ?? "").localeCompare(b.date ?? ""));
  return { id, document: problems.length > 0 ? null : document, problems };
}

const FRAGMENT = /^(?:\d+(?:\.\d+)?)?(?:[x×]\d+(?:\.\d+)?)?$/;

/** Sets `a` or `a.b`; an undefined value sets nothing. */
function put(fields: Document, path: string, value: unknown): void {
  if (value === undefined) return;
  const [head = "", tail] = path.split(".");
  if (tail === undefined) fields[head] = value;
  else fields[head] = { ...(fields[head] as Document | undefined), [tail]: value };
}
