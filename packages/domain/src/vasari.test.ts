import { describe, expect, it } from "vitest";
import { proportionCode, VASARI_ITEMS, vasariReading, vasariReadingOf, vasariRow } from "./vasari.ts";

const reading = {
  schema: "nadir.vasari/1",
  version: "2012",
  subject: "S1",
  visit: "V0",
  reader: "R1",
  answers: { f5: 4, f19: 2 },
};

describe("VASARI form", () => {
  it("has items f1 to f28, each with answers from 1 on", () => {
    expect(VASARI_ITEMS.map((i) => i.id)).toEqual(Array.from({ length: 28 }, (_, n) => `f${n + 1}`));
    for (const { answers } of VASARI_ITEMS)
      expect(Object.keys(answers)).toEqual(Object.keys(answers).map((_, n) => String(n + 1)));
  });
  it("comes back as it went, and names the answers where one is none", () => {
    expect(vasariReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
    const wrong = vasariReading.safeParse({ ...reading, answers: { f4: 4, f31: 1 } });
    expect(wrong.error!.issues.map((i) => i.message).join("; ")).toMatch(
      /the answers of f4 are 1 none, 2 mild, 3 marked.*f31/,
    );
    expect(vasariReading.safeParse({ ...reading, version: "2010" }).success).toBe(false);
  });
  it("haemorrhage (f16) comes back as it went, as a row of the table and as a reading", () => {
    const row = vasariRow.parse({ subject: "S1", visit: "V0", reader: "R1", f16: 2 });
    expect(vasariReadingOf(row).answers).toEqual({ f16: 2 });
    expect(vasariRow.safeParse({ ...row, f16: 3 }).error!.issues[0]!.message).toBe(
      "the answers of f16 are 1 no, 2 yes",
    );
  });
  it.each([
    [0, 2],
    [0.001, 3],
    [0.05, 3],
    [0.054, 3],
    [0.056, 4],
    [0.33, 4],
    [0.34, 5],
    [0.67, 5],
    [0.68, 6],
    [0.95, 6],
    [0.96, 7],
    [0.999, 7],
    [1, 8],
  ])("a share of %d is answer %d", (share, code) => expect(proportionCode(share)).toBe(code));
});
