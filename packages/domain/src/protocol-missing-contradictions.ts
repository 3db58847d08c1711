import type { ProtocolDocument } from "./protocol.ts";
import type { Say } from "./protocol-contradiction.ts";
import { isImportedModel } from "./protocol-model.ts";

/** Fewest completed data sets (rule book validation §4.8); the percentage of incomplete subjects may ask for more. */
export const FEWEST_IMPUTATIONS = 20;

/** What multiple imputation cannot be together with. */
export function missingContradictions(d: ProtocolDocument, say: Say): void {
  const { missing, model } = d;
  const invalid = (path: string, detail: string) => say("PROTOCOL_INVALID", path, detail);
  const chained = missing.predictors.flatMap((m, i) => (m.rule === "impute-chained-equations" ? [{ ...m, i }] : []));
  if (chained.length === 0) {
    if (missing.imputations > 0 || missing.chainedEquations)
      invalid(
        "missing.imputations",
        "no predictor is imputed by chained equations; write 0 and leave chainedEquations out, or name the predictors.",
      );
    return;
  }
  // Nothing is fitted for a model from elsewhere; that is refused with its own sentence.
  if (isImportedModel(model)) return;
  if (!missing.chainedEquations)
    invalid("missing.chainedEquations", "chained equations need their number of iterations and their seed.");
  if (missing.imputations < FEWEST_IMPUTATIONS)
    invalid(
      "missing.imputations",
      `${missing.imputations} completed data sets are too few; ask for at least ${FEWEST_IMPUTATIONS}.`,
    );
  for (const { predictor, i } of chained)
    if (!model.predictors.includes(predictor))
      invalid(
        `missing.predictors.${i}.rule`,
        `'${predictor}' is no predictor of the model, and equations are fitted for those only; write 'not-computable'.`,
      );
  if (model.predictors.length < 2)
    invalid(
      "missing.predictors",
      "the model has one predictor; a new subject's gap could be imputed from nothing. Use 'impute-median' or 'not-computable'.",
    );
  // Rubin's rules pool the coefficients of one model; these steps would give every completed data set another one.
  const varying = [
    ...(model.penalty === "none" ? [] : [["model.penalty", "an elastic net"]]),
    ...(model.preparation?.select ? [["model.preparation.select", "a selection of predictors"]] : []),
    ...(model.preparation?.dichotomise ? [["model.preparation.dichotomise", "a cut-off learnt in training"]] : []),
    ...(model.preparation?.harmonise ? [["model.preparation.harmonise", "ComBat"]] : []),
  ] as const;
  for (const [path, what] of varying)
    invalid(
      path!,
      `${what} would differ between the ${missing.imputations} completed data sets and cannot be pooled; leave it out, or impute by the median.`,
    );
}
