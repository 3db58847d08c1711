import { refuse } from "@nadir/domain";
import { oneWayAnova } from "../hypothesis/anova.ts";
import { benjaminiHochberg } from "./benjamini-hochberg.ts";
import {
  type Block,
  blocksOf,
  type RankedColumn,
  rankedColumn,
  sharedRows,
  unitRanks,
  unitValues,
} from "./complete-blocks.ts";
import { correlationP } from "./correlation-p.ts";
import { kruskalWallis, rankSumP } from "./rank-sum-p.ts";

/** A measured column; NaN where a subject has no value. */
export interface NumericColumn {
  readonly name: string;
  readonly kind: "numeric";
  readonly values: ArrayLike<number>;
}
/** A column of groups: `codes` are places in `groups`, -1 where a subject has none. */
export interface GroupedColumn {
  readonly name: string;
  readonly kind: "groups";
  readonly groups: readonly string[];
  readonly codes: ArrayLike<number>;
}
export type TargetColumn = NumericColumn | GroupedColumn;
export type AssociationTest = "spearman" | "pearson" | "wilcoxon" | "kruskal-wallis" | "anova";

/**
 * Every feature against every target. Arrays are target by target: the pair (target t, feature f) stands at
 * `t * features + f`. Where no test was possible (`tests` does not count it) effect, p and q are NaN.
 */
export interface AssociationScan {
  readonly features: readonly string[];
  readonly targets: readonly { readonly name: string; readonly test: AssociationTest | null }[];
  /** Subjects with both values. */
  readonly n: Uint32Array;
  /**
   * Spearman's rho or Pearson's r; for two groups the rank-biserial correlation 2U / (n1 n2) - 1 (Kerby 2014), positive where the second group has the
   * greater values; for more groups epsilon² = H / (n - 1) (Kelley 1935), from 0. Analysis of variance: eta², the share of the variance between groups.
   */
  readonly effect: Float64Array;
  readonly p: Float64Array;
  /** Benjamini & Hochberg over all tests of the scan. */
  readonly q: Float64Array;
  readonly tests: number;
}

export interface ScanOptions {
  /** For numbers. */
  readonly correlation?: "spearman" | "pearson";
  /** For groups: Wilcoxon and Kruskal & Wallis, or one-way analysis of variance. */
  readonly groups?: "ranks" | "anova";
}

/** Fewest subjects of a correlation; fewest of a group. */
const LEAST_PAIRS = 4;
const LEAST_IN_GROUP = 2;

/**
 * Associations by rank tests: Spearman for a numeric target (or Pearson; p by t with n - 2 degrees of freedom), Wilcoxon's rank sum for two groups,
 * Kruskal & Wallis for more (or one-way analysis of variance for any groups). A pair is tested on the subjects that have both values; it is not tested where they are fewer
 * than 4, where a group has fewer than 2 (such groups of three or more are left out of the test), or where all values are
 * the same. Refusal: columns of different lengths, a code that names no group.
 */
export function associationScan(
  features: readonly NumericColumn[],
  targets: readonly TargetColumn[],
  { correlation = "spearman", groups = "ranks" }: ScanOptions = {},
): AssociationScan {
  checkColumns(features, targets);
  const pairs = features.length * targets.length;
  const out = {
    n: new Uint32Array(pairs),
    effect: new Float64Array(pairs).fill(Number.NaN),
    p: new Float64Array(pairs).fill(Number.NaN),
  };
  const tests: (AssociationTest | null)[] = targets.map(() => null);
  const cells = targets.map((t) => (t.kind === "numeric" ? t.values : t.codes));
  const featureBlocks = blocksOf(
    features.map((f) => f.values),
    Number.isNaN,
  );
  const numeric = targets.flatMap((t, i) => (t.kind === "numeric" ? [i] : []));
  const grouped = targets.flatMap((t, i) => (t.kind === "groups" ? [i] : []));
  const targetBlocks = blocksOf(
    numeric.map((i) => cells[i]!),
    Number.isNaN,
  ).map((b) => ({ rows: b.rows, columns: b.columns.map((c) => numeric[c]!) }));

  for (const featureBlock of featureBlocks) {
    for (const block of targetBlocks) {
      const rows = sharedRows(featureBlock.rows, block.rows);
      const unit = (column: ArrayLike<number>): Float64Array | null =>
        correlation === "pearson" ? unitValues(column, rows) : unitRanks(rankedColumn(column, rows));
      const units = featureBlock.columns.map((f) => unit(features[f]!.values));
      const pOf = correlationP(rows.length);
      for (const t of block.columns) {
        const target = unit(cells[t]!);
        featureBlock.columns.forEach((f, k) => {
          const at = t * features.length + f;
          out.n[at] = rows.length;
          const feature = units[k];
          if (!target || !feature || rows.length < LEAST_PAIRS) return;
          const rho = wholeAtTheEnds(dot(feature, target));
          out.effect[at] = rho;
          out.p[at] = pOf(rho);
          tests[t] = correlation;
        });
      }
    }
    for (const t of grouped) {
      const target = targets[t] as GroupedColumn;
      const rows = rowsOfGroups(target, featureBlock.rows);
      const ranked = rankAll(features, featureBlock, rows);
      const test = groups === "ranks" ? groupTest(target, rows) : null;
      const words = Array.from(rows, (row) => target.codes[row]!);
      featureBlock.columns.forEach((f, k) => {
        const at = t * features.length + f;
        out.n[at] = rows.length;
        if (groups === "anova") {
          const variance = oneWayAnova(
            Array.from(rows, (row) => features[f]!.values[row]!),
            words,
          );
          if (!variance.estimable) return;
          const between = variance.f * variance.dfBetween;
          out.effect[at] = between / (between + variance.dfWithin);
          out.p[at] = variance.p;
          tests[t] = "anova";
          return;
        }
        const answer = test?.of(ranked[k]!);
        if (!test || !answer || Number.isNaN(answer.p)) return;
        out.effect[at] = answer.effect;
        out.p[at] = answer.p;
        tests[t] = test.name;
      });
    }
  }
  return {
    features: features.map((f) => f.name),
    targets: targets.map((t, i) => ({ name: t.name, test: tests[i]! })),
    ...out,
    q: benjaminiHochberg(out.p),
    tests: out.p.reduce((count, v) => count + (Number.isNaN(v) ? 0 : 1), 0),
  };
}

