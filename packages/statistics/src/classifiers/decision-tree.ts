import { refuse } from "@nadir/domain";
import { checkedNumbers, type Numbers } from "../checked-input.ts";
import type { RandomSource } from "../random.ts";

/** A leaf has a value, a fork a question: left where column < limit. */
export type TreeNode =
  | { readonly value: number; readonly n: number }
  | {
      readonly column: number;
      readonly limit: number;
      /** How much the split took off the sum of squares. */
      readonly gain: number;
      readonly n: number;
      readonly left: TreeNode;
      readonly right: TreeNode;
    };

/** What a tree predicts by: a `TreeNode`, or one from a file. */
export type SplitNode =
  | { readonly value: number }
  | { readonly column: number; readonly limit: number; readonly left: SplitNode; readonly right: SplitNode };

export interface TreeOptions {
  /** Fewest subjects of a node that is still parted, and of a leaf. */
  readonly leastToPart: number;
  readonly leastInLeaf: number;
  readonly depth: number;
  /** A split must take at least this share of the root's sum of squares. */
  readonly leastGain: number;
  /** Columns drawn for each split; without it all are tried. */
  readonly tryColumns?: { readonly count: number; readonly random: RandomSource };
}

/**
 * A regression tree by least squares (CART, Breiman et al. 1984). On 0/1 outcomes the criterion is Gini's up to the factor 2
 * and a leaf's value is its share of 1. Limits lie halfway between neighbouring values; of equal gains the first column, then
 * the lowest limit is taken. `rows` may name a subject more than once (bootstrap).
 */
export function growTree(columns: readonly Numbers[], y: Numbers, rows: Int32Array, options: TreeOptions): TreeNode {
  if (rows.length === 0) refuse("NO_ROWS", "A tree cannot grow on nobody; give at least one subject.");
  checkedNumbers(y, "outcome");
  const root = squares(y, rows);
  return grow(rows, options.depth);

  function grow(own: Int32Array, depth: number): TreeNode {
    const { mean, ss } = squares(y, own);
    const leaf = { value: mean, n: own.length };
    if (depth === 0 || own.length < options.leastToPart || ss <= 0) return leaf;
    const best = bestSplit(columns, y, own, mean, options);
    if (!best || best.gain < options.leastGain * root.ss || best.gain <= 1e-12 * root.ss) return leaf;
    const column = columns[best.column]!;
    return {
      ...best,
      n: own.length,
      left: grow(
        own.filter((i) => column[i]! < best.limit),
        depth - 1,
      ),
      right: grow(
        own.filter((i) => column[i]! >= best.limit),
        depth - 1,
      ),
    };
  }
}

function squares(y: Numbers, rows: Int32Array): { mean: number; ss: number } {
  let sum = 0;
  for (const i of rows) sum += y[i]!;
  const mean = sum / rows.length;
  let ss = 0;
  for (const i of rows) ss += (y[i]! - mean) ** 2;
  return { mean, ss };
}

function bestSplit(columns: readonly Numbers[], y: Numbers, rows: Int32Array, mean: number, options: TreeOptions) {
  let best: { column: number; limit: number; gain: number } | null = null;
  const n = rows.length;
  for (const c of candidates(columns.length, options.tryColumns)) {
    const column = columns[c]!;
    const order = Int32Array.from(rows).sort((a, b) => column[a]! - column[b]!);
    let left = 0;
    for (let k = 1; k < n; k++) {
      left += y[order[k - 1]!]! - mean;
      const [below, above] = [column[order[k - 1]!]!, column[order[k]!]!];
      if (below === above || k < options.leastInLeaf || n - k < options.leastInLeaf) continue;
      // Between-group sum of squares of deviations from the node's mean, whose halves sum to 0.
      const gain = (left * left) / k + (left * left) / (n - k);
      if (!best || gain > best.gain * (1 + 1e-12)) best = { column: c, limit: (below + above) / 2, gain };
    }
  }
  return best;
}

function candidates(count: number, wish: TreeOptions["tryColumns"]): number[] {
  const all = Array.from({ length: count }, (_, c) => c);
  if (!wish || wish.count >= count) return all;
  for (let k = 0; k < wish.count; k++) {
    const other = k + wish.random.integer(count - k);
    [all[k], all[other]] = [all[other]!, all[k]!];
  }
  return all.slice(0, wish.count).sort((a, b) => a - b);
}

/** The value of the leaf in which a subject ends. */
export function treeValue(tree: SplitNode, columns: readonly Numbers[], i: number): number {
  let node = tree;
  while ("column" in node) node = columns[node.column]![i]! < node.limit ? node.left : node.right;
  return node.value;
}
