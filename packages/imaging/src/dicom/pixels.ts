import { refuse } from "@nadir/domain";
import type { DataSet } from "./data-set.ts";
import { runLengthFrame } from "./run-length.ts";
import { attributeName, type Keyword, tagOf } from "./tags.ts";

const RLE = "1.2.840.10008.1.2.5";
const SYNTAX_NAMES: Readonly<Record<string, string>> = {
  "1.2.840.10008.1.2.4.50": "JPEG, lossy",
  "1.2.840.10008.1.2.4.51": "JPEG, lossy",
  "1.2.840.10008.1.2.4.57": "JPEG, lossless",
  "1.2.840.10008.1.2.4.70": "JPEG, lossless",
  "1.2.840.10008.1.2.4.80": "JPEG-LS",
  "1.2.840.10008.1.2.4.81": "JPEG-LS, near-lossless",
  "1.2.840.10008.1.2.4.90": "JPEG 2000, lossless",
  "1.2.840.10008.1.2.4.91": "JPEG 2000",
};

export function required(data: DataSet, keyword: Keyword): number {
  return (
    data.number(keyword) ??
    refuse("DICOM_ATTRIBUTE_MISSING", `The DICOM file has no ${attributeName(keyword)}, which its pixels need.`, {
      expected: attributeName(keyword),
    })
  );
}

export interface Frame {
  readonly columns: number;
  readonly rows: number;
  /** Row by row from the top left, modality rescale applied. */
  readonly values: Float64Array;
}

/**
 * One frame of an image (counted from 0) in the unit of its rescale (CT: HU; PET: `Units`). MONOCHROME1, where high
 * values are dark, is turned over; colour becomes luminance (BT.601). Refuses `COMPRESSED_PIXELS` (all but RLE),
 * `NO_PIXELS`, `BAD_PIXELS`, `DICOM_ATTRIBUTE_MISSING`.
 */
export function frameOf(data: DataSet, frame = 0): Frame {
  const element = data.elements.get(tagOf("PixelData"));
  if (!element) return refuse("NO_PIXELS", "The DICOM file has no pixel data; it is no image.");
  const [rows, columns] = [required(data, "Rows"), required(data, "Columns")];
  const samples = data.number("SamplesPerPixel") ?? 1;
  const allocated = required(data, "BitsAllocated");
  const stored = data.number("BitsStored") ?? allocated;
  const frames = data.number("NumberOfFrames") ?? 1;
  if (![8, 16, 32].includes(allocated) || ![1, 3].includes(samples) || stored > allocated || stored < 1)
    refuse(
      "BAD_PIXELS",
      `Pixels of ${samples} sample(s) of ${stored} in ${allocated} bits cannot be read; 1 or 3 samples of 8, 16 or 32 bits can.`,
    );
  if (!Number.isInteger(frame) || frame < 0 || frame >= frames)
    refuse("NO_SUCH_FRAME", `The image has ${frames} frame(s), counted from 0; there is no frame ${frame}.`);
  const size = allocated / 8;
  const need = rows * columns * samples * size;
  let bytes: Uint8Array;
  let isPlanar = samples === 3 && data.number("PlanarConfiguration") === 1;
  let isLittle = data.littleEndian;
  if (element.fragments) {
    const syntax = data.text("TransferSyntaxUID") ?? "";
    const piece = element.fragments[frame];
    if (syntax !== RLE || !piece || element.fragments.length !== frames)
      return refuse(
        "COMPRESSED_PIXELS",
        `The pixels are compressed (${SYNTAX_NAMES[syntax] ?? `transfer syntax ${syntax || "unknown"}`}); decompress the files first, for instance with dcmdjpeg, dcmdjpls or gdcmconv --raw.`,
        { found: syntax, expected: "uncompressed or RLE" },
      );
    bytes = runLengthFrame(piece, rows * columns, samples * size);
    isPlanar = samples === 3;
    isLittle = true;
  } else bytes = element.bytes.subarray(frame * need, (frame + 1) * need);
  if (bytes.length < need)
    refuse(
      "BAD_PIXELS",
      `Frame ${frame} should hold ${need} bytes (${columns}×${rows}), but ${bytes.length} are there.`,
    );
  const raw = samplesOf(
    bytes,
    rows * columns * samples,
    size,
    isLittle,
    stored,
    data.number("PixelRepresentation") === 1,
  );
  const photometric = data.text("PhotometricInterpretation") ?? "MONOCHROME2";
  const values = samples === 3 ? luminance(raw, isPlanar, photometric) : raw;
  if (samples === 1 && photometric.startsWith("PALETTE"))
    refuse("BAD_PIXELS", "The image is coloured by a palette; its numbers are no intensities.");
  if (photometric === "MONOCHROME1") {
    const top = data.number("PixelRepresentation") === 1 ? -1 : 2 ** stored - 1;
    for (let p = 0; p < values.length; p++) values[p] = top - values[p]!;
  }
  const slope = data.number("RescaleSlope") ?? 1;
  const intercept = data.number("RescaleIntercept") ?? 0;
  if (slope !== 1 || intercept !== 0)
    for (let p = 0; p < values.length; p++) values[p] = values[p]! * slope + intercept;
  return { rows, columns, values };
}

function samplesOf(
  bytes: Uint8Array,
  count: number,
  size: number,
  isLittle: boolean,
  stored: number,
  isSigned: boolean,
): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Float64Array(count);
  const unused = 32 - stored;
  for (let n = 0; n < count; n++) {
    const word =
      size === 1 ? bytes[n]! : size === 2 ? view.getUint16(2 * n, isLittle) : view.getUint32(4 * n, isLittle);
    // What lies above the stored bits (old overlays) is no part of the value; the highest stored bit is the sign.
    const shifted = word << unused;
    out[n] = isSigned ? shifted >> unused : shifted >>> unused;
  }
  return out;
}

function luminance(raw: Float64Array, isPlanar: boolean, photometric: string): Float64Array {
  const n = raw.length / 3;
  const sample = (p: number, s: number): number => (isPlanar ? raw[s * n + p]! : raw[3 * p + s]!);
  const isYbr = photometric.startsWith("YBR_FULL") && photometric !== "YBR_FULL_422";
  if (!isYbr && photometric !== "RGB")
    refuse("BAD_PIXELS", `Colours stored as ${photometric} cannot be read; RGB, YBR_FULL and MONOCHROME can.`);
  return Float64Array.from({ length: n }, (_, p) =>
    isYbr ? sample(p, 0) : 0.299 * sample(p, 0) + 0.587 * sample(p, 1) + 0.114 * sample(p, 2),
  );
}
