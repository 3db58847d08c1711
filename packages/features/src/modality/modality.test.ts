import { type FeatureValue, type LesionParts, Refusal } from "@nadir/domain";
import { makeVolume, type Triple, type Volume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import {
  catalogueEntryOf,
  extract,
  labelsOfRegion,
  nameOf,
  parseConfig,
  type References,
  suvFactor,
  toSuv,
  vasariOfParts,
  vasariValues,
} from "../index.ts";

const line = (data: readonly number[], spacing: Triple = [10, 10, 10]): Volume =>
  makeVolume({ data: Float64Array.from(data), dims: [data.length, 1, 1], spacing });
const featuresOf = (image: Volume, mask: Volume, config: object, references?: References) =>
  new Map(
    extract({ image, mask, config: parseConfig(config), references }).values.map((v) => [v.key, v.value ?? v.reason]),
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

describe("SUV", () => {
  const facts = {
    weightKg: 70,
    injectedBq: 350e6,
    injectedAt: "2024-03-05T10:00:00Z",
    imageAt: "2024-03-05T11:49:44.04+00:00",
    tracer: "18F-FDG",
    decayCorrection: "START",
  } as const;
  it("divides by the activity that is left: half after one half-life of 6584.04 s", () => {
    expect(suvFactor(facts)).toBeCloseTo(70_000 / 175e6, 13);
    expect(suvFactor({ ...facts, imageAt: "2024-03-05T13:49:44.04+02:00" })).toBeCloseTo(70_000 / 175e6, 13);
    expect(suvFactor({ ...facts, decayCorrection: "ADMIN" })).toBeCloseTo(70_000 / 350e6, 15);
  });
  it("of zirconium-89 after six days, over midnight and the end of a month", () => {
    // 518,400 s / 282,276 s = 1.83650 half-lives: 0.28002 is left.
    const factor = suvFactor({
      ...facts,
      tracer: "89Zr-atezolizumab",
      injectedBq: 37e6,
      injectedAt: "2024-02-27T09:00Z",
      imageAt: "2024-03-04T09:00Z",
    });
    expect(factor / (70_000 / 37e6)).toBeCloseTo(1 / 0.28002, 3);
  });
  it("turns a volume", () => {
    expect([...toSuv(line([1000, 2500]), facts).data]).toEqual(
      [1000 * (70_000 / 175e6), 1].map((x) => expect.closeTo(x, 9)),
    );
  });
  it("is refused with everything that is missing at once", () => {
    expect(() => suvFactor({})).toThrow(
      /weight, the injected activity, whether and to when.*time of injection.*refers to.*half-life/,
    );
    for (const key of ["weightKg", "injectedBq", "injectedAt", "imageAt", "tracer", "decayCorrection"] as const)
      expect(codeOf(() => suvFactor({ ...facts, [key]: undefined }))).toBe("SUV_FACTS_MISSING");
    expect(() => suvFactor({ ...facts, tracer: "99Xy-thing" })).toThrow(/99Xy-thing/);
  });
  it("is refused for an image before its injection, a weight of 0, a time without zone, an unknown correction", () => {
    for (const wrong of [
      { imageAt: "2024-03-05T09:59:59Z" },
      { weightKg: 0 },
      { injectedAt: "2024-03-05T10:00:00" },
      { injectedAt: "2024-02-30T10:00:00Z" },
      { decayCorrection: "SOMETIMES" as "START" },
    ])
      expect(codeOf(() => suvFactor({ ...facts, ...wrong }))).toBe("BAD_SUV_FACTS");
  });
});

describe("PET features", () => {
  // Voxels of 1 mL: the sphere of 1 cm³ (6.2 mm) around a voxel holds that voxel only.
  const image = line([0, 1, 3, 4, 10, 2, 5, 6]);
  const mask = line([0, 1, 1, 1, 1, 0, 0, 0]);
  const role = (at: number): Volume => line([0, 0, 0, 0, 0, 0, 0, 0].map((_, n) => (n === at ? 1 : 0)));
  it("by hand: SUV, volumes and glycolysis by every bound, ratios with organs", () => {
    const got = featuresOf(
      image,
      mask,
      { families: ["pet"] },
      {
        liver: role(5),
        spleen: role(6),
        "bone-marrow": role(7),
        morphologic: line([0, 1, 1, 1, 1, 1, 1, 1].slice(0, 8)),
      },
    );
    expect(Object.fromEntries(got)).toEqual({
      pet_suv_max: 10,
      pet_suv_mean: 4.5,
      pet_suv_peak: 10,
      "pet_mtv@mask": 4,
      "pet_tlg@mask": 18,
      "pet_mtv@suv2.5": 3,
      "pet_tlg@suv2.5": 17,
      // At least 4.
      "pet_mtv@suv4": 2,
      "pet_tlg@suv4": 14,
      // At least 4.1, at least 5.
      "pet_mtv@41%": 1,
      "pet_tlg@41%": 10,
      "pet_mtv@50%": 1,
      "pet_tlg@50%": 10,
      pet_tumour_liver: 2.25,
      pet_tumour_muscle: "REFERENCE_MISSING",
      pet_tumour_blood_pool: "REFERENCE_MISSING",
      pet_spleen_liver: 2.5,
      pet_marrow_liver: 3,
      pet_mmvr: expect.closeTo(4 / 7, 12),
    });
  });
  it("SUVpeak averages over the sphere, not over the lesion only", () => {
    // Voxels of 5 mm: the neighbours at 5 mm belong, in line those at both sides: (4 + 10 + 2) / 3 = 16/3 at the hottest,
    // (3 + 4 + 10) / 3 = 17/3 at the voxel before it.
    const got = featuresOf(line([0, 1, 3, 4, 10, 2, 5, 6], [5, 50, 50]), line([0, 1, 1, 1, 1, 0, 0, 0], [5, 50, 50]), {
      families: ["pet"],
    });
    expect(got.get("pet_suv_peak")).toBeCloseTo(17 / 3, 12);
  });
  it("TLG is the volume times the mean within, for every bound", () => {
    const config = { families: ["pet"], pet: { suvThresholds: [1, 3], percentOfMax: [30] } };
    const got = featuresOf(image, mask, config);
    for (const at of ["suv1", "suv3", "30%"]) {
      const inside = [1, 3, 4, 10].filter((x) => x >= (at === "suv1" ? 1 : 3));
      expect(got.get(`pet_tlg@${at}`)).toBe(
        (got.get(`pet_mtv@${at}`) as number) * (inside.reduce((a, x) => a + x) / inside.length),
      );
    }
  });
  it("refuses a reference mask on another grid, or an empty one", () => {
    const config = { families: ["pet"] };
    expect(codeOf(() => featuresOf(image, mask, config, { liver: line([1, 1]) }))).toBe("GEOMETRY_MISMATCH");
    expect(codeOf(() => featuresOf(image, mask, config, { liver: line([0, 0, 0, 0, 0, 0, 0, 0]) }))).toBe(
      "EMPTY_REFERENCE",
    );
  });
});

describe("ADC features", () => {
  const image = line([600, 800, 900, 1300, 700].map((x) => x / 1e6));
  const mask = line([1, 1, 1, 1, 0]);
  const adc = { storedUnit: "mm2/s", intermediate: [700, 1000] };
  it("by hand, in 1e-6 mm²/s whatever the unit of the file", () => {
    const got = featuresOf(image, mask, { families: ["adc"], adc }, { "white-matter": line([0, 0, 0, 0, 1]) });
    const expected: Record<string, number> = {
      adc_mean: 900,
      adc_sd: Math.sqrt((90_000 + 10_000 + 0 + 160_000) / 4),
      // m₃ = (−27 − 1 + 0 + 64) · 1e6 / 4
      adc_skew: 9e6 / 65_000 ** 1.5,
      // Four levels, one voxel in each: two bits.
      adc_entropy: 2,
      adc_min: 600,
      "adc_percentile@50": 850,
      adc_rmin: 600 / 700,
      adc_rmean: 900 / 700,
      "adc_iadc_volume@700-1000": 2,
      "adc_iadc_fraction@700-1000": 0.5,
    };
    for (const [key, value] of Object.entries(expected)) expect(got.get(key), key).toBeCloseTo(value, 9);
    const scaled = featuresOf(line([600, 800, 900, 1300, 700]), mask, {
      families: ["adc"],
      adc: { ...adc, storedUnit: "1e-6 mm2/s" },
    });
    expect(scaled.get("adc_mean")).toBeCloseTo(900, 9);
    expect(scaled.get("adc_rmin")).toBe("REFERENCE_MISSING");
  });
  it("refuses to guess the unit", () => {
    expect(codeOf(() => featuresOf(image, mask, { families: ["adc"] }))).toBe("SETTINGS_MISSING");
  });
});

describe("perfusion", () => {
  it("divides by white matter: nCBV by hand", () => {
    const image = line([2, 4, 6, 8, 2, 6]);
    const mask = line([1, 1, 1, 1, 0, 0]);
    const config = { families: ["perfusion"], perfusion: { threshold: 1.25 } };
    const got = featuresOf(image, mask, config, { "white-matter": line([0, 0, 0, 0, 1, 1]) });
    expect(Object.fromEntries(got)).toEqual({
      perf_ncbv_mean: 5 / 4,
      // P95 at rank 2.85 of 2 4 6 8: 7.7.
      perf_ncbv_max: expect.closeTo(7.7 / 4, 12),
      "perf_ncbv_fraction@1.25": 0.5,
    });
    expect(featuresOf(image, mask, config).get("perf_ncbv_mean")).toBe("REFERENCE_MISSING");
  });
});

describe("lesion parts", () => {
  const labels = { necrosis: [1], enhancing: [4], "non-enhancing": [3], oedema: [2] };
  const vasariFromParts = (values: readonly FeatureValue[]) =>
    Object.fromEntries(vasariOfParts(values, labels).flatMap(({ id, code }) => (code === null ? [] : [[id, code]])));
  const ball = (mm: readonly number[], spacing: Triple, dims: Triple): Volume =>
    makeVolume({
      data: Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, p) => {
        const at = [p % dims[0], Math.floor(p / dims[0]) % dims[1], Math.floor(p / (dims[0] * dims[1]))];
        const r = Math.hypot(...at.map((n, x) => (n - (dims[x]! - 1) / 2) * spacing[x]!));
        return r <= mm[0]! ? 1 : r <= mm[1]! ? 4 : r <= mm[2]! ? 2 : 0;
      }),
      dims,
      spacing,
    });
  const run = (mask: Volume, config: object = {}) =>
    new Map(
      extract({
        image: makeVolume({ data: new Float64Array(mask.data.length), dims: mask.dims, spacing: mask.spacing }),
        mask,
        label: [1, 2, 3, 4].filter((l) => mask.data.includes(l)),
        config: parseConfig({ families: ["parts"], parts: { labels, ...config } }),
      }).values.map((v) => [v.key, v.value ?? v.reason]),
    );

  it("of concentric balls: volumes and ratios of 10, 15 and 20 mm", () => {
    const got = run(ball([10, 15, 20], [1, 1, 1], [47, 47, 47]));
    const share = (from: number, to: number): number => (to ** 3 - from ** 3) / 20 ** 3;
    const near = (key: string, value: number): void =>
      expect(Math.abs((got.get(key) as number) / value - 1), key).toBeLessThan(0.02);
    near("parts_volume@whole", ((4 / 3) * Math.PI * 8000) / 1000);
    near("parts_ratio@NE/TV", share(0, 10));
    near("parts_ratio@CE/TV", share(10, 15));
    near("parts_ratio@ED/TV", share(15, 20));
    near("parts_ratio@TB/TV", share(0, 15));
    near("parts_ratio@NE/CE", 1000 / (3375 - 1000));
    near("parts_t1_flair", share(0, 15));
    expect(got.get("parts_components")).toBe(1);
    // A shell of 5 mm, to within the grid's one voxel.
    expect(Math.abs((got.get("parts_margin_mean") as number) - 5)).toBeLessThan(0.6);
  });
  it("a flat shell has its thickness exactly, on voxels of 0.5 mm too", () => {
    const data = Float64Array.from([0, 1, 1, 4, 4, 4, 2, 0]);
    const got = run(makeVolume({ data, dims: [8, 1, 1], spacing: [0.5, 3, 3] }));
    expect(got.get("parts_margin_mean")).toBe(1.5);
    expect(got.get("parts_margin_max")).toBe(1.5);
    expect(got.get("parts_ratio@NE/TV")).toBeCloseTo(2 / 6, 12);
  });
  it("give the measured halves of VASARI: proportions, foci and the margin of known shares", () => {
    // 2 of 10 necrotic, 3 enhancing, 5 oedema; a shell of 4 and of 2 mm.
    const shell = (mm: number) =>
      extract({
        image: makeVolume({ data: new Float64Array(12), dims: [12, 1, 1], spacing: [mm, 9, 9] }),
        mask: makeVolume({
          data: Float64Array.of(0, 1, 1, 4, 4, 4, 2, 2, 2, 2, 2, 0),
          dims: [12, 1, 1],
          spacing: [mm, 9, 9],
        }),
        label: [1, 2, 4],
        config: parseConfig({ families: ["parts"], parts: { labels } }),
      }).values;
    expect(vasariFromParts(shell(4 / 3))).toEqual({ f5: 4, f6: 2, f7: 4, f14: 5, f9: 1, f11: 4 });
    expect(vasariFromParts(shell(2 / 3))).toMatchObject({ f11: 3 });
    const solid = run(makeVolume({ data: Float64Array.of(4, 4, 0, 4), dims: [4, 1, 1], spacing: [1, 1, 1] }));
    const values = [...solid].map(([key, value]) => ({
      key,
      id: key,
      code: null,
      aggregation: null,
      value: value as number,
    }));
    expect(vasariFromParts(values)).toMatchObject({ f5: 8, f7: 2, f9: 2, f11: 5 });
  });
  it("stand beside a reader's answers, which come as rows of the same table", () => {
    const rows = vasariValues({
      schema: "nadir.vasari/1",
      version: "2012",
      subject: "S",
      visit: "V",
      reader: "R",
      answers: { f5: 6 },
      longestMm: 41,
    });
    expect(rows).toHaveLength(30);
    expect(rows.every((row) => catalogueEntryOf(nameOf(row.key).id) !== undefined)).toBe(true);
    expect(rows.find((r) => r.key === "vasari_f5")).toMatchObject({ value: 6 });
    expect(rows.find((r) => r.key === "vasari_f29")).toMatchObject({ value: 41 });
    expect(rows.find((r) => r.key === "vasari_f4")).toMatchObject({ value: null, reason: "NOT_READ" });
  });
  it("are undefined, not none, where the statement does not tell a part apart", () => {
    // 2 of 10 necrotic, 3 enhancing, 5 oedema, as labels of the conventions in use.
    const data = Float64Array.of(0, 1, 1, 4, 4, 4, 2, 2, 2, 2, 2, 0);
    const of = (stated: LesionParts) => {
      const { values } = extract({
        image: makeVolume({ data: new Float64Array(12), dims: [12, 1, 1], spacing: [2, 9, 9] }),
        mask: makeVolume({ data, dims: [12, 1, 1], spacing: [2, 9, 9] }),
        label: [1, 2, 4],
        config: parseConfig({ families: ["parts"], parts: { labels: stated } }),
      });
      const got = new Map(values.map((v) => [v.key, v.value ?? v.reason]));
      return { got, vasari: new Map(vasariOfParts(values, stated).map((a) => [a.id, a.code ?? a.reason])) };
    };
    // BraTS 2017 to 2020: label 1 is necrosis and non-enhancing tumour in one.
    const brats2017 = of({ "non-enhancing+necrosis": [1], oedema: [2], enhancing: [4] });
    expect(brats2017.got.get("parts_volume@necrosis")).toBe("PART_NOT_APART");
    expect(brats2017.got.get("parts_volume@tumour")).toBeCloseTo((5 * 162) / 1000, 12);
    expect(brats2017.got.get("parts_ratio@CE/TV")).toBe(0.3);
    expect(brats2017.vasari.get("f5")).toBe(4);
    expect(brats2017.vasari.get("f7")).toBe("label 1 holds non-enhancing and necrosis together");
    expect(brats2017.vasari.get("f11")).toBe("label 1 holds non-enhancing and necrosis together");
    // BraTS 2021: label 2 is oedema and infiltrated tissue.
    const brats2021 = of({ necrosis: [1], "non-enhancing+oedema": [2], enhancing: [4] });
    expect(brats2021.vasari.get("f7")).toBe(4);
    expect(brats2021.vasari.get("f11")).toBe(4);
    expect(brats2021.vasari.get("f14")).toBe("label 2 holds non-enhancing and oedema together");
    // A part that no one drew: nothing of the whole can be told. One that was looked for and is absent is none.
    const undrawn = of({ necrosis: [1], oedema: [2], enhancing: [4] });
    expect(undrawn.got.get("parts_volume@non-enhancing")).toBe("PART_NOT_NAMED");
    expect(undrawn.vasari.get("f5")).toBe("the mask does not say where non-enhancing is");
    expect(undrawn.vasari.get("f9")).toBe(1);
    expect(of({ necrosis: [1], oedema: [2], enhancing: [4], "non-enhancing": [] }).vasari.get("f6")).toBe(2);
  });
  it("give regions of interest as unions of labels: whole, tumour, one part", () => {
    const stated: LesionParts = { necrosis: [1], oedema: [2], "non-enhancing": [3], enhancing: [4, 5] };
    const sorted = (...parts: Parameters<typeof labelsOfRegion>[1]) => {
      const found = labelsOfRegion(stated, parts);
      return typeof found === "string" ? found : [...found].sort();
    };
    expect(sorted("enhancing", "non-enhancing", "necrosis", "oedema")).toEqual([1, 2, 3, 4, 5]);
    expect(sorted("enhancing", "non-enhancing", "necrosis")).toEqual([1, 3, 4, 5]);
    expect(sorted("enhancing")).toEqual([4, 5]);
    const joined: LesionParts = { "non-enhancing+necrosis": [1], oedema: [2], enhancing: [4] };
    expect(labelsOfRegion(joined, ["enhancing", "non-enhancing", "necrosis"])).toEqual([1, 4]);
    expect(labelsOfRegion(joined, ["necrosis"])).toBe("PART_NOT_APART");
    expect(labelsOfRegion(joined, ["necrosis", "oedema"])).toBe("PART_NOT_APART");
    expect(labelsOfRegion({ enhancing: [4] }, ["oedema"])).toBe("PART_NOT_NAMED");
  });
  it("counts two enhancing foci, has no margin without necrosis, and classes volumes at the ends", () => {
    const mask = makeVolume({ data: Float64Array.from([4, 0, 0, 4, 4]), dims: [5, 1, 1], spacing: [10, 10, 10] });
    const got = run(mask, { volumeClassesMl: [1, 3, 10] });
    expect(got.get("parts_components")).toBe(2);
    expect(got.get("parts_margin_mean")).toBe("NO_VOXELS");
    expect(got.get("parts_ratio@NE/TV")).toBe(0);
    // 3 mL stands on an end: the class above it.
    expect(got.get("parts_volume_class")).toBe(3);
  });
});

