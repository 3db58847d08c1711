import type { Manifest, TrialDates } from "@nadir/domain";
import { expect, it } from "vitest";
import { checkEntry, withEntry } from "./check-entry.ts";
import type { EntryRow, EntryTable } from "./entry-shape.ts";
import { resolveRows } from "./resolve-rows.ts";

const counted: TrialDates = { kind: "offset", dayZero: "2000-01-01", count: "from-1", note: "Only days are given." };
const calendar: TrialDates = { kind: "calendar" };

const row = (table: EntryTable, cells: Record<string, string>): EntryRow => ({
  table,
  cells: { subject: "S1", ...cells },
  isRetracted: false,
});
const treatment = (start: string, end: string) =>
  row("treatments", { id: "t1", kind: "drug", name: "drug", start, end });
const visit = (id: string, date: string, role: string) => row("visits", { id, date, role });

/** What is said of rows that are typed, without the place. */
function said(dates: TrialDates, ...rows: EntryRow[]): string[] {
  const trial = { dates, sites: [{ id: "north" }], arms: [{ id: "a" }], criteria: [] };
  const manifest = { trial, sealed: [] } as unknown as Manifest;
  const resolved = resolveRows(rows, [], false, () => null, dates);
  const checked = checkEntry(manifest, [], withEntry([], resolved.rows), "2026-11-30");
  return [...resolved.problems, ...checked.problems]
    .filter(({ code }) => code !== "UNKNOWN_REFERENCE")
    .map(({ message, found }) => `${message.replace(/^.*?, column /, "")}${found ? ` [${found}]` : ""}`);
}

it("where days are study days, faults between them are told in those", () => {
  expect(said(counted, treatment("2000-01-10", "2000-01-02"))).toEqual([
    "end: the end, day 2, lies before the start, day 10. [day 2]",
  ]);
  expect(said(counted, visit("b", "1999-12-25", "baseline"), visit("w", "1999-10-03", "follow-up"))).toEqual([
    "date: the follow-up of day −90 does not lie after the baseline of day −7; correct the date or the role. [day −90]",
  ]);
  expect(said(calendar, treatment("2000-01-10", "2000-01-02"))).toEqual([
    "end: the end, 2000-01-02, lies before the start, 2000-01-10. [2000-01-02]",
  ]);
});

it("what is no study day is told so, once, and a study day is read as one", () => {
  expect(said(counted, visit("b", "12,5", "baseline"))).toEqual([
    "date: '12,5' is not a study day of this trial: write a study day as 112 or D112; there is no day 0. [12,5]",
  ]);
  expect(said(counted, visit("b", "0", "baseline"))).toEqual([
    "date: '0' is not a study day of this trial: there is no day 0: the day before day 1 is D-1. [0]",
  ]);
  expect(said(counted, visit("b", "", "baseline"))).toEqual(["date: is empty; every row needs it."]);
  expect(said(counted, treatment("D10", "day 2"))).toEqual([
    "end: the end, day 2, lies before the start, day 10. [day 2]",
  ]);
  expect(said(calendar, visit("b", "12,5", "baseline"))[0]).toContain("is not a calendar day; write");
});

it("a date in another form stays one to be put right, for it can be typed as well", () => {
  expect(said(counted, visit("b", "2000/01/05", "baseline"))[0]).toContain("write it year first: 2000-01-05");
});
