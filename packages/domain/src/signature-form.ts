import { z } from "zod";
import { expressionForm, inputsOfExpression } from "./signature-expression.ts";
import { machineForm } from "./signature-machine.ts";
import { onnxForm } from "./signature-onnx.ts";

/** The formulae that a signature may have. Each is written out: what is computed can be followed by hand. */

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]*$/, "a name of letters, digits, _ . - that begins with a letter");
const text = z.string().min(1);
const finite = z.number();

const transform = z.enum(["log", "log2", "log10", "square-root"]);
/** One term of a linear predictor: coefficient × (transformed value - centre) / scale. */
const term = z.strictObject({
  input: name,
  coefficient: finite,
  transform: transform.optional(),
  centre: finite.default(0),
  scale: z.number().gt(0).default(1),
});
export type SignatureTerm = z.infer<typeof term>;

/** When points are given: the first rule that holds. A word is compared by `is`. */
const rule = z.strictObject({
  points: finite,
  above: finite.optional(),
  atLeast: finite.optional(),
  below: finite.optional(),
  atMost: finite.optional(),
  is: z.union([text, finite]).optional(),
});
export type PointRule = z.infer<typeof rule>;

/** A fork of a decision tree, or a leaf with its probability (or any value) and, if the source names it, its group. */
export type SignatureTreeNode =
  | { readonly value: number; readonly group?: string | undefined }
  | {
      readonly input: string;
      readonly below?: number | undefined;
      readonly atMost?: number | undefined;
      readonly is?: string | number | undefined;
      /** Where the question is answered with yes, and where with no. */
      readonly yes: SignatureTreeNode;
      readonly no: SignatureTreeNode;
    };
const treeNode: z.ZodType<SignatureTreeNode> = z.lazy(() =>
  z.union([
    z.strictObject({ value: finite, group: text.optional() }),
    z
      .strictObject({
        input: name,
        below: finite.optional(),
        atMost: finite.optional(),
        is: z.union([text, finite]).optional(),
        yes: treeNode,
        no: treeNode,
      })
      .refine(
        (n) => [n.below, n.atMost, n.is].filter((v) => v !== undefined).length === 1,
        "a fork asks one question: below, atMost or is",
      ),
  ]),
);

/** A line of a nomogram from values to points, straight between its marks. */
const axis = z.strictObject({ input: name, marks: z.array(z.tuple([finite, finite])).min(2) });

export const signatureForm = z.discriminatedUnion("kind", [
  /** Intercept + sum of terms; with `link: logit` a probability. */
  z.strictObject({
    kind: z.literal("linear"),
    intercept: finite,
    link: z.enum(["identity", "logit"]).default("identity"),
    terms: z.array(term).min(1),
  }),
  /** Log hazard; with a baseline the risk by each time, 1 - S0(t)^exp(lp). */
  z.strictObject({
    kind: z.literal("cox"),
    terms: z.array(term).min(1),
    baseline: z
      .strictObject({
        timeUnit: z.enum(["days", "months", "years"]),
        survival: z.array(z.strictObject({ time: z.number().gt(0), value: z.number().gt(0).lt(1) })).min(1),
      })
      .optional(),
  }),
  z.strictObject({
    kind: z.literal("points"),
    items: z.array(z.strictObject({ input: name, rules: z.array(rule).min(1), otherwise: finite })).min(1),
  }),
  /** A decision tree (CART). `probability`: whether the values of its leaves are probabilities. */
  z.strictObject({ kind: z.literal("tree"), probability: z.boolean(), root: treeNode }),
  /**
   * Several classes, each with intercept + sum of terms; probabilities are the shares of exp of these. Multinomial regression
   * (the reference class with intercept 0 and no terms) and linear discriminant functions (log priors in the intercepts).
   */
  z.strictObject({
    kind: z.literal("classes"),
    classes: z.array(z.strictObject({ name: text, intercept: finite, terms: z.array(term) })).min(2),
  }),
  /** Points read from axes and added; the total is read on to a probability, straight between marks. */
  z.strictObject({
    kind: z.literal("nomogram"),
    axes: z.array(axis).min(1),
    total: z.array(z.tuple([finite, z.number().min(0).max(1)])).min(2),
  }),
  /** Forests, boosted trees, support vectors, naive Bayes, nearest neighbours, perceptrons. */
  machineForm,
  /** A short formula of one's own, as symbolic regression finds it. */
  expressionForm,
  /** A model file beside the signature. */
  onnxForm,
]);
export type SignatureForm = z.infer<typeof signatureForm>;

/** Whether a form's answer is the probability of one outcome. */
export const givesProbability = (form: SignatureForm): boolean =>
  form.kind === "nomogram" ||
  (form.kind === "machine" && form.model.kind !== "survival-forest") ||
  (form.kind === "tree" && form.probability) ||
  ((form.kind === "linear" || form.kind === "expression") && form.link === "logit") ||
  (form.kind === "onnx" && form.output.gives === "probability");

/** Every input that a form asks for, where it stands, and whether it must be a number. */
export function inputsOfForm(
  form: SignatureForm,
): { readonly input: string; readonly at: readonly (string | number)[]; readonly wants: "number" | "any" }[] {
  switch (form.kind) {
    case "linear":
    case "cox":
      return form.terms.map(({ input }, i) => ({ input, at: ["terms", i, "input"], wants: "number" }));
    case "points":
      return form.items.map(({ input }, i) => ({ input, at: ["items", i, "input"], wants: "any" }));
    case "classes":
      return form.classes.flatMap(({ terms }, k) =>
        terms.map(({ input }, i) => ({ input, at: ["classes", k, "terms", i, "input"], wants: "number" as const })),
      );
    case "nomogram":
      return form.axes.map(({ input }, i) => ({ input, at: ["axes", i, "input"], wants: "number" }));
    case "expression":
      return inputsOfExpression(form.expression, ["expression"]).map((i) => ({ ...i, wants: "number" }));
    case "machine":
    case "onnx":
      return form.columns.map(({ input }, i) => ({ input, at: ["columns", i, "input"], wants: "number" }));
    case "tree":
      return inputsOfTree(form.root, ["root"]);
  }
}

function inputsOfTree(node: SignatureTreeNode, at: readonly (string | number)[]): ReturnType<typeof inputsOfForm> {
  if ("value" in node) return [];
  return [
    { input: node.input, at: [...at, "input"], wants: node.is === undefined ? "number" : "any" },
    ...inputsOfTree(node.yes, [...at, "yes"]),
    ...inputsOfTree(node.no, [...at, "no"]),
  ];
}