describe("normalisation by a reference mask", () => {
  const image = line([10, 20, 30, 4, 6, 8, 40]);
  const mask = line([1, 1, 1, 0, 0, 0, 0]);
  const references = { "white-matter": line([0, 0, 0, 1, 1, 1, 0]) };
  const mean = (normalisation: object, given: References = references) =>
    featuresOf(image, mask, { families: ["statistics"], normalisation }, given).get("stat_mean");
  it("divides by its median, or z-scores by its mean and sd", () => {
    expect(mean({ method: "reference-tissue", reference: "white-matter" })).toBeCloseTo(20 / 6, 12);
    expect(mean({ method: "z-score", over: { reference: "white-matter" } })).toBeCloseTo(14 / Math.sqrt(8 / 3), 12);
  });
  it("is blind to the scanner's gain; the z-score to its offset too", () => {
    const gained = line([...image.data].map((x) => 3 * x));
    const of = (volume: Volume, normalisation: object) =>
      featuresOf(volume, mask, { families: ["statistics"], normalisation }, references).get("stat_mean") as number;
    const tissue = { method: "reference-tissue", reference: "white-matter" };
    expect(of(gained, tissue)).toBeCloseTo(of(image, tissue), 12);
    const z = { method: "z-score", over: { reference: "white-matter" } };
    expect(of(line([...image.data].map((x) => 3 * x + 7)), z)).toBeCloseTo(of(image, z), 12);
  });
  it("takes the brain without its skull in place of the whole image", () => {
    // The skull (last voxel, 40) and the air do not count: mean and sd of 10 20 30 4 6 8.
    const brain = line([1, 1, 1, 1, 1, 1, 0]);
    const stripped = mean({ method: "z-score", over: { reference: "brain" } }, { brain }) as number;
    const values = [10, 20, 30, 4, 6, 8];
    const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - 13) ** 2, 0) / 6);
    expect(stripped).toBeCloseTo(7 / sd, 12);
    expect(mean({ method: "z-score", over: "image" })).not.toBeCloseTo(stripped, 3);
  });
  it("is refused without the mask", () => {
    expect(codeOf(() => mean({ method: "reference-tissue", reference: "white-matter" }, {}))).toBe("REFERENCE_MISSING");
  });
});
