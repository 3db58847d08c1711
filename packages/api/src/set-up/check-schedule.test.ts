import { setUpOfTemplate, TRIAL_TEMPLATES } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { checkSchedule } from "./check-schedule.ts";

const visit = (id: string, day: number, windowBefore = 7, windowAfter = 7, more = {}) => ({
  ...{ id, day, windowBefore, windowAfter },
  ...more,
});
const faults = (...visits: readonly ReturnType<typeof visit>[]) =>
  checkSchedule(visits).map(({ code, where }) => `${code} ${where?.path}`);

describe("planned visits that are typed", () => {
  it("lie within a year before and twenty after the start of treatment", () => {
    expect(faults(visit("A", -9999))).toEqual(["PLANNED_DAY_FAR trial.schedule[0].day"]);
    expect(faults(visit("A", 7306))).toEqual(["PLANNED_DAY_FAR trial.schedule[0].day"]);
    expect(faults(visit("A", -365), visit("B", 7305))).toEqual([]);
  });

  it("have windows of at most 90 days to each side", () => {
    expect(faults(visit("A", 0, 200))).toEqual(["WINDOW_TOO_WIDE trial.schedule[0].windowBefore"]);
    expect(faults(visit("A", 0, 90, 91))).toEqual(["WINDOW_TOO_WIDE trial.schedule[0].windowAfter"]);
  });

  it("are not two on one day, in whatever order they stand", () => {
    expect(faults(visit("B", 56), visit("A", 0), visit("C", 56))).toEqual(["VISITS_ON_ONE_DAY trial.schedule[2].day"]);
    expect(faults(visit("A", 56), visit("B", 56, 0, 0, { imaging: "none" }))).toHaveLength(1);
  });

  it("have windows apart: a scan on a shared day could be either", () => {
    expect(faults(visit("A", 0), visit("B", 14))).toEqual(["WINDOWS_OVERLAP trial.schedule[1].windowBefore"]);
    expect(faults(visit("A", 0), visit("B", 15))).toEqual([]);
    expect(checkSchedule([visit("A", 0), visit("B", 14)])[0]!.message).toBe(
      "trial.schedule[1].windowBefore: the window of 'B' opens on day 7, before that of 'A' has closed (day 7); narrow one of them, or a scan between could be either.",
    );
  });

  it("a visit in the clinic alone may lie within the window of a scan", () => {
    expect(faults(visit("A", 0), visit("B", 5, 3, 3, { imaging: "none" }))).toEqual([]);
  });

  it("of the wrong shape are left to the schema", () => {
    expect(checkSchedule([{ id: "A", day: "soon" }])).toEqual([]);
    expect(checkSchedule(undefined)).toEqual([]);
  });

  it("of every template are sound", () => {
    const named = { id: "t", title: "t", sites: [{ id: "s", name: "S" }], arms: [{ id: "a", name: "A" }] };
    for (const template of TRIAL_TEMPLATES)
      expect([template.id, checkSchedule(setUpOfTemplate(template, named).trial.schedule)]).toEqual([template.id, []]);
  });
});
