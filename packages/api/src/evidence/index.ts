export { type Evidence, evidence, evidenceQuery } from "./evidence-shape.ts";
export { type ImmuneEventTable, immuneEventTable } from "./immune-event-table.ts";
export { readEvidence } from "./read-evidence.ts";
export {
  immuneEventsQuery,
  readImmuneEvents,
  type TrialImmuneEvents,
  trialImmuneEvents,
} from "./read-immune-events.ts";
