import type { RuleFigures } from "@nadir/domain";

/** An early sign by a definition from the literature: what it says of this patient, on what evidence, and what it lacks. */
export interface Flag {
  /** e.g. `hyperprogression/champiat-2017`, `pseudoprogression/irecist`, `dissociated/bernard-tessier-2020`. */
  readonly definition: string;
  readonly result: "yes" | "no" | "not-evaluable" | "undetermined";
  /** Stable code where the result is not-evaluable or undetermined; null otherwise. */
  readonly reason: string | null;
  /** The visit at which it is so; null where none is. */
  readonly visit: string | null;
  readonly date: string | null;
  /** The evidence in a sentence. */
  readonly text: string;
  readonly figures: RuleFigures;
  readonly citation: string;
  /** Inputs that the definition asks for and the case does not have. */
  readonly missing: readonly string[];
}
