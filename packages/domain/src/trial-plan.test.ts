import { describe, expect, it } from "vitest";
import { planChanges, type TrialPlan, trialPlan } from "./trial-plan.ts";

const PLAN: TrialPlan = trialPlan.parse({
  criteria: [{ id: "recist-1.1", primary: true }, { id: "irecist" }],
  schedule: [
    { id: "BL", day: -7, windowBefore: 21, windowAfter: 7 },
    { id: "W8", day: 56, windowBefore: 3, windowAfter: 3 },
  ],
  imagingProtocol: {
    images: [{ name: "CT of the chest", modality: "CT", required: true, demands: { sliceThicknessMm: { max: 5 } } }],
  },
});

describe("what an amendment changes", () => {
  it("is nothing between equal plans, in whatever order they name their things", () => {
    expect(planChanges(PLAN, structuredClone(PLAN))).toEqual([]);
    expect(planChanges(PLAN, { ...PLAN, schedule: PLAN.schedule.toReversed() })).toEqual([]);
  });

  it("is told thing by thing, with what it was and what it becomes", () => {
    const after = trialPlan.parse({
      criteria: [{ id: "recist-1.1" }, { id: "imrecist", primary: true }],
      schedule: [
        { id: "W8", day: 56, windowBefore: 3, windowAfter: 7 },
        { id: "W16", day: 112, imaging: "none" },
      ],
      deltaWindow: { fromDay: 42, toDay: 63 },
      imagingProtocol: {
        version: "2",
        images: [
          { name: "CT of the chest", modality: "CT", required: true, demands: { sliceThicknessMm: { max: 3 } } },
        ],
      },
    });
    expect(planChanges(PLAN, after)).toEqual([
      { part: "criteria", what: "primary criterion", from: "recist-1.1", to: "imrecist" },
      { part: "criteria", what: "irecist", from: "as published", to: null },
      { part: "criteria", what: "imrecist", from: null, to: "as published" },
      { part: "schedule", what: "BL", from: "day -7, 21 days early to 7 days late", to: null },
      {
        part: "schedule",
        what: "W8",
        from: "day 56, 3 days early to 3 days late",
        to: "day 56, 3 days early to 7 days late",
      },
      { part: "schedule", what: "W16", from: null, to: "day 112, on that day alone, no scan" },
      { part: "deltaWindow", what: "change of features", from: null, to: "day 42 to day 63" },
      { part: "imagingProtocol", what: "version", from: "1", to: "2" },
      {
        part: "imagingProtocol",
        what: "CT of the chest",
        from: "CT, at every visit: slice thickness at most 5 mm",
        to: "CT, at every visit: slice thickness at most 3 mm",
      },
    ]);
  });

  it("is told of two rules of one name together", () => {
    const twice = (max: number) =>
      trialPlan.parse({
        ...PLAN,
        imagingProtocol: {
          images: [
            { name: "MRI", modality: "MR", sequence: "T1", required: true },
            { name: "MRI", modality: "MR", sequence: "T2", demands: { sliceThicknessMm: { max } } },
          ],
        },
      });
    expect(planChanges(twice(4), twice(3))).toEqual([
      {
        part: "imagingProtocol",
        what: "MRI",
        from: "MR, sequence T1, at every visit; and MR, sequence T2: slice thickness at most 4 mm",
        to: "MR, sequence T1, at every visit; and MR, sequence T2: slice thickness at most 3 mm",
      },
    ]);
  });
});
