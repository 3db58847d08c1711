import type { ProtocolDocument } from "@nadir/domain";
import { expect, it } from "vitest";
import { caseMix } from "./participants.ts";
import type { AnalysisSubject } from "./subject.ts";

const protocol = {
  predictors: [],
  primary: { endpoint: "os" },
  endpoints: [{ id: "os", label: "Death", kind: "time-to-event" }],
} as unknown as ProtocolDocument;
const subject = (set: "training" | "test", held: { ethnicity?: string; race?: string }): AnalysisSubject =>
  ({
    set,
    row: { arm: "A", sex: "female", ageYears: 60, baselineSumMm: null, indexDay: 40, predictors: {}, ...held },
    outcomes: [],
    outcome: null,
  }) as unknown as AnalysisSubject;
const shown = (subjects: readonly AnalysisSubject[]) =>
  caseMix(subjects, protocol)
    .filter(({ variable }) => /^(Ethnicity|Race)/.test(variable))
    .map(({ variable, training, test }) => [variable, training.text, training.known, test.text, test.known]);

it("ethnicity and race are counted of those who told, a row a word", () => {
  expect(
    shown([
      subject("training", { ethnicity: "hispanic-or-latino", race: "white" }),
      subject("training", { ethnicity: "not-hispanic-or-latino", race: "asian" }),
      subject("training", { ethnicity: "not-hispanic-or-latino", race: "asian" }),
      subject("training", { ethnicity: "unknown" }),
      subject("test", { ethnicity: "not-hispanic-or-latino", race: "not-reported" }),
    ]),
  ).toEqual([
    ["Ethnicity: hispanic or latino", "1 (33 %)", 3, "0 (0 %)", 1],
    ["Ethnicity: not hispanic or latino", "2 (67 %)", 3, "1 (100 %)", 1],
    ["Race: asian", "2 (67 %)", 3, "–", 0],
    ["Race: white", "1 (33 %)", 3, "–", 0],
  ]);
});
it("and no row stands where they are not held", () => {
  expect(shown([subject("training", {}), subject("test", {})])).toEqual([]);
});
