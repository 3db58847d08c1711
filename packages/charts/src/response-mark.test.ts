import { describe, expect, it } from "vitest";
import { responseLegend } from "./response-legend.ts";
import { responseStyle } from "./response-mark.ts";
import { themeOf } from "./theme.ts";

describe("response signs", () => {
  it.each([
    ["CR", "circle", true],
    ["iPR", "triangleDown", true],
    ["imSD", "square", true],
    ["PD", "triangleUp", true],
    ["iUPD", "triangleUp", false],
    ["iCPD", "triangleUp", true],
    ["Non-CR/Non-PD", "square", false],
    ["iNon-iCR", "diamond", false],
    ["NE", "cross", true],
    ["something else", "diamond", false],
  ])("%s is a %s, filled: %s", (category, shape, filled) => {
    expect(responseStyle(category)).toMatchObject({ shape, filled });
  });

  it("is hollow until confirmed", () => {
    expect(responseStyle("PR", false).filled).toBe(false);
    expect(responseStyle("PR", true).filled).toBe(true);
  });

  it("explains a sign once, with every code that uses it, in the order from response to progression", () => {
    const labels = responseLegend(themeOf("light"), [
      { category: "PD" },
      { category: "SD" },
      { category: "iSD" },
      { category: "PR", confirmed: false },
    ]).map((i) => i.label);
    expect(labels).toEqual(["PR partial response, not confirmed", "SD, iSD stable disease", "PD progressive disease"]);
  });

  it("tells every category apart without colour", () => {
    const signs = ["CR", "PR", "MR", "SD", "NON-CR/NON-PD", "PD", "UPD", "NED", "NE"].map((c) => {
      const { shape, filled } = responseStyle(c);
      return `${shape} ${filled}`;
    });
    expect(new Set(signs).size).toBe(signs.length);
  });
});
