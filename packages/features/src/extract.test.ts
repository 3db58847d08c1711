import { fc, test } from "@fast-check/vitest";
import {
  canonicalJson,
  FEATURE_FAMILIES,
  type FeatureResult,
  featureResult,
  TEXTURE_AGGREGATIONS,
} from "@nadir/domain";
import { makeVolume, type Triple } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { CATALOGUE, configFor, extract, parseConfig } from "./index.ts";
import { embed, mapImage, type Pair, permute, randomPair, withSpacing } from "./testing/regions.ts";

const bySize = parseConfig({
  discretisation: { method: "fixed-bin-size", width: 1 },
  intensityVolumeHistogram: { method: "discretised" },
  aggregations: [...TEXTURE_AGGREGATIONS],
});
const byNumber = parseConfig({ ...bySize, discretisation: { method: "fixed-bin-number", bins: 8 } });
const run = (pair: Pair, config = bySize): FeatureResult => extract({ ...pair, label: 1, config });
const valuesOf = (r: FeatureResult): Map<string, number | null> => new Map(r.values.map((v) => [v.key, v.value]));

/** Equal to 1e-9 relative (1e-9 absolute near zero), for the keys that `keep` lets through. */
function expectSame(a: FeatureResult, b: FeatureResult, keep: (key: string) => boolean = () => true): void {
  const other = valuesOf(b);
  for (const { key, value } of a.values) {
    if (!keep(key)) continue;
    const found = other.get(key) ?? null;
    if (value === null || found === null) expect(found, key).toBe(value);
    else
      expect(Math.abs(found - value), `${key}: ${value} against ${found}`).toBeLessThanOrEqual(
        1e-9 * Math.max(1, Math.abs(value)),
      );
  }
}

const seeds = fc.integer({ min: 1, max: 1e6 });
const isTexture = (key: string): boolean => /^(cm|rlm|szm|dzm|ngt|ngl)_/.test(key);
/** The ellipsoid and the oriented box are searched for, to a tolerance of their own. */
const isSearched = (key: string): boolean => /(ombb|mvee)$/.test(key);

