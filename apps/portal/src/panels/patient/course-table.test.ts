import { expect, it } from "vitest";
import { courseTable } from "./course-table.ts";

it("a course is a table with a row an event or a value, each with its days, unit and what it is", () => {
  const { columns, rows } = courseTable({
    treatments: [{ name: "atezolizumab", kind: "immunotherapy", from: 0, to: null, detail: "1,200 mg" }],
    visits: [{ day: -7, label: "BL", imaging: true }],
    burden: [{ label: "Sum of diameters", unit: "mm", baseline: -7, points: [{ day: -7, value: 50 }], unknown: [42] }],
    responses: [{ criterion: "RECIST 1.1", outcomes: [{ day: 84, category: "PD", reason: "New lesion" }] }],
    series: [{ label: "LDH", unit: "U/L", points: [{ day: 3, value: 310 }] }],
    adverseEvents: [{ term: "Rash", grade: 2, from: 10, to: 20, immuneRelated: true }],
    milestones: [{ day: 200, label: "Death", kind: "death" }],
  });
  expect(columns).toEqual(["what", "name", "from_day", "to_day", "value", "unit", "detail"]);
  expect(rows).toEqual([
    ["treatment", "atezolizumab", 0, null, null, null, "immunotherapy, 1,200 mg"],
    ["visit", "BL", -7, -7, null, null, "imaging"],
    ["burden", "Sum of diameters", -7, -7, 50, "mm", null],
    ["burden", "Sum of diameters", 42, 42, null, "mm", "not known"],
    ["response", "RECIST 1.1", 84, 84, "PD", null, "New lesion"],
    ["value", "LDH", 3, 3, 310, "U/L", null],
    ["adverse event", "Rash", 10, 20, 2, "CTCAE grade", "immune-related"],
    ["milestone", "Death", 200, 200, null, null, "death"],
  ]);
});

it("of a trial that counts study days, the days are those, and the columns say so", () => {
  const { columns, rows } = courseTable({
    studyDays: {
      dates: { kind: "offset", dayZero: "2000-01-01", count: "from-1", note: "Only days are given." },
      origin: "2000-01-01",
    },
    treatments: [{ name: "atezolizumab", kind: "immunotherapy", from: 0, to: null }],
    visits: [
      { day: -1, label: "D-1", imaging: true },
      { day: 247, label: "D248", imaging: true },
    ],
  });
  expect(columns.slice(2, 4)).toEqual(["from_study_day", "to_study_day"]);
  expect(rows.map((row) => row.slice(1, 4))).toEqual([
    ["atezolizumab", 1, null],
    ["D-1", -1, -1],
    ["D248", 248, 248],
  ]);
});
