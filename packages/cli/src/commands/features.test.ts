import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { makeVolume, writeNifti } from "@nadir/imaging";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

/** A 6×6×6 grid of 2 mm. Label 1: a 2×2×2 cube that holds 1 … 8. Label 2: one voxel of 100. */
const side = 6;
const image = new Int16Array(side ** 3);
const mask = new Uint8Array(side ** 3);
let next = 1;
for (const k of [2, 3])
  for (const j of [2, 3])
    for (const i of [2, 3]) {
      image[i + side * (j + side * k)] = next++;
      mask[i + side * (j + side * k)] = 1;
    }
const one = makeVolume({ data: image, dims: [side, side, side], spacing: [2, 2, 2] });
const single = makeVolume({ data: mask, dims: [side, side, side], spacing: [2, 2, 2] });
const two = makeVolume({ ...single, data: mask.map((v, n) => (n === 0 ? 2 : v)) });
const elsewhere = makeVolume({ data: mask, dims: [side, side, side], spacing: [2, 2, 3] });

let folder: Folder;
let files: Record<"image" | "mask" | "two" | "elsewhere" | "config", string>;
beforeAll(() => {
  folder = new Folder();
  files = {
    image: folder.file("image.nii.gz", gzipSync(writeNifti(one))),
    mask: folder.file("mask.nii", writeNifti(single)),
    two: folder.file("two.nii", writeNifti(two)),
    elsewhere: folder.file("elsewhere.nii", writeNifti(elsewhere)),
    config: folder.file("config.json", {
      families: ["statistics", "glcm"],
      discretisation: { method: "fixed-bin-number", bins: 4 },
    }),
  };
});
afterAll(() => folder.remove());
const features = (...args: string[]) => runNadir(["features", "--image", files.image, ...args]);
type Result = { values: { key: string; value: number }[]; config: { families: string[] }; provenance: unknown };
const value = (result: Result, key: string) => result.values.find((v) => v.key === key)?.value;

