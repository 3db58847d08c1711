import { aucOverTimePlot, calibrationPlot, decisionCurvePlot, type ForestRow, forestPlot } from "@nadir/charts";
import type { AnalysisResult, HorizonResult, ValidationResult } from "@nadir/domain";
import type { Block, PlotBlock, Section } from "./blocks.ts";
import { excludedInWords, noteOf, number, setName, withInterval } from "./words.ts";

type Kind<K extends AnalysisResult["kind"]> = Extract<AnalysisResult, { kind: K }>;
const ofKind = <K extends AnalysisResult["kind"]>(r: ValidationResult, kind: K): Kind<K>[] =>
  r.secondary.filter((a): a is Kind<K> => a.kind === kind);

/** Calibration curves, decision curves and performance by a horizon; a section only where one of them was planned. */
export function performanceSections(r: ValidationResult): Section[] {
  const curves = ofKind(r, "calibration-curve");
  const decisions = ofKind(r, "decision-curve");
  const horizons = ofKind(r, "horizon-performance");
  const forest = subgroupForest(r);
  if (curves.length + decisions.length + horizons.length === 0 && forest.length === 0) return [];
  return [
    {
      id: "performance",
      title: "Calibration, usefulness and subgroups",
      blocks: [
        ...sideBySide(curves.flatMap(calibrationBlocks)),
        ...sideBySide(decisions.flatMap(decisionBlocks)),
        ...sideBySide(horizons.flatMap(horizonBlocks)),
        ...(forest.length > 0 ? [{ kind: "plots", plots: forest } as const] : []),
      ],
    },
  ];
}

/** Two figures that would each leave half a row empty share one, the later beside the earlier. */
function sideBySide(blocks: readonly Block[]): Block[] {
  const placed: Block[] = [];
  let alone: number | null = null;
  for (const b of blocks) {
    const single = b.kind === "plots" && b.plots.length === 1 ? b.plots[0] : undefined;
    const before = alone === null ? undefined : placed[alone];
    if (single && alone !== null && before?.kind === "plots") {
      placed[alone] = { kind: "plots", plots: [...before.plots, single] };
      alone = null;
      continue;
    }
    if (single) alone = placed.length;
    placed.push(b);
  }
  return placed;
}

const resampled = (a: { resamples: number; redrawn: number; seed: number }): string =>
  a.resamples > 0
    ? `Band: pointwise 95 % percentiles of ${a.resamples} bootstrap resamples by subject, seed ${a.seed}${a.redrawn > 0 ? `, ${a.redrawn} drawn again` : ""}.`
    : "No band: nothing was resampled.";

function calibrationBlocks(a: Kind<"calibration-curve">): Block[] {
  const title = `${a.title}: ${setName(a.set)}`;
  if (a.note !== null) return [{ kind: "text", text: `${title}. No curve: ${a.note}` }];
  const plot: PlotBlock = {
    title,
    caption: `${a.events} with the outcome of ${a.n}. ${resampled(a)}`,
    draw: (look) =>
      calibrationPlot(
        {
          curve: a.curve.map((c) => ({ predicted: c.x, observed: c.y, lower: c.lower, upper: c.upper })),
          ...a.predictions,
        },
        { ...look, title },
      ),
  };
  const i = a.indices;
  return [
    { kind: "plots", plots: [plot] },
    ...(i
      ? [
          {
            kind: "text",
            text: `${setName(a.set)}: distance of the curve from the predictions: mean (ICI) ${number(i.ici, 3)}, median (E50) ${number(i.e50, 3)}, 90 % (E90) ${number(i.e90, 3)}, largest (Emax) ${number(i.emax, 3)}. Excluded: ${excludedInWords(a.excluded)}.`,
          } as const,
        ]
      : []),
  ];
}

function decisionBlocks(a: Kind<"decision-curve">): Block[] {
  const title = `${a.title}: ${setName(a.set)}`;
  if (a.note !== null) return [{ kind: "text", text: `${title}. No decision curve: ${a.note}` }];
  const shown = a.points.filter((_, k) => k % Math.max(1, Math.ceil(a.points.length / 8)) === 0);
  return [
    {
      kind: "plots",
      plots: [
        {
          title,
          caption: `Thresholds fixed in the plan. ${resampled(a)}`,
          draw: (look) => decisionCurvePlot(a.points, { ...look, title }),
        },
      ],
    },
    {
      kind: "table",
      caption: `${title}, at some of its thresholds`,
      columns: [
        { title: "Threshold", align: "right" },
        { title: "Net benefit, model", align: "right" },
        { title: "treat all", align: "right" },
        { title: "standardised", align: "right" },
        { title: "Interventions avoided per 100", align: "right" },
      ],
      rows: shown.map((p) => [
        `${number(100 * p.threshold, 1)} %`,
        number(p.model, 3),
        number(p.all, 3),
        number(p.standardised, 3),
        number(p.avoidedPer100, 1),
      ]),
    },
  ];
}

