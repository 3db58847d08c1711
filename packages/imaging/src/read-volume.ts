import { readNifti } from "./nifti-read.ts";
import { isNrrd, readNrrd } from "./nrrd-read.ts";
import type { Volume } from "./volume.ts";

/**
 * A volume from the bytes of a .nii, .nii.gz or .nrrd file, told apart by content. `gunzip` inflates gzip streams
 * (`node:zlib` gunzipSync); without it, compressed input is refused as `COMPRESSED`.
 */
export function readVolume(bytes: Uint8Array, gunzip?: (compressed: Uint8Array) => Uint8Array): Volume {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b && gunzip ? gunzip(bytes) : bytes;
  return isNrrd(plain) ? readNrrd(plain, gunzip) : readNifti(plain);
}
