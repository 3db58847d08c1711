import { expect, it } from "vitest";
import { headline } from "./headline.ts";
import type { LiveTimed } from "./messages.ts";

const features = (interpolation: { spacingMm: number[] } | null) =>
  ({
    size: {
      volumeMm3: 6500,
      longest: { longestMm: 50.57, perpendicularMm: 30 },
      product: { value: 1517 },
      shortAxis: { value: 31 },
    },
    result: {
      config: { interpolation, normalisation: { method: "none" } },
      values: [
        { id: "morph_diam", value: 50.02 },
        { id: "stat_mean", value: -11 },
      ],
    },
    rows: [{ unit: "mm" }, { unit: "intensity" }],
  }) as unknown as LiveTimed;
const gridsOf = (interpolation: { spacingMm: number[] } | null) =>
  Object.fromEntries(headline(features(interpolation), "HU").map(({ label, grid }) => [label, grid]));

it("says on which voxels a length is measured where the features are of resampled ones", () => {
  expect(gridsOf({ spacingMm: [1, 1, 1] })).toMatchObject({
    "Longest diameter": "image's voxels",
    "Largest diameter in 3D": "resampled voxels",
    Mean: undefined,
  });
});

it("says nothing where both are of the image's own", () => {
  expect(Object.values(gridsOf(null)).every((grid) => grid === undefined)).toBe(true);
});
