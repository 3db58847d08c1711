import { type Problem, Refusal, refuse } from "@nadir/domain";
import type { NumericColumn } from "@nadir/statistics";
import type { Table } from "./table.ts";

/** What `nadir features` writes beside the values: where they come from, never a feature. */
const PROVENANCE = ["profile", "engine", "catalogue", "config_hash", "image_hash", "mask_hash", "labels", "image"];

/** Features of subjects: numbers, NaN where a cell is empty. */
export interface FeatureColumns {
  readonly subjects: readonly string[];
  readonly columns: readonly NumericColumn[];
  /** Columns that hold text and were left aside. */
  readonly leftOut: readonly string[];
  readonly configHash: string | null;
}

/**
 * A wide table of features, one row a subject. A column of text is left aside and named; one that mixes numbers and text is
 * refused, and so are rows of different feature configurations: the same name would mean different things.
 */
export function featureColumns(table: Table, subject: string): FeatureColumns {
  const { file } = table;
  const hashes = [...new Set(table.rows.map((r) => r["config_hash"]).filter((h) => h !== undefined && h !== ""))];
  if (hashes.length > 1)
    refuse(
      "CONFIGURATIONS_DIFFER",
      `The rows of '${file}' come from ${hashes.length} feature configurations; values of different settings are no one variable. Compute all with the same one.`,
      { where: { file, column: "config_hash" }, found: hashes.slice(0, 3).join(", ") },
    );
  const names = table.columns.filter((c) => c !== subject && !PROVENANCE.includes(c));
  const kinds = kindsOf(table, names, "leave the cell empty where there is no value");
  const columns = names.filter((name) => kinds.get(name) === "numeric").map((name) => numericColumn(table, name));
  if (columns.length === 0)
    refuse("NO_FEATURES", `The table '${file}' has no column of numbers beside '${subject}'.`, { where: { file } });
  return {
    subjects: table.rows.map((r) => r[subject]!),
    columns,
    leftOut: names.filter((name) => kinds.get(name) === "text"),
    configHash: hashes[0] ?? null,
  };
}

const isNumber = (cell: string): boolean => cell !== "" && Number.isFinite(Number(cell));

/** What each column holds; one that mixes numbers and text is refused with `advice`. */
export function kindsOf(
  table: Table,
  names: readonly string[],
  advice: string,
): Map<string, "numeric" | "text" | "empty"> {
  const problems: Problem[] = [];
  const kinds = new Map<string, "numeric" | "text" | "empty">();
  for (const name of names) {
    const cells = table.rows.map((r) => r[name] ?? "").filter((c) => c !== "");
    const numbers = cells.filter(isNumber).length;
    kinds.set(name, cells.length === 0 ? "empty" : numbers > 0 ? "numeric" : "text");
    if (numbers === 0 || numbers === cells.length) continue;
    const row = table.rows.findIndex((r) => r[name] !== "" && !isNumber(r[name] ?? ""));
    problems.push({
      code: "NOT_A_NUMBER",
      message: `Column '${name}' holds numbers, but '${table.rows[row]![name]}' in row ${row + 2}; ${advice}.`,
      where: { file: table.file, row: row + 2, column: name },
      found: table.rows[row]![name]!,
    });
  }
  if (problems.length > 0) throw new Refusal(problems);
  return kinds;
}

export const numericColumn = (table: Table, name: string): NumericColumn => ({
  name,
  kind: "numeric",
  values: Float64Array.from(table.rows, (r) => (r[name] === "" ? Number.NaN : Number(r[name]))),
});
