import { describe, expect, it } from "vitest";
import { withoutVolume } from "./words.ts";

describe("who is left out for want of a volume", () => {
  const said = (subjects: readonly string[]) =>
    withoutVolume(subjects, "change to scan 1 after baseline", "volume at baseline");

  it("is named, with the reason; many are counted", () => {
    expect(said([])).toBe("");
    expect(said(["P-1"])).toBe(
      "P-1 has no change to scan 1 after baseline here and is left out: of several lesions not every one has a known volume at baseline.",
    );
    expect(said(["P-1", "P-2", "P-3"])).toMatch(/^P-1, P-2 and P-3 have no change .* and are left out: /);
    expect(said(["A", "B", "C", "D", "E", "F"])).toMatch(/^6 patients have no change /);
  });
});
