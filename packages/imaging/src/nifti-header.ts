import { refuse } from "@nadir/domain";
import { type Affine, affineOf, stepLengths } from "./affine.ts";
import type { Triple } from "./triple.ts";

/** NIfTI-1 and -2 datatype codes that hold one real number per voxel (nifti1.h, NIFTI_TYPE_*). */
export const NIFTI_TYPES = {
  2: { name: "uint8", bytes: 1 },
  4: { name: "int16", bytes: 2 },
  8: { name: "int32", bytes: 4 },
  16: { name: "float32", bytes: 4 },
  64: { name: "float64", bytes: 8 },
  256: { name: "int8", bytes: 1 },
  512: { name: "uint16", bytes: 2 },
  768: { name: "uint32", bytes: 4 },
  1024: { name: "int64", bytes: 8 },
  1280: { name: "uint64", bytes: 8 },
} as const;
export type NiftiType = (typeof NIFTI_TYPES)[keyof typeof NIFTI_TYPES]["name"];

export interface NiftiHeader {
  readonly version: 1 | 2;
  readonly littleEndian: boolean;
  readonly dims: Triple;
  readonly type: NiftiType;
  readonly bytesPerVoxel: number;
  readonly dataOffset: number;
  /** Stored value x stands for slope·x + intercept; (1, 0) when the header asks for no scaling. */
  readonly slope: number;
  readonly intercept: number;
  readonly spacing: Triple;
  readonly affine: Affine;
  /** Which of the header's transforms placed the voxels. */
  readonly placedBy: "sform" | "qform" | "pixdim";
  /** `descrip`, trimmed; "" where nothing is said. */
  readonly description: string;
}

/** Where each field lies: NIfTI-1 (348 bytes) and NIfTI-2 (540 bytes). */
interface Layout {
  readonly magicAt: number;
  readonly dim: (view: DataView, le: boolean, n: number) => number;
  readonly datatype: number;
  readonly pixdim: number;
  readonly voxOffset: number;
  readonly slope: number;
  readonly unitsAt: number;
  readonly descrip: number;
  readonly qformCode: number;
  readonly sformCode: number;
  readonly quatern: number;
  readonly srow: number;
  readonly wide: boolean;
}
const layout1: Layout = {
  magicAt: 344,
  dim: (v, le, n) => v.getInt16(40 + 2 * n, le),
  datatype: 70,
  pixdim: 76,
  voxOffset: 108,
  slope: 112,
  unitsAt: 123,
  descrip: 148,
  qformCode: 252,
  sformCode: 254,
  quatern: 256,
  srow: 280,
  wide: false,
};
const layout2: Layout = {
  magicAt: 4,
  dim: (v, le, n) => Number(v.getBigInt64(16 + 8 * n, le)),
  datatype: 12,
  pixdim: 104,
  voxOffset: 168,
  slope: 176,
  unitsAt: 500,
  descrip: 240,
  qformCode: 344,
  sformCode: 348,
  quatern: 352,
  srow: 400,
  wide: true,
};

const MM_PER_UNIT: Readonly<Record<number, number>> = { 0: 1, 1: 1000, 2: 1, 3: 0.001 };

const notNifti = (detail: string, found: string): never =>
  refuse(
    "NOT_NIFTI",
    `This is not a single-file NIfTI image: ${detail}. Give a .nii file (or .nii.gz, decompressed).`,
    {
      found,
      expected: "a NIfTI-1 header of 348 bytes or a NIfTI-2 header of 540 bytes",
    },
  );

/**
 * The header of a single-file NIfTI-1 or -2 image, either byte order. The voxels are placed by sform, else qform,
 * else pixdim (the order nibabel uses). Lengths are converted to mm from the header's unit.
 * Refuses `NOT_NIFTI`, `COMPRESSED`, `UNSUPPORTED_DATATYPE`, `NOT_SCALAR_3D`, `BAD_HEADER`.
 */
