import { describe, expect, it } from "vitest";
import { hashOf } from "./hash.ts";
import { type MeasuredLines, type ReadLesion, readDocument, readLesion, withTypedSizes } from "./read-document.ts";

const typed: ReadLesion = {
  id: "R1-T1",
  role: "target",
  organ: "liver",
  location: "",
  node: false,
  component: null,
  certainty: null,
  longestMm: 20,
  shortMm: 10,
  volumeMm3: null,
  status: null,
  reason: "",
};
const lines: MeasuredLines = {
  image: "11111111-1111-4111-8111-111111111111",
  plane: "axial",
  longest: [
    [10, 20, 30],
    [22, 36, 30],
  ],
  perpendicular: [
    [12, 24, 30],
    [20, 18, 30],
  ],
};
const drawn: ReadLesion = { ...typed, lines };

describe("the lines of a lesion's sizes", () => {
  it("go with a size that is typed or deleted, and stay with one that is not", () => {
    expect(withTypedSizes(drawn, { longestMm: 20 })).toEqual(drawn);
    expect(withTypedSizes(drawn, { volumeMm3: 4000 }).lines).toEqual(lines);
    for (const longestMm of [21, null]) expect(withTypedSizes(drawn, { longestMm })).toEqual({ ...typed, longestMm });
    const { perpendicular: _gone, ...longest } = lines;
    for (const shortMm of [11, null])
      expect(withTypedSizes(drawn, { shortMm })).toEqual({ ...typed, shortMm, lines: longest });
  });

  it("are finite, in reach of a scanner, and of an image", () => {
    const wrong = (part: object) => readLesion.safeParse({ ...drawn, lines: { ...lines, ...part } }).success;
    expect(wrong({})).toBe(true);
    for (const end of [
      [Number.NaN, 0, 0],
      [Number.POSITIVE_INFINITY, 0, 0],
      [5001, 0, 0],
      [0, 0],
    ])
      expect(wrong({ longest: [[0, 0, 0], end] }), String(end)).toBe(false);
    expect(wrong({ image: "left" })).toBe(false);
    expect(wrong({ plane: "oblique" })).toBe(false);
  });

  it("are no part of a read that was signed without them, whose hash stays", () => {
    const read = { lesions: [typed], nonTarget: { status: null, sinceLast: null, reason: "" }, note: "" };
    expect(hashOf(readDocument.parse(read))).toBe(hashOf(read));
    expect(hashOf(readDocument.parse({ ...read, lesions: [drawn] }))).not.toBe(hashOf(read));
  });
});
