import { criterionId, sex } from "@nadir/domain";
import { z } from "zod";

const waiting = z.object({ criterion: criterionId, visit: z.string(), date: z.string(), label: z.string() });

export const subjectRow = z.object({
  key: z.string(),
  site: z.string().nullable(),
  arm: z.string().nullable(),
  sex: sex.nullable(),
  ageYears: z.number().nullable(),
  treatmentStart: z.string().nullable(),
  visits: z.int(),
  lastVisit: z.string().nullable(),
  targets: z.int(),
  images: z.int(),
  simulated: z.boolean(),
  /** Smallest change of the burden from baseline up to progression, per cent, under the primary criterion. */
  bestChange: z.number().nullable(),
  best: z.string().nullable(),
  last: z.string().nullable(),
  progression: z.string().nullable(),
  /** A progression that awaits its confirming scan, under the first criterion where one does. */
  waiting: waiting.nullable(),
  /** Definitions with a positive flag. */
  flags: z.array(z.string()),
});
export type SubjectRow = z.infer<typeof subjectRow>;
