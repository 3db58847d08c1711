import { refuse } from "@nadir/domain";
import { catalogueEntryOf } from "../catalogue/catalogue.ts";
import { type TableTool, type ToolColumn, toolColumn, toolOf } from "./tool-columns.ts";

/** A table of features: its columns, and the values of each case by column. */
export interface FeatureRows {
  readonly columns: readonly string[];
  readonly cases: readonly { readonly case: string; readonly values: Readonly<Record<string, number>> }[];
}

export interface MappedTable extends FeatureRows {
  readonly tool: TableTool;
  readonly known: ReadonlyMap<string, ToolColumn>;
  readonly unmapped: readonly string[];
}

/**
 * Puts a table's columns under the catalogue's ids. `tool` is recognised by the columns where it is not named; `names`
 * gives columns of any other program their catalogue id, key or IBSI code. Refuses `TABLE_UNKNOWN`, `NAME_UNKNOWN`.
 */
export function mapTable(
  rows: FeatureRows,
  { tool, names = {} }: { tool?: TableTool | undefined; names?: Readonly<Record<string, string>> | undefined } = {},
): MappedTable {
  const used = tool ?? (Object.keys(names).length > 0 ? "named" : toolOf(rows.columns));
  if (used === null)
    return refuse(
      "TABLE_UNKNOWN",
      `The columns ${rows.columns.slice(0, 4).join(", ")}… are those of no program that is known (PyRadiomics, LIFEx, MITK Phenotyping, MIRP, Nadir). Name it, or give a list of names from column to IBSI code.`,
    );
  const known = new Map<string, ToolColumn>();
  for (const column of rows.columns) {
    const named = names[column];
    const found = toolColumn(named === undefined ? used : "named", named ?? column);
    if (named !== undefined && !found)
      refuse("NAME_UNKNOWN", `The list of names gives the column '${column}' the feature '${named}', which is none.`, {
        found: named,
        expected: "a key or id of the catalogue, or an IBSI code that stands for one feature",
      });
    if (found) known.set(column, found);
  }
  return { ...rows, tool: used, known, unmapped: rows.columns.filter((c) => !known.has(c)) };
}

export interface ComparedValue {
  readonly case: string;
  readonly id: string;
  readonly code: string | null;
  readonly name: string;
  readonly image: string;
  readonly columns: readonly [string, string];
  readonly aggregations: readonly [ToolColumn["aggregation"], ToolColumn["aggregation"]];
  /** In the catalogue's definition and unit. */
  readonly values: readonly [number, number];
  /** |a − b| / max(|a|, |b|); 0 where both are 0. */
  readonly relative: number;
  readonly verdict: "agrees" | "differs" | "differs-as-documented" | "another-aggregation";
  readonly difference: string | null;
}

export interface CompareOptions {
  /** Values agree within this relative difference. */
  readonly relative?: number;
  /** … or where they round to the same so many significant digits (published values). */
  readonly digits?: number | undefined;
}

/**
 * Every feature that both tables have, case by case: cases are matched by name, or, with one each, as they are. Of several
 * columns of one feature those of the same aggregation are compared; where there is none, the pair is named and not judged.
 */
export function compareTables(
  a: MappedTable,
  b: MappedTable,
  { relative = 1e-6, digits }: CompareOptions = {},
): ComparedValue[] {
  const pairs = columnPairs(a, b);
  const single = a.cases.length === 1 && b.cases.length === 1;
  return a.cases.flatMap((one) => {
    const other = single ? b.cases[0] : b.cases.find((c) => c.case === one.case);
    if (!other) return [];
    return pairs.flatMap(([left, right]): ComparedValue[] => {
      const [x, y] = [one.values[left], other.values[right]];
      if (x === undefined || y === undefined) return [];
      const [p, q] = [a.known.get(left)!, b.known.get(right)!];
      const values = [x * p.factor + p.shift, y * q.factor + q.shift] as const;
      const most = Math.max(Math.abs(values[0]), Math.abs(values[1]));
      const apart = most === 0 ? 0 : Math.abs(values[0] - values[1]) / most;
      const difference = [...new Set([p.difference, q.difference])].filter(Boolean).join("; ") || null;
      const same =
        apart <= relative ||
        most < 1e-12 ||
        (digits !== undefined && Number(values[0].toPrecision(digits)) === Number(values[1].toPrecision(digits)));
      const isLike = p.aggregation === q.aggregation || p.aggregation === null || q.aggregation === null;
      return [
        {
          case: one.case,
          id: p.id,
          code: p.code,
          name: catalogueEntryOf(p.id)?.name ?? p.id,
          image: p.image,
          columns: [left, right],
          aggregations: [p.aggregation, q.aggregation],
          values,
          relative: apart,
          verdict: same ? "agrees" : !isLike ? "another-aggregation" : difference ? "differs-as-documented" : "differs",
          difference,
        },
      ];
    });
  });
}

function columnPairs(a: MappedTable, b: MappedTable): (readonly [string, string])[] {
  const place = ({ id, image }: ToolColumn): string => `${image}\u001f${id}`;
  const right = new Map<string, string[]>();
  for (const [column, known] of b.known) right.set(place(known), [...(right.get(place(known)) ?? []), column]);
  const taken = new Set<string>();
  const pairs: (readonly [string, string])[] = [];
  const left = [...a.known];
  // Equal aggregations first, so that what is left over is paired with what is left over.
  for (const [column, known] of left) {
    const like = (right.get(place(known)) ?? []).find(
      (c) => !taken.has(c) && b.known.get(c)!.aggregation === known.aggregation,
    );
    if (like === undefined) continue;
    taken.add(like);
    taken.add(`\u001f${column}`);
    pairs.push([column, like]);
  }
  for (const [column, known] of left) {
    if (taken.has(`\u001f${column}`)) continue;
    const [any] = (right.get(place(known)) ?? []).filter((c) => !taken.has(c));
    if (any === undefined) continue;
    taken.add(any);
    pairs.push([column, any]);
  }
  return pairs;
}
