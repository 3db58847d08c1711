import { checkedFlags, type Flags, type Numbers } from "../checked-input.ts";
import { randomSource } from "../random.ts";
import { growTree, type SplitNode, type TreeNode, treeValue } from "./decision-tree.ts";
import { checkColumns } from "./design.ts";

export interface ForestOptions {
  readonly seed: number;
  /** Default 500. */
  readonly trees?: number;
  /** Columns drawn for each split; default the root of their number, rounded down. */
  readonly tryColumns?: number;
  /** Default 1. */
  readonly leastInLeaf?: number;
}

export interface RandomForest {
  readonly trees: readonly TreeNode[];
  /** Mean share of 1 over the trees that did not see the subject; NaN where all did. */
  readonly outOfBag: Float64Array;
  /**
   * By column: the mean rise over the trees of the mean squared error on their out-of-bag subjects when the column is shuffled
   * among these (Breiman 2001). Correlated columns share it.
   */
  readonly importance: Float64Array;
}

/**
 * Breiman 2001, Machine Learning 45:5, as a probability forest (Malley et al. 2012): each tree grows on a bootstrap sample, a
 * subject's probability is the mean share of its leaves. Every tree has a stream of its own of the seed.
 */
export function randomForest(columns: readonly Numbers[], outcome: Flags, options: ForestOptions): RandomForest {
  const y = Float64Array.from(checkedFlags(outcome, "outcome"));
  checkColumns(columns, y.length);
  const n = y.length;
  const { seed, trees: count = 500, leastInLeaf = 1 } = options;
  const tryColumns = options.tryColumns ?? Math.max(1, Math.floor(Math.sqrt(columns.length)));
  const [sum, seen] = [new Float64Array(n), new Uint32Array(n)];
  const importance = new Float64Array(columns.length);
  const trees = Array.from({ length: count }, (_, t) => {
    const random = randomSource(seed + t);
    const rows = Int32Array.from({ length: n }, () => random.integer(n));
    const tree = growTree(columns, y, rows, {
      leastToPart: 2 * leastInLeaf,
      leastInLeaf,
      depth: Number.POSITIVE_INFINITY,
      leastGain: 0,
      tryColumns: { count: tryColumns, random },
    });
    const inBag = new Set(rows);
    const out = Array.from({ length: n }, (_, i) => i).filter((i) => !inBag.has(i));
    let error = 0;
    for (const i of out) {
      const value = treeValue(tree, columns, i);
      sum[i]! += value;
      seen[i]! += 1;
      error += (value - y[i]!) ** 2;
    }
    for (const c of out.length > 1 ? columnsOf(tree) : []) {
      // The out-of-bag subjects keep everything but this column, which they get from each other.
      const shuffled = Float64Array.from(columns[c]!);
      for (let k = out.length - 1; k > 0; k--) {
        const other = random.integer(k + 1);
        const [a, b] = [out[k]!, out[other]!];
        [shuffled[a], shuffled[b]] = [shuffled[b]!, shuffled[a]!];
      }
      const with_ = columns.map((column, j) => (j === c ? shuffled : column));
      const worse = out.reduce((s, i) => s + (treeValue(tree, with_, i) - y[i]!) ** 2, 0);
      importance[c]! += (worse - error) / out.length / count;
    }
    return tree;
  });
  return { trees, outOfBag: sum.map((s, i) => (seen[i] === 0 ? Number.NaN : s / seen[i]!)), importance };
}

function columnsOf(tree: TreeNode, found = new Set<number>()): Set<number> {
  if ("column" in tree) {
    found.add(tree.column);
    columnsOf(tree.left, found);
    columnsOf(tree.right, found);
  }
  return found;
}

/** Probability of 1 of each subject. */
export function forestProbabilities(
  forest: { readonly trees: readonly SplitNode[] },
  columns: readonly Numbers[],
): Float64Array {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  return Float64Array.from(
    { length: n },
    (_, i) => forest.trees.reduce((s, tree) => s + treeValue(tree, columns, i), 0) / forest.trees.length,
  );
}