export function readNiftiHeader(bytes: Uint8Array): NiftiHeader {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    refuse("COMPRESSED", "The bytes are still gzip-compressed; decompress them before reading.");
  if (bytes.length < 348) notNifti(`it has ${bytes.length} bytes, a header alone has 348`, `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { version, le } = headerKind(view);
  const at = version === 1 ? layout1 : layout2;
  if (version === 2 && bytes.length < 540)
    notNifti(`it has ${bytes.length} bytes, a NIfTI-2 header 540`, `${bytes.length} bytes`);
  const magic = String.fromCharCode(...bytes.subarray(at.magicAt, at.magicAt + 3));
  if (magic === "ni1" || magic === "ni2")
    notNifti("its header says that the voxels lie in a second file (.hdr/.img)", magic);
  if (magic !== `n+${version}`) notNifti(`its magic is '${printable(magic)}', not 'n+${version}'`, printable(magic));

  const real = (offset: number): number => (at.wide ? view.getFloat64(offset, le) : view.getFloat32(offset, le));
  const wide = at.wide ? 8 : 4;
  const code = (offset: number): number => (at.wide ? view.getInt32(offset, le) : view.getInt16(offset, le));

  const rank = at.dim(view, le, 0);
  const sizes = Array.from({ length: 7 }, (_, n) => (n < rank ? at.dim(view, le, n + 1) : 1));
  if (!(rank >= 1 && rank <= 7) || sizes.some((n) => !Number.isSafeInteger(n) || n < 1))
    refuse("BAD_HEADER", `The NIfTI header gives the size ${sizes.slice(0, 3).join("×")} (rank ${rank}).`);
  if (sizes.slice(3).some((n) => n > 1))
    refuse("NOT_SCALAR_3D", `The image has the size ${sizes.slice(0, rank).join("×")}; one 3D volume is wanted.`);

  const datatype = view.getInt16(at.datatype, le);
  const kind = NIFTI_TYPES[datatype as keyof typeof NIFTI_TYPES];
  if (!kind)
    refuse("UNSUPPORTED_DATATYPE", `NIfTI datatype ${datatype} does not hold one real number per voxel.`, {
      found: String(datatype),
      expected: Object.entries(NIFTI_TYPES)
        .map(([n, t]) => `${n} (${t.name})`)
        .join(", "),
    });

  const slope = real(at.slope);
  const intercept = real(at.slope + wide);
  const scaled = Number.isFinite(slope) && slope !== 0;
  const unit = MM_PER_UNIT[bytes[at.unitsAt]! & 7] ?? 1;
  const dataOffset = at.wide ? Number(view.getBigInt64(at.voxOffset, le)) : view.getFloat32(at.voxOffset, le);
  if (!Number.isInteger(dataOffset) || dataOffset < (version === 1 ? 348 : 540))
    refuse("BAD_HEADER", `The NIfTI header places the voxels at byte ${dataOffset}, inside the header.`);

  const pixdim = Array.from({ length: 4 }, (_, n) => real(at.pixdim + wide * n));
  return {
    version,
    littleEndian: le,
    dims: [sizes[0]!, sizes[1]!, sizes[2]!],
    type: kind.name,
    bytesPerVoxel: kind.bytes,
    dataOffset,
    slope: scaled ? slope : 1,
    intercept: scaled && Number.isFinite(intercept) ? intercept : 0,
    ...placement(real, code, at, wide, pixdim, unit),
    description: textAt(bytes, at.descrip),
  };
}

function headerKind(view: DataView): { version: 1 | 2; le: boolean } {
  for (const le of [true, false]) {
    const size = view.getInt32(0, le);
    if (size === 348) return { version: 1, le };
    if (size === 540) return { version: 2, le };
  }
  const found = view.getInt32(0, true);
  return notNifti(`its first number is ${found}, where 348 or 540 belongs`, String(found));
}

/** 80 bytes of text, to the first zero. */
const textAt = (bytes: Uint8Array, from: number): string =>
  printable(String.fromCharCode(...bytes.subarray(from, from + 80)).split("\0")[0] ?? "").trim();
const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?");

function placement(
  real: (offset: number) => number,
  code: (offset: number) => number,
  at: Layout,
  wide: number,
  pixdim: readonly number[],
  unit: number,
): Pick<NiftiHeader, "spacing" | "affine" | "placedBy"> {
  const stated: Triple = [
    Math.abs(pixdim[1]!) * unit || unit,
    Math.abs(pixdim[2]!) * unit || unit,
    Math.abs(pixdim[3]!) * unit || unit,
  ];
  const agree = (steps: Triple): boolean => steps.every((s, c) => Math.abs(s - stated[c]!) <= 1e-4 * stated[c]!);

  if (code(at.sformCode) > 0) {
    const rows = Array.from({ length: 12 }, (_, n) => real(at.srow + wide * n) * unit);
    const affine = [...rows, 0, 0, 0, 1];
    const steps = stepLengths(affine);
    // pixdim is the exact statement of the spacing; the steps of a turned single-precision matrix carry rounding.
    return { affine, spacing: agree(steps) ? stated : steps, placedBy: "sform" };
  }
  if (code(at.qformCode) > 0) {
    const [b, c, d, x, y, z] = Array.from({ length: 6 }, (_, n) => real(at.quatern + wide * n)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
    const qfac = pixdim[0] === -1 ? -1 : 1;
    const affine = affineOf(
      [
        [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
        [2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)],
        [qfac * 2 * (b * d + a * c), qfac * 2 * (c * d - a * b), qfac * (a * a + d * d - b * b - c * c)],
      ],
      stated,
      [x * unit, y * unit, z * unit],
    );
    return { affine, spacing: stated, placedBy: "qform" };
  }
  return {
    affine: affineOf(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      stated,
      [0, 0, 0],
    ),
    spacing: stated,
    placedBy: "pixdim",
  };
}
