import { describe, expect, it } from "vitest";
import { dayAxis } from "./day-axis.ts";
import { figure, percentChange, pValue, significant, ticks, withInterval } from "./numerals.ts";
import { fitted, textWidth, wrap } from "./text-width.ts";

describe("figures as printed", () => {
  it.each([
    [figure(-0.4), "0"],
    [figure(-12.36, 1), "−12.4"],
    [figure(31240), "31\u2009240"],
    [figure(4465), "4465"],
    [percentChange(0), "0 %"],
    [percentChange(-30), "−30 %"],
    [percentChange(20.04, 1), "+20.0 %"],
    [percentChange(0.01), "0 %"],
    // 20.6 of 39.9 is −48.37… %: no decimals, one decimal.
    [percentChange((20.6 / 39.9 - 1) * 100), "−48 %"],
    [percentChange((20.6 / 39.9 - 1) * 100, 1), "−48.4 %"],
    // Short of a response: never drawn as one.
    [percentChange(-29.6), "−29.6 %"],
    [pValue(0.0004), "p < 0.001"],
    [pValue(0.0341), "p = 0.034"],
    [pValue(0.345), "p = 0.34"],
    [significant(0), "0"],
    [significant(0.00712), "0.00712"],
    [significant(7.2), "7.2"],
    [significant(120.7), "121"],
    [withInterval("0.73", "0.63", "0.83"), "0.73 (95% CI 0.63–0.83)"],
    [withInterval("−5", "−9", "−1", { level: 0.9 }), "−5 (90% CI −9 to −1)"],
    [withInterval("12", "8", null, { missing: "not reached" }), "12 (95% CI 8–not reached)"],
  ])("%s", (got, expected) => {
    expect(got).toBe(expected);
  });

  it("takes round steps", () => {
    expect(ticks(0, 1, 4)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(ticks(-34, 41, 4)).toEqual([-20, 0, 20, 40]);
    expect(ticks(3, 3, 4)).toEqual([3]);
  });

  it("counts days in the unit that suits the span", () => {
    expect(dayAxis(0, 14, 8)).toMatchObject({ unit: "days" });
    expect(dayAxis(0, 84, 7).ticks.map((t) => [t.day, t.label])).toEqual([
      [0, "0"],
      [14, "2"],
      [28, "4"],
      [42, "6"],
      [56, "8"],
      [70, "10"],
      [84, "12"],
    ]);
    expect(dayAxis(-20, 900, 8)).toMatchObject({ unit: "months" });
    expect(dayAxis(0, 4000, 5).ticks.length).toBeLessThanOrEqual(6);
  });
});

describe("text without a screen", () => {
  it("cuts with an ellipsis and breaks between words", () => {
    expect(textWidth(fitted("mediastinal lymph node", 60, 11), 11)).toBeLessThanOrEqual(60);
    expect(fitted("node", 60, 11)).toBe("node");
    const lines = wrap("no on-treatment scan with target lesions", 90, 11);
    expect(lines.join(" ")).toBe("no on-treatment scan with target lesions");
    for (const l of lines) expect(textWidth(l, 11)).toBeLessThanOrEqual(90);
  });
});
