import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { MeasureContext } from "../reads/measured.ts";
import { UseForLesion } from "./use-for-lesion.tsx";

const lesions = [
  { id: "T1", words: "T1, liver" },
  { id: "T2", words: "T2, lung" },
];
const shown = (of: typeof lesions | null) => {
  const tool = createElement(UseForLesion, { measured: { longestDiameterMm: 12.34 } });
  const value = of && { lesions: of, onMeasured: () => {} };
  return renderToStaticMarkup(createElement(MeasureContext, { value }, tool));
};

describe("what was measured", () => {
  it("is offered to the lesions of the read around the viewer", () => {
    expect(shown(lesions)).toMatch(/Use for lesion.*T1, liver.*T2, lung/);
  });

  it("is offered to nobody where there is no read, or none of its lesions", () => {
    expect([shown(null), shown([])]).toEqual(["", ""]);
  });
});
