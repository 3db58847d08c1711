export { readWork } from "./read-work.ts";
export {
  type Mover,
  type TrialWork,
  trialWork,
  type WorkItem,
  type WorkKind,
  workItem,
  workQuery,
} from "./work-item.ts";
