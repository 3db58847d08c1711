import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Refusal } from "@nadir/domain";
import { makeVolume, readVolume, type Volume } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { brainMask, correctBias, extract, parseConfig } from "../index.ts";

const dims = [48, 56, 40] as const;
const at = (p: number): [number, number, number] => [
  p % dims[0],
  Math.floor(p / dims[0]) % dims[1],
  Math.floor(p / (dims[0] * dims[1])),
];
/** Noise of mean 0, sd about 1, the same in every run (a sum of three uniform numbers of a congruential generator). */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  return () => 2 * (uniform() + uniform() + uniform() - 1.5);
}
const ellipsoid = (p: number, a: number, b: number, c: number): number => {
  const [i, j, k] = at(p);
  return Math.hypot((i - 23.5) / a, (j - 27.5) / b, (k - 19.5) / c);
};
const volume = (value: (p: number) => number): Volume =>
  makeVolume({
    data: Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, p) => value(p)),
    dims,
    spacing: [4, 4, 4],
  });
/** 1 white, 2 grey, 3 fluid, 0 air: winding borders, so that no tissue has a side of its own. */
const tissue = (p: number): 0 | 1 | 2 | 3 => {
  if (ellipsoid(p, 20, 24, 17) > 1) return 0;
  const [i, j, k] = at(p);
  const wave = Math.sin(i / 2.1) + Math.sin(j / 2.7) + Math.sin(k / 2.3);
  return wave > 0.6 ? 1 : wave > -0.9 ? 2 : 3;
};
const SIGNAL = [0, 150, 100, 40] as const;
/** The sensitivity of two surface coils beside the head, which is no polynomial in its logarithm. */
const field = (p: number): number => {
  const [x, y, z] = at(p).map((n, axis) => (2 * n) / (dims[axis]! - 1) - 1) as [number, number, number];
  const coil = (u: number, v: number, w: number, width: number): number =>
    1 / (1 + ((x - u) ** 2 + (y - v) ** 2 + (z - w) ** 2) / width);
  return coil(-2, 0.5, 0, 5) + 0.6 * coil(1, 2, -1, 4);
};
const inside = Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, p) => p).filter((p) => tissue(p) > 0);

/** Coefficient of variation within white matter, the usual measure of a correction. */
function variation(image: Volume): number {
  const own = inside.filter((p) => tissue(p) === 1).map((p) => image.data[p]!);
  const mean = own.reduce((a, x) => a + x, 0) / own.length;
  return Math.sqrt(own.reduce((a, x) => a + (x - mean) ** 2, 0) / own.length) / mean;
}

describe("correction of a bias field", () => {
  const random = noise(7);
  const clean = volume((p) => Math.max(0, SIGNAL[tissue(p)] + (tissue(p) > 0 ? 2 * random() : 0)));
  const biased = volume((p) => clean.data[p]! * field(p));
  const corrected = correctBias(biased, { over: "foreground", degree: 3, classes: 3 });

  it("removes a synthetic field of two coils: what is left of it varies by less than 1 %, of more than 10 % before", () => {
    const left = inside.map((p) => Math.log(field(p)) - Math.log(corrected.field.data[p]!));
    const spread = (list: number[]): number => {
      const mean = list.reduce((a, x) => a + x, 0) / list.length;
      return Math.sqrt(list.reduce((a, x) => a + (x - mean) ** 2, 0) / list.length);
    };
    expect(spread(inside.map((p) => Math.log(field(p))))).toBeGreaterThan(0.1);
    expect(spread(left), String(spread(left))).toBeLessThan(0.01);
  });

  it("white matter varies as it does without a field", () => {
    expect(variation(biased), String(variation(biased))).toBeGreaterThan(0.1);
    expect(variation(corrected.image)).toBeLessThan(1.5 * variation(clean));
  });

  it("leaves an image without a field as it is, within 1 %", () => {
    const { field: found } = correctBias(clean, { over: "foreground", degree: 3, classes: 3 });
    for (const p of inside) expect(Math.abs(found.data[p]! - 1)).toBeLessThan(0.01);
  });

  it("is on or off in the configuration, and told apart by its hash", () => {
    const mask = volume((p) => (tissue(p) === 1 ? 1 : 0));
    const run = (more: object) =>
      extract({ image: biased, mask, config: parseConfig({ families: ["statistics"], ...more }) });
    const [off, on] = [run({}), run({ biasCorrection: {} })];
    const cov = (r: typeof on): number => r.values.find((v) => v.key === "stat_cov")!.value!;
    expect(cov(off)).toBeCloseTo(variation(biased), 12);
    expect(cov(on)).toBeCloseTo(variation(corrected.image), 12);
    expect(on.config.biasCorrection).toEqual({ over: "foreground", degree: 3, classes: 3 });
    expect(on.provenance.configHash).not.toBe(off.provenance.configHash);
    expect(on.provenance.imageVoxelHash).toBe(off.provenance.imageVoxelHash);
  });

  it("is refused without its mask, on too few voxels, and in the profile pyradiomics", () => {
    const code = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        if (error instanceof Refusal) return error.code;
        throw error;
      }
      return "nothing refused";
    };
    expect(code(() => correctBias(biased, { over: { reference: "brain" }, degree: 2, classes: 3 }))).toBe(
      "REFERENCE_MISSING",
    );
    const small = makeVolume({ data: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), dims: [2, 2, 2] });
    expect(code(() => correctBias(small, { over: "foreground", degree: 1, classes: 1 }))).toBe("BIAS_TOO_FEW_VOXELS");
    expect(code(() => parseConfig({ profile: "pyradiomics", biasCorrection: {} }))).toBe("BAD_CONFIG");
  });
});

