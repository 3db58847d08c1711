import { TEXTURE_AGGREGATIONS } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../config.ts";
import { discretise } from "../prepare/discretise.ts";
import { prepare } from "../prepare/prepare.ts";
import { mapImage, randomPair } from "../testing/regions.ts";
import { glcm } from "./glcm.ts";
import { glrlm } from "./glrlm.ts";
import { levelGrid } from "./level-grid.ts";
import { neighbourhoodFeatures } from "./neighbourhood.ts";
import { edgeDistances, zoneFeatures } from "./zones.ts";

function gridOf(pair: ReturnType<typeof randomPair>, width = 1) {
  const config = parseConfig({ discretisation: { method: "fixed-bin-size", width } });
  const region = prepare({ ...pair, label: 1, config, fieldMm: 0 });
  const levels = discretise(region.values, config.discretisation, null, []);
  return { region, grid: levelGrid(region, levels) };
}

const pair = randomPair(7, [6, 5, 4]);
/** The same order of intensities spread over thousands of grey levels: other code paths, same counts where levels agree. */
const sparse = mapImage(pair, (x) => x * 700);

describe("thousands of grey levels", () => {
  const few = gridOf(pair).grid;
  const many = gridOf(sparse).grid;
  it("are counted without a dense matrix, and give the features that depend on counts alone", () => {
    expect(many.greyLevels).toBeGreaterThan(4000);
    for (const aggregation of TEXTURE_AGGREGATIONS) {
      const [a, b] = [glcm(few, aggregation)!, glcm(many, aggregation)!];
      // joint maximum, joint entropy, difference entropy, sum entropy, energy, correlation, information measures
      for (const n of [0, 3, 6, 9, 10, 18, 23, 24]) expect(b[n]).toBeCloseTo(a[n]!, 9);
      const [c, d] = [glrlm(few, aggregation)!, glrlm(many, aggregation)!];
      for (const n of [0, 1, 8, 9, 10, 11, 12, 14, 15]) expect(d[n]).toBeCloseTo(c[n]!, 9);
    }
  });
  it("zones and neighbourhoods too", () => {
    for (const aggregation of ["2D", "2.5D", "3D"] as const) {
      const distance = (g: typeof few) =>
        edgeDistances(gridOf(pair).region.morphological, gridOf(pair).region.dims, g, aggregation !== "3D");
      const [a, b] = [zoneFeatures(few, aggregation, distance(few)), zoneFeatures(many, aggregation, distance(many))];
      for (const n of [0, 1, 8, 12, 14, 15]) {
        expect(b.size![n]).toBeCloseTo(a.size![n]!, 9);
        expect(b.distance![n]).toBeCloseTo(a.distance![n]!, 9);
      }
      const [c, d] = [neighbourhoodFeatures(few, aggregation), neighbourhoodFeatures(many, aggregation)];
      for (const n of [0, 1, 8, 14, 15, 16]) expect(d.dependence![n]).toBeCloseTo(c.dependence![n]!, 9);
    }
  });
});

describe("edge distance", () => {
  it("counts steps to the nearest voxel outside, by hand", () => {
    const solid = randomPair(1, [5, 5, 5], [1, 1, 1], 9, 1);
    const { region, grid } = gridOf(solid);
    const at = (i: number, j: number, k: number): number => i + 1 + grid.dims[0] * (j + 1 + grid.dims[1] * (k + 1));
    const deep = edgeDistances(region.morphological, region.dims, grid, false);
    expect([deep[at(0, 2, 2)], deep[at(1, 2, 2)], deep[at(2, 2, 2)], deep[at(1, 1, 1)], deep[0]]).toEqual([
      1, 2, 3, 2, 0,
    ]);
    const flat = edgeDistances(region.morphological, region.dims, grid, true);
    expect([flat[at(2, 2, 0)], flat[at(1, 2, 0)]]).toEqual([3, 2]);
  });

  it("equals a search outward on random regions", () => {
    const { region, grid } = gridOf(randomPair(11, [7, 6, 5], [1, 1, 1], 9, 0.85));
    const distance = edgeDistances(region.morphological, region.dims, grid, false);
    const [ni, nj, nk] = region.dims;
    const inside = (i: number, j: number, k: number): boolean =>
      i >= 0 && j >= 0 && k >= 0 && i < ni && j < nj && k < nk && region.morphological[i + ni * (j + nj * k)] === 1;
    for (let k = 0; k < nk; k++)
      for (let j = 0; j < nj; j++)
        for (let i = 0; i < ni; i++) {
          if (!inside(i, j, k)) continue;
          let nearest = Number.POSITIVE_INFINITY;
          for (let c = -1; c <= nk; c++)
            for (let b = -1; b <= nj; b++)
              for (let a = -1; a <= ni; a++)
                if (!inside(a, b, c)) nearest = Math.min(nearest, Math.abs(a - i) + Math.abs(b - j) + Math.abs(c - k));
          expect(distance[i + 1 + grid.dims[0] * (j + 1 + grid.dims[1] * (k + 1))]).toBe(nearest);
        }
  });
});
