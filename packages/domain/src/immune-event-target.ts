import { z } from "zod";

/** Organs of immune-related events; which CTCAE terms are whose stands in `packages/risk/src/clinical/immune-events.ts`. */
export const immuneOrgan = z.enum([
  "bowel",
  "liver",
  "pituitary",
  "thyroid",
  "adrenal",
  "pancreas",
  "lung",
  "joints",
  "heart",
  "nerves",
  "kidney",
  "eye",
  "skin",
  "blood",
  "infusion",
]);
export type ImmuneOrganId = z.infer<typeof immuneOrgan>;

/** The immune-related event that a model foretells: of this organ, at this CTCAE grade or above, within these days of immunotherapy. */
export const immuneEventTarget = z.strictObject({
  organ: immuneOrgan,
  leastGrade: z.int().min(1).max(5),
  withinDays: z.int().min(1).max(3650),
});
export type ImmuneEventTarget = z.infer<typeof immuneEventTarget>;
