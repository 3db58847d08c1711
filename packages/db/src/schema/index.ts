/** The tables, one file a subject. */
export * from "./audit.ts";
export * from "./board.ts";
export * from "./derived.ts";
export * from "./identity.ts";
export * from "./opening.ts";
export * from "./record-course.ts";
export * from "./record-entry.ts";
export * from "./record-imaging.ts";
export * from "./record-reads.ts";
export * from "./record-trial.ts";
export * from "./schemas.ts";
export * from "./sealed.ts";
export * from "./validation.ts";
