import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gunzip as gunzipAside, gunzipSync } from "node:zlib";
import { readVolume, rememberVoxelHash, type Volume, voxelBytes } from "@nadir/imaging";

/** Deflate cannot do better than this (zlib's own bound). */
const MOST_RATIO = 1032;
const LEAST_CHUNK = 1 << 16;
const MOST_CHUNK = 1 << 30;

/**
 * As `gunzipSync`, into one piece of memory where the stream says how long it is: its last four bytes hold the length modulo
 * 2³² (RFC 1952, ISIZE). A stream that says something else is read all the same, in several pieces.
 */
export const gunzip = (compressed: Uint8Array): Uint8Array =>
  gunzipSync(compressed, { chunkSize: chunkSizeFor(compressed) });

function chunkSizeFor(compressed: Uint8Array): number {
  const end = compressed.length;
  const said = end < 4 ? 0 : new DataView(compressed.buffer, compressed.byteOffset + end - 4, 4).getUint32(0, true);
  const length = Math.min(said, end * MOST_RATIO, MOST_CHUNK);
  // One byte more than needed: zlib asks for another piece when one is just full.
  return Math.max(length + 1, LEAST_CHUNK);
}

const inThePool = promisify<Uint8Array, { chunkSize: number }, Buffer>(gunzipAside);

/** As `volumeFromBytes`, unpacked beside whatever else runs, and not hashed. Refuses what `readVolume` refuses. */
export async function unpackVolume(bytes: Uint8Array): Promise<Volume> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return readVolume(isGzip ? await inThePool(bytes, { chunkSize: chunkSizeFor(bytes) }) : bytes, gunzip);
}

/**
 * A volume from the bytes of a .nii, .nii.gz or .nrrd file, with its voxels hashed by the platform's own hash, many times
 * faster than the portable one. Refuses what `readVolume` refuses.
 */
export function volumeFromBytes(bytes: Uint8Array): Volume {
  const volume = readVolume(bytes, gunzip);
  rememberVoxelHash(volume, hashOfVoxels(volume));
  return volume;
}

export const hashOfVoxels = (volume: Volume): string => createHash("sha256").update(voxelBytes(volume)).digest("hex");
