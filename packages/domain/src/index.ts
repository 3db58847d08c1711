export { canonicalJson } from "./canonical-json.ts";
export * from "./day.ts";
export { hashOf, sha256Hex } from "./hash.ts";
export { type Problem, Refusal, refuse } from "./problem.ts";
export * from "./record/index.ts";
