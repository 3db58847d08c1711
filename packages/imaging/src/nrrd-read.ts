import { refuse } from "@nadir/domain";
import { type Affine, affineOf } from "./affine.ts";
import type { NiftiType } from "./nifti-header.ts";
import { rawVoxels } from "./raw-voxels.ts";
import type { Triple } from "./triple.ts";
import { makeVolume, type Volume } from "./volume.ts";

/** NRRD type names (teem format definition, "type") by the storage type they mean. */
const TYPES: Readonly<Record<NiftiType, readonly string[]>> = {
  int8: ["signed char", "int8", "int8_t"],
  uint8: ["uchar", "unsigned char", "uint8", "uint8_t"],
  int16: ["short", "short int", "signed short", "signed short int", "int16", "int16_t"],
  uint16: ["ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"],
  int32: ["int", "signed int", "int32", "int32_t"],
  uint32: ["uint", "unsigned int", "uint32", "uint32_t"],
  int64: ["longlong", "long long", "long long int", "signed long long", "signed long long int", "int64", "int64_t"],
  uint64: ["ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"],
  float32: ["float"],
  float64: ["double"],
};

export interface NrrdHeader {
  readonly dims: Triple;
  readonly type: NiftiType;
  readonly encoding: "raw" | "gzip";
  readonly littleEndian: boolean;
  readonly spacing: Triple;
  readonly affine: Affine;
  /** First byte of the (possibly compressed) voxels. */
  readonly dataOffset: number;
}

/** Sign flips that take the file's space to RAS+. */
const SPACES: Readonly<Record<string, Triple>> = {
  "right-anterior-superior": [1, 1, 1],
  ras: [1, 1, 1],
  "left-anterior-superior": [-1, 1, 1],
  las: [-1, 1, 1],
  "left-posterior-superior": [-1, -1, 1],
  lps: [-1, -1, 1],
};

export const isNrrd = (bytes: Uint8Array): boolean => String.fromCharCode(...bytes.subarray(0, 4)) === "NRRD";

/**
 * The header of an attached NRRD file that holds one scalar volume. Without `space`, directions are read as RAS+.
 * Refuses `NOT_NRRD`, `BAD_HEADER`, `NOT_SCALAR_3D`, `UNSUPPORTED_DATATYPE`, `UNSUPPORTED_ENCODING`.
 */
export function readNrrdHeader(bytes: Uint8Array): NrrdHeader {
  if (!isNrrd(bytes)) refuse("NOT_NRRD", "This is not a NRRD file: it does not begin with 'NRRD'.");
  const { fields, dataOffset } = headerFields(bytes);
  const field = (name: string): string =>
    fields.get(name) ?? refuse("BAD_HEADER", `The NRRD header has no '${name}' line; it must have one.`);
  if (fields.has("data file") || fields.has("datafile"))
    refuse("UNSUPPORTED_ENCODING", "The NRRD header points to a second file for its voxels; give an attached .nrrd.");

  const sizes = field("sizes").split(/\s+/).map(Number);
  const rank = Number(field("dimension"));
  if (sizes.length !== rank || sizes.some((n) => !Number.isInteger(n) || n < 1))
    refuse("BAD_HEADER", `The NRRD sizes '${field("sizes")}' do not fit dimension ${rank}.`);
  if (rank < 2 || rank > 3)
    refuse("NOT_SCALAR_3D", `The NRRD has the size ${sizes.join("×")}; one scalar 3D volume is wanted.`);

  const typeName = field("type");
  const type = (Object.keys(TYPES) as NiftiType[]).find((t) => TYPES[t].includes(typeName));
  if (!type) refuse("UNSUPPORTED_DATATYPE", `NRRD type '${typeName}' does not hold one real number per voxel.`);
  const encodingName = field("encoding").toLowerCase();
  const encoding = encodingName === "gz" ? "gzip" : encodingName;
  if (encoding !== "raw" && encoding !== "gzip")
    refuse("UNSUPPORTED_ENCODING", `NRRD encoding '${encodingName}' is not read; use 'raw' or 'gzip'.`);

  return {
    dims: [sizes[0]!, sizes[1]!, sizes[2] ?? 1],
    type,
    encoding,
    littleEndian: (fields.get("endian") ?? "little").toLowerCase() !== "big",
    dataOffset,
    ...nrrdPlacement(fields, rank),
  };
}

