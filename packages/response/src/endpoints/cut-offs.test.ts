import { addDays } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { assess } from "../assess.ts";
import { courseTable } from "../testing/course-table.ts";
import { cohortEndpoints, endpointsOf } from "./endpoints.ts";

const START = "2024-01-08";
/** A patient seen at baseline and on day 30, stable, who died on a day of treatment or was last heard of then. */
function patient(end: { died: number } | { seen: number }) {
  const document = courseTable({
    days: [0, 37],
    targets: { T1: [50, 50] },
    ...("died" in end ? { course: { deathDate: addDays(START, end.died) } } : {}),
  });
  const outcome = assess(document, "recist-1.1");
  return endpointsOf(document, outcome, "seen" in end ? { lastContact: addDays(START, end.seen) } : {});
}
const stateOf = (id: string, end: Parameters<typeof patient>[0]) =>
  patient(end).cutOffs.find((cutOff) => cutOff.id === id)?.state;

describe("named cut-offs of survival", () => {
  // 12 × 30.4375 = 365.25 and 5 × 30.4375 = 152.1875 days; the last scan is on day 30.
  it.each([
    ["os-1-year", 365, "short", "left-out"],
    ["os-1-year", 366, "long", "long"],
    ["os-5-months", 152, "short", "left-out"],
    ["os-5-months", 153, "long", "long"],
    ["os-500-270-days", 269, "short", "left-out"],
    ["os-500-270-days", 270, "between", "left-out"],
    ["os-500-270-days", 500, "between", "left-out"],
    ["os-500-270-days", 501, "long", "long"],
    ["os-1-year-from-last-scan", 395, "short", "left-out"],
    ["os-1-year-from-last-scan", 396, "long", "long"],
    ["pfs-12-months", 365, "short", "left-out"],
  ])("%s at day %i: death %s, censored %s", (id, day, died, seen) => {
    expect(stateOf(id, { died: day })).toBe(died);
    expect(stateOf(id, { seen: day })).toBe(seen);
  });

  it("counts a cohort by side; those who were censored before are left out and counted", () => {
    const cohort = cohortEndpoints(
      [{ died: 100 }, { died: 300 }, { died: 600 }, { seen: 501 }, { seen: 500 }].map(patient),
    );
    expect(cohort.cutOffs.find(({ id }) => id === "os-500-270-days")?.states).toEqual({
      short: 1,
      between: 1,
      long: 2,
      "left-out": 1,
    });
  });
});
