import { criterionId, key, trial as trialDocument } from "@nadir/domain";
import { z } from "zod";

export const BEST = ["confirmed", "unconfirmed"] as const;

/** What every view of the cohort can be narrowed to. */
export const cohortQuery = z.object({
  trial: key,
  /** Left out: the trial's primary criterion. Only criteria whose responses are stored, the trial's own. */
  criterion: criterionId.optional(),
  best: z.enum(BEST).default("confirmed"),
  /** Names. */
  arm: z.string().max(200).optional(),
  site: z.string().max(200).optional(),
  /** Only these subjects. */
  only: z.array(z.string().max(64)).max(500).optional(),
});
export type CohortQuery = z.infer<typeof cohortQuery>;

const time = z.object({ days: z.int(), event: z.boolean(), rule: z.string() });
export type CohortTime = z.infer<typeof time>;

export const cohortPatient = z.object({
  subject: z.string(),
  site: z.string(),
  arm: z.string(),
  /** Best overall response, confirmed or not as asked. */
  best: z.string(),
  /** Lowest change of the burden from baseline up to progression, per cent; null where nothing until then was measured whole. */
  bestChange: z.number().nullable(),
  /** Why there is no change; null where there is one. */
  noChange: z.string().nullable(),
  /** The burden at baseline, in the criterion's unit. */
  baseline: z.number().nullable(),
  simulated: z.boolean(),
  /** Visits after baseline: days from the baseline scan and from treatment start. */
  visits: z.array(
    z.object({
      visit: z.string(),
      day: z.int(),
      dayOfTreatment: z.int().nullable(),
      overall: z.string(),
      changePercent: z.number().nullable(),
      newLesions: z.boolean(),
      /** The lowest burden of the whole course, progression or not. */
      nadir: z.boolean(),
    }),
  ),
  /** Days from treatment start; `to` is null while it goes on. */
  treatments: z.array(z.object({ kind: z.string(), name: z.string(), from: z.int(), to: z.int().nullable() })),
  /** Days from treatment start; null where the record has no start, or no such day. */
  end: z.int().nullable(),
  death: z.int().nullable(),
  progression: z.int().nullable(),
  pfs: time.nullable(),
  os: time.nullable(),
});
export type CohortPatient = z.infer<typeof cohortPatient>;

/** With exact limits, 95 %; null of nobody. */
const share = z.object({ count: z.int(), estimate: z.number(), lower: z.number(), upper: z.number() }).nullable();

export const responseRow = z.object({
  criterion: criterionId,
  /** Null: all arms together. */
  arm: z.string().nullable(),
  patients: z.int(),
  categories: z.array(z.object({ category: z.string(), patients: z.int() })),
  objectiveResponse: share,
  diseaseControl: share,
});
export type ResponseRow = z.infer<typeof responseRow>;

const choice = z.object({ value: z.string(), patients: z.int() });

/** What stands above every view: the trial, who is asked about, who is not in it and why. */
export const cohortHead = z.object({
  trial: z.object({ key: z.string(), title: z.string(), dates: trialDocument.shape.dates }),
  /** Criteria whose responses are stored, the primary first. */
  criteria: z.array(criterionId),
  criterion: criterionId,
  /** The criterion with what the trial changed of it. */
  name: z.string(),
  best: z.enum(BEST),
  unit: z.enum(["mm", "mm2", "mm3"]),
  /** Change from baseline that makes a response, growth from nadir that makes a progression; per cent. */
  thresholds: z.object({ response: z.number().nullable(), progression: z.number().nullable() }),
  arms: z.array(choice),
  sites: z.array(choice),
  /** Subjects with no stored response that this person may see. */
  withheld: z.int(),
  /** Subjects with responses under another criterion, but not under this one. */
  notAssessed: z.int(),
  simulated: z.int(),
});

export const cohortResponses = cohortHead.extend({
  patients: z.array(cohortPatient),
  table: z.array(responseRow),
});
export type CohortResponses = z.infer<typeof cohortResponses>;
