import {
  type DevelopmentPlan,
  givesProbability,
  hashOf,
  type Signature,
  type SignatureForm,
  type SignatureTerm,
  type SignatureTreeNode,
  signature,
} from "@nadir/domain";
import type { TreeNode } from "@nadir/statistics";
import { bootstrapOf } from "./bootstrap-formula.ts";
import type { Cohort } from "./cohort.ts";
import type { FittedCandidate, FittedModel } from "./fitted-model.ts";
import { coefficientsOf, type Shift, undoSteps } from "./linear-formula.ts";
import { machineForm } from "./machine-form.ts";
import { acquisitionOf, distanceOf } from "./training-summary.ts";
import { classesForm, expressionForm } from "./value-form.ts";

/**
 * A fitted candidate as a signature file, where its steps only fill gaps, scale and keep: elastic net, logistic regression and the
 * discriminant as linear formulae, Cox with its risk by the horizon, one tree, and the machines (forests, boosted trees, support
 * vectors, naive Bayes, neighbours) as the numbers they predict from. With the ranges, the distance and the scanners
 * of training, the conformal scores of `predictions` (of subjects by models that had not seen them), and refits where the plan
 * wants them. Null for every other candidate, whose formula has no such form.
 */
export function asSignature(
  fitted: FittedCandidate,
  plan: DevelopmentPlan,
  training: Cohort,
  predictions: readonly (number | null)[] = [],
): Signature | null {
  const { model, steps, name, predictors } = fitted;
  const undone = undoSteps(steps);
  if (!undone) return null;
  const { medians, shift } = undone;
  const coefficients = plan.classes ? null : coefficientsOf(model);
  const asked = new Set(fitted.used);
  const used = predictors.filter((p, j) => (coefficients ? coefficients.slopes[j] !== 0 : asked.has(p)));
  if (used.length === 0) return null;
  const called = (column: string): string => `x${used.indexOf(column) + 1}`;
  const terms = used.map((column) => ({
    input: called(column),
    coefficient: coefficients?.slopes[predictors.indexOf(column)] ?? 0,
    ...(shift[column] ?? { centre: 0, scale: 1 }),
  }));
  const form = plan.classes
    ? classesForm(model, plan.classes, predictors, shift, called)
    : (formOf(model, coefficients?.intercept ?? 0, terms, plan, (node) => treeOf(node, predictors, shift, called)) ??
      expressionForm(model, shift, called));
  if (!form) return null;
  const filled = used.map((column) => {
    const values = training.columns[training.names.indexOf(column)]!;
    return values.map((v) => (Number.isNaN(v) ? (medians[column] ?? Number.NaN) : v));
  });
  const distance = filled.some((c) => c.some(Number.isNaN)) ? null : distanceOf(used.map(called), filled);
  const sets = plan.bootstrap > 0 && coefficients ? bootstrapOf(fitted, plan, training, used) : [];
  const judged = predictions.flatMap((p, i) => (p === null ? [] : [{ p, y: training.outcome[i]! }]));
  const scoresOf = (y: number): number[] => judged.flatMap((j) => (j.y === y ? [j.p] : [])).sort((a, b) => a - b);
  return signature.parse({
    schema: "nadir.signature/1",
    id: "fitted",
    version: "1",
    title: `${plan.id}: ${name}`,
    predicts: predictedBy(plan),
    higherMeans: plan.continuous ? "more" : "more likely",
    intendedUse: "Research: to be validated under a locked protocol before any use",
    limits: [
      "Developed, not validated: its performance in other patients is not known.",
      ...(holdsSubjects(model)
        ? ["The file holds the (scaled) values of training subjects: pass it on only as their data may be."]
        : []),
    ],
    origin: {
      kind: "fitted",
      how: `${WORDS[model.kind]} of plan ${plan.id} (${hashOf(plan)}), candidate ${name}, on all subjects`,
      trainingSubjectsHash: hashOf([...training.subjects].sort()),
      subjects: training.subjects.length,
    },
    inputs: used.map((column, k) => ({
      from: "value",
      name: called(column),
      label: column,
      unit: "1",
      column,
      ...(medians[column] === undefined ? {} : { missing: { value: medians[column], origin: "median of training" } }),
      seen: rangeOf(training.columns[training.names.indexOf(column)]!) ?? [medians[column] ?? 0, filled[k]![0]!],
    })),
    form,
    training: { acquisition: acquisitionOf(training), ...(distance ? { distance } : {}) },
    ...(givesProbability(form) && scoresOf(1).length > 0 && scoresOf(0).length > 0
      ? {
          conformal: {
            origin: `probabilities of ${judged.length} training subjects by models of the outer parts, which had not seen them`,
            with: scoresOf(1),
            without: scoresOf(0),
          },
        }
      : {}),
    ...(sets.length >= 20
      ? {
          bootstrap: {
            origin: `${sets.length} of ${plan.bootstrap} refits on bootstrap samples of the training subjects, seed ${plan.seed}; the inputs were not chosen anew`,
            sets,
          },
        }
      : {}),
  });
}

