import type { EnteredRow, EntryForm, EntryTable } from "@nadir/api/entry";
import { UNNAMED_READER } from "@nadir/domain";
import { type DayStyle, dayText } from "../../ui/figures.ts";
import { fieldLabel, fieldsOf } from "./entry-fields.ts";

/** Tables of lesions: what is asked first stands first. The others keep the order of their columns. */
const OF_LESIONS: ReadonlySet<EntryTable> = new Set(["lesions", "measurements"]);
const UNTOLD: ReadonlySet<string> = new Set(["subject", "simulated", "file"]);

/** How rows are spoken of on a page: readers by their names, days as the trial counts them. */
export interface RowSpeech {
  readonly readers: Readonly<Record<string, string>>;
  readonly days: DayStyle;
}
const PLAIN: RowSpeech = { readers: {}, days: { dates: { kind: "calendar" } } };

/** A row in one line, without whose it is: each figure with what it is of and its unit. */
export function wordsOf(
  { table, cells }: Pick<EnteredRow, "table" | "cells">,
  columns: EntryForm["columns"][EntryTable],
  rows: readonly EnteredRow[],
  { readers, days }: RowSpeech = PLAIN,
): string {
  const { first, more } = fieldsOf(columns, table);
  const names = (OF_LESIONS.has(table) ? [...first, ...more] : columns).map(({ name }) => name);
  const order = table === "measurements" ? ["visit", "lesion", "longestMm", "shortMm", "volumeMm3", ...names] : names;
  const lesion = lesionNamed(cells["lesion"], rows);
  const dated = new Set(columns.flatMap(({ name, kind }) => (kind === "day" ? [name] : [])));
  return [...new Set(order)]
    .flatMap((name) => {
      const text = cells[name];
      if (UNTOLD.has(name) || text === undefined || text === "" || text === "no" || text === "entered") return [];
      if (name === "reader") return text === UNNAMED_READER ? [] : (readers[text] ?? text);
      if (isUnitToldOf(name, cells)) return [];
      const unit = cells[UNIT_OF[name] ?? ""];
      if (unit) return unit === DIMENSIONLESS ? text : `${text} ${unit}`;
      if (dated.has(name)) return dayWords(name, table, dayText(text, days));
      if (table !== "measurements") return figureWords(name, table, text);
      const organ = lesion?.cells["organ"];
      if (name === "lesion" && organ) return `${text}, ${organ}`;
      if (name === "longestMm") return `longest ${text} mm`;
      if (name === "shortMm") return `${lesion?.cells["node"] === "yes" ? "short axis" : "perpendicular"} ${text} mm`;
      if (name === "volumeMm3") return `volume ${millilitres(text)}`;
      return figureWords(name, table, text);
    })
    .join(" · ");
}

/** `1200 mm³` is `1.2 mL`, exact. */
const millilitres = (mm3: string): string => `${Number((Number(mm3) / 1000).toPrecision(15))} mL`;

/** Figures that have their unit in another column, and stand with it. */
const UNIT_OF: Readonly<Record<string, string>> = { value: "unit", dose: "doseUnit" };
/** The unit of a ratio, as UCUM writes it. */
const DIMENSIONLESS = "1";
/** Whether a column is the unit of a figure that is there. */
const isUnitToldOf = (name: string, cells: EnteredRow["cells"]): boolean =>
  Object.entries(UNIT_OF).some(([figure, unit]) => unit === name && (cells[figure] ?? "") !== "");

/** The figures of these columns have their unit in a column beside them, or are names. */
const BARE: ReadonlySet<string> = new Set(["value", "dose", "id", "key"]);

/** `karnofsky 90 %` of a figure, `sex unknown`, the field's name alone of a yes, anything else as it is. */
function figureWords(name: string, table: EntryTable, text: string): string {
  const isFigure = /^-?\d+([.,]\d+)?$/.test(text);
  if (BARE.has(name) || (text !== "yes" && text !== "unknown" && !isFigure)) return text;
  const [field = "", unit] = fieldLabel(name, table).split(", ");
  const words = field.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return text === "yes" ? words : `${words} ${text}${unit ? ` ${unit}` : ""}`;
}

/** The day on which a row was, or from which it runs, bare; any other with what it is the day of. */
const dayWords = (name: string, table: EntryTable, day: string): string =>
  name === "date" || name === "start"
    ? day
    : `${fieldLabel(name, table)
        .replace(/ date$/, "")
        .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())} ${day}`;

const lesionNamed = (id: string | undefined, rows: readonly EnteredRow[]): EnteredRow | undefined =>
  rows.find(({ table, cells }) => table === "lesions" && cells["id"] === id);

const ROLES = ["target", "non-target", "new"];
const keys = new Intl.Collator("en", { numeric: true });

/** A table's rows as a reader goes through them: by day of the visit, then targets first, then by key with T2 before T10. */
export function inReadingOrder(table: EntryTable, rows: readonly EnteredRow[]): EnteredRow[] {
  const dayOfVisit = new Map(
    rows.flatMap((row) => (row.table === "visits" ? [[row.cells["id"] ?? "", row.cells["date"] ?? ""]] : [])),
  );
  const roleOf = new Map(
    rows.flatMap((row) =>
      row.table === "lesions" ? [[row.cells["id"] ?? "", ROLES.indexOf(row.cells["role"] ?? "")]] : [],
    ),
  );
  const dayOf = ({ cells }: EnteredRow): string =>
    cells["date"] ?? cells["start"] ?? dayOfVisit.get(cells["visit"] ?? "") ?? "";
  const lesionOf = ({ cells }: EnteredRow): string => cells["lesion"] ?? cells["id"] ?? "";
  const role = (row: EnteredRow): number => roleOf.get(lesionOf(row)) ?? 0;
  return rows
    .filter((row) => row.table === table)
    .sort((a, b) => dayOf(a).localeCompare(dayOf(b)) || role(a) - role(b) || keys.compare(lesionOf(a), lesionOf(b)));
}