describe("nadir features", () => {
  test("computes a region that can be checked by hand, and says where it comes from", async () => {
    const ran = await features("--mask", files.mask, "--config", files.config);
    expect(ran.status).toBe(0);
    const result = ran.json()[0] as Result;
    expect(value(result, "stat_mean")).toBe(4.5);
    expect(value(result, "stat_min")).toBe(1);
    expect(value(result, "stat_max")).toBe(8);
    // Population variance of 1 … 8: (8² − 1) / 12.
    expect(value(result, "stat_var")).toBeCloseTo(63 / 12, 12);
    expect(result.config.families).toEqual(["statistics", "glcm"]);
    expect(result.provenance).toMatchObject({ labels: [1], roiVoxels: { original: 8 } });
  });

  test("--threads: more of them give the same values", async () => {
    const config = folder.file("py.json", {
      profile: "pyradiomics",
      pyradiomics: { setting: { binWidth: 1 }, imageType: { Original: {}, Square: {}, LoG: { sigma: [2] } } },
    });
    const asked = ["--mask", files.mask, "--config", config];
    const [one, two] = [await features(...asked), await features(...asked, "--threads", "2")];
    expect(two.status).toBe(0);
    expect(two.json()).toEqual(one.json());
    expect((two.json()[0] as Result).values).toHaveLength(107 + 2 * 93);
    expect((await features(...asked, "--threads", "0")).status).toBe(2);
  });

  test("--suv and --reference: SUV of the lesion over another tissue, and what is missing is named", async () => {
    const pet = folder.file("pet.json", { families: ["pet"] });
    const facts = { weightKg: 80, injectedBq: 4e4, decayCorrection: "ADMIN" };
    const dose = folder.file("dose.json", facts);
    const liver = folder.file(
      "liver.nii",
      writeNifti(makeVolume({ ...single, data: mask.map((_, n) => (n === 86 ? 1 : 0)) })),
    );
    const ran = await features("--mask", files.mask, "--config", pet, "--suv", dose, "--reference", `liver=${liver}`);
    const result = ran.json()[0] as Result;
    // 80,000 g / 40,000 Bq: twice the stored 1 … 8; voxel 86 is (2, 2, 2), which holds 1.
    expect(value(result, "pet_suv_max")).toBe(16);
    expect(value(result, "pet_mtv@mask")).toBeCloseTo(0.064, 12);
    expect(value(result, "pet_tumour_liver")).toBe(4.5);
    expect(result.provenance).toMatchObject({ referenceVoxelHashes: { liver: expect.any(String) } });
    const lacking = folder.file("lacking.json", { weightKg: 80 });
    const refused = await features("--mask", files.mask, "--config", pet, "--suv", lacking);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toMatch(/SUV_FACTS_MISSING.*injected activity/);
    const unknown = await features("--mask", files.mask, "--reference", "kidney=x.nii");
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain("liver, spleen");
  });

  test("--label chooses; without it a mask with two labels is refused with both", async () => {
    const refused = await features("--mask", files.two);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("LABEL_AMBIGUOUS");
    expect(refused.stderr).toContain("1, 2");
    const chosen = await features("--mask", files.two, "--label", "1", "--config", files.config);
    expect(value(chosen.json()[0] as Result, "stat_mean")).toBe(4.5);
    const absent = await features("--mask", files.two, "--label", "7");
    expect(absent.status).toBe(1);
    expect(absent.stderr).toMatch(/LABEL_NOT_FOUND.*1 \(8 voxels\)/);
  });

  test("--out writes JSON, or a table with the catalogue's codes and units", async () => {
    const out = folder.at("out.csv");
    const ran = await features("--mask", files.mask, "--config", files.config, "--out", out);
    expect(ran).toMatchObject({ status: 0, stdout: "" });
    const [header, ...rows] = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(header).toBe(
      "key,id,code,aggregation,unit,value,reason,profile,engine,catalogue,config_hash,image_hash,mask_hash,labels,image",
    );
    expect(rows.some((row) => row.startsWith("stat_mean,stat_mean,Q4LE,,intensity,4.5,,ibsi,@nadir/features "))).toBe(
      true,
    );
    const wide = folder.at("wide.csv");
    await features("--mask", files.mask, "--config", files.config, "--out", wide, "--table", "wide");
    const [names, line, ...more] = readFileSync(wide, "utf8").trimEnd().split("\n");
    expect(more).toEqual([]);
    expect(line!.split(",")[names!.split(",").indexOf("stat_mean")]).toBe("4.5");
    const parquet = folder.at("out.parquet");
    await features("--mask", files.mask, "--config", files.config, "--out", parquet);
    expect(readFileSync(parquet).subarray(0, 4).toString()).toBe("PAR1");
    await features("--mask", files.mask, "--config", files.config, "--out", folder.at("out.json"));
    expect(value(folder.read("out.json") as Result, "stat_mean")).toBe(4.5);
  });

  test("a mask on another grid is refused with both grids", async () => {
    const ran = await features("--mask", files.elsewhere);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("GEOMETRY_MISMATCH");
    expect(ran.stderr).toMatch(/2.*3/);
  });

  test("a misspelt setting, a file that is no image, and one that is cut off are refused by name", async () => {
    const misspelt = folder.file("bad.json", { familys: ["glcm"], discretisation: { method: "bins" } });
    const config = await features("--mask", files.mask, "--config", misspelt);
    expect(config.status).toBe(1);
    expect(config.stderr).toContain("familys");
    expect(config.stderr).toContain("discretisation");
    const text = folder.file("text.nii", "not an image");
    const noImage = await features("--mask", text);
    expect(noImage).toMatchObject({ status: 1, stdout: "" });
    expect(noImage.stderr).toContain("text.nii");
    const cut = folder.file("cut.nii.gz", gzipSync(writeNifti(single)).subarray(0, 60));
    const damaged = await features("--mask", cut);
    expect(damaged.status).toBe(1);
    expect(damaged.stderr).toContain("GZIP_DAMAGED");
  });

  test("reads a PyRadiomics parameter file as it is, and names the key that it does not know", async () => {
    const yaml =
      "# as published\nimageType:\n  Original: {}\nfeatureClass:\n  firstorder: [Mean]\nsetting:\n  binWidth: 1\n";
    const ran = await features("--mask", files.mask, "--config", folder.file("params.yaml", yaml));
    expect(ran.status).toBe(0);
    expect((ran.json()[0] as Result).values).toMatchObject([{ key: "original_firstorder_Mean", value: 4.5 }]);
    const unknown = folder.file("unknown.yaml", `${yaml}  binWidht: 2\n`);
    const refused = await features("--mask", files.mask, "--config", unknown);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("binWidht");
  });

  test.each([
    ["no mask", []],
    ["a label that is none", ["--mask", "m.nii", "--label", "first"]],
    ["an unknown kind", ["--mask", "m.nii", "--kind", "NM"]],
    ["kind and configuration together", ["--mask", "m.nii", "--kind", "CT", "--config", "c.json"]],
  ])("%s is wrong usage", async (_what, args) => {
    const ran = await features(...args);
    expect(ran).toMatchObject({ status: 2, stdout: "" });
  });
});
