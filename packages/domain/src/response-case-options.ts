import { z } from "zod";
import type { CriterionId } from "./record/vocabulary.ts";

/**
 * What a protocol may settle otherwise than the published criterion, by name (`docs/criteria/parameters.md`). Left out,
 * each parameter has its published value (`@nadir/response`, `publishedParameters`). Percentages and lengths are whole
 * numbers, so that every threshold stays exact.
 */
export const CRITERION_PARAMETERS_VERSION = "nadir.criterion-parameters/1";

const days = z.int().min(0).max(3650);
const response = {
  /** Days after treatment start from which stable disease counts as best response. */
  minSdDays: days.optional(),
  /** SD visits allowed between a response and its confirmation (A5). */
  acceptSdBetween: z.int().min(0).max(100).optional(),
  /** When a partial response is held until progression though the sum loosens (A4). */
  holdResponse: z.enum(["confirmed", "never", "always"]).optional(),
  /** Days between a response and the scan that confirms it. */
  responseConfirmationDays: days.optional(),
  /** Per cent below baseline that make a partial response. */
  responsePercent: z.int().min(1).max(100).optional(),
  /** Per cent over the reference that make progression. */
  progressionPercent: z.int().min(1).max(1000).optional(),
  /** What a sum with a missing lesion may still show: progression by the measured remainder, or nothing. */
  missingLesion: z.enum(["progression-by-remainder", "not-evaluable"]).optional(),
  /** Most target lesions; more is a finding, never a change of the response. */
  maxTargets: z.int().min(1).max(100).optional(),
  /** Longest time from the baseline scan to treatment start; beyond is a finding. */
  baselineWindowDays: days.optional(),
};
/** Which scan with the role `baseline` is the baseline, where there are several. */
const baseline = { baseline: z.enum(["last", "first"]).optional() };
const diameters = {
  ...response,
  ...baseline,
  /** Least growth over the nadir, mm, beside the per cent. */
  progressionAtLeastMm: z.int().min(0).max(100).optional(),
};
const perOrgan = { maxTargetsPerOrgan: z.int().min(1).max(100).optional() };
/** Days from a progression to the scan that confirms it or does not. */
const confirmation = { progressionConfirmationDays: days.optional() };
/** `ignored`: recorded doses change no response. */
const steroids = { steroids: z.enum(["as-published", "ignored"]).optional() };
const radiotherapy = { radiotherapyWindowDays: days.optional() };
const measure = { measure: z.enum(["2d", "volume"]).optional() };
/** Which scan is the baseline of a newly diagnosed patient. */
const afterRadiotherapy = { baseline: z.enum(["after-radiotherapy", "before-treatment"]).optional() };

export const criterionParameters = {
  "recist-1.1": z.strictObject({ ...diameters, ...perOrgan }),
  irecist: z.strictObject({
    ...diameters,
    ...perOrgan,
    ...confirmation,
    /** Days by which a scan may come before `progressionConfirmationDays` and still be read (A25). */
    earlyToleranceDays: days.optional(),
    /** Last day on which the confirming scan is due; a later one still confirms (A7). */
    confirmByDays: days.optional(),
    /** Growth since the iUPD, mm, that confirms it (A8). */
    confirmAtLeastMm: z.int().min(1).max(100).optional(),
  }),
  imrecist: z.strictObject({ ...diameters, ...perOrgan, ...confirmation }),
  irrecist: z.strictObject({ ...diameters, ...perOrgan, ...confirmation }),
  irrc: z.strictObject({ ...response, ...baseline, ...perOrgan, ...confirmation }),
  itrecist: z.strictObject(diameters),
  "rano-2010": z.strictObject({ ...response, ...baseline, ...steroids, ...radiotherapy }),
  mrano: z.strictObject({ ...response, ...afterRadiotherapy, ...confirmation, ...steroids, ...measure }),
  "rano-2.0": z.strictObject({
    ...response,
    ...afterRadiotherapy,
    ...confirmation,
    ...steroids,
    ...radiotherapy,
    ...measure,
    component: z.enum(["enhancing", "non-enhancing", "mixed"]).optional(),
    minorResponse: z.boolean().optional(),
    /** Per cent below baseline that make a minor response. */
    minorPercent: z.int().min(1).max(100).optional(),
    confirmPd: z.boolean().optional(),
    pdConfirmation: z.enum(["persistent", "further-growth"]).optional(),
  }),
  irano: z.strictObject({
    ...response,
    ...baseline,
    ...confirmation,
    ...steroids,
    /** Calendar months after the start of immunotherapy in which progression waits. */
    windowMonths: z.int().min(0).max(120).optional(),
  }),
  "rano-bm": z.strictObject({ ...diameters, ...steroids }),
} as const satisfies Record<CriterionId, z.ZodType>;
export type CriterionParameters = { [Id in CriterionId]: z.infer<(typeof criterionParameters)[Id]> };

export const hyperprogressionOptions = z.strictObject({ minIntervalDays: z.int().min(1).optional() });
export type HyperprogressionOptions = z.infer<typeof hyperprogressionOptions>;

export const pseudoprogressionOptions = z.strictObject({
  source: z.enum(["irecist", "rano-2.0", "mrano", "irano"]).optional(),
  /** The reader's word that anticancer treatment changed between the progression and the scan that did not confirm it. */
  treatmentChanged: z.boolean().optional(),
});
export type PseudoprogressionOptions = z.infer<typeof pseudoprogressionOptions>;

export const responseCaseOptions = z.strictObject({
  "recist-1.1": criterionParameters["recist-1.1"].optional(),
  irecist: criterionParameters.irecist.optional(),
  imrecist: criterionParameters.imrecist.optional(),
  irrecist: criterionParameters.irrecist.optional(),
  irrc: criterionParameters.irrc.optional(),
  itrecist: criterionParameters.itrecist.optional(),
  "rano-2010": criterionParameters["rano-2010"].optional(),
  mrano: criterionParameters.mrano.optional(),
  "rano-2.0": criterionParameters["rano-2.0"].optional(),
  irano: criterionParameters.irano.optional(),
  "rano-bm": criterionParameters["rano-bm"].optional(),
  hyperprogression: hyperprogressionOptions.optional(),
  dissociated: z.strictObject({}).optional(),
  abscopal: z.strictObject({}).optional(),
  pseudoprogression: pseudoprogressionOptions.optional(),
});
export type ResponseCaseOptions = z.infer<typeof responseCaseOptions>;
