import { gzipSync } from "node:zlib";
import { makeVolume, voxelHash, withData, writeNifti } from "@nadir/imaging";
import { describe, expect, it } from "vitest";
import { gunzip, volumeFromBytes } from "./volume-bytes.ts";

const plain = Uint8Array.from({ length: 200_000 }, (_, n) => (n * n) % 251);

describe("a compressed file", () => {
  it("is read whole, whatever length it states at its end", () => {
    const bytes = gzipSync(plain);
    expect([...gunzip(bytes)]).toEqual([...plain]);
    // Two members: the length is that of the last alone.
    expect(gunzip(Buffer.concat([bytes, gzipSync(plain.subarray(0, 10))])).length).toBe(plain.length + 10);
    // Bytes behind the stream, as some writers leave them, are no length.
    expect(gunzip(Buffer.concat([bytes, Buffer.alloc(8)])).length).toBe(plain.length);
    // A view that begins in the middle of its memory.
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(gunzip(shifted.subarray(3)).length).toBe(plain.length);
    expect(gunzip(gzipSync(new Uint8Array(0))).length).toBe(0);
  });

  it("that is cut off, damaged or empty is refused", () => {
    const bytes = gzipSync(plain);
    expect(() => gunzip(bytes.subarray(0, bytes.length - 9))).toThrow("unexpected end of file");
    const wrong = Uint8Array.from(bytes);
    wrong[wrong.length - 8]! ^= 1;
    expect(() => gunzip(wrong)).toThrow("incorrect data check");
    expect(() => gunzip(new Uint8Array(0))).toThrow();
  });

  it("gives a volume whose voxel hash is the portable one's", () => {
    const volume = makeVolume({ data: Int16Array.from(plain.subarray(0, 60)), dims: [3, 4, 5], spacing: [1, 1, 2] });
    const read = volumeFromBytes(gzipSync(writeNifti(volume)));
    expect(read.data).toEqual(volume.data);
    expect(voxelHash(read)).toBe(voxelHash(withData(volume, Int16Array.from(volume.data))));
  });
});
