import type { DevelopmentCandidate, DevelopmentModel, ValueModel } from "@nadir/domain";
import {
  type Estimated,
  elasticNetLinear,
  linearDiscriminant,
  linearRegression,
  multinomialRegression,
  notEstimable,
  symbolicRegression,
} from "@nadir/statistics";
import type { Training } from "./cohort.ts";
import type { FittedModel } from "./fitted-model.ts";

type Fitted = Estimated<{ readonly model: FittedModel }>;

export const isValueModel = (model: DevelopmentCandidate["model"]): model is ValueModel =>
  model.kind === "multinomial" || model.kind === "linear" || model.kind === "elastic-net-linear";

const featuresOf = (t: Training) => Object.fromEntries(t.names.map((name, j) => [name, t.columns[j]!]));

/** Models of an outcome with several classes, or of one that is a number. */
export function fitValueModel(wish: DevelopmentCandidate["model"], t: Training): Fitted {
  const { classNames, value } = t;
  const absent = classNames?.find((_, k) => !t.outcome.includes(k));
  if (absent !== undefined) return notEstimable(`No training subject of a part has the class '${absent}'.`);
  const design = { columns: t.columns, classes: t.outcome };
  if (wish.kind === "multinomial") {
    const fit = multinomialRegression(design);
    return fit.estimable ? { estimable: true, model: { kind: wish.kind, rows: fit.coefficients } } : fit;
  }
  if (wish.kind === "linear-discriminant") {
    const fit = linearDiscriminant(design);
    return fit.estimable ? { estimable: true, model: { kind: wish.kind, model: fit } } : fit;
  }
  if (wish.kind === "symbolic") return fitSymbolic(wish, t);
  if (!value) return notEstimable(`'${wish.kind}' wants an outcome that is a number.`);
  if (wish.kind === "elastic-net-linear") {
    const fit = elasticNetLinear(
      { features: featuresOf(t), outcome: value },
      { alpha: wish.alpha, lambda: wish.penalty },
    );
    if (!fit.estimable) return fit;
    const { intercept, coefficients } = fit.fits[0]!;
    return { estimable: true, model: { kind: wish.kind, intercept, coefficients: Array.from(coefficients) } };
  }
  // By place, whatever a predictor is called.
  const fit = linearRegression(value, Object.fromEntries(t.columns.map((c, j) => [`x${j}`, c])));
  if (!fit.estimable) return fit;
  const [intercept, ...slopes] = fit.coefficients.map((c) => c.coefficient);
  return { estimable: true, model: { kind: "linear", intercept: intercept!, coefficients: slopes } };
}

/** Of a number as it is, of two classes its log odds. */
export function fitSymbolic({ kind, longest }: Extract<DevelopmentModel, { kind: "symbolic" }>, t: Training): Fitted {
  const fit = t.value
    ? symbolicRegression(t.value, featuresOf(t), { link: "identity", longest })
    : symbolicRegression(t.outcome, featuresOf(t), { link: "logit", longest });
  if (!fit.estimable) return fit;
  const { link, intercept, slope, expression, within, middle, text } = fit;
  return { estimable: true, model: { kind, model: { link, intercept, slope, expression, within, middle, text } } };
}
