import { makeVolume, writeNifti } from "@nadir/imaging";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

/** 12 voxels of 1 mL in line. Label 1: 2 2; label 2: 8; label 3: 5 5 5. */
const image = makeVolume({
  data: Int16Array.of(0, 2, 2, 0, 8, 0, 5, 5, 5, 0, 0, 0),
  dims: [12, 1, 1],
  spacing: [10, 10, 10],
});
const mask = makeVolume({ ...image, data: Uint8Array.of(0, 1, 1, 0, 2, 0, 3, 3, 3, 0, 0, 0) });

let folder: Folder;
let args: string[];
beforeAll(() => {
  folder = new Folder();
  const config = folder.file("config.json", { families: ["statistics", "pet"] });
  args = [
    "--image",
    folder.file("image.nii", writeNifti(image)),
    "--mask",
    folder.file("mask.nii", writeNifti(mask)),
    "--config",
    config,
  ];
});
afterAll(() => folder.remove());

type Row = { key: string } & Record<string, unknown>;
const rowOf = (rows: readonly Row[], key: string) => rows.find((r) => r.key === key);

describe("nadir lesions", () => {
  test("aggregates every lesion of a mask, keeps each, and has them all as one region", async () => {
    const ran = await runNadir(["lesions", ...args]);
    expect(ran.status).toBe(0);
    const answer = ran.json()[0] as {
      lesions: { lesion: string; volumeMm3: number }[];
      union: Row[];
      aggregates: Row[];
    };
    expect(answer.lesions).toMatchObject([
      { lesion: "1", volumeMm3: 2000 },
      { lesion: "2", volumeMm3: 1000 },
      { lesion: "3", volumeMm3: 3000 },
    ]);
    expect(rowOf(answer.aggregates, "stat_mean")).toMatchObject({
      lesions: 3,
      mean: 5,
      largest: 5,
      smallest: 8,
      minLesion: "1",
    });
    expect(rowOf(answer.aggregates, "pet_tlg@mask")).toMatchObject({ sum: 4 + 8 + 15 });
    expect(rowOf(answer.union, "stat_mean")).toMatchObject({ value: 27 / 6 });
  });
  test("takes one lesion as the union of itself", async () => {
    const answer = (await runNadir(["lesions", ...args, "--labels", "3"])).json()[0] as {
      lesions: { values: Row[] }[];
      union: Row[];
      aggregates: Row[];
    };
    expect(answer.union).toEqual(answer.lesions[0]!.values);
    for (const row of answer.aggregates) expect(row["mean"]).toBe(rowOf(answer.union, row.key)!["value"]);
  });
  test("aggregates irradiated lesions apart from the others, and refuses a label that is none", async () => {
    const answer = (await runNadir(["lesions", ...args, "--irradiated", "2"])).json()[0] as {
      byField: { group: string; lesions: number; rows: Row[] }[];
    };
    expect(answer.byField.map(({ group, lesions }) => [group, lesions])).toEqual([
      ["irradiated", 1],
      ["not-irradiated", 2],
    ]);
    expect(rowOf(answer.byField[0]!.rows, "stat_mean")).toMatchObject({ mean: 8 });
    expect(rowOf(answer.byField[1]!.rows, "stat_mean")).toMatchObject({ mean: 3.5, minLesion: "1" });
    const refused = await runNadir(["lesions", ...args, "--irradiated", "7"]);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("--irradiated names the label(s) 7");
  });
  test("takes the k largest only, and refuses a label that is not there", async () => {
    const ran = await runNadir(["lesions", ...args, "--largest", "2"]);
    const answer = ran.json()[0] as { lesions: { lesion: string }[]; aggregates: Row[] };
    expect(answer.lesions.map((l) => l.lesion)).toEqual(["3", "1"]);
    expect(rowOf(answer.aggregates, "stat_mean")).toMatchObject({ mean: 3.5 });
    const refused = await runNadir(["lesions", ...args, "--labels", "1,9"]);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("LABEL_NOT_FOUND");
  });
});

describe("nadir stability", () => {
  test("computes lesions again after perturbations and says what is kept, the same for the same seed", async () => {
    const lesion = (id: string, level: number) => {
      const dims = [9, 9, 5] as const;
      const inside = (p: number): boolean => (p % 9) % 8 !== 0 && (Math.floor(p / 9) % 9) % 8 !== 0;
      const at = makeVolume({
        data: Float32Array.from({ length: 405 }, (_, p) => level + ((p * 37) % 11)),
        dims,
        spacing: [1, 1, 2],
      });
      return {
        id,
        image: folder.file(`${id}.nii`, writeNifti(at)),
        mask: folder.file(
          `${id}-mask.nii`,
          writeNifti(makeVolume({ ...at, data: Uint8Array.from({ length: 405 }, (_, p) => (inside(p) ? 1 : 0)) })),
        ),
      };
    };
    const list = folder.file("lesions.json", [lesion("a", 10), lesion("b", 60), lesion("c", 140)]);
    const perturbations = folder.file("p.json", [
      [{ kind: "noise", sd: 2 }],
      [
        { kind: "noise", sd: 2 },
        { kind: "growth", mm: -0.9 },
      ],
    ]);
    const config = folder.file("s.json", { families: ["statistics"] });
    const run = () =>
      runNadir(["stability", list, "--config", config, "--perturbations", perturbations, "--seed", "5"]);
    const ran = await run();
    expect(ran.status).toBe(0);
    const answer = ran.json()[0] as {
      features: { key: string; icc: number; kept: boolean }[];
      kept: string[];
      rule: string;
    };
    const of = (key: string) => answer.features.find((f) => f.key === key)!;
    // Means near 15, 65 and 145 under noise of 2 are told apart; the skewness of eleven equal steps is noise.
    expect(of("stat_mean").icc).toBeGreaterThan(0.99);
    expect(of("stat_skew").kept).toBe(false);
    expect(answer.kept).toContain("stat_mean");
    expect(answer.rule).toContain("at least 0.75");
    expect((await run()).stdout).toBe(ran.stdout);
    const wrong = await runNadir(["stability", folder.file("one.json", [lesion("a", 10)])]);
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain("at least two lesions");
  });
});

describe("nadir vasari", () => {
  test("turns readings into rows, compares two readers, and names a wrong answer with those that there are", async () => {
    const read = (reader: string, subject: string, f8: number) => ({
      schema: "nadir.vasari/1",
      version: "2012",
      subject,
      visit: "V0",
      reader,
      answers: { f8 },
    });
    const a = folder.file("a.json", [read("A", "S1", 1), read("A", "S2", 2)]);
    const b = folder.file("b.json", [read("B", "S1", 1), read("B", "S2", 2)]);
    const ran = await runNadir(["vasari", a, "--second", b]);
    expect(ran.status).toBe(0);
    const answer = ran.json()[0] as {
      readings: { subject: string; values: Row[] }[];
      agreement: { item: string; kappa: number }[];
    };
    expect(rowOf(answer.readings[1]!.values, "vasari_f8")).toMatchObject({ value: 2 });
    expect(answer.agreement.find((row) => row.item === "f8")).toMatchObject({ kappa: 1, observed: 1 });
    const refused = await runNadir(["vasari", folder.file("c.json", read("A", "S1", 3))]);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("the answers of f8 are 1 no, 2 yes");
  });
});
