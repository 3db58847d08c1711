import { describe, expect, it } from "vitest";
import { provisionalWords, restingWords } from "./reading-in-force.ts";

const reading = (areSignedReads: boolean, ...unsigned: string[]) => ({
  ...{ place: "reader-2" as const, areSignedReads, unsigned },
});

describe("what responses rest on where reads are signed", () => {
  it("is said in a sentence: these reads, or still another reading, and what is missing", () => {
    expect(restingWords(null)).toBe("");
    expect(restingWords(reading(true))).toBe("Responses rest on Reader 2’s signed reads.");
    expect(restingWords(reading(false, "D42", "D98", "D133"))).toMatch(
      /still rest on the figures that were imported.*: Reader 2 has not signed D42, D98 and D133 yet\.$/,
    );
    expect(restingWords(reading(false))).toMatch(/Reader 2 has signed none/);
  });

  it("stands beside that they are provisional, where an adjudicator has yet to decide", () => {
    const of = (awaitsAdjudication: boolean, readingInForce = reading(true)) =>
      provisionalWords({ awaitsAdjudication, readingInForce });
    expect(of(false)).toBeNull();
    expect(of(true)).toBe(
      "Provisional: the two readers differ, and an adjudicator has yet to decide. Responses rest on Reader 2’s signed reads.",
    );
    expect(provisionalWords({ awaitsAdjudication: true, readingInForce: null })).toMatch(/decide\.$/);
  });
});
