import type { RandomisationPlan, StrataRule } from "@nadir/domain";
import { isEstimable, logRank, mean, quantile, type RandomSource, randomSource } from "@nadir/statistics";
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
  /**
   * How many arms somebody guesses who knows all earlier arms of the same stratum and always names the arm that is most
   * behind (Blackwell & Hodges 1957, Ann Math Stat 28:449). By pure chance it is the share of the largest arm.
   */
  readonly guessed: Spread;
  /** Share of runs whose log-rank p is at most alpha, with its standard error; and the mean number of events. */
  readonly power: { readonly estimate: number; readonly standardError: number; readonly events: number } | null;
}

/** Runs a plan on made patients, before it is switched on. Every run has a stream of its own of the seed. */
export function simulatePlan(plan: RandomisationPlan, wish: PlanSimulation): PlanBehaviour {
  const runs = Array.from({ length: wish.runs }, (_, run) => oneRun(plan, wish, randomSource(wish.seed + 1 + run)));
  const powered = runs.flatMap((r) => (r.significant === null ? [] : [r.significant]));
  const estimate = mean(powered);
  return {
    imbalance: spreadOf(runs.map((r) => r.imbalance)),
    imbalanceInLevels: plan.strata ? spreadOf(runs.map((r) => r.inLevels)) : null,
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
  const levels = (plan.strata?.factors ?? []).flatMap((_, f) => {
    const names = [...new Set(patients.map((p) => p.levels[f]))];
    return names.map((name) =>
      imbalanceOf(
        plan,
        arms.filter((_, i) => patients[i]!.levels[f] === name),
      ),
    );
  });
  return {
    imbalance: imbalanceOf(plan, arms),
    inLevels: Math.max(0, ...levels),
    guessed: right / patients.length,
    ...(wish.survival ? trial(arms, wish.survival, random) : { significant: null, events: 0 }),
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
