import type { RandomisationPlan, StrataRule } from "@nadir/domain";
import { isEstimable, logRank, mean, normalCdf, quantile, type RandomSource, randomSource } from "@nadir/statistics";
import { allocator, type ToAllocate } from "./allocate.ts";

export interface PlanSimulation {
  readonly subjects: number;
  readonly runs: number;
  readonly seed: number;
  /** How often each level of a factor comes, in the rule's order; equal where none is named. */
  readonly shares?: Readonly<Record<string, readonly number[]>>;
  /** Two arms: exponential survival, uniform accrual, censoring at the end. */
  readonly survival?: {
    readonly medianFirstArm: number;
    readonly hazardRatio: number;
    readonly accrual: number;
    readonly followUp: number;
    readonly alpha: number;
  };
  /** Two arms: a yes-or-no outcome, by the pooled two-proportion z test. Instead of `survival`. */
  readonly response?: { readonly firstArm: number; readonly secondArm: number; readonly alpha: number };
}

/** Mean, 5th, 50th and 95th percentile over the runs, and the largest. */
export interface Spread {
  readonly mean: number;
  readonly p05: number;
  readonly median: number;
  readonly p95: number;
  readonly largest: number;
}

export interface PlanBehaviour {
  /** Largest distance of an arm's count from its share of all, in patients. */
  readonly imbalance: Spread;
  /** The same within each level of each factor, the largest of all. */
  readonly imbalanceInLevels: Spread | null;
  /** The same factor by factor: of a run, the largest over the factor's levels. */
  readonly imbalanceByFactor: Readonly<Record<string, Spread>>;
  /** The same within each stratum, the largest of all. */
  readonly imbalanceInStrata: Spread | null;
  /**
   * How many arms somebody guesses who knows all earlier arms of the same stratum and always names the arm that is most
   * behind (Blackwell & Hodges 1957, Ann Math Stat 28:449). By pure chance it is the share of the largest arm.
   */
  readonly guessed: Spread;
  /** Share of runs whose test's p is at most alpha, with its standard error; and the mean number of events. */
  readonly power: { readonly estimate: number; readonly standardError: number; readonly events: number } | null;
}

/** Runs a plan on made patients, before it is switched on. Every run has a stream of its own of the seed. */
export function simulatePlan(plan: RandomisationPlan, wish: PlanSimulation): PlanBehaviour {
  const runs = Array.from({ length: wish.runs }, (_, run) => oneRun(plan, wish, randomSource(wish.seed + 1 + run)));
  const powered = runs.flatMap((r) => (r.significant === null ? [] : [r.significant]));
  const estimate = mean(powered);
  return {
    imbalance: spreadOf(runs.map((r) => r.imbalance)),
    imbalanceInLevels: plan.strata ? spreadOf(runs.map((r) => Math.max(...r.byFactor))) : null,
    imbalanceByFactor: Object.fromEntries(
      (plan.strata?.factors ?? []).map((factor, f) => [factor.name, spreadOf(runs.map((r) => r.byFactor[f]!))]),
    ),
    imbalanceInStrata: plan.strata ? spreadOf(runs.map((r) => r.inStrata)) : null,
    guessed: spreadOf(runs.map((r) => r.guessed)),
    power:
      powered.length === 0
        ? null
        : {
            estimate,
            standardError: Math.sqrt((estimate * (1 - estimate)) / powered.length),
            events: mean(runs.map((r) => r.events)),
          },
  };
}

function oneRun(plan: RandomisationPlan, wish: PlanSimulation, random: RandomSource) {
  // The allocation's own seed is drawn, so that patients and arms are not of one stream.
  const allocate = allocator(plan, random.integer(2 ** 31));
  const patients = Array.from({ length: wish.subjects }, () => patientOf(plan.strata, wish.shares, random));
  const behind = new Map<string, number[]>();
  const arms: number[] = [];
  let right = 0;
  for (const patient of patients) {
    const key = plan.method.kind === "permuted-blocks" ? (patient.stratum ?? "") : "";
    const counts = behind.get(key) ?? plan.arms.map(() => 0);
    behind.set(key, counts);
    const guess = furthestBehind(plan, counts, random);
    const given = allocate.next(patient);
    const arm = plan.arms.findIndex((a) => a.name === given);
    if (arm === guess) right++;
    counts[arm]! += 1;
    arms.push(arm);
  }
  const within = (groups: readonly (string | null | undefined)[]): number =>
    Math.max(
      0,
      ...[...new Set(groups)].map((group) =>
        imbalanceOf(
          plan,
          arms.filter((_, i) => groups[i] === group),
        ),
      ),
    );
  return {
    imbalance: imbalanceOf(plan, arms),
    byFactor: (plan.strata?.factors ?? []).map((_, f) => within(patients.map((p) => p.levels[f]))),
    inStrata: within(patients.map((p) => p.stratum)),
    guessed: right / patients.length,
    ...outcomeOf(arms, wish, random),
  };
}

