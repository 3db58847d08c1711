import { existsSync, readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { labelCounts, readNrrd, readVolume } from "./index.ts";

const header = (lines: readonly string[]): Uint8Array =>
  new TextEncoder().encode(`NRRD0004\n# a comment\n${lines.join("\n")}\n\n`);
const join = (a: Uint8Array, b: Uint8Array): Uint8Array => new Uint8Array([...a, ...b]);
const base = ["type: unsigned char", "dimension: 3", "sizes: 2 2 2", "encoding: raw"];
const voxels = new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7]);

describe("NRRD", () => {
  it("turns LPS directions into RAS+", () => {
    const lines = [
      ...base,
      "space: left-posterior-superior",
      "space directions: (0.5,0,0) (0,-2,0) (0,0,3)",
      "space origin: (-10,20,30)",
    ];
    const volume = readNrrd(join(header(lines), voxels));
    expect([...volume.data]).toEqual([...voxels]);
    expect(volume.spacing).toEqual([0.5, 2, 3]);
    expect(volume.affine.map((x) => x + 0)).toEqual([-0.5, 0, 0, 10, 0, 2, 0, -20, 0, 0, 3, 30, 0, 0, 0, 1]);
  });

  it("reads gzip encoding through the inflate it is given, and big-endian numbers", () => {
    const lines = ["type: short", "dimension: 3", "sizes: 1 2 1", "encoding: gzip", "endian: big", "spacings: 1 2 3"];
    const file = join(header(lines), gzipSync(new Uint8Array([1, 0, 0xff, 0xfe])));
    expect([...readVolume(file, gunzipSync).data]).toEqual([256, -2]);
    expect(() => readNrrd(file)).toThrow(/gzip-compressed/);
  });

  it.each([
    ["sizes: 2 2", "dimension 3"],
    ["type: block", "block"],
    ["encoding: ascii", "ascii"],
    ["sizes: 2 2 3", "TRUNCATED"],
  ])("refuses %s", (line) => {
    const key = line.split(":")[0]!;
    const lines = [...base.filter((l) => !l.startsWith(key)), line];
    expect(() => readNrrd(join(header(lines), voxels))).toThrow();
  });
});

const cases = new URL("../../../../shared/data/", import.meta.url);
describe.skipIf(!existsSync(cases))("NRRD files of ../shared", () => {
  it("brain1 and its label have the geometry of their headers", () => {
    const image = readVolume(readFileSync(new URL("pyradiomics_cases/brain1_image.nrrd", cases)), gunzipSync);
    expect(image.dims).toEqual([256, 256, 25]);
    expect(image.affine[3]).toBeCloseTo(99.609375, 9);
    const label = readVolume(readFileSync(new URL("pyradiomics_cases/brain1_label.nrrd", cases)), gunzipSync);
    expect([...labelCounts(label)]).toEqual([[1, 4137]]);
  });

  it("the liver label holds the voxels that its README counts (36233 + 35645 + 35220)", () => {
    const liver = readVolume(readFileSync(new URL("dicom_seg_dcmqi/liver_seg.nrrd", cases)), gunzipSync);
    expect([...labelCounts(liver).values()]).toEqual([36233 + 35645 + 35220]);
  });
});