const dice = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let [both, sum] = [0, 0];
  for (let p = 0; p < a.length; p++) {
    if (a[p] && b[p]) both++;
    sum += (a[p] ? 1 : 0) + (b[p] ? 1 : 0);
  }
  return (2 * both) / sum;
};

describe("the brain without its skull", () => {
  /** A head on voxels of 2 mm: brain with fluid in it, a dark gap of fluid and bone of 8 mm, scalp of 6 mm, bridges of 4 mm to it. */
  const n = [100, 116, 90] as const;
  const place = (p: number) => [p % n[0], Math.floor(p / n[0]) % n[1], Math.floor(p / (n[0] * n[1]))] as const;
  const shell = (p: number): number => {
    const [i, j, k] = place(p);
    return Math.hypot((i - 49.5) / 33, (j - 57.5) / 41, (k - 44.5) / 30);
  };
  const random = noise(11);
  const isBrain = (p: number): boolean => shell(p) <= 1;
  const head = makeVolume({
    data: Float64Array.from({ length: n[0] * n[1] * n[2] }, (_, p) => {
      const [i, j, k] = place(p);
      const r = shell(p);
      const isVentricle = Math.hypot((i - 49.5) / 5, (j - 57.5) / 9, (k - 46) / 4) < 1;
      // Optic nerves: bridges of two voxels from brain to scalp.
      const isBridge =
        r > 1 && r < 1.2 && j > 60 && Math.abs(k - 40) < 1 && (Math.abs(i - 40) < 1 || Math.abs(i - 60) < 1);
      const signal = isVentricle
        ? 25
        : r <= 0.85
          ? 150
          : r <= 1
            ? 100
            : isBridge
              ? 110
              : r < 1.12
                ? 15
                : r < 1.21
                  ? 180
                  : 0;
      return Math.max(0, signal + 4 * random());
    }),
    dims: n,
    spacing: [2, 2, 2],
  });
  const truth = Uint8Array.from({ length: head.data.length }, (_, p) => (isBrain(p) ? 1 : 0));

  it("of a phantom with known truth has a Dice above 0.97, its ventricles within, no scalp", () => {
    const found = brainMask(head);
    expect(dice(found.data, truth)).toBeGreaterThan(0.97);
    expect(found.data[50 + n[0] * (57 + n[1] * 46)]).toBe(1);
    const scalp = Array.from({ length: truth.length }, (_, p) => p).filter((p) => shell(p) > 1.13 && shell(p) < 1.2);
    expect(scalp.filter((p) => found.data[p]).length / scalp.length).toBeLessThan(0.01);
  });

  it("takes the place of a given mask in a z-score", () => {
    const mask = makeVolume({ ...head, data: Uint8Array.from(truth) });
    const config = parseConfig({
      families: ["statistics"],
      normalisation: { method: "z-score", over: { reference: "brain" } },
    });
    const mean = (brain: Volume): number =>
      extract({ image: head, mask, references: { brain }, config }).values.find((v) => v.key === "stat_mean")!.value!;
    expect(mean(brainMask(head))).toBeCloseTo(mean(mask), 1);
  });

  it("is refused where there is none", () => {
    const flat = makeVolume({ data: new Float64Array(1000).fill(5), dims: [10, 10, 10] });
    expect(() => brainMask(flat)).toThrow(/No brain was found/);
  });

  const brats = new URL("../../../../../shared/data/brats2013/brats_2013_pat0001_1/", import.meta.url);
  it.skipIf(!existsSync(brats))(
    "of a scan of BraTS 2013, which is stripped already, agrees with its brain mask (skipped without ../shared/data)",
    () => {
      const read = (name: string): Volume => readVolume(readFileSync(new URL(name, brats)), gunzipSync);
      const [image, given] = [read("Flair_subtrMeanDivStd.nii.gz"), read("brainmask.nii.gz")];
      expect(dice(brainMask(image).data, given.data)).toBeGreaterThan(0.9);
    },
    60_000,
  );
});
