import { describe, expect, it } from "vitest";
import type { EntryTable } from "./entry-shape.ts";
import { pastedRows as rowsOf } from "./paste-table.ts";

const pastedRows = (text: string, table: EntryTable) => rowsOf(text, table, { kind: "calendar" });

describe("a pasted table", () => {
  it("is read with tabs, as a spreadsheet copies it, and with commas", () => {
    const tabs = pastedRows(
      "subject\tdate\tcode\tvalue\nS1\t2024-01-05\tLDH\t240\r\nS2\t2024-01-06\tLDH\t1,5\n",
      "observations",
    );
    expect(tabs.problems).toEqual([]);
    expect(tabs.rows).toEqual([
      { table: "observations", at: 2, cells: { subject: "S1", date: "2024-01-05", code: "LDH", value: "240" } },
      { table: "observations", at: 3, cells: { subject: "S2", date: "2024-01-06", code: "LDH", value: "1,5" } },
    ]);
    const commas = pastedRows('subject,date,code,text\nS1,2024-01-05,HPV,"yes, 16"\n', "observations");
    expect(commas.rows[0]?.cells["text"]).toBe("yes, 16");
  });

  it("is read with semicolons, as a spreadsheet saves it where figures have a comma, which stays the figure's", () => {
    const { rows, problems } = pastedRows(
      'subject;date;code;value;text\nS1;2024-01-05;LDH;1,5;"a; b"\nS2;2024-01-06;HPV;;yes, 16\n',
      "observations",
    );
    expect(problems).toEqual([]);
    expect(rows.map(({ cells }) => cells)).toEqual([
      { subject: "S1", date: "2024-01-05", code: "LDH", value: "1,5", text: "a; b" },
      { subject: "S2", date: "2024-01-06", code: "HPV", value: "", text: "yes, 16" },
    ]);
  });

  it("keeps quotes and line breaks of a cell, and tells rows by their place in the sheet", () => {
    const { rows } = pastedRows(
      'subject\tid\tdate\trole\tnote\n\nS1\tv1\t2024-01-05\tbaseline\t"seen ""late""\nby a week"\n',
      "visits",
    );
    expect(rows).toEqual([
      {
        table: "visits",
        at: 3,
        cells: { subject: "S1", id: "v1", date: "2024-01-05", role: "baseline", note: 'seen "late"\nby a week' },
      },
    ]);
  });

  it("says what is wrong with its header", () => {
    const unknown = pastedRows("subject\tdates\tcode\nS1\t2024-01-05\tLDH\n", "observations");
    expect(unknown.problems.map(({ code }) => code)).toEqual(["UNKNOWN_COLUMN", "MISSING_COLUMN"]);
    expect(unknown.problems[0]?.message).toContain("Did you mean");
    expect(unknown.rows).toEqual([]);
    expect(unknown.problems[0]?.message).toMatch(/^The pasted table, row 1: /);
  });

  it("takes study days in a trial that counts them, as the form does; elsewhere they are no days", () => {
    const text =
      "subject\tid\tdate\trole\tnote\nS1\tD168\tD168\tfollow-up\tD168\nS1\tx\t2000-02-10\tfollow-up\t\nS1\ty\tday x\tfollow-up\t\n";
    const counted = { kind: "offset", dayZero: "2000-01-01", count: "from-0", note: "days only" } as const;
    const dates = (of: Parameters<typeof rowsOf>[2]) =>
      rowsOf(text, "visits", of).rows.map(({ cells }) => cells["date"]);
    // 2000 is a leap year: 31 + 29 + 31 + 30 + 31 = 152 days to 1 June, so that day 168 is 17 June.
    expect(dates(counted)).toEqual(["2000-06-17", "2000-02-10", "day x"]);
    expect(dates({ kind: "calendar" })).toEqual(["D168", "2000-02-10", "day x"]);
    const [first] = rowsOf(text, "visits", counted).rows;
    expect(first?.cells).toMatchObject({ id: "D168", note: "D168" });
  });
});
