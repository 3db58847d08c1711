import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { readVolume, type Triple } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { filterImage } from "./apply.ts";
import { parseFilter } from "./parse-filter.ts";

/** Values by R from the paper's definition: make.R beside them, which reads nothing of ours. */
const reference = new URL("../../../../validation/conformance/reference/", import.meta.url);
interface Expected {
  readonly image: string;
  readonly low: Triple;
  readonly spacingMm: Triple;
  readonly columns: readonly string[];
  readonly cases: readonly {
    readonly id: string;
    readonly gradientRadius: number;
    readonly radius: number;
    readonly bins: number;
    readonly angle: "theta" | "phi";
    readonly voxels: readonly (readonly number[])[];
  }[];
}
const expected = JSON.parse(readFileSync(new URL("collage-r/expected.json", reference), "utf8")) as Expected;

describe("CoLlAGe of a real scan beside an implementation in R", () => {
  const { data, dims } = readVolume(readFileSync(new URL(expected.image, reference)), gunzipSync);
  const crop = (low: Triple, size: Triple) => ({
    data: Float64Array.from({ length: size[0] * size[1] * size[2] }, (_, p) => {
      const [i, j, k] = [p % size[0], Math.floor(p / size[0]) % size[1], Math.floor(p / (size[0] * size[1]))];
      return data[low[0] + i + dims[0] * (low[1] + j + dims[1] * (low[2] + k))]!;
    }),
    dims: size,
  });
  const [i, j, k] = expected.low;
  const slice = crop([i, j, k + 4], [15, 15, 1]);
  const block = crop([i, j, k], [10, 10, 9]);

  it.each(expected.cases.map((c) => [c.id, c] as const))(
    "%s: at every voxel whose windows lie inside",
    (_id, known) => {
      const isSlice = known.id.startsWith("slice");
      const image = isSlice ? slice : block;
      const { gradientRadius, radius, bins, angle, voxels } = known;
      expect(voxels.length).toBeGreaterThanOrEqual(25);
      for (const [n, feature] of expected.columns.slice(3).entries()) {
        const map = filterImage(
          image,
          expected.spacingMm,
          parseFilter({ kind: "collage", feature, gradientRadius, radius, bins, angle, is2d: isSlice }),
        );
        for (const [x, y, z, ...values] of voxels)
          expect([feature, x, y, z, map[x! + image.dims[0] * (y! + image.dims[1] * z!)]]).toEqual([
            feature,
            x,
            y,
            z,
            expect.closeTo(values[n]!, 9),
          ]);
      }
    },
  );
});
