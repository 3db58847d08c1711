import { describe, expect, it } from "vitest";
import { isOfReading, lesionCell, standingMeasurement } from "./lesion-cells.ts";

type Measurement = NonNullable<ReturnType<typeof standingMeasurement>>;
const of = (reader: string, method: Measurement["method"], longestMm: number): Measurement => ({
  visit: "BL",
  lesion: "T1",
  reader,
  method,
  longestMm,
});

describe("a lesion at a visit", () => {
  const mask = of("derived", "derived-from-mask", 31);
  const first = of("ada", "entered", 60);
  const second = of("ben", "entered", 40);

  it("has the figure of the reading that the responses are judged from, whoever measured first", () => {
    for (const [readBy, mm] of [
      ["derived", 31],
      ["ada", 60],
      ["ben", 40],
    ] as const)
      expect(standingMeasurement([first, second, mask], readBy)?.longestMm).toBe(mm);
    expect(lesionCell([first, second, mask], { isNode: false, readBy: "derived" })).toMatchObject({
      text: "31",
      isComputed: true,
      isStanding: true,
      others: 2,
    });
  });

  it("has what its reader entered before what was computed from the reader's mask", () => {
    const drawn = of("ada", "derived-from-mask", 58);
    expect(standingMeasurement([drawn, first], "ada")?.longestMm).toBe(60);
  });

  it("says so where the reading that stands has not measured it", () => {
    const cell = lesionCell([second], { isNode: false, readBy: "ada" });
    expect(cell).toMatchObject({ text: "40", isStanding: false });
    expect(cell?.hint).toContain("not in the reading that the responses are judged from");
    expect(lesionCell([], { isNode: false, readBy: "ada" })).toBeNull();
  });

  it("is of a reading where everybody reads it, or its reader chose it", () => {
    const lesion = {
      id: "T1",
      role: "target",
      organ: "lung",
      node: false,
      irradiated: false,
      injected: false,
    } as const;
    expect(isOfReading(lesion, "ada")).toBe(true);
    expect(isOfReading({ ...lesion, reader: "ada" }, "ada")).toBe(true);
    expect(isOfReading({ ...lesion, reader: "ben" }, "ada")).toBe(false);
  });
});
