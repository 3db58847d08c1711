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
