import { refuse } from "@nadir/domain";
import type { NiftiType } from "./nifti-header.ts";
import type { Voxels } from "./volume.ts";

const platformLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * `count` numbers of the given type from `bytes` at `offset`, in the platform's byte order. Where the bytes already
 * fit (same order, aligned) the result is a view on them, else a copy. 64-bit integers become float64 and are
 * refused (`LOSSY_INTEGER`) beyond ±2⁵³, where they would change value. Too few bytes: `TRUNCATED_FILE`.
 */
export function rawVoxels(
  bytes: Uint8Array,
  offset: number,
  count: number,
  type: NiftiType,
  littleEndian: boolean,
): Voxels {
  const size = ELEMENT_BYTES[type];
  const need = count * size;
  if (bytes.length - offset < need)
    refuse(
      "TRUNCATED_FILE",
      `The file ends too early: ${count} voxels of ${type} need ${need} bytes, but only ${Math.max(0, bytes.length - offset)} follow the header. Copy the file again from its source.`,
      { found: `${Math.max(0, bytes.length - offset)} bytes`, expected: `${need} bytes` },
    );
  const swap = size > 1 && littleEndian !== platformLittleEndian;
  const start = bytes.byteOffset + offset;
  const aligned = !swap && start % size === 0;
  const buffer = aligned ? bytes.buffer : bytes.slice(offset, offset + need).buffer;
  const from = aligned ? start : 0;
  if (swap) reverseEach(new Uint8Array(buffer), size);
  switch (type) {
    case "int8":
      return new Int8Array(buffer, from, count);
    case "uint8":
      return new Uint8Array(buffer, from, count);
    case "int16":
      return new Int16Array(buffer, from, count);
    case "uint16":
      return new Uint16Array(buffer, from, count);
    case "int32":
      return new Int32Array(buffer, from, count);
    case "uint32":
      return new Uint32Array(buffer, from, count);
    case "float32":
      return new Float32Array(buffer, from, count);
    case "float64":
      return new Float64Array(buffer, from, count);
    case "int64":
      return narrow(new BigInt64Array(buffer, from, count));
    case "uint64":
      return narrow(new BigUint64Array(buffer, from, count));
  }
}

export const ELEMENT_BYTES: Readonly<Record<NiftiType, number>> = {
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  float64: 8,
  int64: 8,
  uint64: 8,
};

function reverseEach(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size)
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      const held = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = held;
    }
}

function narrow(wide: BigInt64Array | BigUint64Array): Float64Array {
  const out = new Float64Array(wide.length);
  for (let n = 0; n < wide.length; n++) {
    const value = Number(wide[n]!);
    if (!Number.isSafeInteger(value))
      refuse("LOSSY_INTEGER", `Voxel ${n} holds ${wide[n]}, too large to be kept exactly; the limit is ±2^53.`);
    out[n] = value;
  }
  return out;
}

/** slope·x + intercept in float64; the array itself when that changes nothing. */
export function rescale(data: Voxels, slope: number, intercept: number): Voxels {
  if (slope === 1 && intercept === 0) return data;
  const out = new Float64Array(data.length);
  for (let n = 0; n < out.length; n++) out[n] = data[n]! * slope + intercept;
  return out;
}
