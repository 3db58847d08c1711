export * from "./trial-template.ts";
export { TRIAL_TEMPLATES } from "./trial-templates.ts";
