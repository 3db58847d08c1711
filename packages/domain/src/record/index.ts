export * from "./course.ts";
export * from "./imaging.ts";
export * from "./lesion.ts";
export * from "./manifest.ts";
export * from "./people.ts";
export * from "./subject.ts";
export * from "./trial.ts";
export * from "./vocabulary.ts";