function patientOf(rule: StrataRule | undefined, shares: PlanSimulation["shares"], random: RandomSource): ToAllocate {
  if (!rule) return { levels: [], stratum: null };
  const levels = rule.factors.map((factor) => {
    const weights = shares?.[factor.name] ?? factor.levels.map(() => 1);
    let ticket = random.uniform() * weights.reduce((s, w) => s + w, 0);
    const at = weights.findIndex((w) => {
      ticket -= w;
      return ticket < 0;
    });
    return factor.levels[at < 0 ? factor.levels.length - 1 : at]!.name;
  });
  return { levels, stratum: levels.join(" / ") };
}

function furthestBehind(plan: RandomisationPlan, counts: readonly number[], random: RandomSource): number {
  const shares = counts.map((n, a) => n / plan.arms[a]!.ratio);
  const least = Math.min(...shares);
  const all = shares.flatMap((s, a) => (s === least ? Array<number>(plan.arms[a]!.ratio).fill(a) : []));
  return all[random.integer(all.length)]!;
}

function imbalanceOf(plan: RandomisationPlan, arms: readonly number[]): number {
  const total = plan.arms.reduce((s, a) => s + a.ratio, 0);
  return Math.max(
    ...plan.arms.map((a, i) => Math.abs(arms.filter((x) => x === i).length - (arms.length * a.ratio) / total)),
  );
}

function outcomeOf(arms: readonly number[], { survival, response }: PlanSimulation, random: RandomSource) {
  if (survival) return trial(arms, survival, random);
  return response ? answers(arms, response, random) : { significant: null, events: 0 };
}

/** Yes or no for each patient; the pooled z test of two proportions, two-sided. Nobody or everybody yes shows nothing. */
function answers(arms: readonly number[], s: NonNullable<PlanSimulation["response"]>, random: RandomSource) {
  const [yes, all] = [
    [0, 0],
    [0, 0],
  ];
  for (const arm of arms) {
    all[arm]! += 1;
    if (random.uniform() < (arm === 0 ? s.firstArm : s.secondArm)) yes[arm]! += 1;
  }
  const events = yes[0]! + yes[1]!;
  const pooled = events / arms.length;
  const variance = pooled * (1 - pooled) * (1 / all[0]! + 1 / all[1]!);
  const z = Math.abs(yes[0]! / all[0]! - yes[1]! / all[1]!) / Math.sqrt(variance);
  return { significant: variance > 0 && 2 * (1 - normalCdf(z)) <= s.alpha ? 1 : 0, events };
}

/** Exponential times under proportional hazards; the first arm has the median given, the others the hazard ratio. */
function trial(arms: readonly number[], s: NonNullable<PlanSimulation["survival"]>, random: RandomSource) {
  const rate = Math.LN2 / s.medianFirstArm;
  const ends = arms.map((arm) => {
    const death = -Math.log(1 - random.uniform()) / (rate * (arm === 0 ? 1 : s.hazardRatio));
    const watched = s.followUp + s.accrual * random.uniform();
    return { time: Math.min(death, watched), event: death <= watched ? 1 : 0 };
  });
  const test = logRank({ time: ends.map((e) => e.time), event: ends.map((e) => e.event), group: arms });
  return {
    significant: isEstimable(test) ? Number(test.p <= s.alpha) : 0,
    events: ends.reduce((sum, e) => sum + e.event, 0),
  };
}

const spreadOf = (values: readonly number[]): Spread => ({
  mean: mean(values),
  p05: quantile(values, 0.05),
  median: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  largest: Math.max(...values),
});
