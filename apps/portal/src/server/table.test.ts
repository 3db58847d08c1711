import { expect, test, vi } from "vitest";

vi.mock("server-only", () => ({}));

import { keptTable, type Table, tableText } from "./table.ts";

const table: Table = { columns: ["patient", "days"], rows: [["P-1", 12]] };

test("a table is made once for an answer that is kept, and anew for another with the same content", () => {
  const make = vi.fn(() => ({ ...table }));
  const answer = ["P-1"];
  expect(keptTable(answer, make)).toBe(keptTable(answer, make));
  expect(make).toHaveBeenCalledTimes(1);
  expect(keptTable(["P-1"], make)).not.toBe(keptTable(answer, make));
});

test("every row of a table says that the scans are simulated, where they are; the text that is kept for one is not the other's", () => {
  const plain = tableText(table, null);
  const told = tableText(table, "simulated follow-up of a real scan");
  expect(plain.trim().split(/\r?\n/)).toEqual(["patient,days", "P-1,12"]);
  expect(told.trim().split(/\r?\n/)).toEqual(["patient,days,origin", "P-1,12,simulated follow-up of a real scan"]);
  expect(tableText(table, null)).toBe(plain);
});
