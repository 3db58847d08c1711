import { refuse } from "@nadir/domain";
import { type FeatureColumns, featureColumns, kindsOf, numericColumn } from "@nadir/risk";
import type { TargetColumn } from "@nadir/statistics";
import { columnsInWords, type Predictions, readPredictions } from "../evaluate/predictions.ts";

/** A wide table of features, one row a subject (`featureColumns`). */
export async function readFeatureColumns(file: string, subject: string): Promise<FeatureColumns> {
  return featureColumns(await readPredictions(file, subject), subject);
}

/** Molecular markers of subjects: columns of numbers, and columns of groups (text, or those named in `asGroups`). */
export async function readMolecularColumns(
  file: string,
  subject: string,
  asGroups: readonly string[],
): Promise<{ subjects: readonly string[]; columns: readonly TargetColumn[] }> {
  const table = await readPredictions(file, subject);
  const names = table.columns.filter((c) => c !== subject);
  const unknown = asGroups.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    refuse(
      "NO_COLUMN",
      `--groups names '${unknown[0]}', which '${file}' does not have; it has: ${columnsInWords(names)}.`,
      {
        where: { file },
      },
    );
  const kinds = kindsOf(
    table,
    names.filter((n) => !asGroups.includes(n)),
    "name the column in --groups where the numbers are codes",
  );
  const columns = names.flatMap((name): TargetColumn[] =>
    kinds.get(name) === "numeric"
      ? [numericColumn(table, name)]
      : kinds.get(name) === "empty"
        ? []
        : [groupedColumn(table, name)],
  );
  if (columns.length === 0)
    refuse("NO_TARGETS", `The table '${file}' has no marker beside '${subject}'.`, { where: { file } });
  return { subjects: table.rows.map((r) => r[subject]!), columns };
}

function groupedColumn(table: Predictions, name: string): TargetColumn {
  const groups = [...new Set(table.rows.map((r) => r[name] ?? ""))].filter((g) => g !== "").sort();
  return { name, kind: "groups", groups, codes: Int32Array.from(table.rows, (r) => groups.indexOf(r[name] ?? "")) };
}
