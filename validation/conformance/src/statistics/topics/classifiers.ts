import {
  discriminantPosteriors,
  isEstimable,
  linearDiscriminant,
  naiveBayes,
  naiveBayesPosteriors,
  nearestNeighbours,
  neighbourShares,
  orderedLabels,
} from "@nadir/statistics";
import type { CaseKind, Topic } from "../case.ts";

const KINDS = ["linear-discriminant", "naive-bayes", "nearest-neighbours"];

const posterior: CaseKind = {
  name: "posterior of a classifier",
  matches: (c) => c.has("model", "outcome", "predictors") && KINDS.includes(String(c.inputs["model"])),
  compute: (c) => {
    const [outcome, predictors] = [c.text("outcome"), c.texts("predictors")];
    const t = c.table().complete([outcome, ...predictors]);
    const labels = t.labels(outcome);
    const levels = orderedLabels(labels);
    const design = { columns: predictors.map((p) => t.numbers(p)), classes: labels.map((l) => levels.indexOf(l)) };
    // Rows by 1-based number; all where none is named.
    const rows = c.has("rows") ? c.numbers("rows").map((r) => r - 1) : labels.map((_, i) => i);
    const of = (found: readonly Float64Array[]) => ({ classes: levels, posterior: rows.map((r) => [...found[r]!]) });
    const kind = c.text("model");
    if (kind === "nearest-neighbours")
      return of(neighbourShares(nearestNeighbours(design, c.number("k")), design.columns));
    if (kind === "naive-bayes") {
      const m = naiveBayes(design);
      return isEstimable(m) ? of(naiveBayesPosteriors(m, design.columns)) : { not_estimable: m.reason };
    }
    const m = linearDiscriminant(design);
    return isEstimable(m) ? of(discriminantPosteriors(m, design.columns)) : { not_estimable: m.reason };
  },
};

export const classifiers: Topic = { id: "classifiers", kinds: [posterior] };
