import { fusionSettings, Refusal } from "@nadir/domain";
import { makeVolume, type Triple, type Volume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { catalogueEntryOf, extract, fuse, type Maps, parseConfig, type References } from "../index.ts";
import { divergenceMap } from "./divergence.ts";
import { curveClass } from "./kinetics.ts";

const line = (data: readonly number[], spacing: Triple = [10, 10, 10]): Volume =>
  makeVolume({ data: Float64Array.from(data), dims: [data.length, 1, 1], spacing });
const ones = (n: number): Volume => line(new Array(n).fill(1));
interface More {
  readonly maps?: Maps;
  readonly dynamic?: readonly Volume[];
  readonly references?: References;
}
const valuesOf = (image: Volume, mask: Volume, config: object, more: More = {}) =>
  new Map(
    extract({ image, mask, config: parseConfig(config), ...more }).values.map((v) => [v.key, v.value ?? v.reason]),
  );
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return "nothing refused";
};

describe("fusion of PET and CT, by hand", () => {
  // SUV 0 … 10, HU −100 … 100: the shares are 0.2, 0.5, 1 (clamped) and 0.5, 1, 0 (clamped).
  const pet = line([2, 5, 12]);
  const ct = line([0, 100, -300]);
  const windows = { imageWindow: [0, 10], mapWindow: [-100, 100] } as const;
  it.each([
    ["weighted", { weight: 0.25 }, [0.25 * 0.2 + 0.75 * 0.5, 0.25 * 0.5 + 0.75, 0.25]],
    ["weighted", {}, [0.35, 0.75, 0.5]],
    ["product", {}, [0.1, 0.5, 0]],
    ["maximum", {}, [0.5, 1, 1]],
  ] as const)("%s %j", (method, more, expected) => {
    const fused = fuse(pet, ct, fusionSettings.parse({ method, ...windows, ...more }));
    expect([...fused.data]).toEqual(expected.map((x) => expect.closeTo(x, 14)));
  });

  it("on a common grid: a CT of half the spacing is interpolated onto the PET's voxels, and that is told", () => {
    // CT voxels of 5 mm at −2.5, 2.5, 7.5 … mm: at the PET's centres 0, 10, 20 mm it is the mean of two neighbours.
    const fine = makeVolume({
      data: Float64Array.from([0, 20, 40, 60, 80, 100]),
      dims: [6, 1, 1],
      affine: [5, 0, 0, -2.5, 0, 10, 0, 0, 0, 0, 10, 0, 0, 0, 0, 1],
    });
    const warnings: { code: string; message: string }[] = [];
    const fused = fuse(pet, fine, fusionSettings.parse({ method: "weighted", weight: 0, ...windows }), warnings);
    expect([...fused.data]).toEqual([110, 150, 190].map((hu) => expect.closeTo(hu / 200, 12)));
    expect(warnings.map((w) => w.code)).toEqual(["MAP_RESAMPLED"]);
  });

  it("the features are those of the fused image; the configuration hash and the provenance tell it apart", () => {
    const fusion = { method: "weighted", weight: 0.5, ...windows };
    const run = (more: object) =>
      extract({ image: pet, mask: ones(3), maps: { ct }, config: parseConfig({ families: ["statistics"], ...more }) });
    const fused = run({ fusion });
    expect(fused.values.find((v) => v.key === "stat_mean")!.value).toBeCloseTo((0.35 + 0.75 + 0.5) / 3, 14);
    expect(fused.provenance.configHash).not.toBe(run({}).provenance.configHash);
    expect(fused.provenance.mapVoxelHashes!.ct).toMatch(/^[0-9a-f]{64}$/);
    expect(fused.provenance.imageVoxelHash).toBe(run({}).provenance.imageVoxelHash);
  });

  it("without the CT, or where it does not reach, it is refused", () => {
    const config = { families: ["statistics"], fusion: { method: "product", ...windows } };
    expect(codeOf(() => valuesOf(pet, ones(3), config))).toBe("MAP_MISSING");
    expect(codeOf(() => valuesOf(pet, ones(3), config, { maps: { ct: line([0, 0], [10, 10, 10]) } }))).toBe(
      "NON_FINITE_ROI",
    );
  });
});

describe("named maps", () => {
  it("statistics of each in its own unit, and the enhancement ratio of region means: (180 − 120) / 120", () => {
    const image = line([1, 2, 3, 4]);
    const mask = line([0, 1, 1, 1]);
    const maps: Maps = {
      cbf: line([999, 40, 50, 90]),
      "pre-contrast": line([0, 100, 120, 140]),
      "post-contrast": line([0, 150, 180, 210]),
    };
    const found = valuesOf(image, mask, { families: ["maps"] }, { maps });
    expect(found.get("map_mean@cbf")).toBe(60);
    expect(found.get("map_median@cbf")).toBe(50);
    expect(found.get("map_min@cbf")).toBe(40);
    expect(found.get("map_max@cbf")).toBe(90);
    // Ranks 0.2 and 1.8 of 40, 50, 90.
    expect(found.get("map_p10@cbf")).toBeCloseTo(42, 12);
    expect(found.get("map_p90@cbf")).toBeCloseTo(82, 12);
    expect(found.get("map_sd@cbf")).toBeCloseTo(Math.sqrt((400 + 100 + 900) / 3), 12);
    expect(found.get("map_enhancement_ratio")).toBeCloseTo(0.5, 14);
  });

  it.each(["r1", "r2", "r2-star", "cbf", "oxygenation", "ktrans", "cest", "mrsi"] as const)("%s is a role", (role) => {
    const found = valuesOf(line([1, 2]), ones(2), { families: ["maps"] }, { maps: { [role]: line([3, 5]) } });
    expect(found.get(`map_mean@${role}`)).toBe(4);
    expect(found.get("map_enhancement_ratio")).toBe("REFERENCE_MISSING");
  });

  it("none at all, or one on another grid, is refused", () => {
    expect(codeOf(() => valuesOf(line([1, 2]), ones(2), { families: ["maps"] }))).toBe("MAP_MISSING");
    const other = { maps: { cbf: line([1, 2, 3]) } };
    expect(codeOf(() => valuesOf(line([1, 2]), ones(2), { families: ["maps"] }, other))).toBe("GEOMETRY_MISMATCH");
  });
});

