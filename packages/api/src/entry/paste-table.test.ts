import { describe, expect, it } from "vitest";
import { pastedRows } from "./paste-table.ts";

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
    expect(pastedRows("subject;date;code\nS1;x;y", "observations").problems[0]?.code).toBe("WRONG_SEPARATOR");
  });
});
