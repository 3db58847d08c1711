import { makeVolume, type Triple, voxelVolumeMm3 } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import {
  delineated,
  extract,
  type Perturbation,
  parseConfig,
  parsePerturbations,
  perturb,
  USUAL_PERTURBATIONS,
} from "../index.ts";
import { random } from "../testing/regions.ts";

/** A ball of 8 mm on a ramp along i, voxels of 1 × 1 × 2 mm. */
const dims: Triple = [31, 31, 15];
const spacing: Triple = [1, 1, 2];
const place = (p: number): Triple => [p % 31, Math.floor(p / 31) % 31, Math.floor(p / 961)];
const image = makeVolume({ data: Float64Array.from({ length: 14_415 }, (_, p) => 10 * place(p)[0]), dims, spacing });
const mask = makeVolume({
  data: Uint8Array.from({ length: 14_415 }, (_, p) => {
    const [i, j, k] = place(p);
    return Math.hypot(i - 15, j - 15, 2 * (k - 7)) <= 8 ? 5 : 0;
  }),
  dims,
  spacing,
});
const start = delineated(image, mask, 5);
const config = parseConfig({ families: ["morphology", "statistics"] });
const perturbed = (what: Perturbation, seed = 1) => {
  const { image: turned, mask: region } = perturb(start, what, random(seed));
  const values = new Map(
    extract({ image: turned, mask: region, label: 1, config }).values.map((v) => [v.key, v.value!]),
  );
  return { region, get: (key: string) => values.get(key)! };
};
const plain = perturbed({ kind: "growth", mm: 0 });
const BALL = (4 / 3) * Math.PI;

describe("perturbations", () => {
  it("of nothing change nothing", () => {
    expect([...plain.region.data]).toEqual([...start.mask.data]);
    for (const what of [
      { kind: "translation", voxels: [0, 0, 0] },
      { kind: "rotation", degrees: 0 },
      { kind: "resampling", factor: 1, isIn3d: true },
    ] as const) {
      const same = perturbed(what);
      expect([...same.region.data]).toEqual([...start.mask.data]);
      expect(same.get("stat_mean")).toBeCloseTo(plain.get("stat_mean"), 9);
    }
  });
  it("a translation by whole voxels moves the region, not its features", () => {
    const moved = perturbed({ kind: "translation", voxels: [2, -1, 1] });
    expect(moved.get("morph_volume")).toBeCloseTo(plain.get("morph_volume"), 9);
    // Voxel n of the new grid lies at n + 2: the same tissue, the same intensities.
    expect(moved.get("stat_mean")).toBeCloseTo(plain.get("stat_mean"), 9);
  });
  it("a turn by 90° turns the ramp, and keeps a ball's volume; a small one keeps the mean of a ramp through its centre", () => {
    const quarter = perturbed({ kind: "rotation", degrees: 90 });
    expect(quarter.get("morph_vol_approx")).toBeCloseTo(plain.get("morph_vol_approx"), 9);
    const small = perturbed({ kind: "rotation", degrees: 7 });
    expect(small.get("stat_mean")).toBeCloseTo(150, 0);
    expect(Math.abs(small.get("morph_volume") / plain.get("morph_volume") - 1)).toBeLessThan(0.03);
  });
  it("resampling keeps the volume in mm³ and the mean of a ramp", () => {
    const fine = perturbed({ kind: "resampling", factor: 0.7, isIn3d: true });
    expect(fine.region.spacing[2]).toBeCloseTo(1.4, 12);
    expect(Math.abs(fine.get("morph_volume") / plain.get("morph_volume") - 1)).toBeLessThan(0.05);
    expect(fine.get("stat_mean")).toBeCloseTo(150, 0);
  });
  it("growth gives the balls of 10 and 6 mm, and never nothing", () => {
    for (const mm of [2, -2]) {
      const { region } = perturbed({ kind: "growth", mm });
      const volume = Array.from(region.data).filter((x) => x === 1).length * voxelVolumeMm3(region);
      expect(Math.abs(volume / (BALL * (8 + mm) ** 3) - 1)).toBeLessThan(0.15);
    }
    const left = perturbed({ kind: "growth", mm: -50 }).region.data;
    const count = Array.from(left).filter((x) => x === 1).length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(20);
  });
  it("noise has its sd, seeded; the estimate finds the noise that is there", () => {
    const { image: noisy } = perturb(start, { kind: "noise", sd: 4 }, random(2));
    const difference = Float64Array.from(noisy.data, (x, p) => x - image.data[p]!);
    const sd = Math.sqrt(difference.reduce((sum, x) => sum + x * x, 0) / difference.length);
    expect(Math.abs(sd / 4 - 1)).toBeLessThan(0.03);
    expect(perturb(start, { kind: "noise", sd: 4 }, random(2)).image.data).toEqual(noisy.data);
    const twice = perturb({ image: noisy, mask: start.mask }, { kind: "noise", sd: "estimated" }, random(3)).image;
    const added = Float64Array.from(twice.data, (x, p) => x - noisy.data[p]!);
    const estimate = Math.sqrt(added.reduce((sum, x) => sum + x * x, 0) / added.length);
    expect(Math.abs(estimate / 4 - 1)).toBeLessThan(0.1);
  });
  it("a random contour stays near the old one, differs with the seed, and keeps the volume on average", () => {
    const volumes = Array.from({ length: 12 }, (_, seed) =>
      perturbed({ kind: "contour", sdMm: 0.8, smoothMm: 4 }, seed + 1).get("morph_vol_approx"),
    );
    expect(new Set(volumes).size).toBeGreaterThan(8);
    const mean = volumes.reduce((a, v) => a + v, 0) / 12;
    expect(Math.abs(mean / plain.get("morph_vol_approx") - 1)).toBeLessThan(0.15);
  });
  it("are read from a list, or refused with the place", () => {
    expect(parsePerturbations(USUAL_PERTURBATIONS)).toHaveLength(12);
    expect(() => parsePerturbations([[{ kind: "shake" }]])).toThrow(/0\.0\.kind/);
  });
});
