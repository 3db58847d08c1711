import { z } from "zod";
import { adverseEvent, biomarker, observation, outcome, treatment } from "./course.ts";
import { image, mask } from "./imaging.ts";
import { lesion, measurement, nonTargetAssessment } from "./lesion.ts";
import { subject, visit } from "./subject.ts";
import { trial } from "./trial.ts";
import { key } from "./vocabulary.ts";

/** The CSV tables beside a manifest, by name, with the schema of a row. Columns are the schema's field names. */
export const tableSchemas = {
  subjects: subject,
  visits: visit,
  lesions: lesion,
  measurements: measurement,
  nonTarget: nonTargetAssessment,
  observations: observation,
  biomarkers: biomarker,
  treatments: treatment,
  adverseEvents: adverseEvent,
  outcomes: outcome,
  images: image,
  masks: mask,
} as const;
export type TableName = keyof typeof tableSchemas;

/**
 * A written rule for awkward values of a table's column: each cell equal to `is` (after trimming, case ignored)
 * becomes the fields in `becomes`; how often each rule was used is counted and shown.
 */
export const valueRule = z.strictObject({
  id: key,
  table: z.enum(["measurements", "observations", "biomarkers", "outcomes"]),
  column: z.string().min(1),
  is: z.string(),
  becomes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  reason: z.string().min(1),
});

/**
 * A test set whose outcomes are sealed on arrival: subjects of the named arms or sites.
 * After `indexDay` (days from treatment start) nothing of these subjects is visible to a modelling role.
 */
export const sealedSet = z.strictObject({
  id: key,
  arms: z.array(key).default([]),
  sites: z.array(key).default([]),
  endpoints: z.array(key).min(1),
  /** Days from treatment start up to which predictors may be seen; `first-on-treatment-scan` = the date of that scan. */
  indexTime: z.union([z.int(), z.literal("first-on-treatment-scan")]),
});
export type SealedSet = z.infer<typeof sealedSet>;

/** `trial.yaml` (or `.json`): the one document that names everything an import brings. */
export const manifest = z.strictObject({
  schema: z.literal("nadir.trial-manifest/1"),
  trial,
  tables: z.partialRecord(z.enum(Object.keys(tableSchemas) as [TableName, ...TableName[]]), z.string().min(1)),
  valueRules: z.array(valueRule).default([]),
  /** What the people who prepared the files did to the source before this import, one sentence each, with counts. */
  preparation: z.array(z.strictObject({ rule: z.string().min(1), count: z.int().min(0) })).default([]),
  sealed: z.array(sealedSet).default([]),
});
export type Manifest = z.infer<typeof manifest>;
