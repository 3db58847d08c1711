export { type DevelopmentMade, type DevelopmentRequest, runDevelopment } from "./run-development.ts";
export { runMonitoring } from "./run-monitoring.ts";
