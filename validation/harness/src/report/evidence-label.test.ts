import type { ValidationResult } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { evidenceLabels } from "./evidence-label.ts";

const figure = { value: 0.7, lower: null, upper: null, level: null, method: "", note: null };
const result = (over: object, opened = 1) =>
  ({
    development: { apparentAuc: figure, correctedAuc: null, ...over },
    primary: { analysis: { title: "Primary" } },
    secondary: [
      { title: "AUC", set: "training" },
      { title: "AUC", set: "test" },
    ],
    life: { opened },
    claim: { setName: opened > 1 ? "previously seen test set" : "external test, by site" },
  }) as unknown as ValidationResult;
const levels = (r: ValidationResult) => evidenceLabels(r).map((l) => [l.figure, l.level]);

/** The rule table: what development offers, and what each figure may be called. */
describe("what a figure rests on", () => {
  it.each([
    ["only the fit", {}, [["Development, apparent", "training"]]],
    [
      "an optimism bootstrap",
      { correctedAuc: 0.66 },
      [
        ["Development, apparent", "training"],
        ["Development, corrected", "bootstrap"],
      ],
    ],
    [
      "cross-validation",
      { crossValidation: {} },
      [
        ["Development, apparent", "training"],
        ["Development, cross-validated", "cross-validation"],
      ],
    ],
    ["nothing estimable", { apparentAuc: { ...figure, value: null } }, []],
  ] as const)("%s", (_, over, expected) => {
    expect(levels(result(over))).toEqual([...expected, ["AUC (Development)", "training"], ["Primary", "test"]]);
  });

  it("is no longer a test of unseen subjects once the set was opened before", () => {
    const labels = evidenceLabels(result({}, 2));
    expect(labels.at(-1)).toMatchObject({ level: "seen-before" });
    expect(labels.at(-1)?.label).toContain("previously seen test set");
  });

  it("never calls a figure of development a test", () => {
    for (const l of evidenceLabels(result({ correctedAuc: 0.6 })).filter((x) => x.figure.startsWith("Development")))
      expect(l.label).toMatch(/^(training|cross-validation) only/);
  });
});
