import { addDays, type ProtocolEndpoint } from "@nadir/domain";
import { binaryOutcome } from "../analysis/subject.ts";
import type { OutcomeFacts } from "../cohort/facts.ts";
import type { TrainingRow } from "../cohort/training-view.ts";
import type { PlacedSubject } from "./input.ts";

/** A development subject as models are fitted on it: predictors, and what became of it. */
export function trainingRow(
  { row, tag, facts, indexDate: date }: PlacedSubject,
  outcomes: readonly OutcomeFacts[],
  endpoint: ProtocolEndpoint,
): TrainingRow {
  const timed = outcomes.find((o) => o.endpoint === endpoint.source.endpoint)?.timeDays ?? null;
  return {
    ...row,
    tag,
    indexDate: date,
    event: binaryOutcome(outcomes, endpoint),
    outcomeKnownOn:
      timed === null || facts.treatmentStart === null ? null : addDays(facts.treatmentStart, Math.ceil(timed)),
  };
}
