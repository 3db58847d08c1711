import { expect, test } from "vitest";
import { readNifti } from "./nifti-read.ts";
import { writeNifti } from "./nifti-write.ts";
import { makeVolume } from "./volume.ts";
import { wipeNifti } from "./wipe-nifti.ts";

const volume = makeVolume({
  data: Float32Array.from({ length: 24 }, (_, n) => n / 3),
  dims: [4, 3, 2],
  spacing: [1, 1, 2],
});
const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const holds = (bytes: Uint8Array, text: string) => Buffer.from(bytes).includes(text);

test("nothing that is said in words is left, and voxels and geometry are what they were", () => {
  const file = writeNifti(volume, "DOE^JANE 19520301");
  file.set(latin("SECRET-DB"), 14);
  file.set(latin("doe.hdr"), 228);
  file.set(latin("MRN-777"), 328);
  const wiped = wipeNifti(file);
  for (const word of ["DOE", "doe", "SECRET", "MRN"]) {
    expect(holds(file, word)).toBe(true);
    expect(holds(wiped, word)).toBe(false);
  }
  expect(wiped.subarray(352)).toEqual(file.subarray(352));
  expect(readNifti(wiped).affine).toEqual(readNifti(file).affine);
});

test("an extension with a DICOM header is gone, with its flag (nifti1.h: extension[0] non-zero where there is one)", () => {
  const plain = writeNifti(volume);
  const file = new Uint8Array(plain.length + 32);
  file.set(plain.subarray(0, 352));
  file[348] = 1;
  new DataView(file.buffer).setFloat32(108, 384, true);
  file.set(latin("PatientName=DOE^JANE"), 360);
  file.set(plain.subarray(352), 384);
  const wiped = wipeNifti(file);
  expect(holds(wiped, "DOE")).toBe(false);
  expect(wiped[348]).toBe(0);
  expect(readNifti(wiped).data).toEqual(volume.data);
});

test("what is no NIfTI is refused", () => {
  expect(() => wipeNifti(new Uint8Array(400))).toThrow(/NIfTI/);
});
