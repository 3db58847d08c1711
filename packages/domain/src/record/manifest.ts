import { z } from "zod";
import { isoDay } from "../day.ts";
import { biradsRow, semanticRow } from "../lesion-reading/lesion-reading.ts";
import { vasariRow } from "../vasari.ts";
import { adverseEvent, biomarker, observation, outcome, treatment } from "./course.ts";
import { image, mask } from "./imaging.ts";
import { importedFeature, importedModel } from "./imported-feature.ts";
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
  importedFeatures: importedFeature,
  vasari: vasariRow,
  semanticReadings: semanticRow,
  biradsReadings: biradsRow,
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

/** A share of the subjects, drawn by HMAC of their keys under the seed: no order of rows, no clock decides. */
export const drawnShare = z.strictObject({
  share: z.number().gt(0).lt(1),
  seed: z.int().min(0),
  /** Within these the share is drawn: what must be alike in both parts. */
  strata: z.array(z.enum(["site", "arm", "sex"])).default([]),
  /** Also within the values of this endpoint (or event and none, for times). Only the import can do it: it holds the outcomes. */
  outcome: key.optional(),
});
export type DrawnShare = z.infer<typeof drawnShare>;

/**
 * A test set whose outcomes are sealed on arrival: subjects of the named arms or sites; or those whose index day is on
 * or after `from`; or a `drawn` share; or `everyone`. One of these rules a set.
 * After `indexDay` (days from treatment start) nothing of these subjects is visible to a modelling role.
 */
export const sealedSet = z.strictObject({
  id: key,
  arms: z.array(key).default([]),
  sites: z.array(key).default([]),
  /** A temporal set: an index day on or after this day (the day of `indexTime`, or of treatment start where there is no such scan). */
  from: isoDay.optional(),
  drawn: drawnShare.optional(),
  /** Every subject of the trial, for a study that only tests. */
  everyone: z.literal(true).optional(),
  endpoints: z.array(key).min(1),
  /** Days from treatment start up to which predictors may be seen; `first-on-treatment-scan` = the date of that scan. */
  indexTime: z.union([z.int(), z.literal("first-on-treatment-scan")]),
});
export type SealedSet = z.infer<typeof sealedSet>;

/** Whom a set seals, as it is kept: arms and sites always, the other rules where they stand. */
export const sealedRule = ({ arms, sites, from, drawn, everyone }: SealedSet): SealedRule => ({
  arms,
  sites,
  ...(from === undefined ? {} : { from }),
  ...(drawn === undefined ? {} : { drawn }),
  ...(everyone === undefined ? {} : { everyone }),
});
export type SealedRule = Pick<SealedSet, "arms" | "sites" | "from" | "drawn" | "everyone">;

/** `trial.yaml` (or `.json`): the one document that names everything an import brings. */
export const manifest = z.strictObject({
  schema: z.literal("nadir.trial-manifest/1"),
  trial,
  tables: z.partialRecord(z.enum(Object.keys(tableSchemas) as [TableName, ...TableName[]]), z.string().min(1)),
  valueRules: z.array(valueRule).default([]),
  /** What the people who prepared the files did to the source before this import, one sentence each, with counts. */
  preparation: z.array(z.strictObject({ rule: z.string().min(1), count: z.int().min(0) })).default([]),
  sealed: z.array(sealedSet).default([]),
  /** Models whose values the table `importedFeatures` holds. */
  models: z.array(importedModel).default([]),
});
export type Manifest = z.infer<typeof manifest>;
