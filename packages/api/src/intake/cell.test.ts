import { describe, expect, it } from "vitest";
import { columnsOf, readCell } from "./cell.ts";

const date = columnsOf("visits").find(({ name }) => name === "date")!;
const read = (text: string) => readCell(date, text) as { value?: string; sentence?: string; expected?: string };

describe("a day in a cell", () => {
  it("is taken as year-month-day alone", () => {
    expect(read("2024-02-29")).toEqual({ value: "2024-02-29" });
  });

  it.each([
    ["05/03/2024", "could be 2024-03-05 or 2024-05-03; write the one that is meant so"],
    ["25.3.2024", "is a day in another form; write it year first: 2024-03-25"],
    ["3/25/2024", "is a day in another form; write it year first: 2024-03-25"],
    ["03.03.2024", "is a day in another form; write it year first: 2024-03-03"],
    ["2024/3/5", "is a day in another form; write it year first: 2024-03-05"],
    ["20240305", "is a day in another form; write it year first: 2024-03-05"],
    ["2024-03-05T00:00:00", "is a day in another form; write it year first: 2024-03-05"],
    ["05-MAR-2024", "is a day in another form; write it year first: 2024-03-05"],
    ["5. March 2024", "is a day in another form; write it year first: 2024-03-05"],
  ])("%s says what would be right", (text, sentence) => expect(read(text).sentence).toBe(sentence));

  it.each(["2023-02-29", "31.4.2024", "2024111", "5 Foo 2024", "soon", "45356", "5.3.24"])(
    "%s is none, and the form is shown",
    (text) => {
      expect(read(text).sentence).toBe(
        "is not a calendar day; write an existing day as year-month-day: 2024-02-29 is 29 February 2024",
      );
    },
  );
});