describe("invariances", () => {
  test.prop([seeds, fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3))], { numRuns: 12 })(
    "moving by whole voxels in a wider grid changes nothing but local peaks",
    (seed, at) => {
      const pair = randomPair(seed, [4, 5, 3]);
      const moved = embed(pair, [9, 9, 8], at as Triple, 99);
      expectSame(run(pair), run(moved), (key) => !key.startsWith("loc_"));
    },
  );

  test.prop([seeds, fc.integer({ min: 2, max: 4000 })], { numRuns: 10 })(
    "the number of the label changes nothing",
    (seed, label) => {
      const pair = randomPair(seed, [4, 4, 3]);
      const data = Float64Array.from(pair.mask.data, (x) => x * label);
      const mask = makeVolume({ data, dims: pair.mask.dims, spacing: pair.mask.spacing });
      expectSame(run(pair), extract({ image: pair.image, mask, label, config: bySize }));
    },
  );

  test.prop([seeds, fc.constantFrom([1, 2, 0], [2, 0, 1], [0, 2, 1], [2, 1, 0])], { numRuns: 12 })(
    "another order of axes with their spacing keeps every 3D feature",
    (seed, order) => {
      const pair = randomPair(seed, [5, 4, 3], [0.8, 1.1, 2.5]);
      const turned = permute(pair, order as unknown as [0, 1, 2]);
      expectSame(run(pair), run(turned), (key) => !/_2(_5)?D/.test(key) && !isSearched(key));
    },
  );

  test.prop([seeds, fc.constantFrom(0.5, 2, 3)], { numRuns: 10 })(
    "spacing scales lengths, areas and volumes by its powers",
    (seed, s) => {
      const pair = randomPair(seed, [4, 4, 4], [1, 1.5, 2]);
      const [a, b] = [valuesOf(run(pair)), valuesOf(run(withSpacing(pair, [s, 1.5 * s, 2 * s])))];
      const power = new Map(
        CATALOGUE.map((e) => [e.id, { mm: 1, "mm²": 2, "mm³": 3, "1/mm": -1, "intensity·mm³": 3 }[e.unit] ?? 0]),
      );
      for (const [key, value] of a) {
        if (key.startsWith("loc_") || isSearched(key) || value === null) continue;
        const expected = value * s ** (power.get(key) ?? 0);
        expect(Math.abs(b.get(key)! - expected), key).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
      }
    },
  );

  test.prop([seeds, fc.integer({ min: -500, max: 500 })], { numRuns: 10 })(
    "adding a constant keeps textures",
    (seed, c) => {
      const pair = randomPair(seed, [4, 4, 3]);
      const raised = mapImage(pair, (x) => x + c);
      expectSame(run(pair), run(raised), isTexture);
      expectSame(run(pair, byNumber), run(raised, byNumber), isTexture);
    },
  );

  test.prop([seeds, fc.constantFrom(0.25, 2, 8)], { numRuns: 10 })(
    "a factor keeps textures in a fixed number of bins",
    (seed, c) => {
      const pair = randomPair(seed, [4, 4, 3]);
      expectSame(
        run(pair, byNumber),
        run(
          mapImage(pair, (x) => x * c),
          byNumber,
        ),
        isTexture,
      );
    },
  );

  it("the union of two lesions apart has the sum of their volumes and no pair across the gap", () => {
    const one = randomPair(3, [3, 3, 3], [1, 1, 2]);
    const left = embed(one, [9, 3, 3], [0, 0, 0]);
    const right = embed(one, [9, 3, 3], [6, 0, 0]);
    const image = makeVolume({
      data: Float64Array.from(left.image.data, (x, n) => x + right.image.data[n]!),
      dims: [9, 3, 3],
      spacing: [1, 1, 2],
    });
    const mask = makeVolume({
      data: Float64Array.from(left.mask.data, (x, n) => x + 2 * right.mask.data[n]!),
      dims: [9, 3, 3],
      spacing: [1, 1, 2],
    });
    const [a, both] = [valuesOf(run(one)), valuesOf(extract({ image, mask, label: [1, 2], config: bySize }))];
    for (const id of ["morph_volume", "morph_vol_approx", "morph_area_mesh", "stat_energy"])
      expect(both.get(id)).toBeCloseTo(2 * a.get(id)!, 9);
    for (const key of ["cm_contrast_3D_comb", "rlm_sre_3D_comb", "szm_lze_3D", "ngl_lde_3D", "stat_mean"])
      expect(both.get(key)).toBeCloseTo(a.get(key)!, 9);
  });
});

