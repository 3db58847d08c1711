import type { EnteredRow, EntryForm, EntryTable } from "@nadir/api/entry";
import { describe, expect, it } from "vitest";
import { inReadingOrder, wordsOf } from "./row-words.ts";

const row = (table: EntryTable, cells: Record<string, string>): EnteredRow =>
  ({ id: "1", version: 1, table, cells }) as EnteredRow;
const columns = (...names: string[]) => names.map((name) => ({ name })) as unknown as EntryForm["columns"][EntryTable];
const lesions = [
  row("lesions", { id: "T10", role: "target", organ: "liver" }),
  row("lesions", { id: "T2", role: "target", organ: "axilla", node: "yes" }),
  row("lesions", { id: "N1", role: "non-target", organ: "bone" }),
];
const ofMeasurement = columns(
  "subject",
  "visit",
  "lesion",
  "reader",
  "method",
  "volumeMm3",
  "shortMm",
  "longestMm",
  "status",
);
const words = (cells: Record<string, string>) => wordsOf(row("measurements", cells), ofMeasurement, lesions);

describe("a row on record in one line", () => {
  it("says of a lesion's sizes what they are of, in the order and the units in which they are spoken of", () => {
    const sizes = {
      subject: "P-1",
      reader: "r1",
      method: "entered",
      volumeMm3: "1234.5",
      shortMm: "12",
      longestMm: "20",
    };
    expect(words({ ...sizes, visit: "V2", lesion: "T10" })).toBe(
      "V2 · T10, liver · longest 20 mm · perpendicular 12 mm · volume 1.2345 mL · r1",
    );
    // Nobody of the name "import" has read it: what was typed without a reader says none.
    expect(words({ ...sizes, reader: "import", visit: "V2", lesion: "T2" })).toMatch(/ · volume 1\.2345 mL$/);
    expect(words({ visit: "V2", lesion: "T2", shortMm: "16" })).toBe("V2 · T2, axilla · short axis 16 mm");
    expect(words({ visit: "V2", lesion: "T9", status: "absent" })).toBe("V2 · T9 · absent");
  });

  it("names every other figure too, with its unit where the field has one", () => {
    const visit = { id: "D0", date: "2024-01-01", ecog: "1", karnofsky: "90", physiologicSteroidsOnly: "yes" };
    const of = columns("id", "date", "ecog", "karnofsky", "physiologicSteroidsOnly");
    expect(wordsOf(row("visits", visit), of, [])).toBe(
      "D0 · 2024-01-01 · ECOG 1 · karnofsky 90 % · physiologic steroids only",
    );
    const value = { date: "2024-01-01", code: "LDH", value: "240", unit: "U/L", referenceHigh: "250" };
    expect(wordsOf(row("observations", value), columns("date", "code", "value", "unit", "referenceHigh"), [])).toBe(
      "2024-01-01 · LDH · 240 U/L · reference high 250",
    );
    expect(wordsOf(row("subjects", { id: "P-1", sex: "unknown" }), columns("id", "sex"), [])).toBe("P-1 · sex unknown");
    // The unit stands with its figure, whatever column lies between; a ratio has none.
    const noted = columns("date", "code", "value", "text", "unit");
    const told = (cells: Record<string, string>) =>
      wordsOf(row("observations", { date: "2024-01-01", ...cells }), noted, []);
    expect(told({ code: "CRP", value: "9", text: "repeated", unit: "mg/L" })).toBe(
      "2024-01-01 · CRP · 9 mg/L · repeated",
    );
    expect(told({ code: "NLR", value: "3.2", unit: "1" })).toBe("2024-01-01 · NLR · 3.2");
    expect(told({ code: "EBV", text: "negative", unit: "IU/mL" })).toBe("2024-01-01 · EBV · negative · IU/mL");
  });

  it("names readers, and counts days as the trial does, each but the row's own with what it is the day of", () => {
    const of = columns("id", "date", "plannedDate", "role").map((column) => ({
      ...column,
      kind: /date/i.test(column.name) ? "day" : "text",
    })) as typeof ofMeasurement;
    const visit = row("visits", { id: "D40", date: "2000-02-10", plannedDate: "2000-02-26", role: "follow-up" });
    const dates = { kind: "offset", count: "from-0", dayZero: "2000-01-01", note: "" } as const;
    const speech = { readers: { "0f3a": "Anna Reader" }, days: { dates } };
    expect(wordsOf(visit, of, [])).toBe("D40 · 2000-02-10 · planned 2000-02-26 · follow-up");
    expect(wordsOf(visit, of, [], speech)).toBe("D40 · day 40 · planned day 56 · follow-up");
    const figure = row("measurements", { visit: "D40", lesion: "T2", longestMm: "20.6", reader: "0f3a" });
    expect(wordsOf(figure, ofMeasurement, lesions, speech)).toBe("D40 · T2, axilla · longest 20.6 mm · Anna Reader");
    const imported = row("measurements", { visit: "D40", lesion: "T2", longestMm: "20.6", reader: "r1" });
    expect(wordsOf(imported, ofMeasurement, lesions, speech)).toMatch(/ · r1$/);
  });

  it("stands by the day of its visit, targets first, and T2 before T10", () => {
    const visits = [row("visits", { id: "A", date: "2024-03-01" }), row("visits", { id: "B", date: "2024-01-01" })];
    const of = (visit: string, lesion: string) => row("measurements", { visit, lesion });
    const rows = [...visits, ...lesions, of("A", "T2"), of("B", "N1"), of("B", "T10"), of("B", "T2")];
    expect(inReadingOrder("measurements", rows).map(({ cells }) => `${cells["visit"]} ${cells["lesion"]}`)).toEqual([
      "B T2",
      "B T10",
      "B N1",
      "A T2",
    ]);
    const byDay = [
      row("visits", { id: "D-3", date: "1999-12-29" }),
      row("visits", { id: "D-60", date: "1999-11-02" }),
      row("visits", { id: "D40", date: "2000-02-10" }),
    ];
    expect(inReadingOrder("visits", byDay).map(({ cells }) => cells["id"])).toEqual(["D-60", "D-3", "D40"]);
    expect(inReadingOrder("lesions", rows).map(({ cells }) => cells["id"])).toEqual(["T2", "T10", "N1"]);
  });
});