/** The volume of a header and its decompressed voxel bytes. For callers whose inflate is asynchronous. */
export const nrrdVolume = (header: NrrdHeader, raw: Uint8Array): Volume =>
  makeVolume({
    data: rawVoxels(raw, 0, header.dims[0] * header.dims[1] * header.dims[2], header.type, header.littleEndian),
    dims: header.dims,
    spacing: header.spacing,
    affine: header.affine,
  });

/** A volume from the bytes of an attached NRRD file; `gunzip` is needed only for gzip encoding. */
export function readNrrd(bytes: Uint8Array, gunzip?: (compressed: Uint8Array) => Uint8Array): Volume {
  const header = readNrrdHeader(bytes);
  const body = bytes.subarray(header.dataOffset);
  if (header.encoding === "raw") return nrrdVolume(header, body);
  if (!gunzip)
    return refuse("COMPRESSED", "The NRRD voxels are gzip-compressed, and the caller gave no way to inflate them.");
  return nrrdVolume(header, gunzip(body));
}

function headerFields(bytes: Uint8Array): { fields: Map<string, string>; dataOffset: number } {
  const fields = new Map<string, string>();
  let at = 0;
  for (;;) {
    const end = bytes.indexOf(10, at);
    if (end < 0) refuse("TRUNCATED_FILE", "The NRRD header does not end with an empty line; the file is cut short.");
    const line = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 4096))).replace(/\r$/, "");
    at = end + 1;
    if (line === "") return { fields, dataOffset: at };
    const colon = line.indexOf(": ");
    if (!line.startsWith("#") && colon > 0 && line[colon - 1] !== ":")
      fields.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 2).trim());
  }
}

function nrrdPlacement(fields: ReadonlyMap<string, string>, rank: number): { spacing: Triple; affine: Affine } {
  const space = (fields.get("space") ?? "right-anterior-superior").toLowerCase();
  const flip = SPACES[space];
  if (!flip) refuse("BAD_HEADER", `NRRD space '${space}' is not read; use RAS, LAS or LPS.`);
  const vectors = (text: string): Triple[] =>
    [...text.matchAll(/\(([^)]*)\)/g)].map((m) => {
      const v = m[1]!.split(",").map(Number);
      return [v[0]! * flip[0], v[1]! * flip[1], (v[2] ?? 0) * flip[2]];
    });
  const directions = fields.get("space directions");
  const origin = vectors(fields.get("space origin") ?? "(0,0,0)")[0] ?? [0, 0, 0];
  if (directions) {
    const steps = vectors(directions);
    if (rank === 2) steps.push([0, 0, 1]);
    if (steps.length !== 3 || steps.flat().some((x) => !Number.isFinite(x)))
      refuse("BAD_HEADER", `The NRRD space directions '${directions}' are not ${rank} vectors of 3 numbers.`);
    const spacing = steps.map((v) => Math.hypot(...v)) as unknown as Triple;
    const unit = steps.map((v, c) => v.map((x) => x / spacing[c]!)) as unknown as [Triple, Triple, Triple];
    return { spacing, affine: affineOf(unit, spacing, origin) };
  }
  const stated = (fields.get("spacings") ?? "1 1 1").split(/\s+/).map(Number);
  const spacing: Triple = [stated[0]!, stated[1]!, stated[2] ?? 1];
  return {
    spacing,
    affine: affineOf(
      [
        [flip[0], 0, 0],
        [0, flip[1], 0],
        [0, 0, flip[2]],
      ],
      spacing,
      origin,
    ),
  };
}
