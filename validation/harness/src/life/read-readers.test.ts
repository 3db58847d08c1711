import { describe, expect, it } from "vitest";
import { readersOf } from "./read-readers.ts";

const row = (reader: string, subject: string, lesion: string, longestMm: number | null) => ({
  reader,
  subject,
  visit: "BL",
  lesion,
  longestMm,
});

describe("who read", () => {
  it("counts measurements and lesions read twice, and names the pair that shares most", () => {
    const { readers, readTwice, agreement } = readersOf([
      row("anna", "P1", "t1", 10),
      row("anna", "P2", "t1", 20),
      row("anna", "P2", "t2", 30),
      row("ben", "P1", "t1", 12),
      row("ben", "P2", "t1", 20),
      row("ben", "P2", "t2", 34),
      row("carl", "P1", "t1", null),
    ]);
    expect(readers).toEqual([
      { reader: "anna", subjects: 2, measurements: 3 },
      { reader: "ben", subjects: 2, measurements: 3 },
      { reader: "carl", subjects: 1, measurements: 1 },
    ]);
    expect(readTwice).toBe(3);
    expect(agreement).toMatchObject({ pair: ["anna", "ben"], lesions: 3 });
    // By hand: row means 11, 20, 32, grand mean 21; SSR = 2 (100 + 1 + 121) = 444, SSC = 3 (1 + 1) = 6,
    // SST = 121 + 1 + 81 + 81 + 1 + 169 = 454, SSE = 4; MSR = 222, MSC = 6, MSE = 2.
    // ICC(2,1) = (MSR - MSE) / (MSR + MSE + 2 (MSC - MSE) / 3) = 220 / (224 + 8/3).
    expect(agreement!.icc.value).toBeCloseTo(220 / (224 + 8 / 3), 12);
  });

  it("says that there is no agreement to state where nobody read what another read", () => {
    expect(readersOf([row("anna", "P1", "t1", 10), row("ben", "P2", "t1", 12)])).toMatchObject({
      readTwice: 0,
      agreement: null,
    });
    expect(readersOf([])).toEqual({ readers: [], readTwice: 0, agreement: null });
  });
});
