import { type DevelopmentPlan, hashOf, type Signature, signature } from "@nadir/domain";
import type { FittedCandidate } from "./fit-candidate.ts";

/**
 * A fitted elastic net as a signature file, where its steps only fill gaps, scale and keep: a linear formula with a logit link.
 * Null for every other candidate, whose formula has no such form.
 */
export function asSignature(
  { model, steps, name, predictors }: FittedCandidate,
  plan: DevelopmentPlan,
  training: { readonly subjects: readonly string[] },
): Signature | null {
  if (model.kind !== "elastic-net") return null;
  const medians: Record<string, number> = {};
  const shift: Record<string, { centre: number; scale: number }> = {};
  for (const step of steps) {
    if (step.kind === "combat") return null;
    // A gap that is filled after scaling would be filled with a scaled value.
    if (step.kind === "impute" && Object.keys(shift).length > 0) return null;
    if (step.kind === "impute") Object.assign(medians, step.values);
    if (step.kind === "scale")
      for (const [p, centre] of Object.entries(step.centre)) {
        if (shift[p]) return null;
        shift[p] = { centre, scale: step.scale[p]! };
      }
  }
  const used = predictors.flatMap((column, j) =>
    model.coefficients[j] ? [{ column, coefficient: model.coefficients[j]! }] : [],
  );
  if (used.length === 0) return null;
  const called = (k: number): string => `x${k + 1}`;
  return signature.parse({
    schema: "nadir.signature/1",
    id: "fitted",
    version: "1",
    title: `${plan.id}: ${name}`,
    predicts: `${plan.outcome} = ${plan.positive}`,
    higherMeans: "more likely",
    intendedUse: "Research: to be validated under a locked protocol before any use",
    limits: ["Developed, not validated: its performance in other patients is not known."],
    origin: {
      kind: "fitted",
      how: `Elastic net of plan ${plan.id} (${hashOf(plan)}), candidate ${name}, on all subjects`,
      trainingSubjectsHash: hashOf([...training.subjects].sort()),
      subjects: training.subjects.length,
    },
    inputs: used.map(({ column }, k) => ({
      from: "value",
      name: called(k),
      label: column,
      unit: "1",
      column,
      ...(medians[column] === undefined ? {} : { missing: { value: medians[column], origin: "median of training" } }),
    })),
    form: {
      kind: "linear",
      link: "logit",
      intercept: model.intercept,
      terms: used.map(({ column, coefficient }, k) => ({ input: called(k), coefficient, ...shift[column] })),
    },
  });
}
