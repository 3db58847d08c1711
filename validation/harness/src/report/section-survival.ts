import type { AnalysisResult, ValidationResult } from "@nadir/domain";
import type { Block, Section } from "./blocks.ts";
import { hazardPlot, survivalPlot } from "./plots.ts";
import {
  days,
  excludedInWords,
  number,
  percentWithInterval,
  pValue,
  sentence,
  setName,
  testInWords,
  withInterval,
} from "./words.ts";

type Survival = Extract<AnalysisResult, { kind: "survival-by-group" }>;

/** Survival from the landmark by group: curves, medians, survival at the horizons, tests. */
export function survivalSection(r: ValidationResult): Section {
  const analyses = r.secondary.filter((a): a is Survival => a.kind === "survival-by-group");
  const titles = [...new Set(analyses.map((a) => a.title))];
  const cox = r.secondary.filter((a) => a.kind === "cox");
  return {
    id: "survival",
    title: "Survival from the landmark",
    blocks: [
      {
        kind: "text",
        text: `Time zero is the index time. ${r.protocol.indexTime.definition} Who had the event or was last seen by then is excluded and counted, so that nobody is credited with time that had to be survived to be grouped.`,
      },
      ...titles.flatMap((title): Block[] => {
        const same = analyses.filter((a) => a.title === title);
        return [
          { kind: "heading", text: title },
          {
            kind: "plots",
            plots: same.filter((a) => a.groups.some((g) => g.n > 0)).map((a) => survivalPlot(a, endpointLabel(r, a))),
          },
          {
            kind: "list",
            items: same.map((a) =>
              sentence(
                `${setName(a.set)}: log-rank ${testInWords(a.logRank)}; hazard ratio, unfavourable against favourable, ${withInterval(a.hazardRatio)}; excluded: ${excludedInWords(a.excluded)}`,
              ),
            ),
          },
        ];
      }),
      groupTable(analyses),
      ...hazardPlot(r).map((plot): Block => ({ kind: "plots", plots: [plot] })),
      {
        kind: "table",
        caption: "Hazard per unit of the predictor",
        columns: [
          { title: "Analysis", share: 4 },
          { title: "Set", share: 1.3 },
          { title: "Hazard ratio (95 % interval)", share: 2, align: "right" },
          { title: "Events / subjects", share: 1.4, align: "right" },
          { title: "Test", share: 3 },
        ],
        rows: cox.map((c) => [
          c.title,
          setName(c.set),
          withInterval(c.hazardRatio),
          `${c.events} / ${c.n}`,
          `${c.test.method}: ${testInWords(c.test)}`,
        ]),
      },
      {
        kind: "table",
        caption: "Tests of the test set, adjusted within their family",
        columns: [
          { title: "Family" },
          { title: "Analysis", share: 4.5 },
          { title: "p", align: "right" },
          { title: "adjusted p", align: "right" },
          { title: "Method" },
        ],
        rows: r.multiplicity.map((m) => [
          m.family,
          r.secondary.find((s) => s.id === m.analysis)?.title ?? m.analysis,
          pValue(m.p),
          pValue(m.adjusted),
          m.method,
        ]),
      },
    ],
  };
}

const endpointLabel = (r: ValidationResult, a: Survival): string => {
  const plan = r.protocol.secondary.find((s) => s.id === a.id);
  return r.protocol.endpoints.find((e) => e.id === plan?.endpoint)?.label ?? "Survival";
};

function groupTable(analyses: readonly Survival[]): Block {
  const horizons = [...new Set(analyses.flatMap((a) => a.groups.flatMap((g) => g.atHorizons.map((h) => h.days))))].sort(
    (a, b) => a - b,
  );
  return {
    kind: "table",
    caption: "Survival by group, days from the landmark",
    columns: [
      { title: "Analysis", share: 3.4 },
      { title: "Set", share: 1.5 },
      { title: "Group", share: 2.4 },
      { title: "Events / subjects", share: 1.1, align: "right" },
      { title: "Median (95 % interval)", share: 2.2, align: "right" },
      ...horizons.map((d) => ({ title: `Survival at ${number(d, 0)} d`, share: 1.7, align: "right" as const })),
    ],
    rows: analyses.flatMap((a) =>
      a.groups.map((g, i) => [
        i === 0 ? a.title : "",
        setName(a.set),
        g.label,
        `${g.events} / ${g.n}`,
        g.n === 0 ? "–" : days(g.medianDays),
        ...horizons.map((d) => {
          const at = g.atHorizons.find((h) => h.days === d);
          return g.n === 0 || !at ? "–" : percentWithInterval(at.survival);
        }),
      ]),
    ),
  };
}
