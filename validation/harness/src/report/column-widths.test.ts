import { describe, expect, it } from "vitest";
import { columnWidths } from "./column-widths.ts";

const titled = (...titles: string[]) => titles.map((title) => ({ title }));

describe("widths of a table's columns in the Word document", () => {
  it("follow the shares where every word has room", () => {
    expect(
      columnWidths(
        [
          { title: "a", share: 1 },
          { title: "b", share: 3 },
        ],
        [["x", "y"]],
        4000,
        10,
      ),
    ).toEqual([1000, 3000]);
  });

  it("give a narrow column its longest word, by hand: 4 bold letters of 12.5 a point and 130 of margins", () => {
    const columns = [
      { title: "Left out", share: 0.1 },
      { title: "Analysis", share: 9.9 },
    ];
    expect(columnWidths(columns, [["17", "all"]], 9600, 10)).toEqual([690, 8910]);
  });

  it("count the mark of a tone with its word, and let a hash break", () => {
    const [status] = columnWidths(titled("S", "P"), [[{ text: "author", tone: "caution" }, "x"]], 2000, 10);
    expect(status).toBe(1250);
    const [hash] = columnWidths(titled("H", "P"), [[{ text: "f".repeat(64), mono: true }, "x"]], 2000, 10);
    expect(hash).toBe(1630);
  });

  it("share what is too little, and always add up", () => {
    const widths = columnWidths(titled("Sensitivity", "Specificity", "Prevalence"), [], 1000, 10);
    expect(widths.reduce((a, b) => a + b, 0)).toBe(1000);
    expect(Math.min(...widths)).toBeGreaterThan(300);
  });
});
