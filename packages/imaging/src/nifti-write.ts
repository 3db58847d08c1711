import { column } from "./affine.ts";
import { NIFTI_TYPES, type NiftiType } from "./nifti-header.ts";
import { type Volume, type Voxels, voxelBytes } from "./volume.ts";

const typeOf = (data: Voxels): NiftiType => {
  if (data instanceof Int8Array) return "int8";
  if (data instanceof Uint8Array) return "uint8";
  if (data instanceof Int16Array) return "int16";
  if (data instanceof Uint16Array) return "uint16";
  if (data instanceof Int32Array) return "int32";
  if (data instanceof Uint32Array) return "uint32";
  return data instanceof Float32Array ? "float32" : "float64";
};

/**
 * A single-file NIfTI-1 image (little endian, not compressed): voxels in the array's own type, no scaling,
 * position as sform and qform, unit mm. The affine is kept in single precision, as the format has it.
 * The same volume always gives the same bytes.
 * `description` goes into the header (at most 79 ASCII characters are kept).
 */
export function writeNifti(volume: Volume, description = ""): Uint8Array {
  const { data, dims, spacing, affine } = volume;
  if (dims.some((n) => n > 32767)) throw new RangeError(`NIfTI-1 holds at most 32767 voxels a side, not ${dims}.`);
  const out = new Uint8Array(352 + data.byteLength);
  const view = new DataView(out.buffer);
  const type = typeOf(data);
  const [code, kind] = Object.entries(NIFTI_TYPES).find(([, t]) => t.name === type)!;
  view.setInt32(0, 348, true);
  [3, ...dims, 1, 1, 1, 1].forEach((n, at) => {
    view.setInt16(40 + 2 * at, n, true);
  });
  view.setInt16(70, Number(code), true);
  view.setInt16(72, kind.bytes * 8, true);
  const { quaternion, qfac } = quaternionOf(volume);
  [qfac, ...spacing, 0, 0, 0, 0].forEach((n, at) => {
    view.setFloat32(76 + 4 * at, n, true);
  });
  view.setFloat32(108, 352, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, 2);
  [...description.replace(/[^\x20-\x7e]/g, "?")].slice(0, 79).forEach((letter, at) => {
    view.setUint8(148 + at, letter.charCodeAt(0));
  });
  view.setInt16(252, 1, true);
  view.setInt16(254, 1, true);
  [...quaternion, ...column(affine, 3)].forEach((n, at) => {
    view.setFloat32(256 + 4 * at, n, true);
  });
  for (let n = 0; n < 12; n++) view.setFloat32(280 + 4 * n, affine[n]!, true);
  out.set([0x6e, 0x2b, 0x31, 0], 344);
  out.set(voxelBytes(volume), 352);
  return out;
}

/** The rotation as a unit quaternion (b, c, d; a ≥ 0) with the handedness in qfac (nifti1.h, method 2). */
function quaternionOf({ affine, spacing }: Volume): { quaternion: [number, number, number]; qfac: 1 | -1 } {
  const r = [0, 1, 2].map((c) => column(affine, c).map((x) => x / spacing[c]!)) as number[][];
  const m = (row: number, col: number): number => r[col]![row]!;
  const det =
    m(0, 0) * (m(1, 1) * m(2, 2) - m(1, 2) * m(2, 1)) -
    m(0, 1) * (m(1, 0) * m(2, 2) - m(1, 2) * m(2, 0)) +
    m(0, 2) * (m(1, 0) * m(2, 1) - m(1, 1) * m(2, 0));
  const qfac = det < 0 ? -1 : 1;
  const t = (row: number, col: number): number => (col === 2 ? qfac * m(row, col) : m(row, col));
  const trace = t(0, 0) + t(1, 1) + t(2, 2);
  let q: [number, number, number, number];
  if (trace > 0.5) {
    const a = Math.sqrt(1 + trace) / 2;
    q = [a, (t(2, 1) - t(1, 2)) / (4 * a), (t(0, 2) - t(2, 0)) / (4 * a), (t(1, 0) - t(0, 1)) / (4 * a)];
  } else {
    const xd = 1 + t(0, 0) - (t(1, 1) + t(2, 2));
    const yd = 1 + t(1, 1) - (t(0, 0) + t(2, 2));
    const zd = 1 + t(2, 2) - (t(0, 0) + t(1, 1));
    if (xd >= yd && xd >= zd) {
      const b = Math.sqrt(xd) / 2;
      q = [(t(2, 1) - t(1, 2)) / (4 * b), b, (t(0, 1) + t(1, 0)) / (4 * b), (t(0, 2) + t(2, 0)) / (4 * b)];
    } else if (yd >= zd) {
      const c = Math.sqrt(yd) / 2;
      q = [(t(0, 2) - t(2, 0)) / (4 * c), (t(0, 1) + t(1, 0)) / (4 * c), c, (t(1, 2) + t(2, 1)) / (4 * c)];
    } else {
      const d = Math.sqrt(zd) / 2;
      q = [(t(1, 0) - t(0, 1)) / (4 * d), (t(0, 2) + t(2, 0)) / (4 * d), (t(1, 2) + t(2, 1)) / (4 * d), d];
    }
  }
  const sign = q[0] < 0 ? -1 : 1;
  return { quaternion: [sign * q[1], sign * q[2], sign * q[3]], qfac };
}
