import { prefixedWords, type Words } from "../category.ts";
import type { SelectionLimits } from "../selection-issues.ts";
import { DIAMETER, type Measure, PRODUCT } from "../sum.ts";

/** What tells the criteria apart that add new lesions to the burden (rule book §5). */
export interface BurdenVariant {
  readonly id: "irrc" | "irrecist" | "imrecist";
  readonly words: Words;
  readonly measure: Measure;
  readonly limits: Omit<SelectionLimits, "total" | "perOrgan" | "windowDays">;
  /** How many new lesions join the burden. */
  readonly joins: { readonly visceral: number; readonly perOrgan: number; readonly cutaneous: number | null };
}

const unidimensional = (id: "irrecist" | "imrecist", prefix: string): BurdenVariant => ({
  id,
  words: prefixedWords(prefix),
  measure: DIAMETER,
  limits: { longestMm: 10, nodeMm: 15 },
  joins: { visceral: 5, perOrgan: 2, cutaneous: null },
});

/** Hodi 2018, J Clin Oncol 36:850. */
export const IMRECIST = unidimensional("imrecist", "im");
/** Nishino 2013, Clin Cancer Res 19:3936, with the 5 mm rule (A18). */
export const IRRECIST = unidimensional("irrecist", "ir");
/** Wolchok 2009, Clin Cancer Res 15:7412: products; 10 visceral and 5 cutaneous lesions, 5 an organ. */
export const IRRC: BurdenVariant = {
  id: "irrc",
  words: prefixedWords("ir"),
  measure: PRODUCT,
  limits: { longestMm: 5, perpendicularMm: 5 },
  joins: { visceral: 10, perOrgan: 5, cutaneous: 5 },
};
