import { describe, expect, it } from "vitest";
import { assess } from "../assess.ts";
import { type CourseTable, courseTable } from "../testing/course-table.ts";
import { cohortEndpoints, endpointsOf, isDiseaseControl } from "./endpoints.ts";
import { sideOf } from "./time-to-event.ts";

/** Treatment starts on day 7 of the table (2024-01-08). */
const START = 7;
const at = (criterion: string, table: CourseTable, lastContact?: string) => {
  const document = courseTable(table);
  return endpointsOf(document, assess(document, criterion), lastContact === undefined ? {} : { lastContact });
};
const progressedOn = (day: number): CourseTable => ({
  days: [0, START + 60, START + day],
  targets: { T1: [50, 50, 70] },
});
const seenUntil = (day: number): CourseTable => ({ days: [0, START + 60, START + day], targets: { T1: [50, 50, 50] } });

describe("endpoints from a criterion", () => {
  it.each([
    [182, "no", "left-out"],
    [183, "yes", "yes"],
    [184, "yes", "yes"],
  ])("durable clinical benefit at day %i: event %s, censored %s", (day, event, censored) => {
    expect(at("recist-1.1", progressedOn(day)).durableClinicalBenefit.state).toBe(event);
    expect(at("recist-1.1", seenUntil(day)).durableClinicalBenefit.state).toBe(censored);
  });

  it("time to progression under two months: 60 days is, 61 is not", () => {
    expect(sideOf(at("recist-1.1", { days: [0, START + 60], targets: { T1: [50, 70] } }).ttp, 60.875)).toBe("within");
    expect(sideOf(at("recist-1.1", { days: [0, START + 61], targets: { T1: [50, 70] } }).ttp, 60.875)).toBe("beyond");
    expect(sideOf(at("recist-1.1", { days: [0, START + 60], targets: { T1: [50, 50] } }).ttp, 60.875)).toBe("left-out");
  });

  it("death is an event of PFS and OS and censors TTP at the last evaluable scan", () => {
    const table: CourseTable = {
      days: [0, START + 60, START + 90],
      targets: { T1: [50, 50, "not-evaluable"] },
      course: { deathDate: "2024-06-01" },
    };
    const { pfs, ttp, os } = at("recist-1.1", table);
    expect(pfs).toMatchObject({ status: "event", cause: "death", date: "2024-06-01", days: 145 });
    expect(ttp).toMatchObject({ status: "censored", cause: null, days: 60 });
    expect(os).toMatchObject({ status: "event", days: 145 });
  });

  it("without death OS is censored at the last contact, without one at the last visit", () => {
    expect(at("recist-1.1", seenUntil(100)).os).toMatchObject({ status: "censored", days: 100 });
    expect(at("recist-1.1", seenUntil(100), "2024-12-31").os).toMatchObject({ status: "censored", date: "2024-12-31" });
  });

  it("one patient, three criteria, three PFS, each with its rule", () => {
    const table: CourseTable = {
      days: [0, START + 60, START + 100, START + 190],
      targets: { T1: [50, 65, 40, 40] },
      new: { X1: [null, 12, "absent", 20] },
    };
    const recist = at("recist-1.1", table).pfs;
    const irecist = at("irecist", table).pfs;
    const imrecist = at("imrecist", table).pfs;
    expect(recist).toMatchObject({ status: "event", days: 60, rule: "Progression." });
    expect(irecist).toMatchObject({ status: "event", days: 190 });
    expect(irecist.rule).toContain("not confirmed");
    expect(imrecist).toMatchObject({ status: "event", days: 190 });
  });

  it("response at a landmark: who is censored before is left out and counted", () => {
    const cohort = cohortEndpoints([
      at("recist-1.1", { days: [0, START + 60, START + 120], targets: { T1: [50, 30, 30] } }),
      at("recist-1.1", { days: [0, START + 60, START + 120], targets: { T1: [50, 50, 50] } }),
      at("recist-1.1", { days: [0, START + 90], targets: { T1: [50, 70] } }),
      at("recist-1.1", { days: [0, START + 89], targets: { T1: [50, 50] } }),
      at("recist-1.1", { days: [0, START + 30], targets: { T1: [50, "not-evaluable"] } }),
    ]);
    expect(cohort.landmarks[0]).toEqual({
      landmarkDays: 90,
      states: { response: 1, "disease-control": 1, progressed: 1, "left-out": 2 },
    });
    expect(cohort).toMatchObject({
      patients: 5,
      objectiveResponse: { unconfirmed: 1, confirmed: 1 },
      diseaseControl: { unconfirmed: 3, confirmed: 3 },
      durableClinicalBenefit: { yes: 0, no: 1, leftOut: 4 },
    });
  });

  it.each(["CR", "iPR", "imSD", "MR", "NON-CR/NON-PD", "NON-iCR/NON-iUPD", "irNON-CR/NON-PD"])(
    "%s is disease control",
    (label) => expect(isDiseaseControl(label)).toBe(true),
  );
  it.each(["PD", "iUPD", "iCPD", "imPD", "pPD", "uPD", "NE", "NED"])("%s is not", (label) =>
    expect(isDiseaseControl(label)).toBe(false),
  );
});
