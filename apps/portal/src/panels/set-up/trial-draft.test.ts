import { setUpOfTemplate, TRIAL_TEMPLATES, trial as trialSchema } from "@nadir/domain";
import { describe, expect, test } from "vitest";
import { demandsText, readDemands } from "./demands-text.ts";
import { draftOf, trialOf } from "./trial-draft.ts";

describe("the form of a new trial", () => {
  test("makes of every template the trial that the template says, and of a trial its copy", () => {
    const named = { id: "p1", title: "P1", sites: [{ id: "a", name: "A" }], arms: [{ id: "b", name: "B" }] };
    for (const template of TRIAL_TEMPLATES) {
      const { trial } = setUpOfTemplate(template, named);
      const filled = {
        ...draftOf(template),
        ...named,
        sites: [{ id: "a", name: "A" }],
        arms: [{ id: "b", name: "B" }],
      };
      expect(trialSchema.parse(trialOf(filled))).toEqual(trial);
      const copy = { ...draftOf({ trial, charter: template.charter }), id: "p1", title: "P1" };
      expect(trialSchema.parse(trialOf(copy))).toEqual(trial);
    }
  });

  test("leaves empty rows out, and hands on what is no number as it was typed", () => {
    const draft = {
      ...draftOf({ trial: {}, charter: null }),
      id: "x",
      schedule: [
        { id: "W8", day: "fifty", before: "", after: "" },
        { id: "", day: "", before: "", after: "" },
      ],
    };
    expect(trialOf(draft)["schedule"]).toEqual([{ id: "W8", day: "fifty", windowBefore: 0, windowAfter: 0 }]);
    expect(trialOf(draft)["sites"]).toEqual([]);
  });

  test("demands are read as they are written", () => {
    const demands = { sliceThicknessMm: { min: 1, max: 1.5 }, kernel: { oneOf: ["B30f", "STANDARD"] } };
    expect(demandsText(demands)).toBe("sliceThicknessMm >= 1, sliceThicknessMm <= 1.5, kernel = B30f|STANDARD");
    expect(readDemands(demandsText(demands))).toEqual(demands);
    expect(readDemands("thin slices please")).toEqual({ "thin slices please": {} });
  });
});
