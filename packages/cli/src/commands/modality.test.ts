import { readFileSync } from "node:fs";
import { makeVolume, readVolume, type Volume, writeNifti } from "@nadir/imaging";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

const line = (data: readonly number[]): Volume =>
  makeVolume({ data: Float64Array.from(data), dims: [data.length, 1, 1], spacing: [10, 10, 10] });

let folder: Folder;
let file: (name: string, data: readonly number[]) => string;
beforeAll(() => {
  folder = new Folder();
  file = (name, data) => folder.file(`${name}.nii`, writeNifti(line(data)));
});
afterAll(() => folder.remove());

describe("nadir features with other images", () => {
  test("a dynamic series, maps by role and a fused image, each with its hash in the provenance", async () => {
    const mask = file("mask", [1, 1, 1]);
    const dynamic = [file("d0", [100, 100, 100]), file("d1", [200, 200, 120]), file("d2", [300, 150, 130])];
    const config = folder.file("config.json", { families: ["kinetics", "maps"], kinetics: { enhancingPercent: 70 } });
    const ran = await runNadir([
      ...["features", "--image", dynamic[1]!, "--mask", mask, "--config", config, "--dynamic", ...dynamic],
      ...["--map", `cbf=${file("cbf", [10, 20, 60])}`],
    ]);
    expect(ran.status, ran.stderr).toBe(0);
    const [answer] = ran.json() as [
      {
        values: { key: string; value: number }[];
        provenance: { mapVoxelHashes: object; dynamicVoxelHashes: string[] };
      },
    ];
    const value = (key: string): number => answer.values.find((v) => v.key === key)!.value;
    expect([value("kin_persistent_fraction"), value("kin_washout_fraction"), value("map_mean@cbf")]).toEqual([
      0.5, 0.5, 30,
    ]);
    expect(Object.keys(answer.provenance.mapVoxelHashes)).toEqual(["cbf"]);
    expect(answer.provenance.dynamicVoxelHashes).toHaveLength(3);
  });

  test("a region by its parts is the union of their labels, and is refused where labels do not tell it apart", async () => {
    const image = file("flair", [5, 6, 7, 8, 9]);
    const mask = file("parts", [1, 4, 4, 2, 0]);
    const config = folder.file("statistics.json", { families: ["statistics"] });
    const region = (voi: string, stated: string) =>
      runNadir([
        ...["features", "--image", image, "--mask", mask, "--config", config],
        ...["--part-labels", stated, "--voi", voi],
      ]);
    const all = "1=necrosis|2=oedema|3=non-enhancing|4=enhancing";
    const mean = async (voi: string, stated = all): Promise<number> => {
      const ran = await region(voi, stated);
      expect(ran.status, ran.stderr).toBe(0);
      const [answer] = ran.json() as [{ values: { key: string; value: number }[] }];
      return answer.values.find((v) => v.key === "stat_mean")!.value;
    };
    expect([await mean("whole"), await mean("tumour"), await mean("enhancing"), await mean("oedema")]).toEqual([
      6.5, 6, 6.5, 8,
    ]);
    const joined = "1=non-enhancing+necrosis|2=oedema|4=enhancing";
    expect(await mean("tumour", joined)).toBe(6);
    const refused = await region("necrosis", joined);
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("cannot be told apart")]);
    const wrong = await region("whole", "1=necrosis|1=oedema");
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining("the label 1 stands twice")]);
    const alone = await runNadir(["features", "--image", image, "--mask", mask, "--voi", "whole"]);
    expect([alone.status, alone.stderr]).toEqual([1, expect.stringContaining("go together")]);
  });

  test("a role that is none is told with those there are", async () => {
    const ran = await runNadir(["features", "--image", "a.nii", "--mask", "b.nii", "--map", "cbx=c.nii"]);
    expect([ran.status, ran.stderr]).toEqual([2, expect.stringContaining("oxygenation")]);
  });

  test("nadir prepare writes the fused image that the features see", async () => {
    const [pet, ct] = [file("pet", [2, 5, 12]), file("ct", [0, 100, -300])];
    const config = folder.file("fusion.json", {
      families: ["statistics"],
      fusion: { method: "weighted", imageWindow: [0, 10], mapWindow: [-100, 100] },
    });
    const out = folder.at("fused.nii");
    const ran = await runNadir(["prepare", pet, "--ct", ct, "--config", config, "--out", out]);
    expect(ran.status, ran.stderr).toBe(0);
    expect([...readVolume(readFileSync(out)).data]).toEqual([0.35, 0.75, 0.5].map((x) => expect.closeTo(x, 12)));
    const features = await runNadir([
      "features",
      "--image",
      pet,
      "--mask",
      file("all", [1, 1, 1]),
      "--map",
      `ct=${ct}`,
      "--config",
      config,
    ]);
    const [answer] = features.json() as [
      { values: { key: string; value: number }[]; provenance: { configHash: string } },
    ];
    expect(answer.values.find((v) => v.key === "stat_mean")!.value).toBeCloseTo(1.6 / 3, 12);
    expect((ran.json()[0] as { configHash: string }).configHash).toBe(answer.provenance.configHash);
    expect(await runNadir(["prepare", pet, "--config", config, "--out", out])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("MAP_MISSING"),
    });
  });
});

describe("nadir brain", () => {
  const n = [40, 40, 40] as const;
  const radius = (p: number): number =>
    Math.hypot((p % n[0]) - 19.5, (Math.floor(p / n[0]) % n[1]) - 19.5, Math.floor(p / (n[0] * n[1])) - 19.5);
  const cube = (value: (r: number) => number): Uint8Array =>
    writeNifti(
      makeVolume({
        data: Float32Array.from({ length: n[0] * n[1] * n[2] }, (_, p) => value(radius(p))),
        dims: n,
        spacing: [4, 4, 4],
      }),
    );

  test("parts a ball from its shell, compares with a given mask, and serves the z-score", async () => {
    const head = folder.file(
      "head.nii",
      cube((r) => (r < 12 ? 100 : r < 15 ? 5 : r < 18 ? 150 : 0)),
    );
    const truth = folder.file(
      "truth.nii",
      cube((r) => (r < 12 ? 1 : 0)),
    );
    const ran = await runNadir(["brain", head, "--truth", truth, "--out", folder.at("brain.nii.gz")]);
    expect(ran.status, ran.stderr).toBe(0);
    expect((ran.json()[0] as { dice: number }).dice).toBeGreaterThan(0.97);
    const config = folder.file("z.json", {
      families: ["statistics"],
      normalisation: { method: "z-score", over: "image" },
    });
    const z = { families: ["statistics"], normalisation: { method: "z-score", over: { reference: "brain" } } };
    const flat = await runNadir([
      "features",
      "--image",
      head,
      "--mask",
      truth,
      "--reference",
      "brain=own",
      "--config",
      config,
    ]);
    expect([flat.status, flat.stderr]).toEqual([0, expect.stringContaining("look at it before you trust it")]);
    const refused = await runNadir([
      "features",
      "--image",
      head,
      "--mask",
      truth,
      "--config",
      folder.file("zb.json", z),
    ]);
    expect(refused.stderr).toContain("REFERENCE_MISSING");
  });
});
