import type { FittedCandidate, FittedModel } from "./fitted-model.ts";

/** What scaling did, by predictor. */
export type Shift = Record<string, { centre: number; scale: number }>;

/** Medians and scaling of the steps; null where a formula on raw values does not exist. */
export function undoSteps(steps: FittedCandidate["steps"]): { medians: Record<string, number>; shift: Shift } | null {
  const medians: Record<string, number> = {};
  const shift: Shift = {};
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
  return { medians, shift };
}

/** Intercept and slopes on what the steps give; null where the model is no line. */
export function coefficientsOf(model: FittedModel): { intercept: number; slopes: readonly number[] } | null {
  if (
    model.kind === "elastic-net" ||
    model.kind === "logistic" ||
    model.kind === "linear" ||
    model.kind === "elastic-net-linear"
  )
    return { intercept: model.intercept, slopes: model.coefficients };
  if (model.kind === "cox-elastic-net") return { intercept: 0, slopes: model.coefficients };
  if (model.kind !== "linear-discriminant") return null;
  // The log odds of two classes are the difference of their discriminant functions.
  const { constants, weights } = model.model;
  return { intercept: constants[1]! - constants[0]!, slopes: weights[1]!.map((w, j) => w - weights[0]![j]!) };
}
