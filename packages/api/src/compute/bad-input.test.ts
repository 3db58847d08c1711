import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FeatureConfigInput, Refusal } from "@nadir/domain";
import { extract, parseConfig, toSuv } from "@nadir/features";
import { makeVolume, readVolume, type Volume, writeNifti } from "@nadir/imaging";
import { afterAll, describe, expect, it } from "vitest";
import { computeFeatureTask } from "./feature-task.ts";
import { FeatureThreads } from "./feature-threads.ts";

const dims = [5, 4, 3] as const;
const data = Float32Array.from({ length: 60 }, (_, n) => (n * 37) % 101);
const bits = Uint8Array.from({ length: 60 }, (_, n) => (n % 5 > 0 && n % 5 < 4 ? 1 : 0));
const image = makeVolume({ data, dims, spacing: [1, 1, 2] });
const mask = makeVolume({ data: bits, dims, spacing: [1, 1, 2] });
const withNaN = (at: number): Volume =>
  makeVolume({ data: data.map((x, n) => (n === at ? Number.NaN : x)), dims, spacing: [1, 1, 2] });

interface Bad {
  readonly what: string;
  readonly image?: Volume;
  readonly mask?: Volume;
  readonly label?: number;
  readonly config?: FeatureConfigInput;
  readonly code: string;
  /** Numbers that the sentence must name. */
  readonly says: RegExp;
}
const wavelets = { pyradiomics: { imageType: { Wavelet: {} } } } as unknown as FeatureConfigInput;
const BAD: readonly Bad[] = [
  {
    what: "a mask on another grid",
    mask: makeVolume({ data: bits, dims, spacing: [1, 1, 3] }),
    code: "GEOMETRY_MISMATCH",
    says: /spacing 1, 1, 2 mm.*spacing 1, 1, 3 mm/s,
  },
  {
    what: "an empty mask",
    mask: makeVolume({ data: new Uint8Array(60), dims, spacing: [1, 1, 2] }),
    code: "EMPTY_ROI",
    says: /60 voxels/,
  },
  { what: "a label that the mask lacks", label: 7, code: "LABEL_NOT_FOUND", says: /7.*1 \(36 voxels\)/ },
  { what: "NaN inside the region", image: withNaN(1), code: "NON_FINITE_ROI", says: /^1 voxel/ },
  {
    what: "NaN outside the region, read by a filter",
    image: withNaN(0),
    config: { profile: "pyradiomics", ...wavelets },
    code: "NON_FINITE_IMAGE",
    says: /wavelet-/,
  },
  {
    what: "millions of bins",
    config: { discretisation: { method: "fixed-bin-size", width: 1e-6 } },
    code: "TOO_MANY_BINS",
    says: /at most 65535/,
  },
  {
    what: "a region that resegmentation empties",
    config: { resegmentation: { range: [500, 900] } },
    code: "EMPTY_AFTER_RESEGMENTATION",
    says: /500, 900/,
  },
];

async function refusalOf(work: () => unknown): Promise<Refusal> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

describe("bad input is refused alike from every entry", () => {
  const threads = new FeatureThreads(1);
  const folder = mkdtempSync(join(tmpdir(), "nadir-bad-input-"));
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await threads.close();
  });

  it.each(BAD.map((bad) => [bad.what, bad] as const))("%s", async (_what, bad) => {
    const config = parseConfig(bad.config ?? {});
    const input = { image: bad.image ?? image, mask: bad.mask ?? mask, label: bad.label ?? 1, config };
    const refused = await refusalOf(() => extract(input));
    expect(refused.code).toBe(bad.code);
    expect(refused.message).toMatch(bad.says);
    const inThread = await refusalOf(() => threads.extract(input));
    expect(inThread.problems).toEqual(refused.problems);
    // As files, which is how the command line, the worker and the portal's imports meet them.
    const stored = (name: string, volume: Volume): Volume => {
      writeFileSync(join(folder, name), writeNifti(volume));
      return readVolume(writeNifti(volume));
    };
    const fromFiles = await refusalOf(() =>
      extract({ ...input, image: stored("image.nii", input.image), mask: stored("mask.nii", input.mask) }),
    );
    expect(fromFiles.problems).toEqual(refused.problems);
  });

  it("in a task of the queue it is the answer for that region, and the other regions are computed", () => {
    const answers = computeFeatureTask({
      image: writeNifti(image),
      kind: "OTHER",
      masks: [
        { maskId: "good", bytes: writeNifti(mask), label: 1 },
        { maskId: "bad", bytes: writeNifti(mask), label: 7 },
      ],
    });
    expect(answers[0]).toHaveProperty("vector");
    expect(answers[1]).toMatchObject({ maskId: "bad", code: "LABEL_NOT_FOUND" });
  });

  it("SUV without a weight", async () => {
    const facts = { injectedBq: 3.7e8 } as unknown as Parameters<typeof toSuv>[1];
    expect((await refusalOf(() => toSuv(image, facts))).message).toMatch(/weight/i);
  });

  it("absurd bin counts are refused with the configuration", async () => {
    for (const bins of [0, 1, 1e9]) {
      const refused = await refusalOf(() => parseConfig({ discretisation: { method: "fixed-bin-number", bins } }));
      expect(refused.message).toMatch(/discretisation\.bins/);
      const profile = { profile: "pyradiomics", pyradiomics: { setting: { binCount: bins === 1 ? -1 : bins } } };
      expect((await refusalOf(() => parseConfig(profile))).message).toMatch(/binCount/);
    }
  });
});
