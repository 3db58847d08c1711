import { dayFault, dayTyped } from "@nadir/domain";
import { describe, expect, test } from "vitest";
import { dayStanding, notADay } from "./study-days.ts";

const fromZero = { kind: "offset", dayZero: "2000-01-01", count: "from-0", note: "days only" } as const;
const fromOne = { ...fromZero, count: "from-1" } as const;

describe("a study day that is typed", () => {
  // 2000 is a leap year: 31 + 29 + 31 = 91 days to 1 April, so that day 112 is 22 April (SDTM IG §4.4.4: a day earlier from 1).
  test.each([
    ["112", "2000-04-22", "2000-04-21"],
    ["D112", "2000-04-22", "2000-04-21"],
    ["day 112", "2000-04-22", "2000-04-21"],
    [" d-2 ", "1999-12-30", "1999-12-30"],
    ["−2", "1999-12-30", "1999-12-30"],
    ["0", "2000-01-01", null],
    ["", null, null],
    ["D", null, null],
    ["11.5", null, null],
    ["wk 8", null, null],
    ["99999", null, null],
  ])("%j", (text, zero, one) => {
    expect([dayTyped(fromZero, text), dayTyped(fromOne, text)]).toEqual([zero, one]);
  });

  test("is told what is wrong with it: out of range, no day 0, or no day at all", () => {
    const outOfRange = "day 999999 is out of range: a study day lies between D-36500 and D36500";
    expect(["D112", "999999", "d-999999", "0", "wk 8"].map((text) => dayFault(fromZero, text))).toEqual([
      ...[null, outOfRange, outOfRange.replace("999999", "-999999"), null, "write a study day as 112 or D112"],
    ]);
    expect(["999999", "0", "wk 8"].map((text) => dayFault(fromOne, text))).toEqual([
      ...[outOfRange, "there is no day 0: the day before day 1 is D-1"],
      "write a study day as 112 or D112; there is no day 0",
    ]);
  });

  test("is the one that is shown beside the date, and nothing beside a date that is half typed", () => {
    for (const n of [-365, -2, -1, 1, 36_500])
      for (const days of [fromZero, fromOne]) expect(dayStanding(days, dayTyped(days, `D${n}`) ?? "")).toBe(String(n));
    expect(["", "2000-02-30", "2000-1"].map((text) => dayStanding(fromZero, text))).toEqual(["", "", ""]);
  });

  test("and is none stays in its field, also in one that is opened again", () => {
    expect(["12,5", "wk 8", "", " ", "2000-01-02"].map(notADay)).toEqual(["12,5", "wk 8", null, null, null]);
  });
});
