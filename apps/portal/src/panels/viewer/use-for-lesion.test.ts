import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { MeasureContext } from "../reads/measured.ts";
import { UseForLesion } from "./use-for-lesion.tsx";

const lesions = [
  { id: "T1", words: "T1, liver" },
  { id: "T2", words: "T2, lung" },
];
const shown = (of: typeof lesions | null, visit = "FU1") => {
  const tool = createElement(UseForLesion, { visit, measured: { longestDiameterMm: 12.34 } });
  const value = of && { visit: "FU1", lesions: of, onMeasured: () => {} };
  return renderToStaticMarkup(createElement(MeasureContext, { value }, tool));
};

describe("what was measured", () => {
  it("is offered to the lesions of the read around the viewer", () => {
    expect(shown(lesions)).toMatch(/Use for lesion.*T1, liver.*T2, lung/);
  });

  it("on the scan before is not offered to the read of this one", () => {
    expect(shown(lesions, "BL")).toBe("");
  });

  it("is offered to nobody where there is no read, or none of its lesions", () => {
    expect([shown(null), shown([])]).toEqual(["", ""]);
  });
});
