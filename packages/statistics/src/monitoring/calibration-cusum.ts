import { refuse } from "@nadir/domain";
import { checkedFlags, checkedNumbers, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { quantile } from "../describe.ts";
import { randomSource } from "../random.ts";

export interface CalibrationCusum {
  /** After each subject: evidence that the odds are `oddsRatio` times those predicted, and 1 / `oddsRatio` times. */
  readonly above: Float64Array;
  readonly below: Float64Array;
  readonly oddsRatio: number;
  /** A path that reaches it is a signal. */
  readonly limit: number;
  /** Chance of a signal, on either side, somewhere in a series of this length if the predictions are right. */
  readonly falseAlarm: number;
  readonly simulations: number;
  /** The first subject (from 0) at which each path reaches the limit; null where it does not. */
  readonly signalAbove: number | null;
  readonly signalBelow: number | null;
}

/**
 * Risk-adjusted cumulative sum (Steiner, Cook, Farewell & Treasure 2000, Biostatistics 1:441): S = max(0, S + W) with the log-likelihood
 * ratio W = y ln R - ln(1 - p + R p) of odds R times as great as predicted. The limit is not taken from a table: outcomes are drawn from these
 * very probabilities (seeded), and it is the point that the higher of both paths passes in the share `falseAlarm` of the draws.
 * Subjects in the order of time.
 */
export function calibrationCusum(
  probabilities: Numbers,
  outcome: Flags,
  {
    oddsRatio = 2,
    falseAlarm = 0.05,
    simulations = 2000,
    seed,
  }: {
    readonly oddsRatio?: number;
    readonly falseAlarm?: number;
    readonly simulations?: number;
    readonly seed: number;
  },
): CalibrationCusum {
  checkSameLength({ probabilities, outcome });
  const p = checkedNumbers(probabilities, "probability");
  const y = checkedFlags(outcome, "outcome");
  p.forEach((v, i) => {
    if (v < 0 || v > 1) refuse("NOT_A_PROBABILITY", `Probability ${i + 1} is ${v}; give 0 to 1.`, { found: String(v) });
  });
  if (!(oddsRatio > 1)) refuse("OUT_OF_RANGE", `The odds ratio to be found is ${oddsRatio}; give more than 1.`);
  if (!(falseAlarm > 0 && falseAlarm < 1))
    refuse("OUT_OF_RANGE", `The share of false alarms is ${falseAlarm}; give it between 0 and 1.`);
  const above = pathOf(p, y, oddsRatio);
  const below = pathOf(p, y, 1 / oddsRatio);
  const random = randomSource(seed);
  const drawn = new Uint8Array(p.length);
  const highest = Float64Array.from({ length: simulations }, () => {
    for (let i = 0; i < p.length; i++) drawn[i] = Number(random.uniform() < p[i]!);
    return Math.max(0, ...pathOf(p, drawn, oddsRatio), ...pathOf(p, drawn, 1 / oddsRatio));
  });
  const limit = quantile(highest.sort(), 1 - falseAlarm);
  const first = (path: Float64Array): number | null => {
    const at = path.findIndex((s) => s > limit);
    return at < 0 ? null : at;
  };
  return {
    above,
    below,
    oddsRatio,
    limit,
    falseAlarm,
    simulations,
    signalAbove: first(above),
    signalBelow: first(below),
  };
}

function pathOf(p: Float64Array, y: Uint8Array, ratio: number): Float64Array {
  let s = 0;
  return p.map((v, i) => {
    s = Math.max(0, s + (y[i] === 1 ? Math.log(ratio) : 0) - Math.log(1 - v + ratio * v));
    return s;
  });
}
