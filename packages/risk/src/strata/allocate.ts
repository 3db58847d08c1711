import { type RandomisationPlan, refuse } from "@nadir/domain";
import { type RandomSource, randomSource } from "@nadir/statistics";
import { allStrata } from "./assign-stratum.ts";

/** A patient to be allocated: stratum and levels as `assignStratum` gives them. */
export interface ToAllocate {
  readonly levels: readonly (string | null)[];
  readonly stratum: string | null;
}

/** Gives arms to patients in the order in which they come. The same plan, seed and patients give the same arms. */
export interface Allocator {
  next(patient: ToAllocate): string;
}

/**
 * The allocator of a plan. Permuted blocks: each stratum has a stream of its own of the seed, so that patients of one do not
 * move the arms of another; a block's length is drawn, then its arms are shuffled. Minimisation: see `minimiser`.
 * Refusal: a patient without a stratum, where the plan has strata.
 */
export function allocator(plan: RandomisationPlan, seed: number): Allocator {
  return plan.method.kind === "minimisation"
    ? minimiser(plan, plan.method, seed)
    : blocks(plan, plan.method.lengths, seed);
}

const NO_STRATA = "all";

function blocks(plan: RandomisationPlan, lengths: readonly number[], seed: number): Allocator {
  const ratio = plan.arms.flatMap((a) => Array<string>(a.ratio).fill(a.name));
  const names = plan.strata ? allStrata(plan.strata) : [NO_STRATA];
  const open = new Map<string, { random: RandomSource; left: string[] }>();
  return {
    next({ stratum }) {
      const name = plan.strata ? (stratum ?? noStratum()) : NO_STRATA;
      let own = open.get(name);
      if (!own) {
        const stream = names.indexOf(name);
        if (stream < 0) refuse("NO_SUCH_STRATUM", `'${name}' is no stratum of the plan.`, { found: name });
        own = { random: randomSource(seed, stream), left: [] };
        open.set(name, own);
      }
      if (own.left.length === 0) {
        const length = lengths[own.random.integer(lengths.length)]!;
        own.left = shuffled(Array.from({ length: length / ratio.length }, () => ratio).flat(), own.random);
      }
      return own.left.pop()!;
    },
  };
}

/** Fisher & Yates: every order is equally likely. */
function shuffled(arms: string[], random: RandomSource): string[] {
  for (let i = arms.length - 1; i > 0; i--) {
    const k = random.integer(i + 1);
    [arms[i], arms[k]] = [arms[k]!, arms[i]!];
  }
  return arms;
}

/**
 * Pocock & Simon 1975, Biometrics 31:103. For each arm: if the patient went there, how far apart would the counts of the arms
 * be among patients of the same level, factor by factor (counts over ratio; range or variance), summed with the factors'
 * weights. The arm of the least sum is taken with the plan's probability, arms of equal sums by their ratio; else one of the
 * others by their ratio. Unequal ratios make the order of arms somewhat predictable (Han et al. 2009, Stat Med 28:3059).
 */
function minimiser(
  plan: RandomisationPlan,
  method: RandomisationPlan["method"] & { kind: "minimisation" },
  seed: number,
): Allocator {
  const random = randomSource(seed);
  const factors = plan.strata!.factors;
  /** Counts by factor and level, one an arm. */
  const counts = factors.map(() => new Map<string, number[]>());
  return {
    next({ levels, stratum }) {
      if (stratum === null) noStratum();
      const own = factors.map((_, f) => {
        const level = levels[f] ?? "unknown";
        const known = counts[f]!.get(level) ?? plan.arms.map(() => 0);
        counts[f]!.set(level, known);
        return known;
      });
      const imbalance = plan.arms.map((_, candidate) =>
        own.reduce((sum, level, f) => {
          const shares = level.map((n, a) => (n + (a === candidate ? 1 : 0)) / plan.arms[a]!.ratio);
          return sum + (method.weights[factors[f]!.name] ?? 1) * spread(shares, method.imbalance);
        }, 0),
      );
      const least = Math.min(...imbalance);
      const best = plan.arms.flatMap((_, a) => (imbalance[a]! - least < 1e-12 ? [a] : []));
      const others = plan.arms.flatMap((_, a) => (best.includes(a) ? [] : [a]));
      const takesBest = others.length === 0 || random.uniform() < method.probability;
      const chosen = byRatio(plan, takesBest ? best : others, random);
      for (const level of own) level[chosen]! += 1;
      return plan.arms[chosen]!.name;
    },
  };
}

function spread(shares: readonly number[], how: "range" | "variance"): number {
  if (how === "range") return Math.max(...shares) - Math.min(...shares);
  const mean = shares.reduce((s, v) => s + v, 0) / shares.length;
  return shares.reduce((s, v) => s + (v - mean) ** 2, 0) / (shares.length - 1);
}

function byRatio(plan: RandomisationPlan, arms: readonly number[], random: RandomSource): number {
  const tickets = arms.flatMap((a) => Array<number>(plan.arms[a]!.ratio).fill(a));
  return tickets[random.integer(tickets.length)]!;
}

const noStratum = (): never =>
  refuse(
    "NO_STRATUM",
    "The patient has no stratum: a factor is not known. Enter it first, or give the rule a level for unknown.",
  );