describe("edge cases (radiomics §13)", () => {
  const voxel = (dims: Triple, data: readonly number[], bits: readonly number[]): Pair => ({
    image: makeVolume({ data: Float64Array.from(data), dims, spacing: [1, 1, 1] }),
    mask: makeVolume({ data: Uint8Array.from(bits), dims, spacing: [1, 1, 1] }),
  });
  const reasons = (r: FeatureResult): Map<string, string> =>
    new Map(r.values.flatMap((v) => (v.reason ? [[v.key, v.reason]] : [])));

  it("one voxel: mesh measures, no spread, no pairs", () => {
    const result = run(voxel([1, 1, 1], [5], [1]));
    const got = valuesOf(result);
    expect(got.get("morph_volume")).toBeCloseTo(1 / 6, 12);
    expect(got.get("morph_diam")).toBe(1);
    expect([got.get("morph_pca_maj_axis"), got.get("stat_var"), got.get("stat_skew"), got.get("stat_kurt")]).toEqual([
      0, 0, 0, 0,
    ]);
    expect([got.get("rlm_sre_3D_comb"), got.get("szm_sze_3D"), got.get("dzm_sde_3D"), got.get("ngl_lde_3D")]).toEqual([
      1, 1, 1, 1,
    ]);
    expect([got.get("ngt_coarseness_3D"), got.get("ngt_contrast_3D"), got.get("ngt_strength_3D")]).toEqual([1e6, 0, 0]);
    const why = reasons(result);
    expect([...why.keys()].filter((k) => k.startsWith("cm_"))).toHaveLength(25 * 6);
    expect(why.get("cm_energy_3D_avg")).toBe("NO_PAIRS");
    expect(why.get("morph_moran_i")).toBe("ZERO_VARIANCE");
    expect(why.get("morph_pca_elongation")).toBe("ZERO_DENOMINATOR");
    expect(got.get("morph_vol_dens_aee")).toBeNull();
  });

  it.each([bySize, byNumber])("a flat region has the values its limits have", (config) => {
    const got = valuesOf(
      run(
        mapImage(randomPair(5, [4, 4, 3]), () => 7),
        config,
      ),
    );
    const at = (id: string): (number | null)[] =>
      ["2D_avg", "2_5D_comb", "3D_comb"].map((s) => got.get(`cm_${id}_${s}`)!);
    for (const id of ["joint_max", "energy", "inv_diff", "inv_diff_mom", "inv_diff_norm", "corr"])
      expect(at(id), id).toEqual([1, 1, 1]);
    for (const id of ["joint_entr", "diff_entr", "sum_entr", "inv_var", "info_corr1", "info_corr2", "contrast"])
      expect(
        at(id).map((x) => x! + 0),
        id,
      ).toEqual([0, 0, 0]);
    expect([got.get("stat_skew"), got.get("stat_kurt"), got.get("stat_cov"), got.get("ih_entropy")!]).toEqual([
      0, 0, 0, 0,
    ]);
    expect([
      got.get("ngt_coarseness_3D"),
      got.get("ngt_contrast_3D"),
      got.get("ngt_busyness_3D"),
      got.get("ngt_complexity_3D"),
      got.get("ngt_strength_3D"),
    ]).toEqual([1e6, 0, 0, 0, 0]);
  });

  it("a flat region of zeros has no coefficient of variation, and says why", () => {
    const why = reasons(run(mapImage(randomPair(5, [4, 4, 3]), () => 0)));
    expect(why.get("stat_cov")).toBe("ZERO_MEAN");
    expect(why.get("stat_qcod")).toBe("ZERO_DENOMINATOR");
    expect(why.get("morph_com")).toBe("ZERO_DENOMINATOR");
  });

  it("a single slice: 3D textures use the directions that exist, as 2.5D does", () => {
    const result = run(randomPair(9, [7, 6, 1]));
    const got = valuesOf(result);
    for (const [key, value] of got)
      if (key.startsWith("cm_") && key.endsWith("_3D_avg"))
        expect(value, key).toBeCloseTo(got.get(key.replace("_3D", "_2_5D"))!, 9);
    expect(got.get("morph_pca_least_axis")).toBe(0);
    expect(got.get("morph_pca_flatness")).toBe(0);
  });

  it("a region that fills the image touches its border and is measured", () => {
    const result = run(randomPair(2, [4, 4, 4], [1, 1, 1], 9, 1));
    expect(result.provenance.touchesImageBorder).toBe(true);
    expect(valuesOf(result).get("morph_vol_approx")).toBe(64);
  });

  it("NaN beside the region hides only the peaks that would read it", () => {
    const pair = embed(randomPair(4, [4, 4, 3]), [6, 6, 5], [1, 1, 1], Number.NaN);
    const why = reasons(run(pair));
    expect(why.get("loc_peak_loc")).toBe("NON_FINITE_NEIGHBOURHOOD");
    expect([...why.keys()].every((k) => k.startsWith("loc_"))).toBe(true);
  });

  it("4,000 grey levels", () => {
    const got = run(randomPair(6, [12, 12, 6], [1, 1, 1], 3999));
    expect(got.provenance.greyLevels).toBeGreaterThan(3900);
    expect(got.warnings.map((w) => w.code)).toEqual(["MANY_BINS"]);
    for (const v of got.values) expect(v.value === null || Number.isFinite(v.value), v.key).toBe(true);
  });
});

