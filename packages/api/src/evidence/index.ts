export { type Evidence, evidence } from "./evidence-shape.ts";
export { readEvidence } from "./read-evidence.ts";
