import { z } from "zod";

/**
 * Fitted models that are no formula: forests, boosted trees, support vectors, naive Bayes, nearest neighbours, perceptrons. Everything
 * that is computed from stands in the file as numbers.
 */

const finite = z.number();
const place = z.int().min(0);

/** A leaf with its value, or a fork: left where the column is below the limit. Columns count from 0. */
export type SplitTree =
  | { readonly value: number }
  | { readonly column: number; readonly limit: number; readonly left: SplitTree; readonly right: SplitTree };
const splitTree: z.ZodType<SplitTree> = z.lazy(() =>
  z.union([
    z.strictObject({ value: finite }),
    z.strictObject({ column: place, limit: finite, left: splitTree, right: splitTree }),
  ]),
);

/** As `SplitTree`; a leaf has a cumulative hazard: its value from each time on, 0 before the first. */
export type HazardTree =
  | { readonly times: readonly number[]; readonly hazard: readonly number[] }
  | { readonly column: number; readonly limit: number; readonly left: HazardTree; readonly right: HazardTree };
const hazardTree: z.ZodType<HazardTree> = z.lazy(() =>
  z.union([
    z.strictObject({ times: z.array(finite), hazard: z.array(finite) }),
    z.strictObject({ column: place, limit: finite, left: hazardTree, right: hazardTree }),
  ]),
);

/** A number of each class by column; the class without the outcome first. */
const byClass = z.tuple([z.array(finite), z.array(finite)]);

const machineModel = z.discriminatedUnion("kind", [
  /** Probability: mean of the trees' values. */
  z.strictObject({ kind: z.literal("random-forest"), trees: z.array(splitTree).min(1) }),
  /** Log odds: `start` + sum of the trees' values. */
  z.strictObject({ kind: z.literal("gradient-boosting"), start: finite, trees: z.array(splitTree) }),
  /** Decision: `bias` + sum of weight × kernel; probability by the sigmoid of it. Supports are values of training subjects. */
  z.strictObject({
    kind: z.literal("support-vectors"),
    kernel: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("linear") }),
      z.strictObject({ kind: z.literal("radial"), gamma: z.number().gt(0) }),
    ]),
    supports: z.array(z.array(finite)).min(1),
    weights: z.array(finite),
    bias: finite,
    sigmoid: z.strictObject({ intercept: finite, slope: finite }),
  }),
  z.strictObject({
    kind: z.literal("naive-bayes"),
    priors: z.tuple([z.number().gt(0).lt(1), z.number().gt(0).lt(1)]),
    means: byClass,
    deviations: z.tuple([z.array(z.number().gt(0)), z.array(z.number().gt(0))]),
  }),
  /** Share of 1 among the k nearest `subjects` (values of training subjects, a row each), ties at the k-th included. */
  z.strictObject({
    kind: z.literal("nearest-neighbours"),
    k: z.int().min(1),
    subjects: z.array(z.array(finite)).min(1),
    classes: z.array(z.union([z.literal(0), z.literal(1)])),
  }),
  /** One hidden layer of logistic units: a row each, its bias first; the logistic output likewise. */
  z.strictObject({
    kind: z.literal("perceptron"),
    hidden: z.array(z.array(finite)).min(1),
    output: z.array(finite),
  }),
  /** Risk by each time: 1 - exp(-mean cumulative hazard of the trees). */
  z.strictObject({
    kind: z.literal("survival-forest"),
    timeUnit: z.enum(["days", "months", "years"]),
    times: z.array(z.number().gt(0)).min(1),
    trees: z.array(hazardTree).min(1),
  }),
]);
export type MachineModel = z.infer<typeof machineModel>;

/** The model's columns in order, each (value - centre) / scale of an input; and the model. */
export const machineForm = z
  .strictObject({
    kind: z.literal("machine"),
    columns: z
      .array(
        z.strictObject({ input: z.string().min(1), centre: finite.default(0), scale: z.number().gt(0).default(1) }),
      )
      .min(1),
    model: machineModel,
  })
  .superRefine(({ columns, model }, context) => {
    const fault = faultOf(model, columns.length);
    if (fault) context.addIssue({ code: "custom", path: ["model"], message: fault });
  });

/** What is wrong between the parts of a model, in a sentence; null where all fits. */
function faultOf(model: MachineModel, columns: number): string | null {
  switch (model.kind) {
    case "random-forest":
    case "gradient-boosting":
      return model.trees.some((t) => deepest(t) >= columns) ? unknownColumn(columns) : null;
    case "survival-forest":
      if (model.trees.some((t) => deepest(t) >= columns)) return unknownColumn(columns);
      return model.trees.every(soundLeaves)
        ? null
        : "each leaf wants as many hazards as times, the times rising and the hazards not falling";
    case "support-vectors":
      return model.weights.length !== model.supports.length || model.supports.some((s) => s.length !== columns)
        ? `support vectors want one weight each and ${columns} values, one a column`
        : null;
    case "naive-bayes":
      return [...model.means, ...model.deviations].some((v) => v.length !== columns)
        ? `naive Bayes wants ${columns} means and deviations of each class, one a column`
        : null;
    case "perceptron":
      return model.hidden.some((h) => h.length !== columns + 1) || model.output.length !== model.hidden.length + 1
        ? `a perceptron wants ${columns + 1} weights of each unit, and one more weight of the output than units`
        : null;
    case "nearest-neighbours":
      if (model.classes.length !== model.subjects.length || model.subjects.some((s) => s.length !== columns))
        return `neighbours want one class each and ${columns} values, one a column`;
      return model.k > model.subjects.length
        ? `the ${model.k} nearest of ${model.subjects.length} subjects do not exist`
        : null;
  }
}

const unknownColumn = (columns: number): string =>
  `a tree asks a column that the form does not have; its columns are 0 to ${columns - 1}`;

const deepest = (tree: SplitTree | HazardTree): number =>
  "column" in tree ? Math.max(tree.column, deepest(tree.left), deepest(tree.right)) : -1;

function soundLeaves(tree: HazardTree): boolean {
  if ("column" in tree) return soundLeaves(tree.left) && soundLeaves(tree.right);
  const rises = (list: readonly number[], atLeast: (a: number, b: number) => boolean) =>
    list.every((v, i) => i === 0 || atLeast(v, list[i - 1]!));
  return (
    tree.times.length === tree.hazard.length &&
    rises(tree.times, (a, b) => a > b) &&
    rises(tree.hazard, (a, b) => a >= b) &&
    (tree.hazard[0] ?? 0) >= 0
  );
}
