import {
  type FlowStep,
  type ForestRow,
  flowDiagram,
  forestPlot,
  histogram,
  kaplanMeierPlot,
  rocPlot,
} from "@nadir/charts";
import {
  type AnalysisResult,
  type AucResult,
  type Figure,
  isImportedModel,
  primaryMeasure,
  type SurvivalResult,
  type ValidationResult,
} from "@nadir/domain";
import { LEAST_EVENTS } from "../analysis/too-small.ts";
import type { PlotBlock } from "./blocks.ts";
import { number, setName, withInterval } from "./words.ts";

/** The report's figures, drawn by the functions that draw them in the portal. */

const setTitle = (set: string): string => (set === "test" ? "Test set" : "Development");

export function flowPlot(r: ValidationResult): PlotBlock {
  const total = r.flow.reduce((s, f) => s + f.subjects, 0);
  const outside = r.protocol.frozen?.subjectsPerSet.excluded ?? 0;
  const event = r.protocol.endpoints.find((e) => e.id === r.protocol.primary.endpoint)!.label.toLowerCase();
  const flow = isImportedModel(r.protocol.model) ? r.flow.filter((f) => f.set === "test") : r.flow;
  const branches = flow.map((f) => {
    const steps: FlowStep[] = [
      {
        label: f.arms.map((a) => `${a.arm}: ${a.subjects}`).join(", "),
        n: f.subjects,
        excluded: f.notComputable.map((n) => ({ reason: n.reason, n: n.subjects })),
      },
      {
        label: f.set === "test" ? "Predicted" : "Model fitted on",
        n: f.computable,
        excluded: f.computable > f.analysed ? [{ reason: "outcome unknown", n: f.computable - f.analysed }] : [],
      },
      {
        label: f.set === "test" ? "Primary analysis" : "Analysed in development",
        n: f.analysed,
        details: [`${f.events} with ${event}, ${f.analysed - f.events} without`],
      },
    ];
    return { label: f.set === "test" ? "Test, outcomes sealed until the opening" : "Development", steps };
  });
  const first: FlowStep = {
    label: "Subjects of the trial in the record",
    n: total + outside,
    excluded: outside > 0 ? [{ reason: "not eligible or in no set", n: outside }] : [],
  };
  return {
    title: "Flow of participants",
    least: 560,
    caption:
      "From the record to the primary analysis. Those who leave stay in the denominator of the intention-to-predict analyses.",
    draw: (look) => flowDiagram({ steps: [first], branches }, { ...look, title: "Flow of participants" }),
  };
}

/** Distribution of the model's first predictor in both sets. */
export function changePlot(r: ValidationResult): PlotBlock[] {
  const predictor = r.protocol.predictors.find((p) => p.id === r.protocol.model.predictors[0]);
  if (!predictor) return [];
  const threshold = r.protocol.groupings
    .flatMap((g) => (g.parts.length === 1 ? g.parts : []))
    .find((p) => p.predictor === predictor.id);
  const { training, test } = r.predictorChange;
  return [
    {
      title: predictor.label,
      least: 460,
      caption:
        training.length > 0
          ? `Development above the axis (${training.length} subjects), test below (${test.length}). The threshold was fixed in advance.`
          : `The test set (${test.length} subjects). Development was elsewhere.`,
      draw: (look) =>
        histogram(
          [
            ...(training.length > 0 ? [{ label: "Development", values: training }] : []),
            { label: "Test", values: test },
          ],
          {
            ...look,
            bins: 14,
            variable: `${predictor.label}, ${predictor.unit}`,
            title: predictor.label,
            ...(threshold
              ? { markers: [{ value: threshold.atMost, label: `threshold ${threshold.atMost} ${predictor.unit}` }] }
              : {}),
          },
        ),
    },
  ];
}

const aucOf = (r: ValidationResult, set: "training" | "test"): AucResult | undefined =>
  set === "test"
    ? r.primary.analysis
    : r.secondary.find((a): a is AucResult => a.kind === "auc" && a.set === "training");

