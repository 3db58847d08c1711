import { refuse } from "@nadir/domain";
import { checkedNumbers, checkSameLength, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { randomSource } from "../random.ts";
import { checkedSurvival, type SurvivalColumns, type SurvivalInput } from "./survival-data.ts";

export interface AdaptivePartition {
  readonly n: number;
  /** The number of groups; 1 where no two differ. */
  readonly k: number;
  /** Group i holds the values above cut i - 1 and up to cut i. */
  readonly cuts: readonly number[];
  /** Every number of groups that was tried, up to the first that was not needed. */
  readonly tried: readonly {
    readonly k: number;
    readonly cuts: readonly number[];
    /** The smallest log-rank chi-square of neighbouring groups, made as large as it can be. */
    readonly chiSquare: number;
    /** (1 + permuted as large) / (1 + permutations), of the whole search for so many groups. */
    readonly p: number;
  }[];
}

export interface PartitionOptions {
  readonly most?: number;
  /** Fewest subjects of a group. */
  readonly leastInGroup?: number;
  /** Cuts are sought between at most so many quantiles. */
  readonly candidates?: number;
  readonly permutations?: number;
  readonly level?: number;
  readonly seed: number;
}

/**
 * K-adaptive partitioning (Eo, Kang, Hong & Cho 2014, arXiv:1306.4615): for each K the cuts of one ordered variable are those
 * that make the smallest log-rank statistic of neighbouring groups as large as possible; K is chosen by permutation, step by
 * step from two groups up, as long as a further group is needed: that K - 1 suffice is tested by permuting times and events
 * within the best K - 1 groups and seeking the cuts anew, so that p is of the whole search and a variable that says nothing is
 * parted with the level's probability. (The steps are a reading: the paper compares numbers of groups by permutation.) Not estimable without an event or with fewer than two groups' subjects.
 */
export function adaptivePartition(
  input: SurvivalInput & { readonly variable: Numbers },
  options: PartitionOptions,
): Estimated<AdaptivePartition> {
  const { most = 4, leastInGroup = 10, candidates = 20, permutations: count = 199, level = 0.05, seed } = options;
  if (!(Number.isInteger(most) && most >= 2 && most <= 6))
    refuse("OUT_OF_RANGE", `At most ${most} groups; give a whole number from 2 to 6.`);
  const n = checkSameLength({ time: input.time, variable: input.variable });
  const { time, event } = checkedSurvival(input);
  const x = checkedNumbers(input.variable, "variable");
  if (!event.some((e) => e === 1)) return notEstimable(`None of ${n} subjects had the event.`);
  const random = randomSource(seed);
  const limits = limitsOf(x, leastInGroup, candidates);
  if (limits.length === 0)
    return notEstimable(`${n} subjects cannot be parted into two groups of ${leastInGroup} by this variable.`);
  const observed = search(x, { time, event }, limits, 2, most, leastInGroup);
  const tried: AdaptivePartition["tried"][number][] = [];
  for (const [step, found] of observed.entries()) {
    const within = observed[step - 1]?.cuts ?? [];
    const groups = [...within, Number.POSITIVE_INFINITY].map((to, g) =>
      Array.from(x.keys()).filter((i) => x[i]! > (within[g - 1] ?? Number.NEGATIVE_INFINITY) && x[i]! <= to),
    );
    let beyond = 1;
    for (let b = 0; b < count; b++) {
      const shuffled = shuffledWithin(groups, { time, event }, random.integer);
      const [again] = search(x, shuffled, limits, found.k, found.k, leastInGroup);
      if (again && again.chiSquare >= found.chiSquare - 1e-9) beyond++;
    }
    tried.push({ ...found, p: beyond / (count + 1) });
    if (beyond / (count + 1) > level) break;
  }
  const kept = tried.filter((t) => t.p <= level).at(-1);
  return estimated({ n, k: kept?.k ?? 1, cuts: kept?.cuts ?? [], tried });
}

/** Times and events dealt out anew among the subjects of each group. */
function shuffledWithin(
  groups: readonly (readonly number[])[],
  { time, event }: SurvivalColumns,
  integer: (n: number) => number,
): SurvivalColumns {
  const [t, e] = [time.slice(), event.slice()];
  for (const group of groups)
    for (let i = group.length - 1; i > 0; i--) {
      const [a, b] = [group[i]!, group[integer(i + 1)]!];
      [t[a], t[b]] = [t[b]!, t[a]!];
      [e[a], e[b]] = [e[b]!, e[a]!];
    }
  return { time: t, event: e };
}

/** Values after which may be cut: each side keeps enough subjects; of many, those at even quantiles. */
function limitsOf(x: Float64Array, least: number, most: number): number[] {
  const sorted = Float64Array.from(x).sort();
  const all = [...new Set(sorted)].filter((v) => {
    const below = sorted.filter((s) => s <= v).length;
    return below >= least && sorted.length - below >= least;
  });
  if (all.length <= most) return all;
  return [...new Set(Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!))];
}

