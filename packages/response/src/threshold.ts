import { type Exact, multiply, subtract } from "./exact.ts";

/** Threshold comparisons by cross-multiplication: no per cent is ever rounded before a decision (A1). */

/** value ≤ reference − percent % of it. A reference of 0 has nothing to lose. */
export const hasFallenBy = (value: Exact, reference: Exact, percent: number): boolean =>
  reference > 0 && multiply(100, subtract(reference, value)) >= multiply(percent, reference);

/** value ≥ reference + percent % of it, and larger at all: over a reference of 0 the relative part counts as met (A28). */
export const hasGrownBy = (value: Exact, reference: Exact, percent: number): boolean =>
  value > reference && multiply(100, subtract(value, reference)) >= multiply(percent, reference);

/** value ≥ reference + amount. */
export const exceedsBy = (value: Exact, reference: Exact, amount: Exact): boolean =>
  subtract(value, reference) >= amount;
