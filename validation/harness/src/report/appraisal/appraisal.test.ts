import { describe, expect, it } from "vitest";
import { appraisalTables } from "./appraisal-tools.ts";
import { claim2020, claim2024 } from "./claim.ts";
import type { StudyEvidence } from "./evidence.ts";
import { metrics, metricsScore } from "./metrics.ts";
import { rqs, rqsTotal } from "./rqs.ts";
import { tripod2015 } from "./tripod-2015.ts";
import { tripodAi } from "./tripod-ai.ts";

/** A study about which the record knows nothing good. */
const bare: StudyEvidence = {
  splitType: "internal",
  newTestSites: 0,
  testSites: 1,
  opened: 0,
  registered: false,
  prospective: false,
  publicData: false,
  imageFeatures: true,
  handCraftedFeatures: true,
  predictors: 40,
  nonImagePredictors: 0,
  developmentEvents: 30,
  segmented: true,
  automaticSegmentation: false,
  featureSelection: false,
  adjustedFamilies: false,
  thresholdsFixed: false,
  discriminationInterval: false,
  resampled: false,
  calibration: false,
  calibrationResampled: false,
  decisionCurve: false,
  comparator: false,
  survival: false,
  updated: false,
  developedElsewhere: false,
};

describe("Radiomics Quality Score", () => {
  it("has 16 criteria from -8 to 36 (Lambin 2017)", () => {
    const items = rqs(bare);
    expect(items.map((i) => i.no)).toEqual(Array.from({ length: 16 }, (_, k) => k + 1));
    expect(items.reduce((s, i) => s + i.range[0], 0)).toBe(-8);
    expect(items.reduce((s, i) => s + i.range[1], 0)).toBe(36);
    for (const i of items) if (i.points !== null) expect(i.points >= i.range[0] && i.points <= i.range[1]).toBe(true);
  });

  it.each([
    // By hand: -3 (5) + 1 (8, a continuous risk) - 5 (12).
    ["nothing opened, 40 predictors for 30 events", bare, -7, 0],
    // +3 (5: 2 predictors for 30 events) +1 (6) +1 (8) +2 (9) +1 (10) +2 (12) +2 (13) = 12 of 36.
    [
      "a clinical and an image predictor, tested within the institute",
      {
        ...bare,
        opened: 1,
        predictors: 2,
        nonImagePredictors: 1,
        discriminationInterval: true,
        resampled: true,
        calibration: true,
        comparator: true,
      },
      12,
      100 / 3,
    ],
    // +3 +1 +1 +2 +2 +7 +5 (three institutes) +2 +2 = 25.
    [
      "a registered prospective study tested at three institutes",
      {
        ...bare,
        opened: 1,
        newTestSites: 3,
        registered: true,
        prospective: true,
        featureSelection: true,
        nonImagePredictors: 3,
        discriminationInterval: true,
        resampled: true,
        calibration: true,
        calibrationResampled: true,
        decisionCurve: true,
        comparator: true,
      },
      25,
      (25 / 36) * 100,
    ],
  ])("%s", (_what, evidence, points, percent) => {
    const total = rqsTotal(rqs(evidence));
    expect(total.points).toBe(points);
    expect(total.percent).toBeCloseTo(percent, 10);
    expect(total.toAttest).toBe(7);
  });

  it.each([
    [0, 2],
    [1, 3],
    [2, 4],
    [3, 5],
    [7, 5],
  ])("gives validation at %d other institutes %d points, and only after an opening", (newTestSites, points) => {
    expect(rqs({ ...bare, opened: 1, newTestSites })[11]?.points).toBe(points);
    expect(rqs({ ...bare, opened: 0, newTestSites })[11]?.points).toBe(-5);
  });
});

describe("METRICS", () => {
  it("has 30 items whose weights sum to 1 (Kocak 2024)", () => {
    const items = metrics(bare);
    expect(items).toHaveLength(30);
    expect(items.reduce((s, i) => s + i.weight, 0)).toBeCloseTo(1, 10);
  });

  it("switches items off by the conditions", () => {
    const off = (change: Partial<StudyEvidence>) =>
      metrics({ ...bare, ...change })
        .filter((i) => i.answer === "n/a")
        .map((i) => i.no);
    expect(off({})).toEqual([9, 17]);
    expect(off({ segmented: false })).toEqual([8, 9, 10, 17]);
    expect(off({ handCraftedFeatures: false })).toEqual([9, 12, 17]);
    expect(off({ automaticSegmentation: true })).toEqual([17]);
  });

  it("divides the weights of yes by those that apply", () => {
    // By hand: 0.03 + 0.02 of 0.03 + 0.02 + 0.05.
    const items = [
      { weight: 0.03, answer: "yes" },
      { weight: 0.02, answer: "yes" },
      { weight: 0.05, answer: "to attest" },
      { weight: 0.9, answer: "n/a" },
    ] as const;
    expect(metricsScore(items)).toEqual({ score: 50, band: "moderate", toAttest: 1 });
  });

  it.each([
    [0.199, "very low"],
    [0.2, "low"],
    [0.4, "moderate"],
    [0.6, "good"],
    [0.8, "excellent"],
  ])("a share of %d is %s", (share, band) => {
    expect(
      metricsScore([
        { weight: share, answer: "yes" },
        { weight: 1 - share, answer: "no" },
      ]).band,
    ).toBe(band);
  });
});

describe("reporting checklists", () => {
  it.each([
    ["TRIPOD 2015", tripod2015(bare).items, 37],
    ["TRIPOD+AI", tripodAi(bare), 52],
    ["CLAIM 2020", claim2020(bare).items, 42],
    ["CLAIM 2024", claim2024(bare).items, 44],
  ])("%s has each of its items once, with a status and a place", (_name, items, count) => {
    expect(items).toHaveLength(count);
    expect(new Set(items.map((i) => i.no)).size).toBe(count);
    for (const i of items) expect(i.place.length).toBeGreaterThan(3);
  });

  it("counts CLAIM through from 1", () => {
    expect(claim2020(bare).items.map((i) => i.no)).toEqual(Array.from({ length: 42 }, (_, k) => String(k + 1)));
    expect(claim2024(bare).items.map((i) => i.no)).toEqual(Array.from({ length: 44 }, (_, k) => String(k + 1)));
  });

  it("says by the record what applies", () => {
    const status = (list: readonly { no: string; status: string }[], no: string) =>
      list.find((i) => i.no === no)?.status;
    expect(status(tripodAi(bare), "23b")).toBe("n/a");
    expect(status(tripodAi({ ...bare, testSites: 3 }), "23b")).toBe("auto");
    expect(status(claim2024(bare).items, "33")).toBe("n/a");
    expect(status(claim2024({ ...bare, newTestSites: 1 }).items, "33")).toBe("auto");
    expect(status(claim2024({ ...bare, imageFeatures: false }).items, "13")).toBe("n/a");
  });

  it("gives evidence for the domains of the appraisal tools", () => {
    const sizes = Object.fromEntries(appraisalTables(bare).map((t) => [t.id, t.items.length]));
    expect(sizes).toEqual({ "quadas-2": 4, probast: 4, "probast-ai": 5, remark: 20, "decide-ai": 17 });
  });
});