describe("kinetics of a dynamic series", () => {
  it.each([
    [200, 221, 1],
    [200, 220, 2],
    [200, 180, 2],
    [200, 179, 3],
  ])("early %i, late %i at ±10 %% is class %i", (early, late, expected) => {
    expect(curveClass(early, late, 10)).toBe(expected);
  });

  it("by hand: one voxel of each class, one that does not enhance", () => {
    // Before, early, late. Enhancement early: 100, 100, 100, 20 %; early to late: +50, 0, −25 %.
    const dynamic = [line([100, 100, 100, 100]), line([200, 200, 200, 120]), line([300, 200, 150, 130])];
    const parenchyma = line([0, 0, 1, 1]);
    const found = valuesOf(
      dynamic[1]!,
      ones(4),
      { families: ["kinetics"], kinetics: { enhancingPercent: 70 } },
      { dynamic, references: { parenchyma } },
    );
    expect(found.get("kin_persistent_fraction")).toBeCloseTo(1 / 3, 14);
    expect(found.get("kin_plateau_fraction")).toBeCloseTo(1 / 3, 14);
    expect(found.get("kin_washout_fraction")).toBeCloseTo(1 / 3, 14);
    // Three voxels of 1 mL.
    expect(found.get("kin_enhancing_volume")).toBe(3);
    expect(found.get("kin_enhancing_fraction")).toBe(0.75);
    // SER: 100/200, 100/100, 100/50.
    expect(found.get("kin_ser_mean")).toBeCloseTo((0.5 + 1 + 2) / 3, 14);
    // Means 100, 180, 195: early 80 %, peak 95 % at moment 2, +8.3 % is a plateau, SER 80/95.
    expect(found.get("kin_early_enhancement")).toBe(80);
    expect(found.get("kin_peak_enhancement")).toBe(95);
    expect(found.get("kin_peak_moment")).toBe(2);
    expect(found.get("kin_curve_class")).toBe(2);
    expect(found.get("kin_ser")).toBeCloseTo(80 / 95, 14);
    // Parenchyma: 100 and 20 %.
    expect(found.get("kin_bpe_mean")).toBe(60);
    expect(found.get("kin_bpe_fraction")).toBe(0.5);
  });

  it("two moments are no kinetics; a moment on another grid is refused", () => {
    const [a, b] = [line([1, 2]), line([2, 3])];
    const config = { families: ["kinetics"] };
    expect(codeOf(() => valuesOf(a, ones(2), config, { dynamic: [a, b] }))).toBe("DYNAMIC_MISSING");
    expect(codeOf(() => valuesOf(a, ones(2), config, { dynamic: [a, b, line([1, 2, 3])] }))).toBe("GEOMETRY_MISMATCH");
  });
});

describe("divergence of PET from CT", () => {
  it("of a geometric from a uniform distribution is its closed form: ln n − H", () => {
    // P = 1/2, 1/4, 1/8, 1/8 has an entropy of 7/4 ln 2; against four quarters D = ln 4 − 7/4 ln 2 = 1/4 ln 2.
    const map = divergenceMap(Float64Array.of(4, 2, 1, 1), Float64Array.of(7, 7, 7, 7));
    expect([...map]).toEqual(
      [0.5 * Math.LN2, 0, -0.125 * Math.LN2, -0.125 * Math.LN2].map((x) => expect.closeTo(x, 9)),
    );
    expect(map.reduce((a, x) => a + x, 0)).toBeCloseTo(0.25 * Math.LN2, 10);
  });

  it("as features: the divergence, and the zones of its map", () => {
    const pet = line([4, 2, 1, 1]);
    const found = valuesOf(pet, ones(4), { families: ["divergence"] }, { maps: { ct: line([50, 50, 50, 50]) } });
    expect(found.get("div_kld")).toBeCloseTo(0.25 * Math.LN2, 9);
    // The map's levels are three zones: two of one voxel, one of two: (1 + 1 + 1/4) / 3.
    expect(found.get("div_kld_sze")).toBeCloseTo(0.75, 12);
    // Two images that are alike do not diverge.
    const ct = line([-600, -800, -900, -900]);
    const alike = valuesOf(pet, ones(4), { families: ["divergence"] }, { maps: { ct } });
    expect(alike.get("div_kld")).toBeCloseTo(0, 9);
    expect(codeOf(() => valuesOf(pet, ones(4), { families: ["divergence"] }))).toBe("MAP_MISSING");
  });
});

describe("the catalogue", () => {
  it("has every value of these families", () => {
    const dynamic = [line([100, 100]), line([200, 220]), line([300, 200])];
    const image = line([1, 2]);
    const families = ["maps", "kinetics", "divergence", "edge", "vessel"];
    const { values } = extract({
      image,
      mask: ones(2),
      config: parseConfig({ families }),
      maps: { ct: line([1, 5]) },
      dynamic,
    });
    for (const { id } of values) expect(catalogueEntryOf(id), id).toBeDefined();
  });
});
