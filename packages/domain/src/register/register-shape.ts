import { z } from "zod";
import { REGISTRY_IDS } from "../protocol-purpose.ts";

const sentence = z.string().trim().min(1);
/** Where the founding reviews name it: `001` to `004`, with table or section. */
const named = z.string().regex(/^00[1-4]( |$)/);

/** A cohort of data that others have used: what it is, where it lies, and under which terms. */
export const dataSetEntry = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9-]+$/),
  title: sentence,
  disease: sentence,
  holds: sentence,
  /** Who keeps it; with the address, null where it is not public. */
  keeper: sentence,
  url: z.url({ protocol: /^https?$/ }).nullable(),
  /** The terms as the keeper states them, or where they are stated. */
  licence: sentence,
  /** How a subject of it is named, for `nadir link` (system `public-…`); null where there is no public name. */
  linkSystem: z
    .string()
    .regex(/^public-[a-z0-9.-]+$/)
    .nullable(),
  /** What it was used for in the studies that the founding reviews read. */
  usedFor: sentence,
  namedIn: z.array(named).min(1),
});
export type DataSetEntry = z.infer<typeof dataSetEntry>;

/** A trial that the founding reviews name, as a set-up to be imported: registry number, disease, arms' treatment, end-points. */
export const trialEntry = z
  .strictObject({
    id: z.string().regex(/^[A-Za-z0-9-]+$/),
    title: sentence,
    registry: z.enum(Object.keys(REGISTRY_IDS) as [string, ...string[]]),
    /** Null where no number is known here; `why` says so. */
    number: z.string().nullable(),
    /** Where the number was read: the founding review that prints it, or what else names trial and number together. */
    numberFrom: sentence.optional(),
    disease: sentence,
    treatment: sentence,
    /** Which criteria of this platform fit its disease. */
    criteria: z.array(z.enum(["recist-1.1", "irecist", "rano-2.0", "irano", "rano-2010"])).min(1),
    usedFor: sentence,
    why: sentence.optional(),
    namedIn: z.array(named).min(1),
  })
  .superRefine(({ registry, number, numberFrom, why }, context) => {
    if (number !== null && numberFrom === undefined)
      context.addIssue({ code: "custom", path: ["numberFrom"], message: "Say where the number was read." });
    if (number === null && why === undefined)
      context.addIssue({ code: "custom", path: ["why"], message: "Say why there is no number." });
    const { form, example } = REGISTRY_IDS[registry]!;
    if (number !== null && !form.test(number))
      context.addIssue({
        code: "custom",
        path: ["number"],
        message: `'${number}' is no identifier of ${registry}; it looks like ${example}.`,
      });
  });
export type TrialEntry = z.infer<typeof trialEntry>;

/** A guideline for how something is measured, with the paper that owns it. */
export const guidanceEntry = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  topic: sentence,
  citation: sentence,
  url: z.url({ protocol: /^https$/ }),
  /** What a protocol or a table should say when it uses such a measure. */
  hint: sentence,
  /** Codes of biomarkers that it concerns. */
  concerns: z.array(sentence).min(1),
});
export type GuidanceEntry = z.infer<typeof guidanceEntry>;
