import type { Numbers } from "../checked-input.ts";
import { mean, standardDeviation } from "../describe.ts";
import { type Estimated, estimated, notEstimable } from "../estimate.ts";
import { type ClassDesign, checkColumns, checkDesign, normaliseLog } from "./design.ts";

export interface NaiveBayes {
  readonly n: number;
  readonly priors: readonly number[];
  /** By class and predictor. */
  readonly means: readonly (readonly number[])[];
  readonly deviations: readonly (readonly number[])[];
}

/** Independent normal predictors within a class, standard deviations with divisor n - 1, priors as in the data. */
export function naiveBayes(design: ClassDesign): Estimated<NaiveBayes> {
  const count = checkDesign(design);
  const { columns, classes } = design;
  const values = Array.from({ length: count }, (_, k) =>
    columns.map((c) =>
      Array.from({ length: classes.length }, (_, i) => i).flatMap((i) => (classes[i] === k ? [c[i]!] : [])),
    ),
  );
  const sizes = values.map((v) => v[0]?.length ?? 0);
  if (count < 2 || sizes.some((s) => s < 2))
    return notEstimable(`Naive Bayes needs two subjects of each class; the sizes are ${sizes.join(", ")}.`);
  const deviations = values.map((v) => v.map(standardDeviation));
  if (deviations.some((d) => d.some((s) => !(s > 0))))
    return notEstimable("A predictor is constant within a class: it has no normal density.");
  return estimated({
    n: classes.length,
    priors: sizes.map((s) => s / classes.length),
    means: values.map((v) => v.map(mean)),
    deviations,
  });
}

/** One array a subject: the probability of each class. */
export function naiveBayesPosteriors(model: Omit<NaiveBayes, "n">, columns: readonly Numbers[]): Float64Array[] {
  const n = columns[0]?.length ?? 0;
  checkColumns(columns, n);
  return Array.from({ length: n }, (_, i) =>
    normaliseLog(
      Float64Array.from(model.priors, (prior, k) =>
        columns.reduce((s, column, j) => {
          const [m, sd] = [model.means[k]![j]!, model.deviations[k]![j]!];
          return s - Math.log(sd) - 0.5 * ((column[i]! - m) / sd) ** 2;
        }, Math.log(prior)),
      ),
    ),
  );
}
