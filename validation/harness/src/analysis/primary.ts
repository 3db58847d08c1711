import type { AucResult, Figure, PrimaryAnalysis, ProtocolDocument } from "@nadir/domain";
import { concordance, type Estimated, horizonAuc, type Interval, unoConcordance } from "@nadir/statistics";
import { aucAnalysis, type Named } from "./discrimination.ts";
import { figureOf, noFigure } from "./figures.ts";
import { type AnalysisSubject, afterLandmark, endpointOf, noExclusions } from "./subject.ts";

/** The primary measure of discrimination, whichever the plan names. */
export function primaryDiscrimination(
  named: Named,
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
): AucResult {
  const { primary } = protocol;
  if (primary.metric === "auc")
    return aucAnalysis(named, subjects, protocol, {
      endpoint: primary.endpoint,
      ci: primary.ci,
      notComputable: "exclude-and-count",
    });
  const { auc, events, nonEvents, excluded } = survivalDiscrimination(subjects, protocol, {
    endpoint: primary.endpoint,
    metric: primary.metric,
    level: primary.ci.level,
    ...("horizonDays" in primary ? { horizonDays: primary.horizonDays } : {}),
  });
  return { ...named, kind: "auc", measure: primary.metric, excluded, auc, events, nonEvents, roc: [] };
}

type Wanted = {
  readonly endpoint: string;
  readonly metric: Exclude<PrimaryAnalysis["metric"], "auc">;
  readonly level: number;
  readonly horizonDays?: number;
};

/** Harrell's C, Uno's C or AUC at a horizon of the predictions, on follow-up after the landmark. */
export function survivalDiscrimination(
  subjects: readonly AnalysisSubject[],
  protocol: ProtocolDocument,
  { endpoint: id, metric, level, horizonDays = 0 }: Wanted,
) {
  const endpoint = endpointOf(protocol, id);
  const excluded = noExclusions();
  const time: number[] = [];
  const event: boolean[] = [];
  const score: number[] = [];
  for (const s of subjects) {
    const found = afterLandmark(s, endpoint);
    if (s.prediction.value === null) excluded.notComputable++;
    else if (typeof found === "string") excluded[found]++;
    else {
      time.push(found.time);
      event.push(found.event);
      score.push(s.prediction.value);
    }
  }
  const events = event.filter(Boolean).length;
  const input = { time, event, score };
  const auc =
    time.length === 0
      ? noFigure(METHOD[metric], "nobody has a prediction and follow-up after the landmark.")
      : metric === "c-harrell"
        ? told(concordance(input, { level }), METHOD[metric], (c) => c.c)
        : metric === "c-uno"
          ? told(unoConcordance(input, horizonDays, level), METHOD[metric], (c) => c.c)
          : told(horizonAuc(input, horizonDays, level), METHOD[metric], (a) => a.auc);
  return { auc, events, nonEvents: event.length - events, excluded };
}

/** Harrell's C with its interval. */
export const concordanceFigure = (input: Parameters<typeof concordance>[0], level: number): Figure =>
  told(concordance(input, { level }), METHOD["c-harrell"], (c) => c.c);

const METHOD = {
  "c-harrell": "Harrell's C, infinitesimal jackknife",
  "c-uno": "Uno's C, infinitesimal jackknife",
  "auc-at-horizon": "cumulative/dynamic AUC, IPCW, influence function",
} as const;

function told<T extends { readonly interval: Interval; readonly standardError: number }>(
  found: Estimated<T>,
  method: string,
  value: (found: T) => number,
): Figure {
  if (!found.estimable) return noFigure(method, found.reason);
  // A perfect or empty order has no spread: an interval of no width would claim certainty.
  if (!(found.standardError > 0))
    return { ...noFigure(method, "Interval not estimable: the standard error is 0."), value: value(found) };
  return figureOf(value(found), found.interval, found.interval.level, method);
}
