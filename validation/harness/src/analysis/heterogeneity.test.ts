import { readFileSync } from "node:fs";
import {
  type PooledMeasure,
  type PoolingPlan,
  type ProtocolDocument,
  planHash,
  Refusal,
  readProtocol,
  type ValidationResult,
} from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { heterogeneitySections } from "../report/section-heterogeneity.ts";
import { inspirePlan } from "../testing/synthetic-facts.ts";
import { syntheticCoxPlan, syntheticPlan } from "../testing/synthetic-trial.ts";
import { siteHeterogeneity } from "./heterogeneity.ts";
import type { AnalysisSubject } from "./subject.ts";

type Row = Readonly<Record<string, number>>;
function table(name: string): Row[] {
  const file = new URL(`../../../conformance/reference/statistics-oracle/${name}.csv`, import.meta.url);
  const [head = "", ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
  return lines.map((line) => Object.fromEntries(line.split(",").map((v, j) => [head.split(",")[j]!, Number(v)])));
}
const subject = (
  r: Row,
  site: string,
  risk: number,
  outcome: Partial<AnalysisSubject["outcomes"][number]>,
): AnalysisSubject => ({
  set: "test",
  row: {
    subjectId: `id-${r["row"]}`,
    subjectKey: `S-${r["row"]}`,
    site,
    arm: "A",
    sex: "unknown",
    ageYears: null,
    baselineSumMm: null,
    indexDay: 0,
    noIndexReason: null,
    predictors: { karno: { value: r["karno"] ?? 0, effectiveDay: null } },
  },
  prediction: { subjectId: `id-${r["row"]}`, subjectKey: `S-${r["row"]}`, value: risk, reason: null },
  outcomes: [{ subjectId: `id-${r["row"]}`, endpoint: "os", timeDays: null, event: null, value: null, ...outcome }],
});

// Low birth weight by mother's group, and death by cell type, play outcome and site. The risks are made up, the same in R.
const births = table("birthwt").map((r) =>
  subject(r, `R${r["race"]}`, 1 / (1 + Math.exp(-(1.3 - 0.018 * r["lwt"]! + 0.6 * r["smoke"]!))), {
    endpoint: "cbr",
    value: r["low"] === 1 ? "PD/SD<C6" : "CR/PR/SD>=C6",
  }),
);
const veterans = table("veteran").map((r) =>
  subject(r, `C${r["cell"]}`, 1 - Math.exp(-Math.exp(1 - 0.03 * r["karno"]!)), {
    timeDays: r["time"]!,
    event: r["died"] === 1,
  }),
);

const INSPIRE_PLAN = "38b64cfedec13eb7d2dc36a699f4930a5b0205a1dfaaaf778edde4880ed4d5ec";
const plan = (measures: PooledMeasure[], over: Partial<PoolingPlan> = {}): PoolingPlan => ({
  cluster: "site",
  pooling: "random-effects",
  method: "reml",
  limits: "wald",
  level: 0.95,
  measures,
  minimumN: 10,
  minimumEvents: 3,
  reason: "Sites differ in scanners.",
  ...over,
});
const inverted = syntheticPlan();
const binary: ProtocolDocument = {
  ...inverted,
  endpoints: inverted.endpoints.map((e) =>
    e.type === "binary" ? { ...e, source: { ...e.source, event: ["PD/SD<C6"], nonEvent: ["CR/PR/SD>=C6"] } } : e,
  ),
};
const base = syntheticCoxPlan();
const shared = { id: "karno", title: "Karnofsky, per 10", sets: ["test" as const], family: "descriptive", level: 0.95 };
const cox: ProtocolDocument = {
  ...base,
  model: { ...base.model, horizonDays: 180 } as ProtocolDocument["model"],
  secondary: [
    ...base.secondary,
    { ...shared, kind: "cox", endpoint: "os", predictor: "karno", per: 10, ties: "efron", landmark: "index-time" },
  ],
};
const pool = (
  measure: PooledMeasure,
  subjects: readonly AnalysisSubject[],
  p: ProtocolDocument,
  over: Partial<PoolingPlan>,
) =>
  siteHeterogeneity(subjects, { ...p, heterogeneity: plan([measure], { hazardRatioOf: "karno", ...over }) })!.pools[0]!;

/**
 * R 4.2.2: figures a site by pROC (DeLong), glm, survival (concordance, coxph with Efron ties, survfit); metafor 3.8-1
 * rma(), test z or knha, and predict(): pooled, its limits, the prediction interval; then tau² and Q.
 */
const IN_R = [
  ["auc", "reml", "wald", 0.6607336536, 0.5720090984, 0.7394434145, 0.5720090984, 0.7394434145, 0, 0.3628329439],
  ["auc", "reml", "hksj", 0.6607336536, 0.5779867284, 0.7347030268, 0.5779867284, 0.7347030268, 0, 0.3628329439],
  [
    "observed-to-expected",
    "reml",
    "wald",
    1.0626031485,
    0.6926868874,
    1.630066155,
    0.491585126,
    2.296907273,
    0.107016557,
    7.6382132451,
  ],
  [
    "observed-to-expected",
    "reml",
    "hksj",
    1.0626031485,
    0.4096619946,
    2.7562367664,
    0.1941393377,
    5.8160569843,
    0.107016557,
    7.6382132451,
  ],
  [
    "observed-to-expected",
    "dersimonian-laird",
    "wald",
    1.0618069251,
    0.7008433621,
    1.6086817786,
    0.5049740086,
    2.2326573783,
    0.0988644557,
    7.6382132451,
  ],
  [
    "observed-to-expected",
    "dersimonian-laird",
    "hksj",
    1.0618069251,
    0.409800551,
    2.7511772339,
    0.2030471845,
    5.552571188,
    0.0988644557,
    7.6382132451,
  ],
  ["slope", "reml", "wald", 0.9983673013, 0.4024047124, 1.5943298901, 0.4024047124, 1.5943298901, 0, 0.6234908271],
  [
    "slope",
    "dersimonian-laird",
    "hksj",
    0.9983673013,
    0.2678891365,
    1.7288454661,
    0.2678891365,
    1.7288454661,
    0,
    0.6234908271,
  ],
] as const;
const SURVIVAL_IN_R = [
  [
    "c-harrell",
    "reml",
    "wald",
    0.704745527,
    0.6482764661,
    0.755566878,
    0.6257413044,
    0.773119219,
    0.0155946714,
    3.7235616047,
  ],
  [
    "c-harrell",
    "dersimonian-laird",
    "hksj",
    0.704351367,
    0.6126719746,
    0.7820500914,
    0.5788209794,
    0.805068005,
    0.0133252784,
    3.7235616047,
  ],
  [
    "hazard-ratio",
    "reml",
    "wald",
    0.697443031,
    0.6164191437,
    0.7891169287,
    0.5894372595,
    0.8252392832,
    0.0033992901,
    3.5537353463,
  ],
  [
    "hazard-ratio",
    "reml",
    "hksj",
    0.697443031,
    0.576127146,
    0.8443045687,
    0.5343586684,
    0.9103001603,
    0.0033992901,
    3.5537353463,
  ],
  [
    "slope",
    "reml",
    "hksj",
    1.2011148153,
    0.5641399538,
    1.8380896767,
    0.3132696247,
    2.0889600058,
    0.0377698904,
    3.5537353463,
  ],
  [
    "observed-to-expected",
    "reml",
    "wald",
    1.9839252696,
    1.6355127304,
    2.4065599747,
    1.6355127304,
    2.4065599747,
    0,
    2.312243781,
  ],
  [
    "observed-to-expected",
    "dersimonian-laird",
    "hksj",
    1.9839252696,
    1.5064895326,
    2.6126696468,
    1.5064895326,
    2.6126696468,
    0,
    2.312243781,
  ],
] as const;
const cases = [
  ...IN_R.map((c) => [c[0], c[1], c[2], births, binary, c.slice(3)] as const),
  ...SURVIVAL_IN_R.map((c) => [c[0], c[1], c[2], veterans, cox, c.slice(3)] as const),
];

describe("sites pooled by random effects", () => {
  it.each(cases)(
    "has of %s by %s with %s limits what metafor has",
    (measure, method, limits, subjects, p, expected) => {
      const { pooled, prediction, spread, sites } = pool(measure, subjects, p, { method, limits });
      const found = [
        pooled.value,
        pooled.lower,
        pooled.upper,
        prediction?.lower,
        prediction?.upper,
        spread?.tau2,
        spread?.q,
      ];
      found.forEach((value, i) => {
        expect(value, `figure ${i}`).toBeCloseTo(expected[i] as number, 6);
      });
      expect(sites.reduce((s, { weight }) => s + weight!, 0)).toBeCloseTo(1, 12);
    },
  );

  it("keeps a site that gives no estimate in the table, with its reason, and pools the others", () => {
    // The first site is told perfectly: its AUC is 1, which has no logit.
    const perfect = births.map((s) =>
      s.row.site === "R1"
        ? {
            ...s,
            prediction: { ...s.prediction, value: s.outcomes[0]!.value === "PD/SD<C6" ? 0.9 : 0.1, reason: null },
          }
        : s,
    ) as AnalysisSubject[];
    const { sites, spread } = pool("auc", perfect, binary, {});
    expect(sites.map((s) => [s.site, s.weight === null])).toEqual([
      ["R1", true],
      ["R2", false],
      ["R3", false],
    ]);
    expect(sites[0]!.figure.note).toBe("not pooled: 1 has no logit.");
    expect(spread!.df).toBe(1);
  });

  it("pools nothing where one site or none is large enough, and says so", () => {
    const { pooled, prediction, sites } = pool("auc", births, binary, { minimumN: 90 });
    expect(sites.filter((s) => s.weight !== null)).toHaveLength(0);
    expect(pooled).toMatchObject({ value: null, note: "Heterogeneity needs two sites; there is 1." });
    expect(prediction).toBeNull();
    expect(sites[1]!.figure.note).toBe("not pooled: fewer than 90 subjects or 3 of a class.");
  });

  it("prints a forest with the pooled diamond and the prediction interval, and the table", () => {
    const protocol = { ...binary, heterogeneity: plan(["auc", "slope"], { limits: "hksj" }) };
    const heterogeneity = siteHeterogeneity(births, protocol);
    const [section] = heterogeneitySections({ protocol, heterogeneity } as ValidationResult);
    expect(section!.blocks.map((b) => b.kind)).toEqual(["text", "plots", "table", "plots", "table"]);
    const [, plots, rows] = section!.blocks;
    if (plots?.kind !== "plots" || rows?.kind !== "table") throw new Error("kinds");
    const svg = plots.plots[0]!.draw({ theme: "print", width: 680 });
    expect(svg).toContain("0.66 (0.58 to 0.73)");
    expect(svg).toContain("Prediction interval");
    expect(rows.rows.map((row) => row[0])).toEqual(["R1", "R2", "R3", "Pooled", "Prediction interval"]);
  });
});

describe("heterogeneity in the plan", () => {
  const refused = (p: ProtocolDocument, h: PoolingPlan): string => {
    try {
      readProtocol({ ...p, heterogeneity: h });
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
    return "accepted";
  };

  it("is read as it always was where nothing is pooled, and the plan keeps its hash", () => {
    // The hash of the committed INSPIRE plan before pooling could be planned.
    expect(planHash(inspirePlan())).toBe(INSPIRE_PLAN);
  });

  it("is accepted with what the endpoint and the model can give, and refused with what they cannot, naming the place", () => {
    expect(refused(binary, plan(["auc", "observed-to-expected", "slope"]))).toBe("accepted");
    expect(refused(cox, plan(["c-harrell", "hazard-ratio", "slope"], { hazardRatioOf: "karno" }))).toBe(
      refused(cox, plan(["c-harrell"])),
    );
    expect(refused(binary, plan(["c-harrell"]))).toMatch(/Heterogeneity › Measures 1: .*pool auc/);
    expect(refused(base, plan(["auc"]))).toMatch(/Heterogeneity › Measures 1: .*pool c-harrell/);
    expect(refused(base, plan(["hazard-ratio"]))).toMatch(/name the Cox analysis/);
    expect(refused(binary, plan(["auc", "auc"]))).toMatch(/stands twice/);
  });
});
