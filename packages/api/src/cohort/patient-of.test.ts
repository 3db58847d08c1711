import { describe, expect, it } from "vitest";
import type { CourseRow } from "./cohort-courses.ts";
import { patientOf } from "./patient-of.ts";

const visit = (id: string, date: string, percent: number | null, overall = "SD") => ({
  ...{ id, date, percent, overall },
  newLesions: false,
});
/** Baseline on 1 January 2024, treatment from the 11th; scans on the 1st of March, May and July. */
const row = (changes: Partial<CourseRow> = {}): CourseRow => ({
  id: "x",
  key: "P-1",
  site: "North",
  arm: "A",
  start: "2024-01-11",
  baselineOn: "2024-01-01",
  deathOn: null,
  lastContactOn: null,
  lastVisitOn: "2024-07-01",
  simulated: false,
  best: { confirmed: "SD", unconfirmed: "PR" },
  baseline: 50,
  unit: "mm",
  visits: [visit("V1", "2024-03-01", -10), visit("V2", "2024-05-01", -40, "PR"), visit("V3", "2024-07-01", 20, "PD")],
  outcome: {
    pfs: { status: "event", cause: "progression", date: "2024-07-01" },
    progressionDate: "2024-07-01",
    progressionConfirmed: null,
    durationOfResponse: null,
    name: null,
    parameters: null,
  },
  treatments: [
    { kind: "drug", name: "x", start: "2024-01-11", end: "2024-02-10" },
    { kind: "radiotherapy", name: "y", start: "2023-12-31", end: null },
  ],
  ...changes,
});

describe("a stored course as the plots draw it", () => {
  it("takes the deepest change, marks its visit as nadir, counts days from baseline and from treatment", () => {
    const p = patientOf(row(), "unconfirmed");
    expect(p).toMatchObject({ best: "PR", bestChange: -40, noChange: null, end: 172, progression: 172, death: null });
    // 1 January to 1 March, May and July of a leap year: 60, 121, 182 days; treatment began ten days later.
    expect(p.visits.map((v) => [v.day, v.dayOfTreatment, v.nadir])).toEqual([
      [60, 50, false],
      [121, 111, true],
      [182, 172, false],
    ]);
    expect(p.treatments.map(({ from, to }) => [from, to])).toEqual([
      [0, 30],
      [-11, null],
    ]);
    expect(p.pfs).toMatchObject({ days: 172, event: true });
    expect(p.os).toMatchObject({ days: 172, event: false });
  });

  it("has a best change of growth where nothing shrank, and then no nadir below baseline", () => {
    const p = patientOf(row({ visits: [visit("V1", "2024-03-01", 30), visit("V2", "2024-05-01", 15)] }), "confirmed");
    expect(p.bestChange).toBe(15);
    expect(p.visits.some(({ nadir }) => nadir)).toBe(false);
  });

  it("leaves out of the best change what shrank after progression, and keeps it in the course", () => {
    const visits = [
      visit("V1", "2024-03-01", -5),
      visit("V2", "2024-05-01", 25, "PD"),
      visit("V3", "2024-07-01", -50, "PR"),
    ];
    const outcome = { ...row().outcome, progressionDate: "2024-05-01" };
    const p = patientOf(row({ visits, outcome }), "confirmed");
    expect(p.bestChange).toBe(-5);
    expect(p.visits.map(({ changePercent, nadir }) => [changePercent, nadir])).toEqual([
      [-5, false],
      [25, false],
      [-50, true],
    ]);
    // Not confirmed under iRECIST: no progression, and all counts.
    const reset = { ...outcome, progressionDate: null };
    expect(patientOf(row({ visits, outcome: reset }), "confirmed").bestChange).toBe(-50);
    const unmeasured = [visit("V1", "2024-03-01", null, "PD"), visits[2]!];
    const early = { ...outcome, progressionDate: "2024-03-01" };
    expect(patientOf(row({ visits: unmeasured, outcome: early }), "confirmed")).toMatchObject({
      bestChange: null,
      noChange: "no complete measurement up to progression",
    });
  });

  it.each([
    ["no visit after baseline", { visits: [] }],
    ["no measured target at baseline", { visits: [visit("V1", "2024-03-01", null)], baseline: null }],
    ["nothing measurable at baseline", { visits: [visit("V1", "2024-03-01", null)], baseline: 0 }],
    ["no complete measurement after baseline", { visits: [visit("V1", "2024-03-01", null)] }],
  ])("says why there is no change: %s", (reason, changes) => {
    const outcome = { ...row().outcome, progressionDate: null };
    expect(patientOf(row({ outcome, ...changes }), "confirmed")).toMatchObject({ bestChange: null, noChange: reason });
  });

  it("has no times and no lane without a start of treatment; the last sign of life counts, death before all", () => {
    expect(patientOf(row({ start: null }), "confirmed")).toMatchObject({
      end: null,
      pfs: null,
      os: null,
      treatments: [],
    });
    expect(patientOf(row({ lastContactOn: "2024-09-01" }), "confirmed").end).toBe(234);
    const dead = patientOf(row({ lastContactOn: "2024-09-01", deathOn: "2024-08-01" }), "confirmed");
    expect(dead).toMatchObject({ end: 203, death: 203, os: { days: 203, event: true } });
  });
});
