import { expect, it } from "vitest";
import { placeText } from "./place-text.ts";

it("writes a place by its sides and a value with a minus sign, as the features beside it", () => {
  expect(placeText({ mm: [12, -34.5, -8], value: -11 }, "HU")).toBe("R 12.0 · P 34.5 · I 8.0 mm · −11 HU");
  expect(placeText({ mm: [-1, 0, 3], value: 2.346 }, "SUV")).toBe("L 1.0 · A 0.0 · S 3.0 mm · 2.35 SUV");
  expect(placeText({ mm: [0, 0, 0], value: -0.001 }, "")).toBe("R 0.0 · A 0.0 · S 0.0 mm · 0");
  expect(placeText({ mm: [0, 0, 0], value: null }, "HU")).toBe("R 0.0 · A 0.0 · S 0.0 mm");
});
