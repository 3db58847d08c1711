import { parseHTML } from "linkedom/worker";
import { describe, expect, it } from "vitest";
import {
  associationHeatMap,
  aucOverTimePlot,
  blandAltmanPlot,
  type ChartOptions,
  calibrationPlot,
  categoryFlow,
  correlationMatrix,
  decisionCurvePlot,
  deltaHeatMap,
  effectPlot,
  featureDeltaBars,
  flowDiagram,
  forestPlot,
  histogram,
  kaplanMeierPlot,
  lesionSmallMultiples,
  nomogramChart,
  patientTimeline,
  quadasPlot,
  rocPlot,
  scoreCoursePlot,
  spiderPlot,
  stripPlot,
  swimmerPlot,
  waterfallPlot,
} from "./index.ts";
import { SPIDER_OF_RECIST, WATERFALL_OF_RECIST } from "./testing/recist.ts";

const NASTY = `<b>&"A"`;
const steps = [
  { time: 2, atRisk: 4, events: 1, censored: 0, survival: 0.75, lower: 0.13, upper: 0.96 },
  { time: 5, atRisk: 3, events: 0, censored: 1, survival: 0.75, lower: 0.13, upper: 0.96 },
  { time: 9, atRisk: 2, events: 2, censored: 0, survival: 0, lower: null, upper: null },
];

/** Every chart with data (the marks it must show) and without. `{}` are the options. */
const charts: Record<
  string,
  {
    full: (o: ChartOptions) => string;
    empty: (o: ChartOptions) => string;
    shows: string[];
    marks: Record<string, number>;
  }
