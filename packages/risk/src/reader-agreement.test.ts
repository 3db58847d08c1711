import type { VasariReading } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { vasariAgreement } from "./reader-agreement.ts";

const read = (reader: string, subject: number, answers: VasariReading["answers"]): VasariReading => ({
  schema: "nadir.vasari/1",
  version: "2012",
  subject: `S${subject}`,
  visit: "V0",
  reader,
  answers,
});
/** Readings of one item from a table of counts: rows are the first reader's codes, columns the second's. */
function readings(item: "f4" | "f8" | "f5", codes: readonly number[], table: readonly (readonly number[])[]) {
  const [first, second]: [VasariReading[], VasariReading[]] = [[], []];
  for (const [r, row] of table.entries())
    for (const [c, count] of row.entries())
      for (let n = 0; n < count; n++) {
        const subject = first.length;
        first.push(read("A", subject, { [item]: codes[r] }));
        second.push(read("B", subject, { [item]: codes[c] }));
      }
  return vasariAgreement(first, second.reverse()).find((row) => row.item === item)!;
}

describe("agreement of two readers on VASARI", () => {
  it("is Cohen's kappa for yes and no: 20 5 / 10 15 gives 0.4 at an agreement of 0.7", () => {
    // Chance: 0.5 · 0.6 + 0.5 · 0.4 = 0.5.
    const found = readings(
      "f8",
      [1, 2],
      [
        [20, 5],
        [10, 15],
      ],
    );
    expect(found).toMatchObject({ scans: 50, weights: "unweighted", reason: "" });
    expect(found.observed).toBeCloseTo(0.7, 12);
    expect(found.kappa).toBeCloseTo(0.4, 12);
  });
  it("weighs steps of an order by their squares", () => {
    // Margins 4 2 4 and 4 2 4 of ten; one pair two steps apart: Σ observed (i−j)² = 2·4 + 0 = 8/10 of weights /4.
    const found = readings(
      "f4",
      [1, 2, 3],
      [
        [3, 0, 1],
        [0, 2, 0],
        [1, 0, 3],
      ],
    );
    // Observed disagreement 0.2 · 1; by chance 2 · 0.16 · 1 + 4 · 0.08 · 0.25 = 0.40.
    expect(found.weights).toBe("quadratic");
    expect(found.kappa).toBeCloseTo(1 - 0.2 / 0.4, 12);
  });
  it("leaves out what is off the scale, what one reader did not answer, and says why there is none", () => {
    const found = readings(
      "f5",
      [1, 3, 4, 9],
      [
        [2, 0, 0, 0],
        [0, 3, 0, 1],
        [0, 1, 3, 0],
        [0, 0, 0, 1],
      ],
    );
    expect(found.scans).toBe(7);
    const rows = vasariAgreement(
      [read("A", 1, { f8: 1 }), read("A", 2, { f8: 1 })],
      [read("B", 1, { f8: 1 }), read("B", 2, {})],
    );
    expect(rows.find((r) => r.item === "f8")).toMatchObject({
      scans: 1,
      kappa: null,
      reason: expect.stringContaining("one category"),
    });
    expect(rows.find((r) => r.item === "f9")).toMatchObject({ scans: 0, reason: "no scan was answered by both" });
  });
  it("refuses readers without a common scan, and a scan read twice", () => {
    expect(() => vasariAgreement([read("A", 1, {})], [read("B", 2, {})])).toThrow(/no scan in common/);
    expect(() => vasariAgreement([read("A", 1, {}), read("A", 1, {})], [read("B", 1, {})])).toThrow(/S1, V0 twice/);
  });
});
