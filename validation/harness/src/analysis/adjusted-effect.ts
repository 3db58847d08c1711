import type { AnalysisResult, ProtocolDocument, SecondaryAnalysis } from "@nadir/domain";
import type { Named } from "./discrimination.ts";
import {
  type Columns,
  effectRows,
  fitEffects,
  likelihoodRatio,
  markerInWords,
  ratioFigure,
  ratioName,
  valuesOf,
} from "./effects.ts";
import type { AnalysisSubject } from "./subject.ts";

/** No predictor's key has a blank. */
const MARKER = "the marker";

/**
 * A marker's effect alone and beside each named set of confounders, all on the subjects who have every one of them: a
 * change of the effect is then the confounders' doing and not that of other subjects.
 */
export function adjustedEffectAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Extract<SecondaryAnalysis, { kind: "adjusted-effect" }>,
): AnalysisResult {
  const covariates = [...new Set(plan.confounders.flatMap((c) => c.predictors))];
  const { rows, excluded, endpoint } = effectRows(subjects, protocol, { ...plan, covariates });
  const { level } = plan;
  const marker = { [MARKER]: rows.map((r) => r.marker) };
  const alone = fitEffects(endpoint, rows, marker);
  const unadjusted = ratioFigure(endpoint, alone, MARKER, level);
  const events = rows.filter((r) => r.event).length;
  const fewer = endpoint.type === "binary" ? Math.min(events, rows.length - events) : events;
  return {
    ...named,
    kind: "adjusted-effect",
    excluded,
    marker: markerInWords(plan.marker, protocol),
    effect: ratioName(endpoint),
    n: rows.length,
    events,
    unadjusted,
    test: likelihoodRatio(alone, alone.estimable ? alone.logLikelihoodNull : alone.reason),
    adjusted: plan.confounders.map(({ name, predictors }) => {
      const columns: Columns = Object.fromEntries(predictors.map((p) => [p, valuesOf(rows, p)]));
      const without = fitEffects(endpoint, rows, columns);
      const both = fitEffects(endpoint, rows, { ...marker, ...columns });
      const figure = ratioFigure(endpoint, both, MARKER, level);
      const [before, after] = [unadjusted.value, figure.value].map((v) => (v === null ? null : Math.log(v)));
      return {
        name,
        predictors,
        marker: figure,
        test: likelihoodRatio(both, without.estimable ? without.logLikelihood : without.reason),
        changePercent:
          before === null || before === undefined || after === null || after === undefined || before === 0
            ? null
            : (100 * (after - before)) / Math.abs(before),
        confounders: predictors.map((predictor) => ({
          predictor,
          effect: ratioFigure(endpoint, both, predictor, level),
        })),
        eventsPerParameter: fewer / (predictors.length + 1),
      };
    }),
  };
}
