import { refuse } from "@nadir/domain";
import { checkedFlags, type Flags, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { randomSource } from "../random.ts";
import { growTree, type SplitNode, type TreeNode, treeValue } from "./decision-tree.ts";
import { checkColumns } from "./design.ts";

export interface BoostingOptions {
  readonly seed: number;
  readonly rounds: number;
  /** Shrinkage of each tree. */
  readonly learningRate: number;
  /** Depth of each tree; 1 = stumps: an additive model. */
  readonly depth: number;
  readonly leastInLeaf: number;
  /** Share of the subjects that each tree sees, drawn without replacement. Default 1. */
  readonly share?: number;
}

export interface BoostedTrees {
  /** Log odds of the outcome among all. */
  readonly start: number;
  /** Leaves hold what is added to the log odds, the shrinkage included. */
  readonly trees: readonly TreeNode[];
}

/**
 * Gradient boosting of the binomial deviance (Friedman 2001, Ann Stat 29:1189, algorithm 5 with 0/1 outcomes): each tree is
 * fitted to y - p by least squares, each leaf gets Newton's step Σ(y - p) / Σ p (1 - p).
 */
export function boostedTrees(
  columns: readonly Numbers[],
  outcome: Flags,
  options: BoostingOptions,
): Estimated<BoostedTrees> {
  const y = checkedFlags(outcome, "outcome");
  checkColumns(columns, y.length);
  const { seed, rounds, learningRate, depth, leastInLeaf, share = 1 } = options;
  if (!(learningRate > 0 && learningRate <= 1) || !(share > 0 && share <= 1))
    refuse("OUT_OF_RANGE", `Learning rate ${learningRate} and share ${share} must both lie above 0 and up to 1.`);
  const n = y.length;
  const events = y.reduce((s, v) => s + v, 0);
  if (events === 0 || events === n) return notEstimable(`Boosting needs both outcomes; ${events} of ${n} have it.`);
  const start = Math.log(events / (n - events));
  const logOdds = new Float64Array(n).fill(start);
  const random = randomSource(seed);
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const trees = Array.from({ length: rounds }, () => {
    const p = logOdds.map((f) => 1 / (1 + Math.exp(-f)));
    const rest = p.map((v, i) => y[i]! - v);
    const rows = share === 1 ? all : drawn(n, Math.floor(share * n), random.integer);
    const shape = growTree(columns, rest, rows, { leastToPart: 2 * leastInLeaf, leastInLeaf, depth, leastGain: 0 });
    const tree = newtonLeaves(shape, columns, rows, rest, p, learningRate);
    for (let i = 0; i < n; i++) logOdds[i]! += treeValue(tree, columns, i);
    return tree;
  });
  return estimated({ start, trees });
}

function newtonLeaves(
  node: TreeNode,
  columns: readonly Numbers[],
  rows: Int32Array,
  rest: Float64Array,
  p: Float64Array,
  rate: number,
): TreeNode {
  if ("column" in node) {
    const column = columns[node.column]!;
    const side = (isLeft: boolean) => rows.filter((i) => column[i]! < node.limit === isLeft);
    return {
      ...node,
      left: newtonLeaves(node.left, columns, side(true), rest, p, rate),
      right: newtonLeaves(node.right, columns, side(false), rest, p, rate),
    };
  }
  let [above, below] = [0, 0];
  for (const i of rows) {
    above += rest[i]!;
    below += p[i]! * (1 - p[i]!);
  }
  return { n: node.n, value: below > 0 ? (rate * above) / below : 0 };
}

function drawn(n: number, count: number, integer: (n: number) => number): Int32Array {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  for (let k = 0; k < count; k++) {
    const other = k + integer(n - k);
    [rows[k], rows[other]] = [rows[other]!, rows[k]!];
  }
  return rows.slice(0, count).sort();
}

/** Probability of 1 of each subject. */
export function boostedProbabilities(
  model: { readonly start: number; readonly trees: readonly SplitNode[] },
  columns: readonly Numbers[],
): Float64Array {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  return Float64Array.from(
    { length: n },
    (_, i) => 1 / (1 + Math.exp(-model.trees.reduce((s, tree) => s + treeValue(tree, columns, i), model.start))),
  );
}
