import { readFileSync, writeFileSync } from "node:fs";
import { makeVolume, readNifti, writeNifti } from "@nadir/imaging";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
const volume = (name: string, data: Float64Array | Uint8Array) => {
  writeFileSync(folder.at(name), writeNifti(makeVolume({ data, dims: [6, 2, 1], spacing: [1, 1, 1] }), "test"));
};
/** A signature of the mean of the region, and of an age: 2 + 0.5 × mean + 0.1 × age. */
const signature = {
  schema: "nadir.signature/1",
  id: "by-hand",
  version: "1",
  title: "By hand",
  predicts: "nothing",
  higherMeans: "more",
  intendedUse: "research",
  limits: ["Made for a test."],
  origin: { kind: "published", printed: [{ citation: "None", place: "none" }] },
  inputs: [
    {
      from: "feature",
      name: "mean",
      label: "Mean",
      unit: "HU",
      region: "tumour",
      key: "stat_mean",
      profile: "ibsi",
      configHash: null,
    },
    { from: "value", name: "age", label: "Age", unit: "a" },
  ],
  form: {
    kind: "linear",
    intercept: 2,
    link: "identity",
    terms: [
      { input: "mean", coefficient: 0.5, centre: 0, scale: 1 },
      { input: "age", coefficient: 0.1, centre: 0, scale: 1 },
    ],
  },
};
beforeAll(() => {
  folder = new Folder();
  // Background 0, a region of 4 × 2 voxels: the left half 10, the right half 30.
  const i = (n: number) => n % 6;
  volume(
    "image.nii",
    Float64Array.from({ length: 12 }, (_, n) => (i(n) < 1 || i(n) > 4 ? 0 : i(n) < 3 ? 10 : 30)),
  );
  volume(
    "mask.nii",
    Uint8Array.from({ length: 12 }, (_, n) => (i(n) < 1 || i(n) > 4 ? 0 : 1)),
  );
  folder.file("age.csv", "subject,age\nA,50\n");
  folder.file("two.csv", "subject,age\nA,50\nB,60\n");
  folder.file("none.csv", "subject,age\nA,\n");
  folder.file("config.json", { schema: "nadir.feature-config/1", families: ["statistics"] });
});
afterAll(() => folder.remove());
const explain = (values: string, ...more: string[]) =>
  runNadir([
    "explain-region",
    folder.file("signature.json", signature),
    folder.at(values),
    ...["--image", folder.at("image.nii"), "--mask", folder.at("mask.nii"), "--config", folder.at("config.json")],
    ...["--out", folder.at("map.nii"), ...more],
  ]);

describe("nadir explain-region", () => {
  it("writes what each half adds to a linear score, by hand", async () => {
    const ran = await explain("age.csv", "--block", "2");
    expect(ran.stderr).toContain("2 blocks; the score of the whole is 17");
    // Whole: 2 + 0.5 × 20 + 0.1 × 50 = 17. Without the left half the mean is 30: 22. Without the right it is 10: 12.
    expect(ran.json()[0]).toMatchObject({
      schema: "nadir.occlusion/1",
      standing: expect.stringContaining("research only"),
      region: "tumour",
      score: 17,
      blocks: [
        { from: [1, 0, 0], voxels: 4, without: 22, adds: -5 },
        { from: [3, 0, 0], voxels: 4, without: 12, adds: 5 },
      ],
    });
    const map = readNifti(readFileSync(folder.at("map.nii")));
    expect([...map.data]).toEqual([0, -5, -5, 5, 5, 0, 0, -5, -5, 5, 5, 0]);
    expect(map.description).toContain("research only");
  });

  it.each([
    ["a block that holds everything", "age.csv", ["--block", "9"], /ONE_BLOCK.*take smaller blocks/],
    ["no block", "age.csv", ["--block", "none"], /BLOCK_SIZE.*above 0/],
    ["two subjects", "two.csv", [], /ONE_SUBJECT.*has 2/],
    ["a missing value", "none.csv", [], /NO_SCORE.*no value of 'age'/],
    ["another region", "age.csv", ["--name", "liver"], /NO_REGION.*has features of tumour/],
  ])("refuses %s with a sentence", async (_, values, more, says) => {
    const ran = await explain(values, ...more);
    expect(ran.stderr).toMatch(says);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
  });
});
