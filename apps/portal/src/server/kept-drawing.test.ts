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

test("is known by what it is drawn of, part by part, whichever objects say it", () => {
  const draw = vi.fn((of: { bars: readonly number[]; width: number }) => `<svg>${of.bars.length} ${of.width}</svg>`);
  const bars = [1, 2, 3];
  expect(keptDrawing("bars", { bars, width: 10 }, draw)).toBe("<svg>3 10</svg>");
  expect(keptDrawing("bars", { bars, width: 10 }, draw)).toBe("<svg>3 10</svg>");
  expect(keptDrawing("bars", { bars: [1, 2, 3], width: 10 }, draw)).toBe("<svg>3 10</svg>");
  expect(draw).toHaveBeenCalledTimes(1);
  expect(keptDrawing("bars", { bars, width: 20 }, draw)).toBe("<svg>3 20</svg>");
  expect(keptDrawing("bars", { bars: [3, 2], width: 10 }, draw)).toBe("<svg>2 10</svg>");
  expect(draw).toHaveBeenCalledTimes(3);
  // A text that reads like the hash of a part is not that part.
  const said = vi.fn(() => "another");
  const part = { hash: "x" };
  expect(keptDrawing("said", { part }, said)).toBe("another");
  expect(keptDrawing("said", { part: JSON.stringify(part) }, said)).toBe("another");
  expect(said).toHaveBeenCalledTimes(2);
});

test("the one asked for longest ago goes first", () => {
  const draw = vi.fn(({ n }: { n: number }) => String(n));
  for (let n = 0; n < 600; n++) keptDrawing("many", { n }, draw);
  keptDrawing("many", { n: 0 }, draw);
  expect(draw).toHaveBeenCalledTimes(600);
  keptDrawing("many", { n: 600 }, draw);
  keptDrawing("many", { n: 0 }, draw);
  expect(draw).toHaveBeenCalledTimes(601);
  keptDrawing("many", { n: 1 }, draw);
  expect(draw).toHaveBeenCalledTimes(602);
});
