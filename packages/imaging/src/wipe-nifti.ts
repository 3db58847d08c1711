import { readNiftiHeader } from "./nifti-header.ts";

/** Where text stands in a header, by version: from, length. Of NIfTI-1 also the fields of ANALYZE that nobody reads any more. */
const TEXT = {
  1: [
    [4, 10], // data_type
    [14, 18], // db_name
    [148, 80], // descrip
    [228, 24], // aux_file
    [328, 16], // intent_name
  ],
  2: [
    [240, 80],
    [320, 24],
    [508, 16],
    [525, 15], // unused_str
  ],
} as const;
const LENGTH = { 1: 348, 2: 540 } as const;

/**
 * A copy of a single-file NIfTI image (not compressed) without any text: description, auxiliary file, names, and every header
 * extension (where DICOM headers are kept) are zeros. Voxels and geometry are the same bytes in the same places. Refuses `NOT_NIFTI`.
 */
export function wipeNifti(bytes: Uint8Array): Uint8Array {
  const { version, dataOffset } = readNiftiHeader(bytes);
  const copy = bytes.slice();
  for (const [from, length] of TEXT[version]) copy.fill(0, from, from + length);
  // The extension flag, and whatever lies between header and voxels.
  copy.fill(0, LENGTH[version], dataOffset);
  return copy;
}