const holdsSubjects = ({ kind }: FittedModel): boolean => kind === "support-vectors" || kind === "nearest-neighbours";

function predictedBy({ outcome, positive, survival, classes, continuous }: DevelopmentPlan): string {
  if (classes) return `${outcome}: ${classes.join(", ")}`;
  if (continuous) return `${outcome} [${continuous.unit}]`;
  return survival ? `${outcome} = ${positive} by ${survival.horizon} ${survival.unit}` : `${outcome} = ${positive}`;
}

const WORDS: Record<FittedModel["kind"], string> = {
  multinomial: "Multinomial regression",
  linear: "Linear regression",
  "elastic-net-linear": "Elastic net of linear regression",
  perceptron: "Perceptron",
  symbolic: "Formula found by symbolic regression",
  "elastic-net": "Elastic net",
  logistic: "Logistic regression",
  "cox-elastic-net": "Elastic net of Cox's model",
  "linear-discriminant": "Linear discriminant",
  "decision-tree": "Decision tree",
  "naive-bayes": "Naive Bayes",
  "nearest-neighbours": "Nearest neighbours",
  "support-vectors": "Support vectors",
  "random-forest": "Random forest",
  "gradient-boosting": "Gradient boosting",
  "survival-forest": "Survival forest",
};

function formOf(
  model: FittedModel,
  intercept: number,
  terms: SignatureTerm[],
  plan: DevelopmentPlan,
  tree: (node: TreeNode) => SignatureTreeNode,
): SignatureForm | null {
  switch (model.kind) {
    case "elastic-net":
    case "logistic":
    case "linear-discriminant":
      return { kind: "linear", link: "logit", intercept, terms };
    case "linear":
    case "elastic-net-linear":
      return { kind: "linear", link: "identity", intercept, terms };
    case "cox-elastic-net": {
      const value = Math.exp(-model.hazard);
      if (!plan.survival || !(value > 0 && value < 1)) return { kind: "cox", terms };
      const { unit, horizon } = plan.survival;
      return { kind: "cox", terms, baseline: { timeUnit: unit, survival: [{ time: horizon, value }] } };
    }
    case "decision-tree":
      return { kind: "tree", probability: true, root: tree(model.tree) };
    default:
      return machineForm(model, terms, plan);
  }
}

/** Limits go back to raw values. */
function treeOf(
  node: TreeNode,
  predictors: readonly string[],
  shift: Shift,
  called: (column: string) => string,
): SignatureTreeNode {
  if (!("column" in node)) return { value: node.value };
  const column = predictors[node.column]!;
  const { centre, scale } = shift[column] ?? { centre: 0, scale: 1 };
  const of = (side: TreeNode) => treeOf(side, predictors, shift, called);
  return { input: called(column), below: node.limit * scale + centre, yes: of(node.left), no: of(node.right) };
}

function rangeOf(column: Float64Array): [number, number] | null {
  const known = column.filter((v) => !Number.isNaN(v)).sort();
  return known.length === 0 ? null : [known[0]!, known.at(-1)!];
}
