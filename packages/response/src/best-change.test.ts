import { describe, expect, it } from "vitest";
import { bestChangeOf } from "./best-change.ts";
import { unitOf } from "./burden.ts";
import { changeThresholds } from "./settings.ts";

const visits = [
  { date: "2024-03-01", percent: -10 },
  { date: "2024-05-01", percent: null },
  { date: "2024-06-01", percent: -10 },
  { date: "2024-07-01", percent: 25 },
  { date: "2024-09-01", percent: -60 },
];

describe("the best change", () => {
  it("is the lowest of all where there was no progression, the first of equals", () => {
    expect(bestChangeOf(visits, null)).toEqual({ date: "2024-09-01", percent: -60 });
    expect(bestChangeOf(visits.slice(0, 4), null)).toEqual({ date: "2024-03-01", percent: -10 });
  });
  it("looks no further than the day of progression, and at that day", () => {
    expect(bestChangeOf(visits, "2024-07-01")).toMatchObject({ percent: -10 });
    expect(bestChangeOf(visits.slice(3), "2024-07-01")).toMatchObject({ percent: 25 });
  });
  it("is none where nothing was measured until then", () => {
    expect(bestChangeOf(visits, "2024-02-01")).toBeNull();
    expect(bestChangeOf(visits.slice(1, 2), null)).toBeNull();
    expect(bestChangeOf([], null)).toBeNull();
  });
});

describe("what a change is measured in and against", () => {
  it("is the criterion's own, also before any visit was judged", () => {
    const nothing = { visitOrder: [], visits: {} };
    expect(unitOf({ criterion: "rano-2.0", ...nothing })).toBe("mm2");
    expect(unitOf({ criterion: "recist-1.1", ...nothing })).toBe("mm");
    expect(unitOf({ criterion: "mrano", ...nothing, parameters: { measure: "volume" } })).toBe("mm3");
  });
  it("follows the parameters judged by, else the published ones", () => {
    expect(changeThresholds("rano-2010", {})).toEqual({ response: -50, progression: 25 });
    expect(changeThresholds("irecist", {})).toEqual({ response: -30, progression: 20 });
    // By volume (Wen 2023).
    expect(changeThresholds("rano-2.0", { unit: "mm3" })).toEqual({ response: -65, progression: 40 });
    expect(changeThresholds("recist-1.1", { parameters: { responsePercent: 25, progressionPercent: 15 } })).toEqual({
      response: -25,
      progression: 15,
    });
  });
});
