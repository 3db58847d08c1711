import type { AnalysisResult, ProtocolDocument, SecondaryAnalysis } from "@nadir/domain";
import type { Named } from "./discrimination.ts";
import {
  type Columns,
  type EffectRow,
  effectRows,
  fitEffects,
  likelihoodRatio,
  markerInWords,
  ratioFigure,
  ratioName,
  valuesOf,
} from "./effects.ts";
import type { AnalysisSubject } from "./subject.ts";

const MARKER = "the marker";
const TREATED = "the treatment";
const BOTH = "the interaction";

/**
 * A marker by treatment: its effect under control (prognostic), under treatment, and the ratio of the two with its test
 * (predictive). Two effects of which one is significant and one is not are no interaction; only the test of the ratio is.
 */
export function interactionAnalysis(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  plan: Extract<SecondaryAnalysis, { kind: "treatment-interaction" }>,
): AnalysisResult {
  const { level, adjustFor, treated, control } = plan;
  const member = (s: AnalysisSubject) => treated.arms.includes(s.row.arm) || control.arms.includes(s.row.arm);
  const { rows, excluded, endpoint } = effectRows(subjects.filter(member), protocol, {
    ...plan,
    covariates: adjustFor,
  });
  const isTreated = (r: EffectRow) => treated.arms.includes(r.subject.row.arm);
  const columns = (of: readonly EffectRow[]): Columns => ({
    [MARKER]: of.map((r) => r.marker),
    ...Object.fromEntries(adjustFor.map((p) => [p, valuesOf(of, p)])),
  });
  const arm = rows.map((r) => (isTreated(r) ? 1 : 0));
  const main = fitEffects(endpoint, rows, { ...columns(rows), [TREATED]: arm });
  const crossed = fitEffects(endpoint, rows, {
    ...columns(rows),
    [TREATED]: arm,
    [BOTH]: rows.map((r, i) => r.marker * arm[i]!),
  });
  return {
    ...named,
    kind: "treatment-interaction",
    excluded,
    marker: markerInWords(plan.marker, protocol),
    effect: ratioName(endpoint),
    n: rows.length,
    events: rows.filter((r) => r.event).length,
    adjustedFor: adjustFor,
    groups: [control, treated].map(({ label, arms }) => {
      const of = rows.filter((r) => arms.includes(r.subject.row.arm));
      return {
        label,
        arms,
        n: of.length,
        events: of.filter((r) => r.event).length,
        marker: ratioFigure(endpoint, fitEffects(endpoint, of, columns(of)), MARKER, level),
      };
    }),
    treatment: ratioFigure(endpoint, main, TREATED, level),
    interaction: ratioFigure(endpoint, crossed, BOTH, level),
    test: likelihoodRatio(crossed, main.estimable ? main.logLikelihood : main.reason),
  };
}