/** For each K the cuts with the largest least statistic of neighbours; fewer K where the subjects do not suffice. */
function search(
  x: Float64Array,
  data: SurvivalColumns,
  limits: readonly number[],
  fewest: number,
  most: number,
  least: number,
) {
  const end = limits.length + 1;
  // Between which limits each subject lies: 0 up to the first, `limits.length` above the last.
  const part = Int32Array.from(x, (v) => limits.filter((limit) => v > limit).length);
  const sizes = new Int32Array(end + 1);
  for (const p of part) sizes[p + 1]! += 1;
  for (let i = 1; i <= end; i++) sizes[i]! += sizes[i - 1]!;
  const enough = (a: number, b: number): boolean => sizes[b]! - sizes[a]! >= least;
  const statistic = pairStatistic(data, part);
  const known = new Map<number, number>();
  const between = (a: number, b: number, c: number): number => {
    const name = (a * 1000 + b) * 1000 + c;
    const stored = known.get(name);
    if (stored !== undefined) return stored;
    const value = statistic(a, b, c);
    known.set(name, value);
    return value;
  };
  const found: { k: number; cuts: number[]; chiSquare: number }[] = [];
  for (let k = fewest; k <= most; k++) {
    let best: { at: readonly number[]; value: number } = { at: [], value: 0 };
    const grow = (at: readonly number[], value: number): void => {
      if (value <= best.value) return;
      const last = at.at(-1)!;
      if (at.length === k) {
        if (!enough(last, end)) return;
        const whole = Math.min(value, between(at.at(-2)!, last, end));
        if (whole > best.value) best = { at, value: whole };
        return;
      }
      for (let next = last + 1; next < end; next++) {
        if (!enough(last, next)) continue;
        grow([...at, next], at.length === 1 ? value : Math.min(value, between(at.at(-2)!, last, next)));
      }
    };
    grow([0], Number.POSITIVE_INFINITY);
    if (!(best.value > 0)) break;
    found.push({ k, cuts: best.at.slice(1).map((i) => limits[i - 1]!), chiSquare: best.value });
  }
  return found;
}

/** The log-rank chi-square of the parts a … b-1 against the parts b … c-1, as `logRank` has it; 0 where there is none. */
function pairStatistic({ time, event }: SurvivalColumns, part: Int32Array) {
  const order = Int32Array.from(time.keys()).sort((i, j) => time[j]! - time[i]!);
  return (a: number, b: number, c: number): number => {
    let [left, all, difference, variance] = [0, 0, 0, 0];
    for (let i = 0; i < order.length; ) {
      const t = time[order[i]!]!;
      let [deaths, leftDeaths] = [0, 0];
      for (; i < order.length && time[order[i]!] === t; i++) {
        const row = order[i]!;
        const p = part[row]!;
        if (p < a || p >= c) continue;
        const isLeft = p < b ? 1 : 0;
        left += isLeft;
        all += 1;
        deaths += event[row]!;
        leftDeaths += isLeft * event[row]!;
      }
      if (deaths === 0) continue;
      const share = left / all;
      difference += leftDeaths - deaths * share;
      if (all > 1) variance += (deaths * (all - deaths) * share * (1 - share)) / (all - 1);
    }
    return variance > 1e-12 ? (difference * difference) / variance : 0;
  };
}
