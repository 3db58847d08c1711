import { describe, expect, it } from "vitest";
import { randomPair } from "../testing/regions.ts";
import { filterImage } from "./apply.ts";
import type { Scalars } from "./grid.ts";
import { parseFilter } from "./parse-filter.ts";
import { reachOf } from "./reach.ts";

const spacing = [1, 1.5, 2] as const;
const { image } = randomPair(31, [30, 28, 26], spacing, 99);
const whole: Scalars = { data: Float64Array.from(image.data), dims: image.dims };

/** The block from `first`, `side` voxels along each axis. */
function cut({ data, dims }: Scalars, first: readonly number[], side: readonly number[]): Scalars {
  const out: number[] = [];
  for (let k = 0; k < side[2]!; k++)
    for (let j = 0; j < side[1]!; j++)
      for (let i = 0; i < side[0]!; i++)
        out.push(data[i + first[0]! + dims[0] * (j + first[1]! + dims[1] * (k + first[2]!))]!);
  return { data: Float64Array.from(out), dims: [side[0]!, side[1]!, side[2]!] };
}

describe("a cut-out with its filter's reach around it", () => {
  it.each([
    { kind: "mean", support: 5 },
    { kind: "log", sigmaMm: 1.5, boundary: "zero" },
    { kind: "laws", kernels: ["L5", "E5", "S5"], pooling: "max", energyDistance: 3 },
    { kind: "laws", kernels: ["L5", "E5"], energyDistance: 3, is2d: true },
    { kind: "wavelet", wavelet: "db2", bands: "LHL", level: 2, pooling: "mean", boundary: "constant" },
    { kind: "gabor", sigmaMm: 1.2, lambdaMm: 2, gamma: 0.8, step: Math.PI / 4, isOrthogonal: true },
    { kind: "gabor", sigmaMm: 1.2, lambdaMm: 2, theta: 1, is2d: true },
    { kind: "sobel", boundary: "constant" },
    { kind: "lbp" },
    { kind: "collage", gradientRadius: 1, radius: 1, bins: 16, is2d: true },
    { kind: "lbp", radius: 1.5, is2d: true },
  ])("has the response of the whole image: $kind", (written) => {
    const filter = parseFilter(written);
    const reach = reachOf(filter, spacing)!;
    const full = filterImage(whole, spacing, filter);
    // Near the lower end the image's own boundary takes part; near the middle none does.
    const box = { first: [1, 12, 13], side: [4, 3, 2] };
    const first = box.first.map((x, a) => Math.max(0, x - reach[a]!));
    const last = box.first.map((x, a) => Math.min(whole.dims[a]! - 1, x + box.side[a]! - 1 + reach[a]!));
    const part = cut(
      whole,
      first,
      last.map((x, a) => x - first[a]! + 1),
    );
    const got = cut(
      { data: filterImage(part, spacing, filter), dims: part.dims },
      box.first.map((x, a) => x - first[a]!),
      box.side,
    );
    const wanted = cut({ data: full, dims: whole.dims }, box.first, box.side);
    for (const [n, x] of got.data.entries()) expect(Math.abs(x - wanted.data[n]!)).toBeLessThan(1e-10);
  });

  it("is the whole image for what has no end", () => {
    expect(reachOf(parseFilter({ kind: "simoncelli" }), spacing)).toBeNull();
    expect(reachOf(parseFilter({ kind: "mean", support: 3, boundary: "periodize" }), spacing)).toBeNull();
  });
});