> = {
  calibrationPlot: {
    full: (o) =>
      calibrationPlot(
        {
          curve: [
            { predicted: 0.1, observed: 0.05, lower: 0, upper: 0.2 },
            { predicted: 0.5, observed: 0.6, lower: 0.4, upper: 0.8 },
            { predicted: 0.9, observed: 0.85, lower: 0.7, upper: 1 },
          ],
          withOutcome: [0.9, 0.5, 0.5],
          without: [0.1, 0.2],
        },
        o,
      ),
    empty: (o) => calibrationPlot({ curve: [], withOutcome: [], without: [] }, o),
    shows: ["Perfect calibration", "Smoothed observed risk", "Predicted risk", "100 %"],
    // Bars: bins at 0.5 and 0.9 upward, 0.1 and 0.2 downward.
    marks: { predictions: 4 },
  },
  effectPlot: {
    full: (o) =>
      effectPlot(
        {
          predictor: "Volume, mL",
          partialDependence: [
            { at: 1, prediction: 0.2 },
            { at: 3, prediction: 0.4 },
          ],
          accumulatedLocal: [
            { at: 1, effect: -0.05 },
            { at: 3, effect: 0.05 },
          ],
        },
        o,
      ),
    empty: (o) => effectPlot({ predictor: "Volume, mL", partialDependence: [], accumulatedLocal: [] }, o),
    shows: ["Partial dependence", "Accumulated local effect", "Volume, mL", "Mean prediction"],
    marks: {},
  },
  scoreCoursePlot: {
    full: (o) =>
      scoreCoursePlot(
        [
          { day: 0, probability: 0.2, lower: 0.1, upper: 0.4, label: "start of treatment" },
          { day: 56, probability: 0.6, lower: null, upper: null, label: "FU1" },
        ],
        o,
      ),
    empty: (o) => scoreCoursePlot([], o),
    shows: ["Probability at the visit", "Days from treatment start", "75 %"],
    marks: {},
  },
  decisionCurvePlot: {
    full: (o) =>
      decisionCurvePlot(
        [
          { threshold: 0.1, model: 0.3, lower: 0.2, upper: 0.4, all: 0.28 },
          { threshold: 0.3, model: 0.2, lower: 0.1, upper: 0.3, all: 0.05 },
          { threshold: 0.5, model: 0.1, lower: 0, upper: 0.2, all: -0.3 },
        ],
        o,
      ),
    empty: (o) => decisionCurvePlot([], o),
    shows: ["Treat all", "Treat none", "Model", "Net benefit", "Threshold probability"],
    marks: {},
  },
  aucOverTimePlot: {
    full: (o) =>
      aucOverTimePlot(
        [
          { time: 180, auc: 0.7, lower: 0.6, upper: 0.8 },
          { time: 365, auc: 0.65, lower: 0.4, upper: 0.75 },
        ],
        { ...o, unit: NASTY },
      ),
    empty: (o) => aucOverTimePlot([], o),
    shows: ["Chance", "AUC(t)", NASTY],
    marks: {},
  },
  patientTimeline: {
    full: (o) =>
      patientTimeline(
        {
          treatments: [
            { name: NASTY, kind: "immunotherapy", from: 0, to: null, doses: [0, 21] },
            { name: "Radiotherapy", kind: "radiotherapy", from: -60, to: -20, detail: "60 Gy in 30" },
            { name: "Surgery", kind: "surgery", from: -90, to: -90 },
          ],
          visits: [
            { day: -7, label: "Baseline", imaging: true },
            { day: 56, label: "W8", imaging: true },
            { day: 112, label: "W16", imaging: true, state: "due" },
          ],
          burden: [
            {
              label: "Sum of diameters",
              unit: "mm",
              baseline: -7,
              points: [
                { day: -7, value: 80 },
                { day: 56, value: 40 },
                { day: 84, value: 50 },
              ],
            },
          ],
          responses: [
            {
              criterion: "RECIST 1.1",
              outcomes: [
                { day: 56, category: "PR" },
                { day: 84, category: "PD" },
              ],
            },
            {
              criterion: "iRECIST",
              outcomes: [
                { day: 56, category: "iPR" },
                { day: 84, category: "iUPD" },
              ],
            },
          ],
          series: [
            {
              label: "LDH",
              unit: "U/L",
              points: [
                { day: 0, value: 300 },
                { day: 56, value: 180 },
              ],
              words: "lactate dehydrogenase",
              reference: { low: 135, high: 225 },
            },
          ],
          adverseEvents: [{ term: "Colitis", grade: 3, from: 30, to: 50, immuneRelated: true }],
          milestones: [{ day: 84, label: "Progression to be confirmed", kind: "progression" }],
        },
        o,
      ),
    empty: (o) => patientTimeline({}, o),
    shows: [
      "Baseline",
      "W8",
      "60 Gy in 30",
      "Sum of diameters",
      "80 mm",
      "50 mm",
      "nadir 40 mm, −50 %",
      "RECIST 1.1",
      "iUPD",
      "LDH",
      "180",
      "Colitis (immune-related)",
      "Progression to be confirmed",
      "iUPD unconfirmed progression",
      "PR, iPR partial response",
    ],
    marks: {
      "burden-point": 3,
      response: 7,
      visit: 3,
      "adverse-event": 1,
      milestone: 1,
      treatment: 3,
      dose: 2,
      "series-point": 2,
    },
  },
  spiderPlot: {
    full: (o) =>
      spiderPlot(
        [
          {
            key: NASTY,
            points: [
              { day: 0, changePercent: 0 },
              { day: 56, changePercent: -54 },
              { day: 80, changePercent: null },
              { day: 112, changePercent: -37 },
            ],
          },
        ],
        { ...SPIDER_OF_RECIST, ...o },
      ),
    empty: (o) => spiderPlot([{ key: "a", points: [{ day: 0, changePercent: null }] }], { ...SPIDER_OF_RECIST, ...o }),
    shows: ["nadir −54 %", "−37 %", "PR −30 %", "PD +20 %", "nadir +20 %", "weeks from baseline"],
    marks: { nadir: 1 },
  },
  waterfallPlot: {
    full: (o) =>
      waterfallPlot(
        [
          { key: NASTY, changePercent: -40, category: "PR" },
          { key: "b", changePercent: 160, category: "PD" },
          { key: "c", changePercent: 0, category: "SD" },
        ],
        { ...WATERFALL_OF_RECIST, ...o },
      ),
    empty: (o) => waterfallPlot([], { ...WATERFALL_OF_RECIST, ...o }),
    shows: [
      "Best change in sum of diameters from baseline until progression, 3 subjects",
      "+160 %",
      "PR partial response",
      "PD progressive disease",
    ],
    marks: { bar: 3 },
  },
  associationHeatMap: {
    full: (o) =>
      associationHeatMap(
        {
          rows: [NASTY, "entropy"],
          columns: ["CD8A", "PD-L1"],
          cells: [
            [
              { effect: 0.7, q: 0.001, n: 40, replicated: true },
              { effect: -0.1, q: 0.8, n: 40 },
            ],
            [
              { effect: null, q: null, n: 2 },
              { effect: -0.5, q: 0.02, n: 39 },
            ],
          ],
          level: 0.05,
        },
        o,
      ),
    empty: (o) => associationHeatMap({ rows: [], columns: [], cells: [], level: 0.05 }, o),
    shows: ["entropy and CD8A: not tested (2 subjects)", "PD-L1", "found again in other subjects", "2 of 4 shown"],
    marks: {},
  },
  categoryFlow: {
    full: (o) =>
      categoryFlow(
        {
          categories: ["PR", "SD", "PD"],
          table: [
            [4, 0, 0],
            [0, 3, 1],
            [2, 0, 5],
          ],
          first: NASTY,
          second: "iRECIST",
        },
        o,
      ),
    empty: (o) => categoryFlow({ categories: ["PR"], table: [[0]], first: "a", second: "b" }, o),
    shows: [
      "15 patients by",
      "12 in the same category, 3 in another (1 SD to PD, 2 PD to PR)",
      "PD  7",
      "PR  6",
      "iRECIST",
    ],
    marks: { stays: 3, changes: 2 },
  },
  swimmerPlot: {
    full: (o) =>
      swimmerPlot(
        [
          {
            key: NASTY,
            end: 300,
            died: true,
            segments: [{ from: 0, to: 200, kind: "on treatment" }],
            responses: [{ day: 56, category: "CR" }],
          },
          { key: "b", end: 100, ongoing: true },
        ],
        o,
      ),
    empty: (o) => swimmerPlot([], o),
    shows: ["on treatment", "death", "followed on", "CR complete response"],
    marks: { swimmer: 2, segment: 1 },
  },
  kaplanMeierPlot: {
    full: (o) =>
      kaplanMeierPlot(
        [
          { label: NASTY, n: 4, events: 3, steps, median: { estimate: 9, lower: 2, upper: null } },
          { label: "B", n: 4, events: 3, steps, median: { estimate: null, lower: null, upper: null } },
        ],
        { ...o, unit: "months", endpoint: "Overall survival", logRank: { p: 0.021 } },
      ),
    empty: (o) => kaplanMeierPlot([], { ...o, unit: "months" }),
    shows: [
      "Overall survival",
      "Log-rank p = 0.021",
      "At risk",
      "3 of 4 with event, median 9.0 months (95% CI 2.0 to not reached)",
      "median not reached",
    ],
    marks: { censored: 2, median: 1 },
  },
  rocPlot: {
    full: (o) =>
      rocPlot(
        [
          {
            label: NASTY,
            points: [
              { sensitivity: 1, specificity: 0 },
              { sensitivity: 0.8, specificity: 0.7 },
              { sensitivity: 0, specificity: 1 },
            ],
            auc: 0.7512,
            interval: { lower: 0.6, upper: 0.9, level: 0.95 },
            cases: 10,
            controls: 20,
            operatingPoint: { sensitivity: 0.8, specificity: 0.7, label: "change ≤ −10 %" },
          },
        ],
        o,
      ),
    empty: (o) => rocPlot([{ label: "x", points: [], auc: null, cases: 0, controls: 9 }], o),
    shows: ["AUC 0.75 (95% CI 0.60 to 0.90)", "10 with the outcome, 20 without", "1 − specificity", "change ≤ −10 %"],
    marks: { "operating-point": 1 },
  },
  forestPlot: {
    full: (o) =>
      forestPlot(
        [
          { label: NASTY, estimate: 0.5, lower: 0.2, upper: 0.9 },
          { label: "none", estimate: null, lower: null, upper: null, reason: "no events" },
          { label: "all", estimate: 0.7, lower: 0.5, upper: 1.1, summary: true },
        ],
        { ...o, measure: "Hazard ratio" },
      ),
    empty: (o) => forestPlot([], o),
    shows: ["Hazard ratio (95% CI)", "0.50 (0.20 to 0.90)", "not estimable", "no events"],
    marks: { estimate: 2 },
  },
  nomogramChart: {
    full: (o) =>
      nomogramChart(
        {
          axes: [
            {
              label: NASTY,
              unit: "years",
              marks: [
                [40, 0],
                [60, 50],
                [80, 100],
              ],
            },
            {
              label: "size",
              unit: "1",
              marks: [
                [10, 40],
                [1000, 0],
              ],
            },
          ],
          outcome: "Probability: death",
          total: [
            [10, 0.1],
            [75, 0.5],
            [130, 0.9],
          ],
        },
        o,
      ),
    empty: (o) => nomogramChart({ axes: [], outcome: "", total: [] }, o),
    shows: ["Total points", "Probability: death", "1000"],
    marks: { "input-mark": 5 },
  },
  quadasPlot: {
    full: (o) =>
      quadasPlot(
        [
          {
            study: NASTY,
            reviewers: ["anna", "ben"],
            judgements: {
              selectionBias: "low",
              indexTestBias: "high",
              referenceBias: "unclear",
              flowBias: null,
              selectionApplicability: "low",
              indexTestApplicability: "low",
              referenceApplicability: "low",
            },
            differed: ["flowBias"],
          },
        ],
        o,
      ),
    empty: (o) => quadasPlot([], o),
    shows: ["Patient", "Flow and timing, bias", "reviewers differ, no consensus yet", "+", "−", "?"],
    marks: { judgement: 7, share: 7 },
  },
  flowDiagram: {
    full: (o) =>
      flowDiagram(
        {
          steps: [
            { label: NASTY, n: 64, excluded: [{ reason: "no scan", n: 14 }] },
            { label: "eligible", n: 50 },
          ],
          branches: [
            { label: "Development", steps: [{ label: "fitted", n: 38 }] },
            { label: "Held out", steps: [{ label: "analysed", n: 12 }] },
          ],
        },
        o,
      ),
    empty: (o) => flowDiagram({ steps: [] }, o),
    shows: ["64", "no scan", "14", "Development", "Held out", "12"],
    marks: { step: 4, excluded: 1 },
  },
  histogram: {
    full: (o) =>
      histogram(
        [
          { label: NASTY, values: [1, 2, 2, 3, 9] },
          { label: "B", values: [2, 4] },
        ],
        { ...o, variable: "probability", markers: [{ value: 4, label: "threshold" }] },
      ),
    empty: (o) => histogram([{ label: "a", values: [] }], { ...o, variable: "probability" }),
    shows: ["probability", "threshold", "B (2), below the axis"],
    marks: {},
  },
  featureDeltaBars: {
    full: (o) =>
      featureDeltaBars(
        [
          { name: NASTY, changePercent: -42, baseline: 10, followUp: 5.8, unit: "mL", repeatabilityPercent: 8 },
          { name: "Skewness", changePercent: null, reason: "baseline is 0" },
        ],
        o,
      ),
    empty: (o) => featureDeltaBars([], o),
    shows: ["−42 %", "baseline is 0", "10 → 5.8 mL"],
    marks: { bar: 1 },
  },
  stripPlot: {
    full: (o) =>
      stripPlot(
        [
          {
            label: NASTY,
            points: [
              { key: NASTY, value: 1 },
              { key: "b", value: 3 },
            ],
          },
          { label: "B", points: [{ key: "c", value: 2 }] },
        ],
        { ...o, variable: "Volume, mm3" },
      ),
    empty: (o) => stripPlot([{ label: "a", points: [] }], { ...o, variable: "Volume" }),
    shows: ["Volume, mm3", "n = 2", "n = 1"],
    marks: { value: 3, median: 2 },
  },
  deltaHeatMap: {
    full: (o) =>
      deltaHeatMap(
        {
          features: [NASTY, "Volume"],
          subjects: ["a", NASTY, "c"],
          changes: [
            [50, null, -20],
            [100, 300, 0],
          ],
        },
        o,
      ),
    empty: (o) => deltaHeatMap({ features: ["Volume"], subjects: ["a"], changes: [[null]] }, o),
    shows: ["Volume", "deepest shrinkage first", "+100 %", "−100 %"],
    marks: { column: 3 },
  },
  correlationMatrix: {
    full: (o) =>
      correlationMatrix(
        {
          names: [NASTY, "B"],
          pairs: [
            [
              { rho: 1, n: 9 },
              { rho: -0.5, n: 8 },
            ],
            [
              { rho: -0.5, n: 8 },
              { rho: 1, n: 9 },
            ],
          ],
        },
        o,
      ),
    empty: (o) => correlationMatrix({ names: ["a"], pairs: [[{ rho: null, n: 2 }]] }, o),
    shows: ["−0.5", "8 subjects", "1.0"],
    marks: {},
  },
  blandAltmanPlot: {
    full: (o) =>
      blandAltmanPlot(
        [
          { subject: "a", what: NASTY, first: 20, second: 22 },
          { subject: "b", what: "lesion T1 at week 8", first: 40, second: 45 },
        ],
        {
          ...o,
          variable: "Size of a lesion, mm",
          readers: ["One", "Two"],
          agreement: { bias: -3.5, limits: { lower: -7.66, upper: 0.66 } },
        },
      ),
    empty: (o) => blandAltmanPlot([], { ...o, variable: "x", readers: ["One", "Two"], agreement: null }),
    shows: ["mean −3.5", "upper limit +0.66", "lower limit −7.66", "One 40, Two 45, difference −5"],
    marks: { pair: 2, level: 3 },
  },
  lesionSmallMultiples: {
    full: (o) =>
      lesionSmallMultiples(
        [
          {
            key: "1",
            label: NASTY,
            role: "target",
            points: [
              { day: 0, value: 20 },
              { day: 56, value: 10 },
              { day: 84, value: null, status: "not evaluable" },
            ],
            irradiated: [
              { from: -90, to: -60, label: "radiotherapy" },
              { from: 20, to: 34, label: "radiotherapy, 30 Gy in 10" },
              { from: 100, to: null, label: "radiotherapy" },
            ],
          },
        ],
        o,
      ),
    empty: (o) => lesionSmallMultiples([], o),
    // Before the axis at its edge, within it as a field, and nothing of what lies after it.
    shows: ["target", "−50 %", "10", "‹ RT", "in the field of radiotherapy, 30 Gy in 10: day 20 (week 2.9) to day 34"],
    marks: { lesion: 1, point: 2, irradiated: 2 },
  },
};

