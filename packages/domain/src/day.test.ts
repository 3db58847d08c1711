import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, dayFromNumber, dayNumber, daysBetween, isoDay } from "./day.ts";

describe("days", () => {
  it.each([
    ["1970-01-01", 0],
    ["2000-02-29", 11016],
    ["2024-03-01", 19783],
    ["1969-12-31", -1],
  ])("%s is day %i", (day, n) => {
    expect(dayNumber(day)).toBe(n);
    expect(dayFromNumber(n)).toBe(day);
  });

  it.each(["2023-02-29", "2024-13-01", "2024-00-10", "24-01-01", "2024-1-1", ""])("refuses %j", (text) => {
    expect(() => dayNumber(text)).toThrow(RangeError);
    expect(isoDay.safeParse(text).success).toBe(false);
  });

  it("counts plain differences across a leap day", () => {
    expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
    expect(addDays("2023-12-31", 60)).toBe("2024-02-29");
  });

  it("adds calendar months, ending on the last day where the date does not exist", () => {
    expect(addMonths("2024-08-31", 6)).toBe("2025-02-28");
    expect(addMonths("2024-01-15", -1)).toBe("2023-12-15");
  });

  test.prop([fc.integer({ min: -700000, max: 2000000 })])("agrees with the platform's calendar", (n) => {
    expect(dayFromNumber(n)).toBe(new Date(n * 86_400_000).toISOString().slice(0, 10));
  });
});
