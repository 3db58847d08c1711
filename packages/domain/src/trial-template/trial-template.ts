import { z } from "zod";
import { type ReadingCharter, readingCharter } from "../read-document.ts";
import type { Manifest } from "../record/manifest.ts";
import { trial } from "../record/trial.ts";
import { key } from "../record/vocabulary.ts";

const sentence = z.string().trim().min(1);

/** What a template takes from where, e.g. `imaging protocol` from a consensus paper. */
const templateSource = z.strictObject({
  what: sentence,
  citation: sentence,
  doi: z
    .string()
    .regex(/^10\.\d{4,9}\/\S+$/)
    .optional(),
});

/**
 * How trials of a kind are usually set up: criteria, visits with their windows, imaging protocol and reading charter, each
 * with its source. What no source fixes stands in `chosen`, and all of it is changed to what the protocol of the trial says.
 */
export const trialTemplate = z.strictObject({
  id: key,
  title: sentence,
  /** For which trials, in a sentence. */
  summary: sentence,
  sources: z.array(templateSource).min(1),
  /** What the template chose where its sources leave it open. */
  chosen: z.array(sentence),
  trial: trial.pick({
    disease: true,
    tumourTypes: true,
    setting: true,
    criteria: true,
    schedule: true,
    deltaWindow: true,
    imagingProtocol: true,
  }),
  charter: readingCharter,
});
export type TrialTemplate = z.infer<typeof trialTemplate>;

/** A trial as it is to be made: the manifest's trial, without patients, and how its scans are read (null: not opened yet). */
export const trialSetUp = z.strictObject({ trial, charter: readingCharter.nullable() });
export type TrialSetUp = z.infer<typeof trialSetUp>;

type Named = Pick<Manifest["trial"], "id" | "title" | "sites" | "arms">;

/** A trial of a template, under its own name, with its sites and arms. */
export const setUpOfTemplate = (
  template: { readonly trial: TrialTemplate["trial"]; readonly charter: ReadingCharter | null },
  { id, title, sites, arms }: Named,
): TrialSetUp => ({
  trial: { ...template.trial, id, title, sites, arms, dates: { kind: "calendar" } },
  charter: template.charter,
});

/** The manifest of a trial that has no patients yet: what `nadir import` makes the trial from. */
export const manifestOfTrial = (of: Manifest["trial"]): Manifest => ({
  schema: "nadir.trial-manifest/1",
  trial: of,
  tables: {},
  valueRules: [],
  preparation: [],
  sealed: [],
  models: [],
});
