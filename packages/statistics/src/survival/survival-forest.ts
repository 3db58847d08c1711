import { checkSameLength, type Numbers } from "../checked-input.ts";
import { checkColumns } from "../classifiers/design.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { type RandomSource, randomSource } from "../random.ts";
import { logRankSplits } from "./log-rank-splits.ts";
import { checkedSurvival, type SurvivalColumns, type SurvivalInput } from "./survival-data.ts";

/** A leaf has the Nelson–Aalen cumulative hazard of its subjects, a fork a question: left where column < limit. */
export type SurvivalNode =
  | { readonly n: number; readonly times: readonly number[]; readonly hazard: readonly number[] }
  | {
      readonly n: number;
      readonly column: number;
      readonly limit: number;
      /** Log-rank chi-square between the two sides. */
      readonly chiSquare: number;
      readonly left: SurvivalNode;
      readonly right: SurvivalNode;
    };

/** What a tree predicts by: a `SurvivalNode`, or one from a file. */
type HazardNode =
  | { readonly times: readonly number[]; readonly hazard: readonly number[] }
  | { readonly column: number; readonly limit: number; readonly left: HazardNode; readonly right: HazardNode };

export interface SurvivalForestOptions {
  readonly seed: number;
  /** Default 500. */
  readonly trees?: number;
  /** Columns drawn for each split; default the root of their number, rounded up. */
  readonly tryColumns?: number;
  /** Fewest subjects of a leaf; default 8 (leaves of about 15 on average). */
  readonly leastInLeaf?: number;
}

export interface SurvivalForest {
  readonly trees: readonly SurvivalNode[];
  /**
   * Expected number of events of each subject over all event times (its cumulative hazard summed), of the trees that did not
   * see it: larger is worse. NaN where all did.
   */
  readonly outOfBag: Float64Array;
}

/** Parts subjects by the log-rank test until leaves are small (Leblanc & Crowley 1993). */
export function growSurvivalTree(
  columns: readonly Numbers[],
  data: SurvivalColumns,
  rows: Int32Array,
  options: {
    readonly leastInLeaf: number;
    readonly depth?: number;
    readonly tryColumns?: { readonly count: number; readonly random: RandomSource };
  },
): SurvivalNode {
  const depth = options.depth ?? Number.POSITIVE_INFINITY;
  const leaf = { n: rows.length, ...nelsonAalen(data, rows) };
  if (depth === 0 || rows.length < 2 * options.leastInLeaf || leaf.times.length === 0) return leaf;
  const splits = logRankSplits(data, rows);
  let best: { column: number; limit: number; chiSquare: number } | null = null;
  for (const column of drawn(columns.length, options.tryColumns)) {
    const found = splits.best(columns[column]!, options.leastInLeaf);
    if (found && (!best || found.chiSquare > best.chiSquare * (1 + 1e-12))) best = { column, ...found };
  }
  if (!best) return leaf;
  const values = columns[best.column]!;
  const { limit } = best;
  const side = (own: Int32Array) => growSurvivalTree(columns, data, own, { ...options, depth: depth - 1 });
  return {
    n: rows.length,
    ...best,
    left: side(rows.filter((i) => values[i]! < limit)),
    right: side(rows.filter((i) => values[i]! >= limit)),
  };
}

function nelsonAalen({ time, event }: SurvivalColumns, rows: Int32Array): { times: number[]; hazard: number[] } {
  const order = Int32Array.from(rows).sort((a, b) => time[a]! - time[b]!);
  const [times, hazard]: [number[], number[]] = [[], []];
  let total = 0;
  for (let i = 0; i < order.length; ) {
    const at = time[order[i]!]!;
    const atRisk = order.length - i;
    let deaths = 0;
    for (; i < order.length && time[order[i]!] === at; i++) deaths += event[order[i]!]!;
    if (deaths === 0) continue;
    total += deaths / atRisk;
    times.push(at);
    hazard.push(total);
  }
  return { times, hazard };
}

function drawn(count: number, wish: { readonly count: number; readonly random: RandomSource } | undefined): number[] {
  const all = Array.from({ length: count }, (_, c) => c);
  if (!wish || wish.count >= count) return all;
  for (let k = 0; k < wish.count; k++) {
    const other = k + wish.random.integer(count - k);
    [all[k], all[other]] = [all[other]!, all[k]!];
  }
  return all.slice(0, wish.count).sort((a, b) => a - b);
}

/**
 * Random survival forest (Ishwaran et al. 2008, Ann Appl Stat 2:841): trees by the log-rank test on bootstrap samples, every
 * cut point tried; a subject's cumulative hazard is the mean of its leaves. Every tree has a seed of its own. Not
 * estimable without events.
 */
export function survivalForest(
  columns: readonly Numbers[],
  input: SurvivalInput,
  options: SurvivalForestOptions,
): Estimated<SurvivalForest> {
  const data = checkedSurvival(input);
  checkSameLength({ time: data.time, event: data.event });
  const n = data.time.length;
  checkColumns(columns, n);
  const events = data.event.reduce((s, v) => s + v, 0);
  if (events === 0) return notEstimable(`A survival forest needs events; none of ${n} subjects had one.`);
  const { seed, trees: count = 500, leastInLeaf = 8 } = options;
  const tryColumns = options.tryColumns ?? Math.max(1, Math.ceil(Math.sqrt(columns.length)));
  const eventTimes = Array.from(new Set(data.time.filter((_, i) => data.event[i] === 1))).sort((a, b) => a - b);
  const [sum, seen] = [new Float64Array(n), new Uint32Array(n)];
  const trees = Array.from({ length: count }, (_, t) => {
    const random = randomSource(seed + t);
    const rows = Int32Array.from({ length: n }, () => random.integer(n));
    const tree = growSurvivalTree(columns, data, rows, { leastInLeaf, tryColumns: { count: tryColumns, random } });
    const inBag = new Set(rows);
    for (let i = 0; i < n; i++) {
      if (inBag.has(i)) continue;
      const leaf = leafOf(tree, columns, i);
      sum[i]! += eventTimes.reduce((s, at) => s + hazardAt(leaf, at), 0);
      seen[i]! += 1;
    }
    return tree;
  });
  return estimated({ trees, outOfBag: sum.map((s, i) => (seen[i] === 0 ? Number.NaN : s / seen[i]!)) });
}

type Leaf = Extract<HazardNode, { times: readonly number[] }>;

function leafOf(tree: HazardNode, columns: readonly Numbers[], i: number): Leaf {
  let node = tree;
  while ("column" in node) node = columns[node.column]![i]! < node.limit ? node.left : node.right;
  return node;
}

function hazardAt({ times, hazard }: Leaf, at: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : hazard[low - 1]!;
}

/** Risk of each subject by a time: 1 - exp(-mean cumulative hazard of its leaves). */
export function survivalForestRisks(
  forest: { readonly trees: readonly HazardNode[] },
  columns: readonly Numbers[],
  by: number,
): Float64Array {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  return Float64Array.from({ length: n }, (_, i) => {
    const hazard = forest.trees.reduce((s, tree) => s + hazardAt(leafOf(tree, columns, i), by), 0);
    return -Math.expm1(-hazard / forest.trees.length);
  });
}