function horizonBlocks(a: HorizonResult): Block[] {
  const title = `${a.title}: ${setName(a.set)}`;
  const measures = [
    ["Harrell's C", a.harrell],
    [`Uno's C to ${a.horizonDays} days`, a.uno],
    [`AUC at ${a.horizonDays} days`, a.auc],
    ["Brier score", a.brier],
    ["Index of prediction accuracy", a.accuracyIndex],
    ["Observed / expected", a.observedToExpected],
    ["Calibration slope", a.slope],
  ] as const;
  const over = a.aucOverTime.flatMap(({ days, auc }) =>
    auc.value === null ? [] : [{ time: days, auc: auc.value, lower: auc.lower, upper: auc.upper }],
  );
  return [
    {
      kind: "table",
      caption: `${title}: the probability as risk by ${a.horizonDays} days, censoring by weights; ${a.events} events in ${a.n}; excluded: ${excludedInWords(a.excluded)}`,
      columns: [
        { title: "Measure", share: 2.2 },
        { title: "Value (95 % interval)", share: 2, align: "right" },
        { title: "Method", share: 4 },
      ],
      rows: measures.map(([name, f]) => [name, withInterval(f), `${f.method}. ${noteOf(f)}`.trim()]),
    },
    ...(over.length > 1
      ? [
          {
            kind: "plots",
            plots: [
              {
                title: `AUC over time: ${setName(a.set)}`,
                caption: "Cumulative/dynamic AUC with 95 % intervals; times that the data cannot carry are left out.",
                draw: (look: Parameters<PlotBlock["draw"]>[0]) =>
                  aucOverTimePlot(over, { ...look, title: "AUC over time" }),
              },
            ],
          } as const,
        ]
      : []),
    ...horizonCurves(a, title),
  ];
}

/** Smooth calibration and net benefit by the horizon, where planned. */
function horizonCurves(a: HorizonResult, title: string): Block[] {
  const { smooth, netBenefit } = a;
  const blocks: Block[] = [];
  if (smooth)
    blocks.push(
      smooth.indices === null
        ? { kind: "text", text: `${title}. No calibration curve: ${smooth.note}` }
        : {
            kind: "plots",
            plots: [
              {
                title: `${title}: calibration by ${a.horizonDays} days`,
                caption: `Cox model on a spline of log(−log(1 − risk)). Distance from the predictions: mean (ICI) ${number(smooth.indices.ici, 3)}, median (E50) ${number(smooth.indices.e50, 3)}, 90 % (E90) ${number(smooth.indices.e90, 3)}, largest (Emax) ${number(smooth.indices.emax, 3)}.`,
                draw: (look) =>
                  calibrationPlot(
                    {
                      curve: smooth.curve.map((c) => ({ predicted: c.x, observed: c.y, lower: null, upper: null })),
                      withOutcome: [],
                      without: [],
                    },
                    { ...look, title },
                  ),
              },
            ],
          },
    );
  if (netBenefit)
    blocks.push(
      netBenefit.note !== null
        ? { kind: "text", text: `${title}. No decision curve: ${netBenefit.note}` }
        : {
            kind: "plots",
            plots: [
              {
                title: `${title}: net benefit by ${a.horizonDays} days`,
                caption:
                  "Thresholds fixed in the plan; true positives by Kaplan–Meier among those above the threshold.",
                draw: (look) =>
                  decisionCurvePlot(
                    netBenefit.points.map((p) => ({ ...p, lower: null, upper: null })),
                    { ...look, title },
                  ),
              },
            ],
          },
    );
  return blocks;
}

/** AUC by subgroup and by site of the test set; drawn where at least one subgroup carries a figure. */
function subgroupForest(r: ValidationResult): PlotBlock[] {
  if (!r.subgroups.some((s) => s.auc.value !== null && s.auc.lower !== null)) return [];
  const measure = r.protocol.subgroups.metric === "auc" ? "AUC" : "Harrell's C";
  const variables = [...new Set(r.subgroups.map((s) => s.variable))];
  const rows: ForestRow[] = [
    {
      label: "All of the test set",
      estimate: r.primary.analysis.auc.value,
      lower: r.primary.analysis.auc.lower,
      upper: r.primary.analysis.auc.upper,
      counts: `${r.primary.analysis.events} / ${r.primary.analysis.nonEvents}`,
      reason: "not estimable",
    },
    ...variables.flatMap((variable): ForestRow[] => [
      { label: variable, estimate: null, lower: null, upper: null, heading: true },
      ...r.subgroups
        .filter((s) => s.variable === variable)
        .map((s) => ({
          label: s.level,
          estimate: s.auc.value,
          lower: s.auc.lower,
          upper: s.auc.upper,
          counts: `${s.events} / ${s.n - s.events}`,
          reason: "suppressed",
        })),
    ]),
  ];
  return [
    {
      title: `${measure} by subgroup and site`,
      least: 530,
      caption: "Test set. Counts: with / without the outcome. Suppressed below the planned minimum.",
      draw: (look) =>
        forestPlot(rows, {
          ...look,
          scale: "linear",
          reference: 0.5,
          measure,
          countsHeading: "with / without",
          digits: 2,
          title: `${measure} by subgroup and site`,
        }),
    },
  ];
}
