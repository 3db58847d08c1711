import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { dayOfStudyDay, studyDay } from "./trial.ts";

const cdisc = { kind: "offset", dayZero: "2000-01-01", count: "from-1", note: "n" } as const;
const plain = { kind: "offset", dayZero: "2000-01-01", count: "from-0", note: "n" } as const;

describe("study days", () => {
  it.each([
    ["1999-12-31", -1, -1],
    ["2000-01-01", 1, 0],
    ["2000-01-02", 2, 1],
  ])("%s is day %i without a day 0, day %i with one", (day, without, withZero) => {
    expect(studyDay(cdisc, day)).toBe(without);
    expect(studyDay(plain, day)).toBe(withZero);
  });

  it("has none where dates are dates, and no day 0 where the source has none", () => {
    expect(studyDay({ kind: "calendar" }, "2000-01-01")).toBeNull();
    expect(() => dayOfStudyDay(cdisc, 0)).toThrow(RangeError);
  });

  test.prop([fc.integer({ min: -400, max: 4000 }).filter((n) => n !== 0)])("goes there and back", (n) => {
    expect(studyDay(cdisc, dayOfStudyDay(cdisc, n))).toBe(n);
    expect(studyDay(plain, dayOfStudyDay(plain, n))).toBe(n);
  });
});
