import type { Gathered } from "@nadir/api/radiogenomics";
import { csvText } from "@nadir/domain";

/**
 * The two tables that ImaGene takes (Sukhadia et al. 2022; its README: CSV, rows are samples, columns are features or labels):
 * `imagene-data.csv` and `imagene-label.csv`, first column `ID`. It takes numbers and no gaps: subjects with a feature and a
 * marker, and the columns of numbers that are known of all of them. Null where no such column is left.
 */
export function imageneTables({ keys, features, targets }: Gathered): Record<string, string> | null {
  const numeric = targets.filter((t) => t.kind === "numeric");
  const isKnown = (columns: readonly { values: ArrayLike<number> }[], i: number): boolean =>
    columns.some((c) => !Number.isNaN(c.values[i]!));
  const rows = keys.flatMap((_, i) => (isKnown(features, i) && isKnown(numeric, i) ? [i] : []));
  const complete = <T extends { values: ArrayLike<number> }>(columns: readonly T[]): T[] =>
    columns.filter((c) => rows.every((i) => !Number.isNaN(c.values[i]!)));
  const [data, label] = [complete(features), complete(numeric)];
  if (rows.length === 0 || data.length === 0 || label.length === 0) return null;
  const table = (columns: readonly { name: string; values: ArrayLike<number> }[]): string =>
    csvText(
      ["ID", ...columns.map((c) => c.name)],
      rows.map((i) => [keys[i]!, ...columns.map((c) => c.values[i]!)]),
    );
  return { "imagene-data.csv": table(data), "imagene-label.csv": table(label) };
}
