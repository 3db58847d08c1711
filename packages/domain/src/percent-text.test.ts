import { describe, expect, it } from "vitest";
import { percentText } from "./percent-text.ts";

/** (to − from) / from × 100, worked out by hand in each case. */
const change = (to: number, from: number) => ((to - from) / from) * 100;

describe("a change in per cent as it is printed", () => {
  it.each<[string, string]>([
    // 20.6/39.9 = 0.516290…, so −48.3709… %.
    [percentText(change(20.6, 39.9)), "−48.4 %"],
    // 1215.5/820.8 = 1.480872…, so +48.0872… %.
    [percentText(change(1215.5, 820.8)), "+48.1 %"],
    [percentText(0.25), "+0.3 %"],
    [percentText(-0.25), "−0.3 %"],
    [percentText(2.675, 2), "+2.68 %"],
    [percentText(12.35), "+12.4 %"],
    [percentText(0), "0.0 %"],
    [percentText(-0.04), "0.0 %"],
    [percentText(0.4, 0), "0 %"],
    [percentText(-12.5, 0), "−13 %"],
    [percentText(12345.6, 0), "+12\u2009346 %"],
    [percentText(1234.56), "+1234.6 %"],
  ])("%s", (got, expected) => {
    expect(got).toBe(expected);
  });

  it.each<[string, string]>([
    // Short of a 30 % response by 0.04, and of progression by 0.04.
    [percentText(-29.96), "−29.96 %"],
    [percentText(19.96), "+19.96 %"],
    [percentText(-29.996), "−29.996 %"],
    [percentText(-99.97), "−99.97 %"],
    [percentText(-64.95), "−64.95 %"],
    [percentText(-29.6, 0), "−29.6 %"],
    [percentText(19.5, 0), "+19.5 %"],
    // 19.96 with no decimals would be 20, with one 20.0: two are needed.
    [percentText(19.96, 0), "+19.96 %"],
  ])("never shows a threshold as reached that is not: %s", (got, expected) => {
    expect(got).toBe(expected);
  });

  it.each<[string, string]>([
    // Met, and shown as met; beyond, and rounded to it from beyond.
    [percentText(-30), "−30.0 %"],
    [percentText(change(84, 70)), "+20.0 %"],
    [percentText(-30.04), "−30.0 %"],
    [percentText(20.04), "+20.0 %"],
    // The last bits of a double: 3 × 0.1 over 0.25.
    [percentText(change(3 * 0.1, 0.25)), "+20.0 %"],
    [percentText(19.999999999999996), "+20.0 %"],
  ])("shows a threshold as reached that is: %s", (got, expected) => {
    expect(got).toBe(expected);
  });

  it("takes the thresholds that decide here", () => {
    expect(percentText(-34.97, 1, [-35])).toBe("−34.97 %");
    expect(percentText(-34.97)).toBe("−35.0 %");
    expect(percentText(-29.96, 1, [])).toBe("−30.0 %");
  });
});
