import { gunzipSync } from "node:zlib";
import { makeVolume, readNrrd, readVolume, writeNifti } from "@nadir/imaging";
import { type ItemFields, writeDicom } from "@nadir/imaging/testing";
import { describe, expect, it } from "vitest";
import { writeZip } from "../deidentify/write-zip.ts";
import { niftiOfScan } from "./index.ts";

/** One slice of 3 × 2 pixels; slices 4 mm apart, rows and columns 2 mm. */
const slice = (n: number, more: object = {}): Uint8Array =>
  writeDicom({
    Modality: ["CS", "CT"],
    SeriesInstanceUID: ["UI", "1.1"],
    SeriesDescription: ["LO", "Thorax"],
    PatientID: ["LO", "DOE-JANE"],
    Manufacturer: ["LO", "Maker"],
    SliceThickness: ["DS", "5"],
    KVP: ["DS", "120"],
    InstanceNumber: ["IS", String(n + 1)],
    ImagePositionPatient: ["DS", `0\\0\\${4 * n}`],
    ImageOrientationPatient: ["DS", "1\\0\\0\\0\\1\\0"],
    PixelSpacing: ["DS", "2\\2"],
    Rows: ["US", [2]],
    Columns: ["US", [3]],
    BitsAllocated: ["US", [16]],
    BitsStored: ["US", [16]],
    PixelRepresentation: ["US", [1]],
    PixelData: ["OW", [n, 200, 300, 400, 500, 600]],
    ...more,
  } as ItemFields);

async function zipOf(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  async function* each() {
    for (const [name, bytes] of Object.entries(files)) yield { name, bytes };
  }
  const parts: Uint8Array[] = [];
  for await (const part of writeZip(each(), () => {})) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

describe("the file of a scan", () => {
  it("is taken as it is where it is NIfTI", () => {
    const file = writeNifti(makeVolume({ data: Int16Array.of(1, 2), dims: [2, 1, 1] }));
    expect(niftiOfScan(file)).toMatchObject({ bytes: file, ending: ".nii", said: {} });
  });

  it("has the voxels and the place of the NRRD that it was", () => {
    const head =
      "NRRD0004\ntype: short\ndimension: 3\nsizes: 2 2 1\nencoding: raw\nendian: little\nspace: left-posterior-superior\nspace directions: (0.5,0,0) (0,-2,0) (0,0,3)\nspace origin: (-10,20,30)\n\n";
    const nrrd = new Uint8Array([...new TextEncoder().encode(head), 1, 0, 0xff, 0xff, 3, 0, 4, 0]);
    const { bytes, ending } = niftiOfScan(nrrd);
    expect(ending).toBe(".nii.gz");
    const [was, is] = [readNrrd(nrrd), readVolume(bytes, gunzipSync)];
    expect([...is.data]).toEqual([1, -1, 3, 4]);
    expect(is.dims).toEqual(was.dims);
    expect(is.affine).toEqual(was.affine);
  });

  it("is the volume of a ZIP of one DICOM series, with what its header says and nobody's name", async () => {
    const archive = await zipOf({ "b.dcm": slice(1), "a.dcm": slice(0), "readme.txt": Uint8Array.of(1) });
    const { bytes, said, notes } = niftiOfScan(archive);
    const volume = readVolume(bytes, gunzipSync);
    // Slice by slice from below: the first voxel of each is its number.
    expect([volume.dims, volume.spacing, volume.data[0], volume.data[6]]).toEqual([[3, 2, 2], [2, 2, 4], 0, 1]);
    expect(said).toMatchObject({ modality: "CT", unit: "HU", scanner: "Maker", sliceThicknessMm: "5", kvp: "120" });
    expect(JSON.stringify(said)).not.toContain("DOE");
    expect(Buffer.from(gunzipSync(bytes)).toString("latin1")).not.toMatch(/DOE|Thorax/);
    expect(notes).toEqual([]);
  });

  it("is refused where it holds several series, none, or slices that make no volume", async () => {
    const two = await zipOf({
      a: slice(0),
      b: slice(0, { SeriesInstanceUID: ["UI", "1.2"], SeriesDescription: ["LO", "Lung"] }),
    });
    expect(() => niftiOfScan(two)).toThrow(
      "holds 2 series (CT Thorax (1 image); CT Lung (1 image)); pack one at a time",
    );
    const none = await zipOf({ "scan.nii": writeNifti(makeVolume({ data: Int16Array.of(1), dims: [1, 1, 1] })) });
    expect(() => niftiOfScan(none)).toThrow("holds no DICOM file (1 others)");
    const gap = await zipOf({ a: slice(0), b: slice(1), c: slice(2), d: slice(4) });
    expect(() => niftiOfScan(gap)).toThrow("a slice is missing");
    expect(() => niftiOfScan(two.subarray(0, 40))).toThrow("no ZIP archive");
  });
});
