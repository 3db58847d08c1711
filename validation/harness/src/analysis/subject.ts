import type { Exclusions, ProtocolDocument, ProtocolEndpoint, ProtocolGrouping } from "@nadir/domain";
import { refuse } from "@nadir/domain";
import type { OutcomeFacts } from "../cohort/facts.ts";
import type { PredictorRow } from "../cohort/predictors.ts";
import type { Prediction } from "../estimators/fit-model.ts";

/** A subject at analysis, after the opening: what was foretold and what became of it. */
export interface AnalysisSubject {
  readonly set: "training" | "test";
  readonly row: PredictorRow;
  readonly prediction: Prediction;
  readonly outcomes: readonly OutcomeFacts[];
}

export const endpointOf = (protocol: ProtocolDocument, id: string): ProtocolEndpoint =>
  protocol.endpoints.find((e) => e.id === id) ??
  refuse("PROTOCOL_INVALID", `The protocol defines no endpoint ${id}.`, { found: id });

export const groupingOf = (protocol: ProtocolDocument, id: string): ProtocolGrouping =>
  protocol.groupings.find((g) => g.id === id) ??
  refuse("PROTOCOL_INVALID", `The protocol defines no grouping ${id}.`, { found: id });

/** Whether the binary endpoint happened; null where the record does not say. A value outside the definition is refused. */
export function binaryOutcome(outcomes: readonly OutcomeFacts[], endpoint: ProtocolEndpoint): boolean | null {
  if (endpoint.type !== "binary") return refuse("PROTOCOL_INVALID", `${endpoint.id} is not binary.`);
  const { source } = endpoint;
  const value = outcomes.find((o) => o.endpoint === source.endpoint)?.value ?? null;
  if (value === null) return null;
  if (source.event.includes(value)) return true;
  if (source.nonEvent.includes(value)) return false;
  return refuse(
    "OUTCOME_UNDEFINED",
    `The record says '${value}' for ${source.endpoint}; the protocol defines ${[...source.event, ...source.nonEvent].map((v) => `'${v}'`).join(", ")}.`,
    { found: value },
  );
}

/** Whether the event was seen, for any endpoint; a time to event counts from the landmark. Null where it is not known. */
export function outcomeSeen(
  subject: Pick<AnalysisSubject, "row" | "outcomes">,
  endpoint: ProtocolEndpoint,
): boolean | null {
  if (endpoint.type === "binary") return binaryOutcome(subject.outcomes, endpoint);
  const found = afterLandmark(subject, endpoint);
  return typeof found === "string" ? null : found.event;
}

/** True: favourable. Null where a part of the rule has no value. */
export function isFavourable(row: PredictorRow, grouping: ProtocolGrouping): boolean | null {
  const values = grouping.parts.map((p) => ({ value: row.predictors[p.predictor]?.value ?? null, atMost: p.atMost }));
  return values.some((v) => v.value === null) ? null : values.every((v) => v.value! <= v.atMost);
}

/** Time and event after the landmark, or the column of `Exclusions` in which the subject is counted. */
export function afterLandmark(
  subject: Pick<AnalysisSubject, "row" | "outcomes">,
  endpoint: ProtocolEndpoint,
): { readonly time: number; readonly event: boolean } | keyof Exclusions {
  const found = subject.outcomes.find((o) => o.endpoint === endpoint.source.endpoint);
  if (subject.row.indexDay === null) return "notComputable";
  if (!found || found.timeDays === null || found.event === null) return "outcomeUnknown";
  const time = found.timeDays - subject.row.indexDay;
  if (time <= 0) return found.event ? "eventAtOrBeforeLandmark" : "censoredAtOrBeforeLandmark";
  return { time, event: found.event };
}

export const noExclusions = (): { -readonly [K in keyof Exclusions]: number } => ({
  notComputable: 0,
  outcomeUnknown: 0,
  eventAtOrBeforeLandmark: 0,
  censoredAtOrBeforeLandmark: 0,
});
