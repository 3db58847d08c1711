import { gunzipSync, gzipSync } from "node:zlib";
import { Refusal, refuse } from "@nadir/domain";
import { type Geometry, makeVolume, readNifti, requireSameGeometry, type Volume, writeNifti } from "@nadir/imaging";

/** The longest header of a NIfTI file with what may stand between it and the voxels. */
const HEADER = 4096;

/**
 * A drawn mask from the bytes that the viewer sent, on the grid of its scan. Refuses `GEOMETRY_MISMATCH` with both grids in
 * the sentence, `NOT_A_DRAWING` (unreadable, larger than the scan, values other than 0 and 1).
 */
export function drawingOf(base64: string, scan: Geometry): Volume {
  const count = scan.dims[0] * scan.dims[1] * scan.dims[2];
  const sent = readSent(Buffer.from(base64, "base64"), count);
  requireSameGeometry(scan, sent);
  const other = sent.data.find((value) => value !== 0 && value !== 1);
  if (other !== undefined)
    refuse("NOT_A_DRAWING", `A drawn mask holds 0 outside and 1 inside; this one holds ${other}.`, {
      found: String(other),
      expected: "0, 1",
    });
  // The scan's own numbers: what was sent may differ from them in the last digit.
  const { dims, spacing, affine } = scan;
  return makeVolume({ data: Uint8Array.from(sent.data), dims, spacing, affine });
}

function readSent(bytes: Uint8Array, count: number): Volume {
  let plain: Uint8Array;
  try {
    // One byte a voxel: what unpacks to more is no mask of this scan, and is not unpacked.
    plain = gunzipSync(bytes, { maxOutputLength: count + HEADER });
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "is larger than its scan" : "is no gzip file";
    return refuse("NOT_A_DRAWING", `The drawn mask ${why}; send a .nii.gz with one byte a voxel.`);
  }
  try {
    return readNifti(plain);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuse("NOT_A_DRAWING", `The drawn mask cannot be read: ${error.message}`);
  }
}

/** The file under which a drawn mask is kept and exported: the same drawing always gives the same bytes. */
export const fileOf = (drawing: Volume): Uint8Array => gzipSync(writeNifti(drawing), { level: 9 });
