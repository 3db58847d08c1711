import { Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { assess, assessEach, parseCase } from "./assess.ts";
import { type CaseEdits, editedCase, NO_EDITS } from "./edited-case.ts";
import { courseTable } from "./testing/course-table.ts";

const recorded = courseTable({
  days: [0, 63, 126],
  targets: { T1: [50, 30, 30], T2: [20, 20, null] },
  nonTarget: ["present", "present", "present"],
});
const overall = (edits: Partial<CaseEdits>) =>
  Object.values(assess(parseCase(editedCase(recorded, { ...NO_EDITS, ...edits })), "recist-1.1").visits).map(
    (visit) => visit.overall,
  );

describe("a case tried out", () => {
  it("without edits is judged as recorded, and the record is left as it is", () => {
    const before = structuredClone(recorded);
    expect(assess(parseCase(editedCase(recorded, NO_EDITS)), "recist-1.1")).toEqual(assess(recorded, "recist-1.1"));
    expect(overall({ measurements: { V2: { T1: { longestMm: 90 } } } })).toEqual(["SD", "PD"]);
    expect(recorded).toEqual(before);
  });

  // Recorded sums: 70, 50 (−28.6 %), and T2 missing at V2.
  it.each<[string, Partial<CaseEdits>, string[]]>([
    ["nothing", {}, ["SD", "NE"]],
    [
      "a size that completes the sum: 30 + 18 = 48 of 70",
      { measurements: { V2: { T2: { longestMm: 18 } } } },
      ["SD", "PR"],
    ],
    ["an entry taken away", { measurements: { V1: { T1: null } } }, ["NE", "NE"]],
    [
      "progression of non-target disease",
      { facts: { V1: { nonTarget: { status: "unequivocal-progression" } } } },
      ["PD", "PD"],
    ],
    ["non-target disease no longer said: not evaluable", { facts: { V2: { nonTarget: null } } }, ["SD", "NE"]],
    [
      "a new lesion at a visit that is not on record",
      {
        visits: [{ id: "TRY", date: "2024-04-01" }],
        lesions: [{ id: "X", role: "new", organ: "lung" }],
        measurements: { TRY: { T1: { longestMm: 30 }, T2: { longestMm: 20 }, X: { longestMm: 9 } } },
      },
      ["SD", "PD", "PD"],
    ],
  ])("%s", (_, edits, expected) => {
    expect(overall(edits)).toEqual(expected);
  });

  it("that cannot be judged is refused in words", () => {
    const twice = editedCase(recorded, { ...NO_EDITS, visits: [{ id: "TRY", date: "2024-03-04" }] });
    expect(() => parseCase(twice)).toThrow(/V1 and TRY share the day 2024-03-04/);
    expect(() => parseCase(twice)).toThrow(Refusal);
  });

  it("is judged by each criterion for itself: one without its figures keeps no other back", () => {
    const answers = assessEach(recorded, ["irrc", "recist-1.1"]);
    expect(answers[0]?.problems?.[0]?.message).toMatch(/irRC adds up products/);
    expect(answers[1]?.outcome).toEqual(assess(recorded, "recist-1.1"));
  });
});