/** Both ROC curves, and every AUC of the report with its interval. */
export function rocPlots(r: ValidationResult): PlotBlock[] {
  const series = (["test", "training"] as const).flatMap((set) => {
    const a = aucOf(r, set);
    return a
      ? [
          {
            label: setTitle(set),
            points: a.roc,
            auc: a.auc.value,
            interval: intervalOf(set === "test" ? a.auc : r.development.apparentAuc),
            cases: a.events,
            controls: a.nonEvents,
          },
        ]
      : [];
  });
  const row = (label: string, a: { events: number; nonEvents: number }, f: Figure): ForestRow => ({
    label,
    estimate: f.value,
    lower: f.lower,
    upper: f.upper,
    counts: `${a.events} / ${a.nonEvents}`,
    reason: "not estimable",
  });
  const binary = r.protocol.primary.metric === "auc";
  const measure = binary ? "AUC" : "C or AUC";
  const others = r.secondary.filter((a): a is AucResult => a.kind === "auc");
  // Of a model that came from elsewhere no development stands in this record.
  const developed = r.development.n > 0 || others.some((a) => a.set === "training");
  const rows: ForestRow[] = (developed ? (["test", "training"] as const) : (["test"] as const)).flatMap((set) => [
    { label: setTitle(set), estimate: null, lower: null, upper: null, heading: true },
    ...(set === "test"
      ? [
          row(
            binary ? "Primary, DeLong" : `Primary, ${primaryMeasure(r.protocol.primary)}`,
            r.primary.analysis,
            r.primary.analysis.auc,
          ),
        ]
      : [
          row(
            binary ? "Apparent, DeLong" : "Apparent, Harrell's C",
            { events: r.development.events, nonEvents: r.development.n - r.development.events },
            r.development.apparentAuc,
          ),
        ]),
    ...others.filter((a) => a.set === set).map((a) => row(shortTitle(a), a, a.auc)),
  ]);
  return [
    ...(binary
      ? [
          {
            title: "ROC curves",
            share: 2,
            caption: developed
              ? "The test curve is the result; the development curve is apparent, on the subjects of the fit."
              : "The test curve is the result; the model was developed elsewhere.",
            draw: (look: Parameters<PlotBlock["draw"]>[0]) => rocPlot(series, { ...look, title: "ROC curves" }),
          },
        ]
      : []),
    {
      title: `${measure} with 95 % intervals`,
      share: 3,
      least: 530,
      caption: "Counts: with / without the outcome. An interval that cannot be computed is said, not drawn.",
      draw: (look) =>
        forestPlot(rows, {
          ...look,
          scale: "linear",
          reference: 0.5,
          measure,
          countsHeading: "with / without",
          digits: 2,
          title: `${measure} with 95 % intervals`,
        }),
    },
  ];
}

const shortTitle = (a: AucResult): string =>
  a.id.includes("intention") ? "By intention to predict" : a.auc.method.startsWith("score") ? "Score limits" : a.title;

const intervalOf = (f: Figure): { lower: number; upper: number; level: number } | null =>
  f.lower === null || f.upper === null || f.level === null ? null : { lower: f.lower, upper: f.upper, level: f.level };

/** Kaplan–Meier curves by group with the numbers at risk. */
export function survivalPlot(a: SurvivalResult, endpoint: string): PlotBlock {
  const groups = a.groups.map((g) => ({
    label: g.label,
    n: g.n,
    events: g.events,
    steps: g.steps,
    ...(g.medianDays.value === null
      ? {}
      : { median: { estimate: g.medianDays.value, lower: g.medianDays.lower, upper: g.medianDays.upper } }),
  }));
  const empty = a.groups.filter((g) => g.n === 0).map((g) => g.label);
  return {
    title: setName(a.set),
    caption:
      `Days from the landmark. ${a.hazardRatio.value === null ? "No hazard ratio can be estimated." : `Hazard ratio, unfavourable against favourable: ${withInterval(a.hazardRatio)}.`}` +
      (empty.length > 0 ? ` Nobody is left after the landmark in: ${empty.join(", ")}.` : ""),
    draw: (look) =>
      kaplanMeierPlot(groups, {
        ...look,
        unit: "days",
        endpoint,
        title: `${a.title}: ${setName(a.set)}`,
        // From a handful of events the large-sample p would say more than it knows; it stands in the list, with its caution.
        ...(a.logRank.p === null || a.groups.reduce((s, g) => s + g.events, 0) < LEAST_EVENTS
          ? {}
          : { logRank: { p: a.logRank.p } }),
      }),
  };
}

/** Hazard ratios of the report's Cox models: a figure for each predictor and its step. */
export function hazardPlot(r: ValidationResult): PlotBlock[] {
  const cox = r.secondary.filter((a): a is Extract<AnalysisResult, { kind: "cox" }> => a.kind === "cox");
  const steps = [...new Map(cox.map((c) => [`${c.predictor} ${c.per}`, c])).values()];
  return steps.map(({ predictor, per }) => {
    const known = r.protocol.predictors.find((p) => p.id === predictor);
    const title = `Hazard ratio per ${number(per, 0)} ${known?.unit ?? ""} of ${(known?.label ?? predictor).toLowerCase()}`;
    return {
      title,
      least: 530,
      caption: "From the landmark. Events / subjects.",
      draw: (look) =>
        forestPlot(
          cox
            .filter((c) => c.predictor === predictor && c.per === per)
            .map((c) => ({
              label: setTitle(c.set),
              estimate: c.hazardRatio.value,
              lower: c.hazardRatio.lower,
              upper: c.hazardRatio.upper,
              counts: `${c.events} / ${c.n}`,
              ...(c.hazardRatio.note === null ? {} : { reason: c.hazardRatio.note }),
            })),
          { ...look, measure: "Hazard ratio", countsHeading: "events / subjects", title },
        ),
    };
  });
}
