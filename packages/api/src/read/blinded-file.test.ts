import { gunzipSync, gzipSync } from "node:zlib";
import { makeVolume, readVolume, writeNifti } from "@nadir/imaging";
import { expect, it } from "vitest";
import { blindedFile } from "./blinded-file.ts";

// Larger than what is looked at first, and not to be packed away.
const volume = makeVolume({
  data: Float32Array.from({ length: 64 * 64 * 16 }, (_, n) => Math.sin(n * n)),
  dims: [64, 64, 16],
  spacing: [1, 1, 2],
});
const voxelsOf = (bytes: Uint8Array) => {
  const { data, dims, spacing, affine } = readVolume(bytes);
  return { data, dims, spacing, affine };
};
const plain = writeNifti(volume, "Study 2024-03-06, University Hospital");

it("takes the words out of a scan's header, and leaves every voxel where it was", async () => {
  for (const [stored, open] of [
    [new Uint8Array(gzipSync(plain)), (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes))],
    [plain, (bytes: Uint8Array) => bytes],
  ] as const) {
    expect(Buffer.from(open(stored)).includes("University")).toBe(true);
    const given = open(await blindedFile(stored));
    expect(Buffer.from(given).includes("University")).toBe(false);
    expect(voxelsOf(given)).toEqual(voxelsOf(plain));
  }
});

it("gives a packed scan that says nothing in words as it is, without unpacking it whole", async () => {
  const stored = new Uint8Array(gzipSync(writeNifti(volume)));
  expect(await blindedFile(stored)).toBe(stored);
});

it("takes away the file name and the time that packing noted", async () => {
  const packed = gzipSync(writeNifti(volume));
  const name = Buffer.from("DOE_JANE_site07_2024-03-06.nii\0", "latin1");
  const stored = new Uint8Array(Buffer.concat([packed.subarray(0, 10), name, packed.subarray(10)]));
  stored[3] = 8;
  stored.set([0x60, 0x5f, 0xe8, 0x65], 4);
  expect(gunzipSync(stored)).toEqual(gunzipSync(packed));
  const given = await blindedFile(stored);
  expect(Buffer.from(given).includes("DOE")).toBe(false);
  expect(given.subarray(3, 8)).toEqual(new Uint8Array(5));
  expect(gunzipSync(given)).toEqual(gunzipSync(packed));
});

it("finds words in an extension of the header too", async () => {
  const text = "(0008,0020) 20240306";
  const extended = new Uint8Array(plain.length + 32);
  extended.set(writeNifti(volume).subarray(0, 352));
  const view = new DataView(extended.buffer);
  view.setFloat32(108, 384, true);
  extended[348] = 1;
  view.setInt32(352, 32, true);
  view.setInt32(356, 6, true);
  extended.set(new TextEncoder().encode(text), 360);
  extended.set(plain.subarray(352), 384);
  const given = new Uint8Array(gunzipSync(await blindedFile(new Uint8Array(gzipSync(extended)))));
  expect(Buffer.from(given).includes("0008,0020")).toBe(false);
  expect(voxelsOf(given)).toEqual(voxelsOf(plain));
});
