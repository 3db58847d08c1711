export { type Evidence, evidence, evidenceQuery } from "./evidence-shape.ts";
export { readEvidence } from "./read-evidence.ts";
export {
  immuneEventsQuery,
  readImmuneEvents,
  type TrialImmuneEvents,
  trialImmuneEvents,
} from "./read-immune-events.ts";
