import { z } from "zod";
import { isoDay } from "./day.ts";
import { key } from "./record/vocabulary.ts";
import { signature } from "./signature.ts";

/**
 * A model that was developed and frozen elsewhere (rule book validation §3.4). The platform cannot prove on whom it was
 * fitted; somebody attests it by name, and whatever is said of the training subjects is compared with the test set.
 */

const sentence = z.string().trim().min(1);

export const attestation = z.strictObject({
  /** The team that developed the model, and the one that tests it here. */
  developedBy: sentence,
  testedBy: sentence,
  /** Who attests that the model was frozen, with the institute. */
  attestedBy: sentence,
  /** From this day on the model was not changed. */
  frozenOn: isoDay,
  statement: sentence,
  trainedOn: z.strictObject({
    description: sentence,
    /** How many subjects; null where it is not known. */
    subjects: z.int().min(1).nullable(),
    /**
     * Every training subject: its tag (as `nadir link` writes them) or `STUDY/KEY`. Left out: not known, which the report
     * says and no check can pass.
     */
    subjectList: z.array(sentence).min(1).optional(),
    /** Public collections that training drew on, as the population of a protocol names them. */
    publicCollections: z.array(sentence),
    /** Sites where training subjects were seen, by their keys in the record; empty where none is known. */
    sites: z.array(key),
  }),
});
export type Attestation = z.infer<typeof attestation>;

const imported = {
  endpoint: key,
  attestation,
  whyThisModel: sentence,
};

/** What the number is. A score orders subjects and is no probability: calibration and net benefit do not apply to it. */
const importedOutput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("probability") }),
  z.strictObject({ kind: z.literal("risk-by-horizon"), horizonDays: z.int().min(1) }),
  z.strictObject({ kind: z.literal("score"), larger: z.enum(["event more likely", "event less likely"]) }),
]);
export type ImportedOutput = z.infer<typeof importedOutput>;

/** From which predictor of the protocol an input of the signature comes; a word by a table from the predictor's number. */
const binding = z.strictObject({
  input: sentence,
  predictor: key,
  words: z
    .array(z.strictObject({ value: z.number(), word: sentence }))
    .min(1)
    .optional(),
});

/** A signature file (`nadir.signature/1`), whole, applied by the platform to the protocol's predictors. */
export const importedSignatureModel = z.strictObject({
  ...imported,
  type: z.literal("imported-signature"),
  predictors: z.array(key).min(1),
  signature,
  inputs: z.array(binding).min(1),
  output: importedOutput,
});
export type ImportedSignatureModel = z.infer<typeof importedSignatureModel>;

/** Predictions that were made elsewhere and are lodged before the opening, one for every test subject. */
export const importedPredictionsModel = z.strictObject({
  ...imported,
  type: z.literal("imported-predictions"),
  predictors: z.array(key).max(0),
  name: sentence,
  version: sentence,
  /** SHA-256 of the model's file, where its makers give it. */
  modelSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Whether the model reads images: the checklists on imaging ask. */
  readsImages: z.boolean(),
  /** From what, by what procedure, the predictions are computed. */
  procedure: sentence,
  output: importedOutput,
});
export type ImportedPredictionsModel = z.infer<typeof importedPredictionsModel>;

const DAYS = { days: 1, months: 365.25 / 12, years: 365.25 } as const;

/** The entry of a signature's baseline survival that stands for a day after the index time, to within half a day. */
export function baselineAt(
  baseline: { readonly timeUnit: keyof typeof DAYS; readonly survival: readonly { readonly time: number }[] },
  horizonDays: number,
): number {
  return baseline.survival.findIndex(({ time }) => Math.abs(time * DAYS[baseline.timeUnit] - horizonDays) <= 0.5);
}
