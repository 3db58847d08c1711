import { addDays, type ProtocolEndpoint } from "@nadir/domain";
import { afterLandmark, binaryOutcome } from "../analysis/subject.ts";
import type { OutcomeFacts } from "../cohort/facts.ts";
import type { TrainingRow } from "../cohort/training-view.ts";
import type { PlacedSubject } from "./input.ts";

/** A development subject as models are fitted on it: predictors, and what became of it. */
export function trainingRow(
  { row, tag, facts, indexDate: date }: PlacedSubject,
  outcomes: readonly OutcomeFacts[],
  endpoint: ProtocolEndpoint,
): TrainingRow {
  const followed = endpoint.type === "time-to-event" ? afterLandmark({ row, outcomes }, endpoint) : null;
  const followUp = followed === null || typeof followed === "string" ? null : followed;
  const timed = outcomes.find((o) => o.endpoint === endpoint.source.endpoint)?.timeDays ?? null;
  return {
    ...row,
    tag,
    indexDate: date,
    ...(endpoint.type === "binary"
      ? { event: binaryOutcome(outcomes, endpoint) }
      : { event: followUp?.event ?? null, followUp }),
    outcomeKnownOn:
      timed === null || facts.treatmentStart === null ? null : addDays(facts.treatmentStart, Math.ceil(timed)),
  };
}
