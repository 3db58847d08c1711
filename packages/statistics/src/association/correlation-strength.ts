import { refuse } from "@nadir/domain";

/** From which absolute value each word applies, weakest first. */
export type StrengthScale = readonly (readonly [word: string, from: number])[];

/** Mukaka 2012 (Malawi Med J 24:69), after Hinkle, Wiersma & Jurs: 0.3, 0.5, 0.7, 0.9. A convention, not a test. */
export const MUKAKA: StrengthScale = [
  ["negligible", 0],
  ["low", 0.3],
  ["moderate", 0.5],
  ["high", 0.7],
  ["very high", 0.9],
];

/** The word for a correlation, by its absolute value; a value on a boundary takes the stronger word. */
export function correlationStrength(coefficient: number, scale: StrengthScale = MUKAKA): string {
  if (!(Math.abs(coefficient) <= 1))
    refuse("OUT_OF_RANGE", `The correlation is ${coefficient}; give a number from -1 to 1.`);
  return scale.findLast(([, from]) => Math.abs(coefficient) >= from)?.[0] ?? "unnamed";
}
