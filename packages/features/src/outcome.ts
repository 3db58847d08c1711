import type { UndefinedReason } from "@nadir/domain";

/** A feature's number, or why it has none. Never NaN or infinite. */
export type Outcome = number | UndefinedReason;

export const isNumber = (outcome: Outcome): outcome is number => typeof outcome === "number";

/** a / b, undefined where b is 0. */
export const ratio = (a: number, b: number): Outcome => (b === 0 ? "ZERO_DENOMINATOR" : a / b);

/** Applies `f` where the value exists. */
export const mapOutcome = (outcome: Outcome, f: (x: number) => Outcome): Outcome =>
  isNumber(outcome) ? f(outcome) : outcome;
