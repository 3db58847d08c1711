import type { SplitSet } from "@nadir/domain";
import type { OutcomeFacts, SubjectFacts } from "./facts.ts";

/** A subject with the set in which the frozen split puts it, and what became of it where that is known. */
export interface SplitSubject {
  readonly facts: SubjectFacts;
  readonly outcomes: readonly OutcomeFacts[];
  readonly set: SplitSet;
}
