import { z } from "zod";
import { immuneEventTarget } from "./immune-event-target.ts";
import { signature } from "./signature.ts";

/**
 * The card of a model, `nadir.model-card/1`: the signature whole, on what it was fitted, and what is known of it at each level
 * of validation. Nothing of it makes the model more than research: only a passed locked protocol of the installation does.
 */

const text = z.string().trim().min(1);
const finite = z.number();
const share = z.number().gt(0).lt(1);

/** A figure of performance. `level` in the order of TRIPOD: on the training data themselves, resampled, other times, other places. */
const performance = z
  .strictObject({
    level: z.enum(["apparent", "internal", "temporal", "external"]),
    /** The patients, e.g. `two hospitals, 2019 to 2021`. */
    on: text,
    subjects: z.int().min(1),
    measure: text,
    value: finite,
    lower: finite.optional(),
    upper: finite.optional(),
    /** Where the figure is printed, or how it came about. */
    source: text,
  })
  .refine((p) => (p.lower === undefined) === (p.upper === undefined), "give both limits of an interval, or none")
  .refine(
    (p) => p.lower === undefined || (p.lower <= p.value && p.value <= p.upper!),
    "the value lies between its limits",
  );

export const modelCard = z
  .strictObject({
    schema: z.literal("nadir.model-card/1"),
    signature,
    /** At which moment it speaks: once before treatment, or at every visit with an increase. */
    speaks: z.enum(["before-treatment", "at-increase"]),
    /** Where it foretells an immune-related event: which. Its score then stands with the patient's events. */
    immuneEvent: immuneEventTarget.optional(),
    trainingData: text,
    performance: z.array(performance).default([]),
    /** Where it was validated: calibration in the large and slope. */
    calibration: z
      .strictObject({ on: text, subjects: z.int().min(1), intercept: finite, slope: finite, source: text })
      .optional(),
    /** Conformal interval of the score: score ± half width covers the share `level` of patients like those it was calibrated on. */
    interval: z
      .strictObject({ level: share, halfWidth: z.number().gt(0), calibrationSubjects: z.int().min(1), source: text })
      .optional(),
    /** Training patients by the numbers of the signature, for likeness; a tag is no key of a record. */
    neighbours: z
      .array(z.strictObject({ tag: text, values: z.record(z.string(), finite), outcome: text }))
      .min(3)
      .optional(),
    limits: z.array(text).default([]),
  })
  .superRefine((card, context) => {
    if (card.signature.form.kind === "onnx")
      context.addIssue({
        code: "custom",
        path: ["signature", "form"],
        message:
          "a card holds its model whole, and an ONNX model is a file beside it; score patients with `nadir score`, and lodge predictions for a locked protocol",
      });
    if (card.immuneEvent && card.speaks !== "before-treatment")
      context.addIssue({
        code: "custom",
        path: ["speaks"],
        message:
          "a model of an immune-related event speaks before treatment: its days count from the start of immunotherapy",
      });
    const names = new Set(card.signature.inputs.filter((i) => i.from !== "word").map((i) => i.name));
    card.neighbours?.forEach(({ values }, i) => {
      for (const name of Object.keys(values))
        if (!names.has(name))
          context.addIssue({
            code: "custom",
            path: ["neighbours", i, "values", name],
            message: `'${name}' is no number of the signature`,
          });
      if (
        i > 0 &&
        Object.keys(values).sort().join() !==
          Object.keys(card.neighbours?.[0]?.values ?? {})
            .sort()
            .join()
      )
        context.addIssue({
          code: "custom",
          path: ["neighbours", i, "values"],
          message: "every patient has the same numbers",
        });
    });
  });
export type ModelCard = z.infer<typeof modelCard>;
