import { gzipSync } from "node:zlib";
import { makeVolume, type Triple, writeNifti } from "@nadir/imaging";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, runNadir } from "../testing/run-nadir.ts";

/** A row of voxels along i on a grid of 1 × 2 × 3 mm. */
const row = (from: number, length: number, label: number, spacing: Triple = [1, 2, 3]) => {
  const data = new Uint8Array(12 * 4 * 3);
  data.fill(label, 12 * (1 + 4) + from, 12 * (1 + 4) + from + length);
  return writeNifti(makeVolume({ data, dims: [12, 4, 3], spacing }));
};
let folder: Folder;
let a: string;
let b: string;
beforeAll(() => {
  folder = new Folder();
  a = folder.file("a.nii", row(0, 10, 1));
  b = folder.file("b.nii.gz", gzipSync(row(0, 5, 3)));
});
afterAll(() => folder.remove());

describe("nadir compare-masks", () => {
  test("tells how far two masks agree", async () => {
    const { status, json } = await runNadir(["compare-masks", a, b]);
    expect(status).toBe(0);
    // 10 and 5 voxels, 5 in common: Dice 10/15, Jaccard 5/10. From A: five 0 and 1 … 5 mm; 95th percentile at place 8.55.
    expect(json()[0]).toMatchObject({
      schema: "nadir.mask-comparison/1",
      dice: expect.closeTo(2 / 3, 12),
      jaccard: 0.5,
      volumesMm3: [60, 30],
      hausdorffMm: 5,
      hausdorff95Mm: expect.closeTo(4.55, 12),
      meanSurfaceMm: 1,
    });
  });

  test("refuses two grids, and a label that is not there, in a sentence", async () => {
    const other = folder.file("other.nii", row(0, 5, 1, [1, 2, 2]));
    const grids = await runNadir(["compare-masks", a, other]);
    expect([grids.status, grids.stderr]).toEqual([1, expect.stringMatching(/lie on different grids \(spacing\)/)]);
    const label = await runNadir(["compare-masks", a, b, "--second-label", "2"]);
    expect([label.status, label.stderr]).toEqual([
      1,
      expect.stringMatching(/no voxel with label 2; it has 3 \(5 voxels\)/),
    ]);
    expect((await runNadir(["compare-masks", a, b, "--first-label", "0"])).status).not.toBe(0);
  });
});
