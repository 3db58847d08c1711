import { refuse } from "@nadir/domain";
import gammaln from "@stdlib/math-base-special-gammaln";
import { chiSquareUpper } from "../distributions.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";

export interface ChiSquareContingency {
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
  readonly smallestExpected: number;
}

function checkedTable(table: readonly (readonly number[])[]): { rows: number[]; columns: number[]; total: number } {
  const width = table[0]?.length ?? 0;
  for (const [r, row] of table.entries())
    for (let c = 0; c < Math.max(width, row.length); c++)
      if (!(Number.isInteger(row[c]) && row[c]! >= 0))
        refuse(
          "NOT_A_COUNT",
          `Row ${r + 1}, column ${c + 1} of the table is ${String(row[c])}; give counts, 0 or more.`,
        );
  const rows = table.map((row) => row.reduce((s, v) => s + v, 0));
  const columns = Array.from({ length: width }, (_, c) => table.reduce((s, row) => s + row[c]!, 0));
  return { rows, columns, total: rows.reduce((s, v) => s + v, 0) };
}

/** Pearson's chi-square of a table of counts. `yates`: continuity correction, of 2 × 2 tables only (default none). */
export function chiSquareTest(
  table: readonly (readonly number[])[],
  { yates = false }: { yates?: boolean } = {},
): Estimated<ChiSquareContingency> {
  const { rows, columns, total } = checkedTable(table);
  if (rows.length < 2 || columns.length < 2 || [...rows, ...columns].some((v) => v === 0))
    return notEstimable("A chi-square test needs two rows and two columns, none of them empty.");
  const two = rows.length === 2 && columns.length === 2;
  let [chiSquare, smallestExpected] = [0, Number.POSITIVE_INFINITY];
  const cells = table.flatMap((row, r) => row.map((o, c) => ({ o, e: (rows[r]! * columns[c]!) / total })));
  const shrink = yates && two ? Math.min(0.5, ...cells.map(({ o, e }) => Math.abs(o - e))) : 0;
  for (const { o, e } of cells) {
    chiSquare += (Math.abs(o - e) - shrink) ** 2 / e;
    smallestExpected = Math.min(smallestExpected, e);
  }
  const df = (rows.length - 1) * (columns.length - 1);
  return estimated({ chiSquare, df, p: chiSquareUpper(chiSquare, df), smallestExpected });
}

const logChoose = (n: number, k: number): number => gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1);

/** P(X = x): `drawn` of `total` of which `marked` are marked, x marked among them. 0 outside the support. */
export function hypergeometric(
  x: number,
  { marked, drawn, total }: { marked: number; drawn: number; total: number },
): number {
  if (x < Math.max(0, drawn + marked - total) || x > Math.min(drawn, marked)) return 0;
  return Math.exp(logChoose(marked, x) + logChoose(total - marked, drawn - x) - logChoose(total, drawn));
}

/** P(X >= x), the test of over-representation. */
export function hypergeometricUpper(x: number, of: { marked: number; drawn: number; total: number }): number {
  let p = 0;
  for (let k = Math.max(0, Math.ceil(x)); k <= Math.min(of.drawn, of.marked); k++) p += hypergeometric(k, of);
  return Math.min(1, p);
}

/** Fisher's exact test of a 2 × 2 table, two-sided: all tables no more likely than the one found. Odds ratio: of the sample. */
export function fisherExact(
  table: readonly [readonly [number, number], readonly [number, number]],
): Estimated<{ readonly p: number; readonly pGreater: number; readonly oddsRatio: number | null }> {
  const { rows, columns, total } = checkedTable(table);
  if ([...rows, ...columns].some((v) => v === 0))
    return notEstimable("Fisher's test needs two rows and two columns, none of them empty.");
  const of = { marked: columns[0]!, drawn: rows[0]!, total };
  const [[a, b], [c, d]] = table;
  const found = hypergeometric(a, of);
  let p = 0;
  for (let k = 0; k <= Math.min(of.drawn, of.marked); k++) {
    const one = hypergeometric(k, of);
    if (one <= found * (1 + 1e-7)) p += one;
  }
  return estimated({
    p: Math.min(1, p),
    pGreater: hypergeometricUpper(a, of),
    oddsRatio: b * c > 0 ? (a * d) / (b * c) : null,
  });
}
