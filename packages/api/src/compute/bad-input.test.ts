import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Refusal } from "@nadir/domain";
import { extract, liveFeatures, parseConfig, toSuv } from "@nadir/features";
import { readVolume, type Volume, writeNifti } from "@nadir/imaging";
import { afterAll, describe, expect, it } from "vitest";
import { BAD_INPUT, GOOD_IMAGE, GOOD_MASK } from "../../../features/src/testing/bad-input.ts";
import { computeFeatureTask } from "./feature-task.ts";
import { FeatureThreads } from "./feature-threads.ts";

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

  it.each(BAD_INPUT.map((bad) => [bad.what, bad] as const))("%s", async (_what, bad) => {
    const { image, mask, label, config, kind } = bad;
    const input = { image, mask, label, config };
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
    // In the portal's web worker the configuration is that of the image's kind (its browser test: live-features.spec.ts).
    if (kind === null) return;
    const live = { image, kind, name: "L1" };
    expect(liveFeatures({ ...live, region: { mask, label } })).toEqual({ problems: refused.problems });
    if (bad.code === "GEOMETRY_MISMATCH" || bad.code === "LABEL_NOT_FOUND") return;
    const drawn = Uint8Array.from(mask.data);
    expect(liveFeatures({ ...live, region: { drawn } })).toEqual({ problems: refused.problems });
  });

  it("a drawing that is not one number a voxel", () => {
    const answer = liveFeatures({ image: GOOD_IMAGE, kind: "CT", name: "L1", region: { drawn: new Uint8Array(59) } });
    expect(answer).toMatchObject({ problems: [{ code: "BAD_VOLUME", message: expect.stringContaining("60 voxels") }] });
  });

  it("what is no refusal is computed alike too: live, and as the queue computes it", () => {
    const kind = "MR";
    const [queued] = computeFeatureTask({
      image: writeNifti(GOOD_IMAGE),
      kind,
      masks: [{ maskId: "good", bytes: writeNifti(GOOD_MASK), label: 1, partLabels: null }],
    });
    const live = liveFeatures({ image: GOOD_IMAGE, kind, name: "L1", region: { mask: GOOD_MASK, label: 1 } });
    if (!queued || !("vector" in queued) || "problems" in live) throw new Error("It was refused.");
    expect(live.result.values.map(({ value }) => value)).toEqual(queued.vector.values);
    expect(live.result.provenance).toEqual(queued.vector.provenance);
  });

  it("in a task of the queue it is the answer for that region, and the other regions are computed", () => {
    const answers = computeFeatureTask({
      image: writeNifti(GOOD_IMAGE),
      kind: "OTHER",
      masks: [
        { maskId: "good", bytes: writeNifti(GOOD_MASK), label: 1, partLabels: null },
        { maskId: "bad", bytes: writeNifti(GOOD_MASK), label: 7, partLabels: null },
      ],
    });
    expect(answers[0]).toHaveProperty("vector");
    expect(answers[1]).toMatchObject({ maskId: "bad", code: "LABEL_NOT_FOUND" });
  });

  it("SUV without a weight", async () => {
    const facts = { injectedBq: 3.7e8 } as unknown as Parameters<typeof toSuv>[1];
    expect((await refusalOf(() => toSuv(GOOD_IMAGE, facts))).message).toMatch(/weight/i);
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
