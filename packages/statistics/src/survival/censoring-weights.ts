import { type SurvivalColumns, timeSteps } from "./survival-data.ts";

/** Kaplan–Meier of the censoring times, where at a tied time the events leave the risk set first. */
export interface CensoringDistribution {
  /** G(t): probability of being uncensored just after t. */
  readonly at: (t: number) => number;
  /** G(t-): just before t. */
  readonly before: (t: number) => number;
  /** Distinct times with censoring, ascending: number censored, and number under observation just before (events included). */
  readonly jumps: readonly { readonly time: number; readonly censored: number; readonly atRisk: number }[];
}

export function censoringDistribution(columns: SurvivalColumns): CensoringDistribution {
  const jumps: { time: number; censored: number; atRisk: number }[] = [];
  const after: number[] = [];
  let g = 1;
  for (const s of timeSteps(columns)) {
    if (s.censored === 0) continue;
    const left = s.atRisk - s.events;
    g *= (left - s.censored) / left;
    jumps.push({ time: s.time, censored: s.censored, atRisk: s.atRisk });
    after.push(g);
  }
  const value = (t: number, inclusive: boolean) => {
    let low = 0;
    let high = jumps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inclusive ? jumps[middle]!.time <= t : jumps[middle]!.time < t) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 1 : after[low - 1]!;
  };
  return { at: (t) => value(t, true), before: (t) => value(t, false), jumps };
}
