export { annotateDraw, type Drawn, drawFor, tellArm, unblind } from "./draws.ts";
export { setUpPlan, signPlan, simulateOnRecord } from "./plans.ts";
export { exportOf, readStrata, strataExport } from "./read-strata.ts";
export { lodgeRule, parseRule } from "./rules.ts";
export {
  planBehaviour,
  planWish,
  type StrataDraw,
  type StrataPlan,
  type StrataSubject,
  type TrialStrata,
  trialStrata,
} from "./strata-shape.ts";
