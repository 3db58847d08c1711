import { refuse } from "@nadir/domain";
import { parse } from "csv-parse/sync";

type Row = Readonly<Record<string, string>>;

/** A CSV as the oracle writes it: header, comma, empty = missing. Rows keep their order; index files count from 1. */
export class Table {
  private constructor(
    readonly name: string,
    readonly columns: readonly string[],
    readonly rows: readonly Row[],
  ) {}

  static parse(name: string, text: string): Table {
    const cells = parse(text, { skip_empty_lines: true, relax_column_count: false }) as string[][];
    const [header = [], ...body] = cells;
    return new Table(
      name,
      header,
      body.map((line) => Object.fromEntries(header.map((h, i) => [h, line[i] ?? ""]))),
    );
  }

  private with(rows: readonly Row[]): Table {
    return new Table(this.name, this.columns, rows);
  }

  private check(column: string): void {
    if (!this.columns.includes(column))
      refuse("COLUMN_MISSING", `${this.name} has no column '${column}'; it has ${this.columns.join(", ")}.`, {
        where: { file: this.name, column },
      });
  }

  /** `all`, or `column=value` (also `!=`, `<`, `<=`, `>`, `>=`; several joined by `&`), as numbers where both are. */
  subset(rule: string | null | undefined): Table {
    if (!rule || rule === "all") return this;
    const tests = rule.split(/&+|\band\b/).map((part) => {
      const found = /^\s*([^\s<>=!]+)\s*(<=|>=|!=|==?|<|>)\s*['"]?(.*?)['"]?\s*$/.exec(part);
      if (!found) refuse("SUBSET_UNREADABLE", `The subset '${rule}' is not 'all' or 'column=value'.`);
      const [, column = "", relation = "=", value = ""] = found ?? [];
      this.check(column);
      return { column, holds: RELATIONS[relation]!, value };
    });
    return this.with(this.rows.filter((r) => tests.every((t) => t.holds(r[t.column]!, t.value))));
  }

  /** Rows by 1-based number. */
  take(rows1: readonly number[]): Table {
    return this.with(
      rows1.map((n) => {
        const row = this.rows[n - 1];
        if (!row) refuse("ROW_MISSING", `${this.name} has ${this.rows.length} rows; there is no row ${n}.`);
        return row;
      }),
    );
  }

  /** Rows with a value in every one of the columns. */
  complete(columns: readonly (string | null | undefined)[]): Table {
    const wanted = columns.filter((c): c is string => typeof c === "string");
    for (const c of wanted) this.check(c);
    return this.with(this.rows.filter((r) => wanted.every((c) => r[c] !== "" && r[c] !== "NA")));
  }

  where(column: string, value: string | number): Table {
    this.check(column);
    return this.with(this.rows.filter((r) => sameValue(r[column]!, String(value))));
  }

  get length(): number {
    return this.rows.length;
  }

  /** A numeric column; a text or missing value is refused with its row. */
  numbers(column: string): number[] {
    this.check(column);
    return this.rows.map((r, i) => {
      const v = r[column]!;
      const n = v === "" ? Number.NaN : Number(v);
      if (!Number.isFinite(n))
        refuse("NOT_A_NUMBER", `${this.name}, column '${column}', value ${i + 1} is '${v}'; a number was expected.`, {
          where: { file: this.name, column, row: i + 2 },
          found: v,
        });
      return n;
    });
  }

  /** Labels: a number where every value is one, so that they sort as the reference sorts them. */
  labels(column: string): (string | number)[] {
    this.check(column);
    const texts = this.rows.map((r) => r[column]!);
    return texts.every((t) => t !== "" && Number.isFinite(Number(t))) ? texts.map(Number) : texts;
  }
}

const sameValue = (found: string, wanted: string): boolean =>
  found === wanted || (found !== "" && wanted !== "" && Number(found) === Number(wanted));

/** An empty cell is missing: it is neither equal to a value nor different from it, nor on one side of it. */
const known = (holds: (found: string, wanted: string) => boolean) => (found: string, wanted: string) =>
  found !== "" && found !== "NA" && holds(found, wanted);
const equal = known(sameValue);

const RELATIONS: Readonly<Record<string, (found: string, wanted: string) => boolean>> = {
  "=": equal,
  "==": equal,
  "!=": known((found, wanted) => !sameValue(found, wanted)),
  "<": known((found, wanted) => Number(found) < Number(wanted)),
  "<=": known((found, wanted) => Number(found) <= Number(wanted)),
  ">": known((found, wanted) => Number(found) > Number(wanted)),
  ">=": known((found, wanted) => Number(found) >= Number(wanted)),
};

/** A headerless matrix of whole numbers: one resample, fold or permutation a row. */
export function indexMatrix(text: string): number[][] {
  return (parse(text, { skip_empty_lines: true }) as string[][]).map((line) => line.map(Number));
}