const dom = (svg: string) =>
  parseHTML(`<!doctype html><html><body>${svg}</body></html>`) as unknown as { document: Document };
const textOf = (svg: string) => dom(svg).document.body.textContent ?? "";

describe.each(Object.entries(charts))("%s", (_, chart) => {
  const full = chart.full({ title: "A title", width: 800 });

  it("is an SVG file with a name, a description and an image role", () => {
    expect(full).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    expect(full).toContain('role="img"');
    expect(full).toContain("<title>A title</title>");
    expect(/<desc>([^<]+)<\/desc>/.exec(full)?.[1]?.length).toBeGreaterThan(20);
    expect(full).toContain("tabular-nums");
  });

  it("writes its labels", () => {
    const words = textOf(full);
    for (const label of chart.shows) expect(words).toContain(label);
  });

  it("draws one mark for each fact", () => {
    const { document } = dom(full);
    for (const [name, count] of Object.entries(chart.marks))
      expect([name, document.querySelectorAll(`.${name}`).length]).toEqual([name, count]);
  });

  it("escapes what people typed", () => {
    expect(full).not.toContain("<b>");
    expect(full).not.toMatch(/="[^"]*<b>/);
    expect(dom(full).document.querySelector("b")).toBeNull();
  });

  it("gives the same bytes for the same data", () => {
    expect(chart.full({ title: "A title", width: 800 })).toBe(full);
  });

  it.each([320, 560, 1400])("fits %i px: no place that is no number, nothing wider than the drawing", (width) => {
    const svg = chart.full({ width });
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const box = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!;
    expect(Number(box[1])).toBe(width);
    for (const m of svg.matchAll(/<(?:text|rect)[^>]* x="(-?[\d.]+)"/g)) {
      expect(Number(m[1])).toBeGreaterThanOrEqual(-30);
      expect(Number(m[1])).toBeLessThanOrEqual(width + 1);
    }
  });

  it("takes theme, font, notice and background", () => {
    const light = chart.full({ theme: "light" });
    const dark = chart.full({
      theme: "dark",
      background: true,
      fontFamily: "Source Sans 3",
      notice: "Simulated follow-up",
    });
    expect(dark).toContain('font-family="Source Sans 3"');
    expect(dark).toContain("#10161b");
    expect(dark).toContain("Simulated follow-up");
    expect(light).not.toContain("#10161b");
    expect(light).toContain("system-ui");
  });

  it("writes nothing smaller than 10 px, so that it stays legible at nine tenths of its width", () => {
    for (const width of [320, 600, 1340])
      for (const [, size] of chart.full({ width }).matchAll(/font-size="([\d.]+)"/g))
        expect(Number(size)).toBeGreaterThanOrEqual(10);
  });

  it("says what is missing when there is nothing to draw", () => {
    const empty = chart.empty({ width: 480, title: "Empty" });
    expect(empty).toContain('stroke-dasharray="3 4"');
    expect(textOf(empty)).toMatch(/^Empty(No|Nothing) /);
    expect(empty).not.toMatch(/NaN|Infinity|undefined/);
    expect(textOf(empty).length).toBeGreaterThan(30);
  });
});

