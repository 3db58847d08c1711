import type { DevelopmentPlan, HazardTree, SignatureForm, SignatureTerm, SplitTree } from "@nadir/domain";
import type { SurvivalNode, TreeNode } from "@nadir/statistics";
import type { FittedModel } from "./fitted-model.ts";

/** A fitted model that is no formula as the form of a signature; null of the others. Columns in the model's order. */
export function machineForm(
  model: FittedModel,
  terms: readonly SignatureTerm[],
  plan: DevelopmentPlan,
): Extract<SignatureForm, { kind: "machine" }> | null {
  const columns = terms.map(({ input, centre, scale }) => ({ input, centre, scale }));
  const of = (inside: Extract<SignatureForm, { kind: "machine" }>["model"]) =>
    ({ kind: "machine", columns, model: inside }) as const;
  switch (model.kind) {
    case "random-forest":
      return of({ kind: model.kind, trees: model.model.trees.map(splits) });
    case "gradient-boosting":
      return of({ kind: model.kind, start: model.model.start, trees: model.model.trees.map(splits) });
    case "support-vectors": {
      const { kernel, supports, weights, bias, sigmoid } = model.model;
      return of({
        kind: model.kind,
        kernel,
        supports: supports.map((s) => [...s]),
        weights: [...weights],
        bias,
        sigmoid: { intercept: sigmoid.intercept, slope: sigmoid.slope },
      });
    }
    case "naive-bayes": {
      const [a, b] = [model.model.priors, model.model.means];
      const d = model.model.deviations;
      return of({
        kind: model.kind,
        priors: [a[0]!, a[1]!],
        means: [[...b[0]!], [...b[1]!]],
        deviations: [[...d[0]!], [...d[1]!]],
      });
    }
    case "nearest-neighbours": {
      const { k, columns: own, classes } = model.model;
      return of({
        kind: model.kind,
        k,
        subjects: Array.from(classes, (_, i) => own.map((c) => c[i]!)),
        classes: Array.from(classes, (c) => (c === 1 ? 1 : 0)),
      });
    }
    case "perceptron":
      return of({
        kind: model.kind,
        hidden: model.model.hidden.map((h) => [...h]),
        output: [...model.model.output],
      });
    case "survival-forest": {
      if (!plan.survival) return null;
      const { unit } = plan.survival;
      return of({ kind: model.kind, timeUnit: unit, times: [model.horizon], trees: model.model.trees.map(hazards) });
    }
    default:
      return null;
  }
}

const splits = (node: TreeNode): SplitTree =>
  "column" in node
    ? { column: node.column, limit: node.limit, left: splits(node.left), right: splits(node.right) }
    : { value: node.value };

const hazards = (node: SurvivalNode): HazardTree =>
  "column" in node
    ? { column: node.column, limit: node.limit, left: hazards(node.left), right: hazards(node.right) }
    : { times: node.times, hazard: node.hazard };
