import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { makeVolume, writeNifti } from "@nadir/imaging";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

/** Label 1: a bar of 4 voxels along i in slice k = 1, 2 mm each. Label 2: one voxel in slice k = 2. Slices are 5 mm apart. */
const dims = [6, 4, 3] as const;
const data = new Uint8Array(6 * 4 * 3);
for (const i of [1, 2, 3, 4]) data[i + 6 * (1 + 4 * 1)] = 1;
data[2 + 6 * (2 + 4 * 2)] = 2;

let folder: Folder;
let mask: string;
beforeAll(() => {
  folder = new Folder();
  mask = folder.file("mask.nii.gz", gzipSync(writeNifti(makeVolume({ data, dims: [...dims], spacing: [2, 2, 5] }))));
});
afterAll(() => folder.remove());

describe("nadir measure", () => {
  test("measures every label, each figure with its slice", async () => {
    const ran = await runNadir(["measure", "--mask", mask]);
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    // A bar of 4 × 1 voxels of 2 mm: 8 mm long, 2 mm across; 4 voxels of 2 × 2 × 5 mm³.
    expect(ran.json()[0]).toMatchObject({
      plane: "axial",
      regions: [
        {
          label: 1,
          axis: 2,
          longest: { longestMm: 8, perpendicularMm: 2, slice: 1 },
          shortAxis: { value: 2, slice: 1 },
          product: { value: 16, slice: 1 },
          volumeMm3: 80,
          sliceCount: 1,
        },
        { label: 2, longest: { longestMm: 2, perpendicularMm: 2, slice: 2 }, volumeMm3: 20 },
      ],
    });
  });

  test("--label chooses, --plane turns the slices, --out writes a table", async () => {
    const args = ["measure", "--mask", mask, "--label", "1", "--plane", "acquisition", "--out", folder.at("sizes.csv")];
    expect(await runNadir(args)).toMatchObject({ status: 0, stdout: "" });
    const [head, row, ...rest] = readFileSync(folder.at("sizes.csv"), "utf8").trim().split("\n");
    expect(head).toMatch(/^label,plane,axis,longest_mm/);
    expect(row).toBe("1,acquisition,k,8,2,1,2,1,16,16,1,80,1");
    expect(rest).toEqual([]);
  });

  test("an empty mask, a label that is not there and a plane that is none are told", async () => {
    const empty = folder.file("empty.nii", writeNifti(makeVolume({ data: new Uint8Array(8), dims: [2, 2, 2] })));
    const refused = await runNadir(["measure", "--mask", empty]);
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain("EMPTY_ROI");
    expect((await runNadir(["measure", "--mask", mask, "--label", "7"])).stderr).toContain("LABEL_NOT_FOUND");
    expect((await runNadir(["measure", "--mask", mask, "--plane", "oblique"])).status).toBe(2);
  });
});
