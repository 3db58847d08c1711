import { type ChangeJudgement, Refusal, refuse } from "@nadir/domain";
import { z } from "zod";
import { nameOf } from "./vector.ts";

/**
 * The change of a feature that repeated measurement alone does not exceed in 95 of 100 cases (radiomics §11.1): as an
 * absolute difference, or as fractions of the baseline, downward (negative) and upward.
 */
const limit = z.union([
  z.strictObject({ absolute: z.number().nonnegative(), source: z.string().min(1) }),
  z.strictObject({
    relative: z.tuple([z.number().max(0), z.number().nonnegative()]).readonly(),
    source: z.string().min(1),
  }),
]);
export type RepeatabilityLimit = z.infer<typeof limit>;

/** By feature key, or by id for all its aggregations. */
export type RepeatabilityLimits = Readonly<Record<string, RepeatabilityLimit>>;

/** Limits from what a person wrote. Refuses `BAD_REPEATABILITY`, and `UNKNOWN_FEATURE` for a name that is none. */
export function parseRepeatability(input: unknown): RepeatabilityLimits {
  const parsed = z.record(z.string(), limit).safeParse(input);
  if (!parsed.success)
    throw new Refusal(
      parsed.error.issues.map(({ path, message }) => ({
        code: "BAD_REPEATABILITY",
        message: `Repeatability, ${path.join(".") || "the document"}: ${message}. Write {"relative": [down, up]} or {"absolute": limit}, and a source.`,
        where: { path: path.join(".") },
      })),
    );
  for (const name of Object.keys(parsed.data))
    if (!isFeatureName(name))
      refuse("UNKNOWN_FEATURE", `Repeatability names '${name}', which is no feature.`, { found: name });
  return parsed.data;
}

function isFeatureName(name: string): boolean {
  try {
    nameOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Published limits, each for the measurement that it was published for: the caller chooses. QIBA profiles:
 * FDG-PET/CT SUV (Kinahan et al., Radiology 2020;294:647), DWI (Shukla-Dave et al., JMRI 2019;49:e101), CT tumour
 * volume change in advanced disease (QIBA profile 2018, by the longest diameter of the lesion).
 */
export const QIBA_LIMITS = {
  "FDG SUVmax": { pet_suv_max: { relative: [-0.28, 0.39], source: "QIBA FDG-PET/CT SUV" } },
  "ADC brain": { adc_mean: { relative: [-0.11, 0.11], source: "QIBA DWI, brain" } },
  "ADC liver": { adc_mean: { relative: [-0.26, 0.26], source: "QIBA DWI, liver" } },
  "ADC breast": { adc_mean: { relative: [-0.13, 0.13], source: "QIBA DWI, breast" } },
  "ADC prostate": { adc_mean: { relative: [-0.47, 0.47], source: "QIBA DWI, prostate" } },
  "CT volume, 10–34 mm": { morph_volume: { relative: [-0.39, 0.39], source: "QIBA CT volume, 10–34 mm" } },
  "CT volume, 35–49 mm": { morph_volume: { relative: [-0.29, 0.29], source: "QIBA CT volume, 35–49 mm" } },
  "CT volume, 50–100 mm": { morph_volume: { relative: [-0.24, 0.24], source: "QIBA CT volume, 50–100 mm" } },
} as const satisfies Record<string, RepeatabilityLimits>;

/**
 * Whether a change is beyond repeatability. A change of just the limit is within it. Null where the change that the
 * limit speaks of is undefined.
 */
export function judge(absolute: number | null, relative: number | null, limit: RepeatabilityLimit): ChangeJudgement {
  const [change, down, up] =
    "absolute" in limit ? [absolute, -limit.absolute, limit.absolute] : [relative, ...limit.relative];
  const verdict = change === null ? null : change < down ? "decreased" : change > up ? "increased" : "within-noise";
  return { verdict, limit: [down, up], basis: "absolute" in limit ? "absolute" : "relative", source: limit.source };
}
