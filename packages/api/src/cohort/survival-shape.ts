import { z } from "zod";
import { curveSteps, medianTime } from "../responses/curve-shape.ts";
import { featureQuery } from "./feature-shape.ts";

export const ENDPOINTS = ["pfs", "os"] as const;
export const GROUPINGS = ["all", "arm", "site", "marker", "feature", "selection"] as const;

export const survivalQuery = featureQuery.extend({
  endpoint: z.enum(ENDPOINTS).default("pfs"),
  by: z.enum(GROUPINGS).default("all"),
  /** Code of a numeric biomarker; left out, the first there is. */
  marker: z.string().max(100).optional(),
  /** For `selection`: these against the others. */
  selection: z.array(z.string().max(64)).max(500).default([]),
});
export type SurvivalQuery = z.input<typeof survivalQuery>;

export const cohortSurvival = z.object({
  endpoint: z.enum(ENDPOINTS),
  by: z.enum(GROUPINGS),
  /** Codes of the numeric biomarkers of the trial. */
  markers: z.array(z.string()),
  marker: z.string().nullable(),
  /** What the groups are of, in words. */
  grouping: z.string(),
  groups: z.array(
    z.object({
      label: z.string(),
      n: z.int(),
      events: z.int(),
      steps: curveSteps,
      median: medianTime,
    }),
  ),
  /** Null where no test is made or none is possible; `noTest` says why. */
  logRank: z.object({ chiSquare: z.number(), df: z.int(), p: z.number() }).nullable(),
  noTest: z.string().nullable(),
  /** One a patient counted. */
  patients: z.array(
    z.object({ subject: z.string(), group: z.string(), days: z.int(), event: z.boolean(), rule: z.string() }),
  ),
  /** Patients without a group (no value) or without a time. */
  leftOut: z.int(),
  /** Patients of sealed sets who take no part, where the groups rest on a marker or feature. */
  sealed: z.int(),
  /** Patients in the curves whose overall survival the source entered: the curves rest on recorded deaths instead. 0 of another endpoint. */
  enteredSurvival: z.int(),
  simulated: z.int(),
});
export type CohortSurvival = z.infer<typeof cohortSurvival>;
