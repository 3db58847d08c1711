import { describe, expect, it } from "vitest";
import { assess } from "./assess.ts";
import { isNewLowest, lastKnownChange } from "./last-known.ts";
import { courseTable } from "./testing/course-table.ts";

const outcome = (...lengths: (number | null)[]) =>
  assess(courseTable({ days: lengths.map((_, i) => 63 * i), targets: { T1: lengths } }), "recist-1.1");

describe("the last known change", () => {
  it("is of the latest visit where its sum is whole", () => {
    // 50 → 40 → 30: 30/50 is −40 %; against the lowest before it, 30/40 is −25 %.
    expect(lastKnownChange(outcome(50, 40, 30), "percentFromBaseline")).toEqual({
      percent: -40,
      visit: "V2",
      isLatest: true,
    });
    expect(lastKnownChange(outcome(50, 40, 30), "percentFromNadir")).toEqual({
      percent: -25,
      visit: "V2",
      isLatest: true,
    });
  });

  it("is of an earlier visit, and says so, where the latest is not evaluable", () => {
    // 40/50 is −20 %; V2 has no size.
    const last = outcome(50, 40, null);
    expect(last.visits["V2"]?.overall).toBe("NE");
    expect(lastKnownChange(last, "percentFromBaseline")).toEqual({ percent: -20, visit: "V1", isLatest: false });
  });

  it("is not there where no visit has a whole sum", () => {
    expect(lastKnownChange(outcome(50, null), "percentFromBaseline")).toBeNull();
  });

  it("tells a new lowest from the lowest before", () => {
    const { visits } = outcome(50, 40, 30, 30, 45);
    // The lowest before each: 50, 40, 30, 30.
    expect(Object.values(visits).map(({ size }) => isNewLowest(size))).toEqual([true, true, false, false]);
    expect(visits["V4"]?.size).toMatchObject({ nadir: 30, nadirVisit: "V2", percentFromNadir: 50 });
  });
});
