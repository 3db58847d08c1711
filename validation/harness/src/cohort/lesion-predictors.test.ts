import type { PredictorSource } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { inspirePlan } from "../testing/synthetic-facts.ts";
import type { FeatureFacts, SubjectFacts } from "./facts.ts";
import { predictorRow } from "./predictors.ts";

const CONFIG = "a".repeat(64);
const vector = (visitKey: string, value: number, volumeMm3: number | null = 1000): FeatureFacts => ({
  visitKey,
  modality: "CT",
  configHash: CONFIG,
  target: true,
  volumeMm3,
  values: { stat_mean: value },
});
const subject = (over: Partial<SubjectFacts> = {}): SubjectFacts => ({
  id: "1",
  key: "S-1",
  study: "x",
  site: "S1",
  arm: "A",
  sex: "female",
  ageYears: 60,
  treatmentStart: "2000-01-01",
  deltaWindow: { fromDay: 42, toDay: 56 },
  targetOrgans: ["lung", "Lymph-Node", "bone"],
  visits: [
    { key: "BL", date: "2000-01-01", role: "baseline", targetSumMm: 40 },
    { key: "W5", date: "2000-02-05", role: "follow-up", targetSumMm: 40 },
    { key: "W6", date: "2000-02-12", role: "follow-up", targetSumMm: 40 },
    { key: "W7", date: "2000-02-19", role: "follow-up", targetSumMm: 40 },
  ],
  biomarkers: [],
  observations: [],
  imageHashes: [],
  imagePrints: [],
  features: [
    vector("BL", 10, 3000),
    vector("BL", 40, 500),
    vector("W6", 90, 3000),
    vector("W6", 30, 500),
    vector("W7", 20, 3000),
    vector("W7", 10, 500),
  ],
  ...over,
});

/** The one predictor, judged at day 56. */
function found(source: PredictorSource, facts: SubjectFacts = subject()) {
  const plan = inspirePlan();
  const predictor = {
    ...plan.predictors[0]!,
    id: "p",
    source,
    allowedRange: [-1000, 1000] as [number, number],
    featureConfigHash: CONFIG,
  };
  const indexTime = {
    kind: "day-from-treatment-start" as const,
    day: 56,
    informationWindowDays: 0,
    definition: "day 56",
  };
  return predictorRow(facts, { ...plan, predictors: [predictor], indexTime }).predictors["p"]!;
}
const feature = (
  at: "baseline" | "delta-window" | "delta-window-change-percent",
  over?: "mean" | "largest" | "least" | "greatest",
): PredictorSource => ({
  from: "feature",
  key: "stat_mean",
  modality: "CT",
  at,
  ...(over && { over }),
});

describe("a feature over the target lesions", () => {
  it("is the mean, or that of the largest, the least, the greatest", () => {
    expect(found(feature("baseline")).value).toBe(25);
    expect(found(feature("baseline", "largest")).value).toBe(10);
    expect(found(feature("baseline", "least")).value).toBe(10);
    expect(found(feature("baseline", "greatest")).value).toBe(40);
  });

  it("has no largest where a size is not known", () => {
    const facts = subject({ features: [vector("BL", 10, null), vector("BL", 40, 500)] });
    expect(found(feature("baseline", "largest"), facts)).toMatchObject({ reason: expect.stringMatching(/size/) });
  });

  it("in the trial's window for changes is of the visit nearest to its middle: day 49 of 35, 42 and 49", () => {
    expect(found(feature("delta-window"))).toEqual({ value: 15, effectiveDay: 49 });
    expect(found(feature("delta-window-change-percent"))).toEqual({ value: -40, effectiveDay: 49 });
    expect(found(feature("delta-window-change-percent", "largest")).value).toBe(100);
  });

  it("says so where the trial names no window, or no visit lies in it", () => {
    expect(found(feature("delta-window"), subject({ deltaWindow: null }))).toMatchObject({
      reason: expect.stringMatching(/names no window/),
    });
    expect(found(feature("delta-window"), subject({ deltaWindow: { fromDay: 50, toDay: 60 } }))).toMatchObject({
      reason: "p: no visit from day 50 to day 60",
    });
  });
});

describe("the location of lesions", () => {
  const at = (place: "lung" | "adenopathy" | "liver" | "other", over: "share" | "any") =>
    found({ from: "lesion-location", place, over }).value;

  it("is the share of target lesions in a place, or whether any lies there", () => {
    expect(at("lung", "share")).toBeCloseTo(1 / 3, 12);
    expect(at("adenopathy", "any")).toBe(1);
    expect(at("liver", "any")).toBe(0);
    expect(at("other", "share")).toBeCloseTo(1 / 3, 12);
  });

  it("is unknown without a target lesion", () => {
    expect(found({ from: "lesion-location", place: "lung", over: "any" }, subject({ targetOrgans: [] }))).toMatchObject(
      { reason: "no target lesion with an organ" },
    );
  });
});
