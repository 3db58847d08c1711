import { z } from "zod";
import { isoDay } from "../day.ts";
import { criterionId, disease, key } from "./vocabulary.ts";

/** A criterion that the trial judges by. `parameters` are the named options of that criterion; empty = as published. */
export const trialCriterion = z.strictObject({
  id: criterionId,
  /** Exactly one criterion of a trial is primary: the one whose response stands first on the patient's page. */
  primary: z.boolean().default(false),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});
export type TrialCriterion = z.infer<typeof trialCriterion>;

export const site = z.strictObject({ id: key, name: z.string().min(1), country: z.string().optional() });
export type Site = z.infer<typeof site>;

export const arm = z.strictObject({ id: key, name: z.string().min(1), description: z.string().optional() });
export type Arm = z.infer<typeof arm>;

/** A planned visit: `day` counts from treatment start; the window is inclusive on both sides. */
export const plannedVisit = z.strictObject({
  id: key,
  day: z.int(),
  windowBefore: z.int().min(0).default(0),
  windowAfter: z.int().min(0).default(0),
});

/** Where bundled or public data came from. Shown wherever the data is shown. */
export const dataProvenance = z.strictObject({
  origin: z.string().min(1),
  licence: z.string().min(1),
  citation: z.string().min(1),
  /** One sentence a reader must see beside the data, e.g. what was simulated or how days became dates. */
  notice: z.string().optional(),
});
export type DataProvenance = z.infer<typeof dataProvenance>;

export const trial = z.strictObject({
  id: key,
  title: z.string().min(1),
  disease,
  /** `calendar`: dates are real days. `offset`: the source gives only days; day 0 was laid on `dayZero`, screens show day numbers. */
  dates: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("calendar") }),
      z.strictObject({ kind: z.literal("offset"), dayZero: isoDay, note: z.string().min(1) }),
    ])
    .default({ kind: "calendar" }),
  setting: z.enum(["newly-diagnosed", "recurrent"]).optional(),
  criteria: z.array(trialCriterion).min(1),
  sites: z.array(site).min(1),
  arms: z.array(arm).min(1),
  schedule: z.array(plannedVisit).default([]),
  provenance: dataProvenance.optional(),
});
export type Trial = z.infer<typeof trial>;
