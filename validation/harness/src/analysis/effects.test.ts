import { readFileSync } from "node:fs";
import { type AnalysisResult, type Figure, type ProtocolDocument, Refusal, readProtocol } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { syntheticCoxPlan, syntheticPlan } from "../testing/synthetic-trial.ts";
import { adjustedEffectAnalysis } from "./adjusted-effect.ts";
import { adjustedTests } from "./run-plan.ts";
import type { AnalysisSubject } from "./subject.ts";
import { interactionAnalysis } from "./treatment-interaction.ts";

// R 4.2.2: coxph (survival 3.5, Efron) on veteran, glm with confint.default on birthwt (MASS); logLik for the tests.

type Row = Readonly<Record<string, number>>;
function table(name: string): Row[] {
  const file = new URL(`../../../conformance/reference/statistics-oracle/${name}.csv`, import.meta.url);
  const [head = "", ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
  return lines.map((line) => Object.fromEntries(line.split(",").map((v, j) => [head.split(",")[j]!, Number(v)])));
}
const subject = (r: Row, arm: string, outcome: Partial<AnalysisSubject["outcomes"][number]>): AnalysisSubject => ({
  set: "test",
  row: {
    subjectId: `id-${r["row"]}`,
    subjectKey: `S-${r["row"]}`,
    site: "S1",
    arm,
    sex: "unknown",
    ageYears: null,
    baselineSumMm: null,
    indexDay: 0,
    noIndexReason: null,
    predictors: Object.fromEntries(Object.entries(r).map(([k, value]) => [k, { value, effectiveDay: null }])),
  },
  prediction: { subjectId: `id-${r["row"]}`, subjectKey: `S-${r["row"]}`, value: null, reason: "not needed" },
  outcomes: [{ subjectId: `id-${r["row"]}`, endpoint: "os", timeDays: null, event: null, value: null, ...outcome }],
});
const veteran = table("veteran").map((r) =>
  subject(r, r["trt"] === 2 ? "A" : "B", { timeDays: r["time"]!, event: r["died"] === 1 }),
);
const births = table("birthwt").map((r) =>
  subject(r, r["smoke"] === 1 ? "A" : "B", { endpoint: "cbr", value: r["low"] === 1 ? "PD/SD<C6" : "CR/PR/SD>=C6" }),
);
const cox = syntheticCoxPlan();
const base = syntheticPlan();
// Low weight plays the event, whichever the plan calls so.
const binary: ProtocolDocument = {
  ...base,
  endpoints: base.endpoints.map((e) =>
    e.type === "binary" ? { ...e, source: { ...e.source, event: ["PD/SD<C6"], nonEvent: ["CR/PR/SD>=C6"] } } : e,
  ),
};
const named = { id: "x", title: "X", set: "test" as const };
const shared = { id: "x", title: "X", sets: ["test" as const], family: "descriptive", level: 0.95 };
const close = (f: Figure, [value, lower, upper]: readonly [number, number, number]) => {
  expect(f.value! / value).toBeCloseTo(1, 8);
  expect(f.lower! / lower).toBeCloseTo(1, 8);
  expect(f.upper! / upper).toBeCloseTo(1, 8);
};
const is = <K extends AnalysisResult["kind"]>(r: AnalysisResult, kind: K): Extract<AnalysisResult, { kind: K }> => {
  if (r.kind !== kind) throw new Error(r.kind);
  return r as Extract<AnalysisResult, { kind: K }>;
};

const karno = { from: "predictor" as const, predictor: "karno", per: 10 };
const sets = [
  { name: "clinical factors", predictors: ["age", "prior"] },
  { name: "clinical factors and histology", predictors: ["age", "prior", "diagtime", "smallcell", "adeno", "large"] },
];
const adjusted = (subjects: readonly AnalysisSubject[], confounders = sets) =>
  is(
    adjustedEffectAnalysis(named, subjects, cox, {
      ...shared,
      kind: "adjusted-effect",
      endpoint: "overall-survival",
      marker: karno,
      confounders,
    }),
    "adjusted-effect",
  );

describe("a marker beside named confounders", () => {
  const found = adjusted(veteran);

  it("has R's hazard ratios alone and beside each set, and the likelihood ratio of the marker added to it", () => {
    expect([found.n, found.events, found.effect]).toEqual([137, 128, "hazard ratio"]);
    close(found.unadjusted, [0.7158837689259, 0.6481050537638, 0.7907507704735]);
    expect(found.test.statistic).toBeCloseTo(42.03120442924, 7);
    const [clinical, all] = found.adjusted;
    close(clinical!.marker, [0.7149501770037, 0.64528562549, 0.7921356611802]);
    expect(clinical!.test.statistic).toBeCloseTo(41.06364993821, 7);
    expect(clinical!.test.p! / 1.473514722292e-10).toBeCloseTo(1, 6);
    expect(clinical!.changePercent).toBeCloseTo(-0.3904296455741, 7);
    expect(clinical!.eventsPerParameter).toBeCloseTo(128 / 3, 12);
    close(all!.marker, [0.725102054852, 0.6508728009209, 0.8077968371189]);
    expect(all!.test.statistic).toBeCloseTo(33.65605158161, 7);
    close(
      all!.confounders.find((c) => c.predictor === "adeno")!.effect,
      [3.3183264402169, 1.8470748396338, 5.9614749373261],
    );
  });

  it("stands on the same subjects in every row: who lacks one confounder leaves all of them, and is counted", () => {
    const gap = veteran.map((s, i) =>
      i < 5
        ? { ...s, row: { ...s.row, predictors: { ...s.row.predictors, diagtime: { value: null, reason: "unknown" } } } }
        : s,
    );
    const fewer = adjusted(gap);
    expect(fewer.n).toBe(132);
    expect(fewer.excluded.notComputable).toBe(5);
    expect(fewer.unadjusted).toEqual(adjusted(veteran.slice(5)).unadjusted);
  });

  it("says why where a confounder is constant, and keeps the rest", () => {
    const flat = veteran.map((s) => ({
      ...s,
      row: { ...s.row, predictors: { ...s.row.predictors, age: { value: 60, effectiveDay: null } } },
    }));
    const r = adjusted(flat, [{ name: "age", predictors: ["age"] }, sets[1]!]);
    expect(r.adjusted[0]!.marker).toMatchObject({ value: null, note: expect.stringMatching(/does not vary/) });
    expect(r.adjusted[0]!.changePercent).toBeNull();
    expect(r.unadjusted.value).not.toBeNull();
  });

  it("counts every one of its tests in its family", () => {
    const protocol = {
      ...cox,
      secondary: [
        { ...shared, kind: "adjusted-effect" as const, endpoint: "overall-survival", marker: karno, confounders: sets },
      ],
    };
    expect(adjustedTests([found], protocol).map((t) => t.analysis)).toEqual([
      "x",
      "x, adjusted for clinical factors",
      "x, adjusted for clinical factors and histology",
    ]);
  });

  it("has R's odds ratios of a binary endpoint", () => {
    const r = is(
      adjustedEffectAnalysis(named, births, binary, {
        ...shared,
        kind: "adjusted-effect",
        endpoint: "clinical-benefit",
        marker: { from: "predictor", predictor: "lwt", per: 10 },
        confounders: [{ name: "age and hypertension", predictors: ["age", "ht"] }],
      }),
      "adjusted-effect",
    );
    expect([r.n, r.events, r.effect]).toEqual([189, 59, "odds ratio"]);
    close(r.unadjusted, [0.8688518847108, 0.7698925474907, 0.980531114408]);
    expect(r.test.statistic).toBeCloseTo(5.98132710336205, 8);
    close(r.adjusted[0]!.marker, [0.8398468023723, 0.7373275486648, 0.956620504323]);
    expect(r.adjusted[0]!.test.statistic).toBeCloseTo(8.04361950142399, 8);
  });
});

const interaction = (subjects: readonly AnalysisSubject[], protocol: ProtocolDocument, more: object) =>
  is(
    interactionAnalysis(named, subjects, protocol, {
      ...shared,
      kind: "treatment-interaction",
      endpoint: "overall-survival",
      marker: karno,
      treated: { label: "test chemotherapy", arms: ["A"] },
      control: { label: "standard", arms: ["B"] },
      adjustFor: ["age"],
      ...more,
    }),
    "treatment-interaction",
  );

describe("a marker by treatment", () => {
  it("has R's effects under control and treatment, their ratio and its likelihood ratio", () => {
    const r = interaction(veteran, cox, {});
    expect(r.groups.map((g) => [g.label, g.n, g.events])).toEqual([
      ["standard", 69, 64],
      ["test chemotherapy", 68, 64],
    ]);
    close(r.groups[0]!.marker, [0.7915610234318, 0.6750273095416, 0.9282125996382]);
    close(r.groups[1]!.marker, [0.6498968827805, 0.5621572023571, 0.7513306891327]);
    close(r.treatment, [1.2087012570971, 0.8402238121913, 1.7387732979122]);
    close(r.interaction, [0.8543457431577, 0.7025885841642, 1.0388820218593]);
    expect(r.test.statistic).toBeCloseTo(2.500542825549, 8);
    expect(r.test.p).toBeCloseTo(0.113807065168, 9);
  });

  it("has R's for a binary endpoint without further covariates", () => {
    const r = interaction(births, binary, {
      endpoint: "clinical-benefit",
      marker: { from: "predictor", predictor: "lwt", per: 10 },
      adjustFor: [],
    });
    close(r.groups[0]!.marker, [0.787522202349, 0.6424037077936, 0.9654228511894]);
    close(r.groups[1]!.marker, [0.9387712532075, 0.8110168118696, 1.086650058236]);
    close(r.treatment, [1.9673220372163, 1.0410976233732, 3.7175725995579]);
    close(r.interaction, [1.1920568720568, 0.9276667348087, 1.53179965703]);
    expect(r.test.statistic).toBeCloseTo(1.968793692134, 8);
  });

  it("has no interaction without a control group, and says so", () => {
    const r = interaction(veteran, cox, { control: { label: "none", arms: ["Z"] } });
    expect(r.interaction.value).toBeNull();
    expect(r.test.note).toMatch(/does not vary/);
    expect(r.groups[0]).toMatchObject({ n: 0, marker: { value: null } });
  });
});

describe("planned effects in a protocol", () => {
  const marker = { from: "predictor", predictor: "target-change", per: 10 } as const;
  const treatment = {
    ...shared,
    family: cox.multiplicity.families[0]!.id,
    kind: "treatment-interaction" as const,
    endpoint: "overall-survival",
    marker,
    treated: { label: "treated", arms: ["A"] },
    control: { label: "control", arms: ["B"] },
    adjustFor: ["age"],
  };
  const beside = (predictors: string[]) => ({
    ...shared,
    family: cox.multiplicity.families[0]!.id,
    kind: "adjusted-effect" as const,
    endpoint: "overall-survival",
    marker,
    confounders: [{ name: "clinical", predictors }],
  });
  const predictive = {
    biomarker: {
      ...cox.biomarker,
      best: ["predictive" as const],
      comparator: { arm: "B", interaction: "growth by treatment" },
    },
  };
  const problems = (more: object): string[] => {
    try {
      readProtocol({ ...cox, ...more });
      return [];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.problems.map((p) => `${p.code} ${p.where?.path}`);
    }
  };

  it("are read, and carry a predictive claim", () => {
    expect(problems({ ...predictive, secondary: [treatment, { ...beside(["age", "pd-l1"]), id: "y" }] })).toEqual([]);
  });

  it.each([
    [
      "a predictive claim without its interaction",
      { ...predictive, secondary: [beside(["age"])] },
      "BEST_PREDICTIVE_WITHOUT_COMPARATOR secondary",
    ],
    [
      "an interaction with another control",
      { ...predictive, secondary: [{ ...treatment, control: { label: "c", arms: ["C"] } }] },
      "BEST_PREDICTIVE_WITHOUT_COMPARATOR secondary",
    ],
    [
      "an arm on both sides",
      { secondary: [{ ...treatment, control: { label: "c", arms: ["A"] } }] },
      "PROTOCOL_INVALID secondary.0.control.arms",
    ],
    [
      "the marker as its own confounder",
      { secondary: [beside(["target-change"])] },
      "PROTOCOL_INVALID secondary.0.confounders.0.predictors",
    ],
    [
      "a confounder that nobody defines",
      { secondary: [beside(["volume"])] },
      "PROTOCOL_INVALID secondary.0.confounders.0.predictors",
    ],
    [
      "a marker that nobody defines",
      { secondary: [{ ...treatment, marker: { ...marker, predictor: "volume" } }] },
      "PROTOCOL_INVALID secondary.0.marker.predictor",
    ],
    [
      "a confounder twice",
      { secondary: [beside(["age", "age"])] },
      "PROTOCOL_INVALID secondary.0.confounders.0.predictors",
    ],
  ])("refuse %s, naming the place", (_, more, expected) => {
    expect(problems(more)).toContain(expected);
  });
});
