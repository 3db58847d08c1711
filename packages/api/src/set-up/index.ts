export { amendment, amendTrial } from "./amend-trial.ts";
export { listStarts, type TrialStarts, trialStarts } from "./list-starts.ts";
export { type MadeTrial, makeTrial } from "./make-trial.ts";
export { type PlanOfTrial, planChange, planOfTrial, planQuery, readPlan } from "./read-plan.ts";
export {
  actOnSite,
  addSite,
  listSites,
  newSite,
  renameSite,
  type SitesOfTrial,
  siteAct,
  siteRename,
  sitesOfTrial,
} from "./sites.ts";
