import { type ChartOptions, figure, histogram, pValue, rocPlot } from "@nadir/charts";
import { rocCurve } from "@nadir/statistics";
import type { MolecularModelResult } from "./result-shape.ts";

/** The figures of a model as terms and words. */
export function modelFacts(model: MolecularModelResult): [string, string][] {
  const facts: [string, string][] = [
    ["Subjects", `${model.subjects}${model.events === null ? "" : `, ${model.events} of them ${model.positive}`}`],
    [
      "Features",
      `${model.features}${model.leftOut.length > 0 ? `; ${model.leftOut.length} known of fewer than half of the subjects are left out` : ""}`,
    ],
    ["Method", `${model.method}; ${model.folds} outer folds of subjects, seed ${model.seed}`],
  ];
  if (model.auc)
    facts.push([
      "AUC in subjects left out",
      `${figure(model.auc.value, 3)}${model.auc.lower === null || model.auc.upper === null ? "" : ` (95% ${figure(model.auc.lower, 3)} to ${figure(model.auc.upper, 3)})`}`,
    ]);
  if (model.rSquared !== null)
    facts.push([
      "R² in subjects left out",
      `${figure(model.rSquared, 3)}${model.rSquared <= 0 ? " (no better than the mean)" : ""}; error over deviation ${figure(model.errorOverDeviation ?? 0, 3)}`,
    ]);
  for (const { name, auc } of model.rivals)
    facts.push([`${name} alone`, auc === null ? "not estimable" : `AUC ${figure(auc, 3)}`]);
  if (model.permutation) {
    const { statistic, permutations, p, median, highest } = model.permutation;
    facts.push([
      "Permutation test",
      `${pValue(p)} by ${permutations} runs of the whole procedure on shuffled targets (their ${statistic}: median ${figure(median, 3)}, highest ${figure(highest, 3)})`,
    ]);
  }
  return facts;
}

/** The ROC curve of a group; of a number, how far predictions fell from the truth. */
export function drawModel(model: MolecularModelResult, options: ChartOptions = {}): string {
  const truth = model.pairs.map((p) => p.truth);
  const predicted = model.pairs.map((p) => p.predicted);
  if (model.kind === "numeric")
    return histogram([{ label: "predicted less observed", values: predicted.map((p, i) => p - truth[i]!) }], {
      ...options,
      variable: `${model.target}: predicted less observed`,
    });
  const curve = rocCurve(predicted, truth);
  return rocPlot(
    [
      {
        label: `${model.target}: ${model.positive}`,
        points: curve.estimable ? curve.points : [],
        auc: model.auc?.value ?? null,
        interval:
          model.auc?.lower == null || model.auc.upper === null
            ? null
            : { lower: model.auc.lower, upper: model.auc.upper, level: 0.95 },
        cases: model.events ?? 0,
        controls: model.subjects - (model.events ?? 0),
      },
    ],
    options,
  );
}
