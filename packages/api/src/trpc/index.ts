export type { Context } from "./init.ts";
export { createCallerFactory } from "./init.ts";
export { sentenceOf } from "./input-problems.ts";
export type { JobPort } from "./job-port.ts";
export { type AppRouter, appRouter } from "./root.ts";