describe("the result", () => {
  const pair = randomPair(21, [5, 5, 4], [1, 1, 3]);

  it("has the published shape, names each value once, and gives a reason exactly where a value is null", () => {
    for (const seed of [1, 2, 3]) {
      const result = run(randomPair(seed, [3, 3, 2], [1, 1, 1], 3, 0.3));
      expect(featureResult.parse(result)).toEqual(result);
      expect(new Set(result.values.map((v) => v.key)).size).toBe(result.values.length);
      for (const v of result.values) expect(v.reason !== undefined).toBe(v.value === null);
    }
  });

  it("is the same bytes each time", () => {
    expect(canonicalJson(run(pair))).toBe(canonicalJson(run(pair)));
  });

  it("names what it was computed from", () => {
    const { provenance } = run(pair);
    expect(provenance.imageVoxelHash).toMatch(/^[0-9a-f]{64}$/);
    expect(provenance.roiVoxels.original).toBe(Array.from(pair.mask.data).filter((x) => x === 1).length);
    expect(provenance.computedGrid).toEqual({ dims: [5, 5, 4], spacingMm: [1, 1, 3] });
    expect(run(pair, byNumber).provenance.configHash).not.toBe(provenance.configHash);
  });

  it("takes thick slices apart unless told otherwise, and computes only the families asked for", () => {
    const thick = extract({ ...pair, config: parseConfig({ families: ["glcm"] }) });
    expect(new Set(thick.values.map((v) => v.aggregation))).toEqual(new Set(["2.5D-merged"]));
    const isotropic = extract({ ...withSpacing(pair, [1, 1, 1]), config: parseConfig({ families: ["glcm"] }) });
    expect(new Set(isotropic.values.map((v) => v.aggregation))).toEqual(new Set(["3D-merged"]));
    expect(thick.values).toHaveLength(25);
  });

  it("has a configuration for each kind of image", () => {
    const image = mapImage(pair, (x) => x * 20 - 100);
    for (const kind of ["CT", "MR", "PT", "ADC", "OTHER"] as const) {
      const result = extract({ ...(kind === "PT" ? mapImage(pair, (x) => x / 2) : image), config: configFor(kind) });
      expect(result.values.length).toBe(CATALOGUE.filter((e) => FEATURE_FAMILIES.includes(e.family as "glcm")).length);
    }
  });

  it("refuses what it cannot use, in a sentence", () => {
    const { image, mask } = pair;
    const empty = makeVolume({ data: new Uint8Array(100), dims: [5, 5, 4], spacing: [1, 1, 3] });
    const code = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return "accepted";
    };
    expect(code(() => extract({ image, mask: empty }))).toBe("EMPTY_ROI");
    expect(code(() => extract({ image, mask, label: 9 }))).toBe("LABEL_NOT_FOUND");
    expect(code(() => extract({ image, mask: withSpacing(pair, [1, 1, 2]).mask }))).toBe("GEOMETRY_MISMATCH");
    expect(code(() => extract({ image, mask, config: parseConfig({ resegmentation: { range: [50, 60] } }) }))).toBe(
      "EMPTY_AFTER_RESEGMENTATION",
    );
    expect(
      code(() =>
        extract({ image, mask, config: parseConfig({ discretisation: { method: "fixed-bin-size", width: 1e-5 } }) }),
      ),
    ).toBe("TOO_MANY_BINS");
    expect(() => parseConfig({ binWidth: 25, resegmentation: { range: [5, 1] } })).toThrow(/binWidth|range/);
  });
});
