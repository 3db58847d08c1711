import { describe, expect, it } from "vitest";
import { inspirePlan } from "../testing/synthetic-facts.ts";
import { assignmentHash, assignSets } from "./assign-sets.ts";
import type { SubjectFacts } from "./facts.ts";
import { predictorRow } from "./predictors.ts";

const plan = inspirePlan();
const subject = (over: Partial<SubjectFacts> = {}): SubjectFacts => ({
  id: "1",
  key: "S-1",
  study: plan.identity.study,
  site: "S1",
  arm: "A",
  sex: "female",
  ageYears: 60,
  treatmentStart: "2000-01-01",
  visits: [
    { key: "BL", date: "2000-01-01", role: "baseline", targetSumMm: 40 },
    { key: "W8", date: "2000-02-26", role: "follow-up", targetSumMm: 30 },
    { key: "W16", date: "2000-04-22", role: "follow-up", targetSumMm: 80 },
  ],
  biomarkers: [{ code: "ctDNA-change", date: "2000-02-12", value: null, text: "Decrease from baseline" }],
  observations: [],
  imageHashes: [],
  imagePrints: [],
  features: [],
  ...over,
});

describe("predictors at the first on-treatment scan", () => {
  it("are the change against baseline at that scan, not later ones", () => {
    const row = predictorRow(subject(), plan);
    expect(row.indexDay).toBe(56);
    expect(row.predictors["target-change"]).toEqual({ value: -25, effectiveDay: 56 });
    expect(row.predictors["ctdna-change"]).toEqual({ value: -1, effectiveDay: 42 });
  });

  it.each([
    ["no scan", { visits: subject().visits.slice(0, 1) }, "no on-treatment scan"],
    ["no treatment start", { treatmentStart: null }, "no treatment start"],
    [
      "a scan without a figure",
      { visits: [subject().visits[0]!, { ...subject().visits[1]!, targetSumMm: null }] },
      "index scan without a target measurement",
    ],
    [
      "no baseline figure",
      { visits: [{ ...subject().visits[0]!, targetSumMm: null }, subject().visits[1]!] },
      "baseline without a target measurement",
    ],
    [
      "a first scan too late",
      { visits: [subject().visits[0]!, { ...subject().visits[1]!, date: "2000-06-01" }] },
      "first scan outside day 14 to 84",
    ],
  ])("%s: not computable, with the reason", (_, over, reason) => {
    expect(predictorRow(subject(over), plan).predictors["target-change"]).toEqual({ value: null, reason });
  });

  it("sets aside what became known after the index day", () => {
    const late = subject({ biomarkers: [{ ...subject().biomarkers[0]!, date: "2000-02-27" }] });
    expect(predictorRow(late, plan).predictors["ctdna-change"]).toEqual({
      value: null,
      reason: "ctdna-change known only after the index time",
    });
  });

  it("looks at nothing after the index day: the rest of the course may be anything", () => {
    const { visits } = subject();
    const other = subject({ visits: [visits[0]!, visits[1]!, { ...visits[2]!, targetSumMm: 1 }] });
    expect(predictorRow(other, plan)).toEqual(predictorRow(subject(), plan));
  });
});

describe("the split by rule", () => {
  const people = ["A", "B", "C", "D", "E"].map((arm, i) => subject({ id: String(i), key: `S-${i}`, arm }));

  it("follows the arm, excludes the ineligible with the reason, whatever the order", () => {
    const forward = assignSets(people, plan, new Set());
    expect(forward.map((a) => a.set)).toEqual(["training", "training", "training", "test", "excluded"]);
    expect(forward[4]!.reason).toBe("not eligible by arm");
    expect(assignmentHash(assignSets([...people].reverse(), plan, new Set()))).toBe(assignmentHash(forward));
  });
});
