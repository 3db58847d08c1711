import { expect, it } from "vitest";
import { csvText, spreadsheetCsv } from "./csv-text.ts";

it("quotes what would end a cell, and leaves the rest as it is", () => {
  expect(csvText(["a", "b"], [['say "so", twice', "two\nlines"]])).toBe('a,b\n"say ""so"", twice","two\nlines"\n');
  expect(csvText(["a", "b", "c"], [[null, undefined, false]])).toBe("a,b,c\n,,false\n");
  expect(csvText(["a"], [["=1+1"]])).toBe("a\n=1+1\n");
});

const cell = (value: string | number) => spreadsheetCsv(["a"], [[value]]).slice(2, -1);

it.each(["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-1+A2", "\t=1+1", "\r=1+1", " =HYPERLINK(1)"])(
  "keeps a spreadsheet from running %j",
  (typed) => expect(cell(typed).replace(/^"/, "")).toMatch(/^'/),
);

it.each([-12.5, "-12.5", "+20 %", "-1.2e-7", "-", "+", "−6", "D-6", "2024-05-01", "a=b"])("leaves %j alone", (value) =>
  expect(cell(value)).toBe(String(value)),
);
