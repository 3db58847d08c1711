import { describe, expect, it } from "vitest";
import { assess } from "./assess.ts";
import { growthAgainst } from "./growth-against.ts";
import { courseTable } from "./testing/course-table.ts";

describe("growth against baseline, nadir and the visit before", () => {
  it("by hand: 100, 60, not measured, 75, 0, 12", () => {
    const document = courseTable({
      days: [0, 60, 120, 180, 240, 300],
      targets: { T1: [100, 60, "not-evaluable", 75, "absent", 12] },
    });
    const rows = growthAgainst(assess(document, "recist-1.1"));
    const of = (key: "baseline" | "nadir" | "prior") => rows.map((row) => row[key]);
    expect(of("baseline").map((g) => g && [g.visit, g.change, g.percent])).toEqual([
      ["BL", -40, -40],
      null,
      ["BL", -25, -25],
      ["BL", -100, -100],
      ["BL", -88, -88],
    ]);
    expect(of("nadir").map((g) => g && [g.visit, g.change, g.percent])).toEqual([
      ["BL", -40, -40],
      null,
      ["V1", 15, 25],
      ["V1", -60, -100],
      ["V4", 12, null],
    ]);
    // The visit that was not measured is no prior visit.
    expect(of("prior").map((g) => g && [g.visit, g.change, g.percent])).toEqual([
      ["BL", -40, -40],
      null,
      ["V1", 15, 25],
      ["V3", -75, -100],
      ["V4", 12, null],
    ]);
  });
});
