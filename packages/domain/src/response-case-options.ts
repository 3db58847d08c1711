import { z } from "zod";

/** What a protocol may settle otherwise than the published criterion (`response-criteria.md` §2), keyed by criterion. */

const common = {
  /** Days after treatment start from which stable disease counts as best response. Default 42; RANO family 0. */
  minSdDays: z.int().min(0).optional(),
  /** SD visits allowed between a response and its confirmation. Default 1 (A5). */
  acceptSdBetween: z.int().min(0).optional(),
  /** When a partial response is held until progression though the sum loosens (A4). */
  holdResponse: z.enum(["confirmed", "never", "always"]).optional(),
};
export const criterionOptions = z.strictObject(common);
export type CriterionOptions = z.infer<typeof criterionOptions>;

export const irecistOptions = z.strictObject({ ...common, earlyToleranceDays: z.int().min(0).optional() });
export type IrecistOptions = z.infer<typeof irecistOptions>;

export const rano20Options = z.strictObject({
  ...common,
  measure: z.enum(["2d", "volume"]).optional(),
  component: z.enum(["enhancing", "non-enhancing", "mixed"]).optional(),
  minorResponse: z.boolean().optional(),
  confirmPd: z.boolean().optional(),
  pdConfirmation: z.enum(["persistent", "further-growth"]).optional(),
});
export type Rano20Options = z.infer<typeof rano20Options>;

export const mranoOptions = z.strictObject({ ...common, measure: z.enum(["2d", "volume"]).optional() });
export type MranoOptions = z.infer<typeof mranoOptions>;

export const hyperprogressionOptions = z.strictObject({ minIntervalDays: z.int().min(1).optional() });
export type HyperprogressionOptions = z.infer<typeof hyperprogressionOptions>;

export const pseudoprogressionOptions = z.strictObject({
  source: z.enum(["irecist", "rano-2.0", "mrano", "irano"]).optional(),
  /** The reader's word that anticancer treatment changed between the progression and the scan that did not confirm it. */
  treatmentChanged: z.boolean().optional(),
});
export type PseudoprogressionOptions = z.infer<typeof pseudoprogressionOptions>;

export const responseCaseOptions = z.strictObject({
  "recist-1.1": criterionOptions.optional(),
  irecist: irecistOptions.optional(),
  imrecist: criterionOptions.optional(),
  irrecist: criterionOptions.optional(),
  irrc: criterionOptions.optional(),
  itrecist: criterionOptions.optional(),
  "rano-2010": criterionOptions.optional(),
  mrano: mranoOptions.optional(),
  "rano-2.0": rano20Options.optional(),
  irano: criterionOptions.optional(),
  "rano-bm": criterionOptions.optional(),
  hyperprogression: hyperprogressionOptions.optional(),
  dissociated: z.strictObject({}).optional(),
  abscopal: z.strictObject({}).optional(),
  pseudoprogression: pseudoprogressionOptions.optional(),
});
export type ResponseCaseOptions = z.infer<typeof responseCaseOptions>;
