import { LONGEST_LENGTH_MM, readDocument } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { typedSize } from "./typed-size.ts";

const length = { most: LONGEST_LENGTH_MM, unit: "mm" };

describe("a size as it is typed", () => {
  it.each([
    ["", null],
    [" 12,5 ", 12.5],
    ["0", 0],
    ["0.01", 0.01],
    ["1000", 1000],
  ])("%j is %j", (text, size) => {
    expect(typedSize(text, length)).toEqual({ size });
  });

  it.each([
    ["12 mm", "not a number"],
    ["1e999", "not a number"],
    ["-5", "below zero"],
    ["0.001", "below 0.01 mm; 0 is gone"],
    ["99999", "above 1000 mm"],
  ])("%j is none: %s", (text, wrong) => {
    expect(typedSize(text, length)).toEqual({ wrong });
  });

  it("lets through what a read may hold, and nothing else", () => {
    const lesion = {
      ...{ id: "T1", role: "target", organ: "liver", location: "", node: false, component: null },
      ...{ certainty: null, longestMm: null, shortMm: null, volumeMm3: null, status: null, reason: "" },
    } as const;
    for (const text of ["0", "0.001", "0.01", "1000", "1000.1", "-1"]) {
      const nonTarget = { status: null, sinceLast: null, reason: "" };
      const document = { lesions: [{ ...lesion, longestMm: Number(text) }], nonTarget, note: "" };
      expect(readDocument.safeParse(document).success, text).toBe(!("wrong" in typedSize(text, length)));
    }
  });
});
