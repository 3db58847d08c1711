import { expect, test, vi } from "vitest";

vi.mock("server-only", () => ({}));

import { keptDrawing } from "./kept-drawing.ts";

test("is drawn once for the same data, again for others or under another name", () => {
  const draw = vi.fn((of: { n: number }) => `<svg>${of.n}</svg>`);
  expect(keptDrawing("a", { n: 1 }, draw)).toBe("<svg>1</svg>");
  expect(keptDrawing("a", { n: 1 }, draw)).toBe("<svg>1</svg>");
  expect(draw).toHaveBeenCalledTimes(1);
  expect(keptDrawing("a", { n: 2 }, draw)).toBe("<svg>2</svg>");
  expect(keptDrawing("b", { n: 1 }, draw)).toBe("<svg>1</svg>");
  expect(draw).toHaveBeenCalledTimes(3);
});

test("the one asked for longest ago goes first", () => {
  const draw = vi.fn((of: number) => String(of));
  for (let n = 0; n < 600; n++) keptDrawing("many", n, draw);
  keptDrawing("many", 0, draw);
  expect(draw).toHaveBeenCalledTimes(600);
  keptDrawing("many", 600, draw);
  keptDrawing("many", 0, draw);
  expect(draw).toHaveBeenCalledTimes(601);
  keptDrawing("many", 1, draw);
  expect(draw).toHaveBeenCalledTimes(602);
});
