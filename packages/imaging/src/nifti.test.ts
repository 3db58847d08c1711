import { existsSync, readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import {
  affineOf,
  axisAligned,
  makeVolume,
  readNifti,
  readNiftiHeader,
  readVolume,
  regionOf,
  type Triple,
  writeNifti,
} from "./index.ts";

const code = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return "accepted";
};

const small = () =>
  makeVolume({ data: Int16Array.from({ length: 24 }, (_, n) => n - 7), dims: [2, 3, 4], spacing: [1, 2, 3] });

/** A unit quaternion's rotation, as three axes. */
function rotation(q: readonly [number, number, number, number]): [Triple, Triple, Triple] {
  const n = Math.hypot(...q);
  const [a, b, c, d] = q.map((x) => x / n) as [number, number, number, number];
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
    [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
    [2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c],
  ];
}

describe("NIfTI", () => {
  const types = [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array];
  it.each(types)("writes and reads %o back with values, type and place", (Type) => {
    const data = new Type([0, 1, 2, 100, 127, 3, 4, 5]);
    const volume = makeVolume({
      data,
      dims: [2, 2, 2],
      spacing: [0.5, 2, 3.25],
      affine: axisAligned([0.5, 2, 3.25], [-10, 20.5, 3]),
    });
    const back = readNifti(writeNifti(volume, "made by a test"));
    expect(back).toEqual({ ...volume, description: "made by a test" });
    expect(back.data.constructor).toBe(Type);
  });

  test.prop([
    fc.tuple(...[0, 1, 2, 3].map(() => fc.double({ min: -1, max: 1, noNaN: true }))),
    fc.boolean(),
    fc.constantFrom<"sform" | "qform">("sform", "qform"),
  ])("keeps any rotation and handedness, by %s", (q, mirrored, by) => {
    fc.pre(Math.hypot(...q) > 0.1);
    const axes = rotation(q as unknown as [number, number, number, number]);
    if (mirrored) axes[2] = axes[2].map((x) => -x) as unknown as Triple;
    const volume = makeVolume({
      data: new Uint8Array(24),
      dims: [2, 3, 4],
      spacing: [1, 2, 3],
      affine: affineOf(axes, [1, 2, 3], [4, -5, 6]),
    });
    const bytes = writeNifti(volume);
    if (by === "qform") new DataView(bytes.buffer).setInt16(254, 0, true);
    const header = readNiftiHeader(bytes);
    expect(header.placedBy).toBe(by);
    header.affine.forEach((x, n) => {
      // A half-turn's quaternion keeps only half of single precision's digits (a = √(1 − b² − c² − d²)).
      expect(x).toBeCloseTo(volume.affine[n]!, by === "sform" ? 5 : 2);
    });
    expect(header.spacing).toEqual([1, 2, 3]);
  });

  it("reads big-endian files", () => {
    const bytes = writeNifti(small());
    const swapped = bytes.slice();
    const flip = (at: number, size: number): void => void swapped.subarray(at, at + size).reverse();
    flip(0, 4);
    for (let n = 0; n < 8; n++) flip(40 + 2 * n, 2);
    for (const at of [70, 72, 252, 254]) flip(at, 2);
    for (let n = 0; n < 8; n++) flip(76 + 4 * n, 4);
    for (const at of [108, 112, 116]) flip(at, 4);
    for (let n = 0; n < 18; n++) flip(256 + 4 * n, 4);
    for (let at = 352; at < swapped.length; at += 2) flip(at, 2);
    expect(readNiftiHeader(swapped).littleEndian).toBe(false);
    expect(readNifti(swapped)).toEqual(small());
  });

  it("applies slope and intercept in float64, and treats slope 0 as none", () => {
    const bytes = writeNifti(small());
    const view = new DataView(bytes.buffer);
    view.setFloat32(112, 0.5, true);
    view.setFloat32(116, -1024, true);
    expect([...readNifti(bytes).data]).toEqual([...small().data].map((x) => x * 0.5 - 1024));
    view.setFloat32(112, 0, true);
    expect([...readNifti(bytes).data]).toEqual([...small().data]);
  });

  it("converts metres and micrometres to mm", () => {
    const bytes = writeNifti(small());
    bytes[123] = 3;
    expect(readNifti(bytes).spacing.map((s) => Number(s.toPrecision(12)))).toEqual([0.001, 0.002, 0.003]);
  });

  it("keeps what a file says of itself, and says nothing where it is silent", () => {
    expect(readNifti(writeNifti(small(), "simulated follow-up")).description).toBe("simulated follow-up");
    expect(readNifti(writeNifti(small()))).not.toHaveProperty("description");
  });

  it("reads NIfTI-2", () => {
    const bytes = new Uint8Array(544 + 24);
    const view = new DataView(bytes.buffer);
    view.setInt32(0, 540, true);
    bytes.set([0x6e, 0x2b, 0x32, 0, 0x0d, 0x0a, 0x1a, 0x0a], 4);
    view.setInt16(12, 2, true);
    [3, 2, 3, 4, 1, 1, 1, 1].forEach((n, at) => {
      view.setBigInt64(16 + 8 * at, BigInt(n), true);
    });
    [1, 1.5, 2, 3].forEach((n, at) => {
      view.setFloat64(104 + 8 * at, n, true);
    });
    view.setBigInt64(168, 544n, true);
    view.setInt32(500, 2, true);
    bytes.set(new TextEncoder().encode("a phantom"), 240);
    for (let n = 0; n < 24; n++) bytes[544 + n] = n;
    const volume = readNifti(bytes);
    expect(volume.dims).toEqual([2, 3, 4]);
    expect(volume.spacing).toEqual([1.5, 2, 3]);
    expect(volume.description).toBe("a phantom");
    expect([...volume.data]).toEqual(Array.from({ length: 24 }, (_, n) => n));
  });

  it("refuses what it cannot use, each with its own code and a sentence", () => {
    const edited = (edit: (view: DataView, bytes: Uint8Array) => void): Uint8Array => {
      const bytes = writeNifti(small());
      edit(new DataView(bytes.buffer), bytes);
      return bytes;
    };
    expect(code(() => readNifti(new Uint8Array(12)))).toBe("NOT_NIFTI");
    expect(code(() => readNifti(new TextEncoder().encode("x".repeat(400))))).toBe("NOT_NIFTI");
    expect(code(() => readNifti(edited((_, b) => b.set([0x6e, 0x69, 0x31], 344))))).toBe("NOT_NIFTI");
    expect(code(() => readNifti(gzipSync(writeNifti(small()))))).toBe("COMPRESSED");
    expect(code(() => readNifti(writeNifti(small()).subarray(0, 380)))).toBe("TRUNCATED_FILE");
    expect(code(() => readNifti(edited((v) => v.setInt16(70, 128, true))))).toBe("UNSUPPORTED_DATATYPE");
    expect(code(() => readNifti(edited((v) => (v.setInt16(40, 4, true) as never) || v.setInt16(48, 5, true))))).toBe(
      "NOT_SCALAR_3D",
    );
    expect(code(() => readNifti(edited((v) => v.setFloat32(108, 12, true))))).toBe("BAD_HEADER");
    expect(code(() => readNifti(edited((v) => v.setFloat32(284, 0.7, true))))).toBe("SHEARED_GEOMETRY");
    expect(() => readNifti(writeNifti(small()).subarray(0, 380))).toThrow(
      /24 voxels of int16 need 48 bytes, but only 28/,
    );
  });

  it("inflates .nii.gz through the function it is given", () => {
    expect(readVolume(gzipSync(writeNifti(small())), gunzipSync)).toEqual(small());
  });
});

const brats = new URL("../../../../shared/data/bench/", import.meta.url);
describe.skipIf(!existsSync(brats))("bench volumes in ../shared", () => {
  it("have the sizes, spacings and label counts their README states", () => {
    const read = (name: string) => readVolume(readFileSync(new URL(name, brats)), gunzipSync);
    const mr = read("sts001-mr-t1-image.nii.gz");
    expect(mr.dims).toEqual([174, 158, 59]);
    expect(mr.spacing.map((s) => Number(s.toFixed(2)))).toEqual([0.98, 0.98, 3.27]);
    expect(regionOf(read("sts001-pet-suv-mask.nii.gz"), 1).count).toBe(5095);
  });
});
