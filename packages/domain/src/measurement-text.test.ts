import { describe, expect, it } from "vitest";
import { type MeasurementEntry, measurementText, readMeasurementText } from "./measurement-text.ts";

const read = (text: string, node = false) => readMeasurementText(text, node);

describe("a measurement in a reader's shorthand", () => {
  it.each<[string, boolean, MeasurementEntry | null]>([
    ["35", false, { longestMm: 35 }],
    [" 35.5 mm ", false, { longestMm: 35.5 }],
    ["35,5", false, { longestMm: 35.5 }],
    ["35 × 20", false, { longestMm: 35, shortMm: 20 }],
    ["35X20", false, { longestMm: 35, shortMm: 20 }],
    ["x12", false, { shortMm: 12 }],
    ["12", true, { shortMm: 12 }],
    ["22x12", true, { longestMm: 22, shortMm: 12 }],
    ["20x12+15", false, { parts: [{ longestMm: 20, shortMm: 12 }, { longestMm: 15 }] }],
    ["0", false, { longestMm: 0 }],
    ["4.2 mL", false, { volumeMm3: 4200 }],
    ["Too small", false, { status: "too-small" }],
    ["not_evaluable", false, { status: "not-evaluable" }],
    ["", false, null],
  ])("%j (node: %s)", (text, node, entry) => {
    expect(read(text, node)).toEqual({ entry });
  });

  it.each(["3 by 4", "big", "-3", "x", "12+", "1e3", "35x20x10", "gone"])("%j is told, not guessed", (text) => {
    expect(read(text)).toMatchObject({ problem: expect.stringContaining(`'${text}' is no size; write 35`) });
  });

  it.each<[MeasurementEntry, boolean, string]>([
    [{ longestMm: 35, shortMm: 20 }, false, "35 × 20"],
    [{ shortMm: 12 }, true, "12"],
    [{ shortMm: 12 }, false, "× 12"],
    [{ parts: [{ longestMm: 20 }, { longestMm: 9.5 }] }, false, "20 + 9.5"],
    [{ status: "not-imaged" }, false, "not imaged"],
    [{ volumeMm3: 16412.659 }, false, "16.412659 mL"],
  ])("%j is written so that it reads back", (entry, node, text) => {
    expect(measurementText(entry, node)).toBe(text);
    expect(read(text, node)).toEqual({ entry });
  });
});
