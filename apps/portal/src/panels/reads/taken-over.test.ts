import type { ReadLesion } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import type { RecordedLine } from "../viewer/recorded-lines.ts";
import { linesOfBoth, ownLines } from "./lines-of-read.ts";
import { takenOver } from "./taken-over.ts";

const lesion: ReadLesion = {
  id: "T1",
  role: "target",
  organ: "liver",
  location: "",
  node: false,
  component: null,
  certainty: null,
  longestMm: null,
  shortMm: 7,
  volumeMm3: null,
  status: "not-evaluable",
  reason: "not imaged",
  reasonCode: "not-imaged",
};
const lines = (height: number): NonNullable<ReadLesion["lines"]> => ({
  image: "11111111-1111-4111-8111-111111111111",
  plane: "axial",
  longest: [
    [0, 0, height],
    [20.04, 0, height],
  ],
});
const measured = { longestDiameterMm: 20.04, centreMm: [10.02, 0, 5] as const, lines: lines(5) };

describe("what is taken over from the viewer", () => {
  it("stands in the lesion rounded to a tenth, with its lines, in the place of a finding; what was not measured stays", () => {
    const { reasonCode: _gone, ...rest } = lesion;
    expect(takenOver(lesion, measured)).toEqual({
      ...rest,
      ...{ longestMm: 20, status: null, reason: "", centreMm: [10, 0, 5], lines: lines(5) },
    });
  });

  it("replaces the lines of before; a diameter from a mask has none, and a volume leaves them", () => {
    const before = takenOver(lesion, measured);
    expect(takenOver(before, { ...measured, lines: lines(9) }).lines).toEqual(lines(9));
    // The same length by a mask is the length of no line.
    expect(takenOver(before, { longestDiameterMm: 20.01 })).not.toHaveProperty("lines");
    expect(takenOver(before, { volumeMm3: 4000.04 })).toMatchObject({ volumeMm3: 4000, lines: lines(5) });
  });
});

describe("the lines over the scans", () => {
  const withLines = (height: number) => ({ ...lesion, lines: lines(height) });
  const document = (of: ReadLesion) => ({ lesions: [of, { ...lesion, id: "T2" }], nonTarget: {} as never, note: "" });
  const told = (found: readonly RecordedLine[]) => found.map(({ key, words }) => `${key}: ${words}`);

  it("of a read are the reader's own, those of this scan first", () => {
    const earlier = ["BL", "FU1"].map((visit, n) => ({ visit, date: "", document: document(withLines(n)) }));
    const form = { visit: { id: "FU2", date: "", role: "follow-up" as const }, earlier };
    expect(told(ownLines(form, document(withLines(7))))).toEqual(["own/FU2/T1: T1", "own/FU1/T1: T1", "own/BL/T1: T1"]);
    expect(told(ownLines(form, document(lesion)))).toEqual(["own/FU1/T1: T1", "own/BL/T1: T1"]);
  });

  it("of two reads are told apart by name, colour and stroke", () => {
    const side = (height: number) => ({ visits: [{ visit: "BL", lesions: [withLines(height)] }] }) as never;
    const both = linesOfBoth({ first: side(1), second: side(2) });
    expect(told(both)).toEqual(["reader-1/BL/T1: Reader 1, T1", "reader-2/BL/T1: Reader 2, T1"]);
    expect(new Set(both.map(({ colour }) => colour)).size).toBe(2);
    expect(both.map(({ isDashed }) => isDashed)).toEqual([false, true]);
  });
});