describe("an estimate without limits", () => {
  it("is drawn as a point, without a line that would be read as an interval", () => {
    const whiskers = (lower: number | null, upper: number | null) =>
      forestPlot([{ label: "a", estimate: 0.8, lower, upper }], { scale: "linear", reference: null }).match(
        /stroke-width="1.25"/g,
      ) ?? [];
    expect(whiskers(0.6, 0.9)).toHaveLength(3);
    expect(whiskers(null, null)).toHaveLength(0);
    expect(forestPlot([{ label: "a", estimate: 0.8, lower: null, upper: null }])).toContain("0.80 (no interval)");
  });
});

describe("a value that is no number", () => {
  it("is refused, not drawn", () => {
    expect(() => swimmerPlot([{ key: "a", end: Number.NaN }])).toThrow(/finite numbers/);
  });
});

describe("a scan before the baseline", () => {
  const points = [
    { day: -60, value: 37.7 },
    { day: -3, value: 39.9 },
    { day: 70, value: 74.5 },
  ];
  const lesion = (over: object = {}) => ({ key: "L1", label: "L1", role: "target", points, ...over });
  const titles = (svg: string) => [...dom(svg).document.querySelectorAll("title")].map((t) => t.textContent);

  it("is drawn of a lesion, and its changes count from the baseline visit", () => {
    const svg = lesionSmallMultiples([lesion()], { baseline: -3, digits: 1 });
    expect(textOf(svg)).toContain("+87 %");
    expect(textOf(svg)).not.toContain("+98 %");
    expect(svg.match(/class="point"/g)).toHaveLength(3);
    expect(svg).toContain('class="from-baseline"');
    expect(textOf(svg)).toContain("L1 39.9 to 74.5 mm");
    expect(titles(svg)).toEqual([
      "L1, day −60 (week −8.6): 37.7 mm, before the baseline",
      "L1, day −3 (week −0.4): 39.9 mm (baseline)",
      "L1, day 70 (week 10.0): 74.5 mm, +87 % from baseline",
    ]);
  });

  it("of a lesion that the baseline has not, leaves its first value after to count from, and says so", () => {
    const svg = lesionSmallMultiples(
      [
        lesion({
          role: "new",
          points: [
            { day: -3, value: null, status: "not evaluable" },
            { day: 70, value: 10 },
            { day: 126, value: 15 },
          ],
        }),
      ],
      { baseline: -3 },
    );
    expect(textOf(svg)).toContain("+50 % from first");
    expect(svg).toContain('class="from-first"');
    expect(titles(svg)).toContain("L1, day 126 (week 18.0): 15 mm, +50 % from its first value");
  });

  it("alone is compared with nothing", () => {
    const svg = lesionSmallMultiples([lesion({ points: points.slice(0, 1) })], { baseline: -3, digits: 1 });
    expect(textOf(svg)).toContain("37.7 mm before the baseline");
    expect(svg).not.toMatch(/class="from-/);
  });

  it("nor a follow-up before treatment is taken for the baseline of the tumour burden", () => {
    const burden = (baseline: number | null, of = points) =>
      textOf(
        patientTimeline({ burden: [{ label: "Sum", unit: "mm", digits: 1, baseline, points: of }] }, { width: 1000 }),
      );
    const late = [
      { day: -30, value: 50 },
      { day: -2, value: 40 },
      { day: 60, value: 60 },
    ];
    expect(burden(-30, late)).toContain("+20 % from baseline");
    expect(burden(-3)).toContain("+87 % from baseline");
    // Chemoradiation before: the baseline lies after the start of treatment.
    expect(burden(70, [...points, { day: 126, value: 149 }])).toContain("+100 % from baseline");
    expect(burden(null)).toContain("+98 % from first");
  });
});

describe("a trial that counts study days", () => {
  const studyDays = (count: "from-0" | "from-1", origin: string) => ({
    dates: { kind: "offset" as const, dayZero: "2000-01-01", count, note: "Only days are given." },
    origin,
  });
  const visits = (rule: ReturnType<typeof studyDays>) =>
    [
      ...dom(
        patientTimeline({
          studyDays: rule,
          visits: [-1, 0, 247].map((day) => ({ day, label: `V${day}`, imaging: false })),
        }),
      ).document.querySelectorAll(".visit title"),
    ].map((t) => t.textContent);

  it("has its own days on the time line: none is 0 where its source has none", () => {
    expect(visits(studyDays("from-1", "2000-01-01"))).toEqual([
      "V-1: day −1 (week −0.1)",
      "V0: day 1 (week 0.0)",
      "V247: day 248 (week 35.3)",
    ]);
    // Treatment began on day 4 of the trial.
    expect(visits(studyDays("from-0", "2000-01-05"))[2]).toBe("V247: day 251 (week 35.3)");
  });

  it("has them on the lesions' hover texts too", () => {
    const points = [{ day: 247, value: 20 }];
    expect(
      lesionSmallMultiples([{ key: "L1", label: "L1", points }], { studyDays: studyDays("from-1", "2000-01-01") }),
    ).toContain("L1, day 248 (week 35.3): 20 mm");
  });
});

describe("days that each subject counts from a start of its own", () => {
  it("are told as time that has passed, no day of the trial's", () => {
    const lane = { key: "A", end: 300, segments: [{ from: 0, to: 247, kind: "drug" }] };
    const svg = swimmerPlot([{ ...lane, responses: [{ day: 247, category: "PD" }] }]);
    expect(svg).toContain("A, drug: 0 to 247 days from treatment start");
    expect(svg).toContain("A, 247 days from treatment start (week 35.3): PD");
    expect(svg).not.toMatch(/day 247/);
  });
});

describe("a visit without a value", () => {
  const burden = (unknown: number[]) =>
    patientTimeline({
      visits: [
        { day: 0, label: "B", imaging: true },
        { day: 100, label: "V2", imaging: true },
      ],
      burden: [
        {
          label: "Sum of diameters",
          unit: "mm",
          baseline: 0,
          unknown,
          points: [
            { day: 0, value: 50 },
            { day: 50, value: 40 },
          ],
        },
      ],
    });

  it("is marked on the time line, and the value before it is named as such", () => {
    expect(burden([100])).toContain("not known");
    expect(burden([100])).toContain("before: 40 mm");
    expect(burden([100]).match(/: not known</g), "one mark, at its day").toHaveLength(1);
    expect(burden([])).not.toContain("not known");
  });

  it("is told of a survival that cannot be drawn, by the reason given", () => {
    const whyNone = "No death is recorded.";
    expect(kaplanMeierPlot([], { unit: "days", whyNone })).toContain(whyNone);
    expect(kaplanMeierPlot([], { unit: "days" })).toContain("No follow-up to draw");
  });

  it("leaves the end of a spider line as the last known", () => {
    const plot = (changePercent: number | null) =>
      spiderPlot(
        [
          {
            key: "P",
            points: [
              { day: 0, changePercent: 0 },
              { day: 50, changePercent: -20 },
              { day: 100, changePercent },
            ],
          },
        ],
        SPIDER_OF_RECIST,
      );
    expect(plot(null)).toContain("last known");
    expect(plot(-10)).not.toContain("last known");
    // −20 % is the nadir until something is lower; −25 % then is a new lowest.
    expect(plot(-10)).toContain("nadir −20 %");
    expect(plot(-25)).toContain("new lowest −25 %");
  });

  it("lets the name of a treatment take two rows before it is cut", () => {
    const svg = patientTimeline({
      treatments: [{ name: "checkpoint inhibitor (simulated)", kind: "immunotherapy", from: 0, to: 90 }],
    });
    expect(svg).toContain(">checkpoint inhibitor<");
    expect(svg).toContain(">(simulated)<");
  });
});