const rankAll = (features: readonly NumericColumn[], block: Block, rows: Uint32Array): RankedColumn[] =>
  block.columns.map((f) => rankedColumn(features[f]!.values, rows));

/** The subjects among `rows` whose group has at least two of them. */
function rowsOfGroups(target: GroupedColumn, rows: Uint32Array): Uint32Array {
  const sizes = new Float64Array(target.groups.length);
  for (const row of rows) if (target.codes[row]! >= 0) sizes[target.codes[row]!]! += 1;
  return rows.filter((row) => target.codes[row]! >= 0 && sizes[target.codes[row]!]! >= LEAST_IN_GROUP);
}

/** The test of the groups that are there, ready for any ranked feature; null where there are fewer than two. */
function groupTest(target: GroupedColumn, rows: Uint32Array) {
  const present = [...new Set(Array.from(rows, (row) => target.codes[row]!))].sort((a, b) => a - b);
  if (present.length < 2) return null;
  const place = new Map(present.map((code, i) => [code, i]));
  const group = Uint32Array.from(rows, (row) => place.get(target.codes[row]!)!);
  const sizes = new Float64Array(present.length);
  for (const g of group) sizes[g]! += 1;
  const rankSums = ({ ranks }: RankedColumn): Float64Array => {
    const sums = new Float64Array(present.length);
    for (let i = 0; i < ranks.length; i++) sums[group[i]!]! += ranks[i]!;
    return sums;
  };
  if (present.length === 2) {
    const [n1, n2] = [sizes[0]!, sizes[1]!];
    const pOf = rankSumP(n1, n2);
    const of = (column: RankedColumn): { effect: number; p: number } => {
      const u = rankSums(column)[1]! - (n2 * (n2 + 1)) / 2;
      return { effect: (2 * u) / (n1 * n2) - 1, p: pOf(u, column.ties) };
    };
    return { name: "wilcoxon" as const, of };
  }
  const of = (column: RankedColumn): { effect: number; p: number } => {
    const { h, p } = kruskalWallis(rankSums(column), sizes, column.ties);
    return { effect: h / (rows.length - 1), p };
  };
  return { name: "kruskal-wallis" as const, of };
}

/** A perfect correlation of ranks is one, whatever rounding made of it: the next below it is at least 6 / n³ away. */
const wholeAtTheEnds = (rho: number): number => (1 - Math.abs(rho) < 4e-15 ? Math.sign(rho) : rho);

/** Four sums side by side: the additions of one do not wait for each other. */
function dot(a: Float64Array, b: Float64Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < a.length; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + (s2 + s3);
}

function checkColumns(features: readonly NumericColumn[], targets: readonly TargetColumn[]): void {
  if (features.length === 0) refuse("NO_FEATURES", "There is no feature to test; give at least one numeric column.");
  if (targets.length === 0) refuse("NO_TARGETS", "There is no target to test against; give at least one column.");
  const subjects = features[0]!.values.length;
  for (const column of [...features, ...targets]) {
    const cells = column.kind === "numeric" ? column.values : column.codes;
    if (cells.length !== subjects)
      refuse(
        "LENGTHS_DIFFER",
        `'${column.name}' has ${cells.length} values and '${features[0]!.name}' has ${subjects}; give one value a subject in each, NaN where there is none.`,
      );
    for (let i = 0; i < cells.length; i++) {
      const v = cells[i]!;
      if (column.kind === "groups" && !(v === -1 || (Number.isInteger(v) && v >= 0 && v < column.groups.length)))
        refuse(
          "NO_SUCH_GROUP",
          `'${column.name}': subject ${i + 1} has code ${v}; give -1 or a place in its ${column.groups.length} groups.`,
        );
      if (column.kind === "numeric" && (v === Number.POSITIVE_INFINITY || v === Number.NEGATIVE_INFINITY))
        refuse(
          "NOT_A_NUMBER",
          `'${column.name}': subject ${i + 1} has the value ${v}; give a finite number, or NaN where there is none.`,
        );
    }
  }
}
