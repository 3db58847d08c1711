import { featureResult, refuse } from "@nadir/domain";
import type { FeatureRows } from "@nadir/features";
import { parse } from "csv-parse/sync";
import { readJson, readText } from "../read-input.ts";

/**
 * A table of features of any program. CSV: one row a case, cells apart by comma or semicolon; or, where the first column
 * is `featureName`, one row a feature and a column a case. JSON: an answer of `nadir features`, or names to values, flat
 * or in groups. Cells that are no numbers belong to no feature. Refuses `TABLE_EMPTY`, `COLUMN_MISSING`, `CASE_TWICE`.
 */
export async function readFeatureRows(path: string, idColumn?: string): Promise<FeatureRows> {
  const rows = path.toLowerCase().endsWith(".json")
    ? rowsOfJson(await readJson(path))
    : rowsOfCsv(await readText(path), path, idColumn);
  if (rows.cases.length === 0 || rows.columns.length === 0)
    refuse("TABLE_EMPTY", `The file '${path}' holds no features.`, { where: { file: path } });
  const twice = rows.cases.find((c, at) => rows.cases.findIndex((d) => d.case === c.case) !== at);
  if (twice)
    refuse(
      "CASE_TWICE",
      `The file '${path}' has the case '${twice.case}' twice; name the column that tells cases apart (--id).`,
      { where: { file: path }, found: twice.case },
    );
  return rows;
}

function rowsOfJson(document: unknown): FeatureRows {
  const result = featureResult.safeParse(document);
  const values: Record<string, number> = {};
  if (result.success) for (const { key, value } of result.data.values) if (value !== null) values[key] = value;
  const collect = (part: unknown): void => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return;
    for (const [name, value] of Object.entries(part))
      if (typeof value === "number") values[name] = value;
      else collect(value);
  };
  if (!result.success) collect(document);
  return { columns: Object.keys(values), cases: Object.keys(values).length === 0 ? [] : [{ case: "1", values }] };
}

function rowsOfCsv(text: string, path: string, idColumn?: string): FeatureRows {
  const head = text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  const delimiter = (head.match(/;/g)?.length ?? 0) > (head.match(/,/g)?.length ?? 0) ? ";" : ",";
  const lines = parse(text, { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true }) as string[][];
  const [columns = [], ...body] = lines;
  const number = (cell: string | undefined): number | null => {
    const value = Number(cell);
    return cell === undefined || cell.trim() === "" || !Number.isFinite(value) ? null : value;
  };
  if (columns[0] === "featureName") {
    const cases = columns.slice(1).map((name, at) => ({
      case: name,
      values: Object.fromEntries(
        body.flatMap((row) => {
          const value = number(row[at + 1]);
          return value === null ? [] : [[row[0]!, value]];
        }),
      ),
    }));
    return { columns: body.map((row) => row[0]!), cases };
  }
  const idAt = idColumn === undefined ? -1 : columns.indexOf(idColumn);
  if (idColumn !== undefined && idAt < 0)
    refuse("COLUMN_MISSING", `The file '${path}' has no column '${idColumn}'.`, {
      where: { file: path },
      found: columns.slice(0, 8).join(", "),
      expected: idColumn,
    });
  return {
    columns,
    cases: body.map((row, at) => ({
      case: idAt < 0 ? String(at + 1) : row[idAt]!.trim(),
      values: Object.fromEntries(
        columns.flatMap((name, c) => {
          const value = number(row[c]);
          return value === null ? [] : [[name, value]];
        }),
      ),
    })),
  };
}
