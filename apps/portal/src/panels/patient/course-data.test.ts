import type { Patient } from "@nadir/api/read";
import { patientTimeline } from "@nadir/charts";
import { expect, it } from "vitest";
import { baselineDay, courseData, originWords } from "./course-data.ts";
import { courseTable } from "./course-table.ts";

const counted = { kind: "offset", dayZero: "2000-01-01", count: "from-1", note: "Only days are given." };

/** Treated from day 1; scanned before, at the baseline and after. */
const patientIn = (dates: object, over: object = {}): Patient =>
  ({
    trial: { criteria: [{ id: "recist-1.1", primary: true }], dates },
    subject: { key: "P", treatmentStart: "2000-01-01" },
    visits: [
      { id: "PRE", date: "1999-11-02", role: "pre-baseline" },
      { id: "D-4", date: "1999-12-28", role: "baseline" },
      { id: "D248", date: "2000-09-04", role: "follow-up" },
    ],
    assessments: [
      {
        criterion: "recist-1.1",
        outcome: {
          baselineVisit: "D-4",
          visitOrder: ["D248"],
          visits: {
            D248: {
              date: "2000-09-04",
              overall: "PD",
              size: { unit: "mm", baseline: 39.9, value: 74.5 },
              trace: [{ text: "Progression was on 2000-09-04 (D248)." }],
            },
          },
        },
      },
    ],
    ...Object.fromEntries(
      ["images", "measurements", "treatments", "observations", "adverseEvents", "flags"].map((of) => [of, []]),
    ),
    ...over,
  }) as unknown as Patient;

it("in a trial without a day 0 every day of the course is the trial's own: words, hover texts and table", () => {
  const patient = patientIn(counted);
  expect(originWords(patient)).toBe("day 1 is treatment start");
  const data = courseData(patient)!;
  const svg = patientTimeline(data);
  expect(svg).toContain("D248: day 248 (week 35.3)");
  expect(svg).toContain("RECIST 1.1, day 248 (week 35.3): PD");
  expect(svg).toContain("Progression was on day 248 (D248).");
  expect(svg).not.toContain("day 247");
  expect(courseTable(data).rows).toContainEqual(["visit", "D248", 248, 248, null, null, null]);
});

it("in a trial of real dates days are counted from the start of treatment, day 0", () => {
  const patient = patientIn({ kind: "calendar" });
  expect(originWords(patient)).toBe("day 0 is treatment start");
  expect(patientTimeline(courseData(patient)!)).toContain("D248: day 247 (week 35.3)");
});

it("the baseline is the primary criterion's visit, else the last that the record calls so; not the first scan", () => {
  const origin = { day: "2000-01-01" };
  expect(baselineDay(patientIn(counted), origin)).toBe(-4);
  expect(baselineDay(patientIn(counted, { assessments: [] }), origin)).toBe(-4);
  expect(baselineDay(patientIn(counted, { assessments: [], visits: [] }), origin)).toBeUndefined();
  expect(courseData(patientIn(counted))!.burden).toMatchObject([{ baseline: -4 }]);
});
