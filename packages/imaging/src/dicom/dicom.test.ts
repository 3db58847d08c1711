import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deflateRawSync, gunzipSync, inflateRawSync } from "node:zlib";
import { Refusal } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import {
  acquisitionOf,
  type DataSet,
  describeGeometry,
  dicomSeries,
  dicomVolume,
  geometryDifferences,
  readDicom,
  readVolume,
  type Volume,
} from "../index.ts";
import { type ItemFields, type WriteOptions, writeDicom } from "./testing/write-dicom.ts";

const shared = new URL("../../../../../shared/data/", import.meta.url);
const at = (name: string): string => fileURLToPath(new URL(name, shared));
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return "nothing refused";
};

/** The regular files of a tar archive (POSIX ustar): 512-byte headers, sizes in octal. */
function tarFiles(tar: Uint8Array): [string, Uint8Array][] {
  const text = (from: number, length: number): string =>
    Buffer.from(tar.subarray(from, from + length))
      .toString("latin1")
      .replace(/\0.*$/s, "");
  const out: [string, Uint8Array][] = [];
  for (let p = 0; p + 512 <= tar.length && tar[p] !== 0; ) {
    const size = Number.parseInt(text(p + 124, 12), 8);
    if (text(p + 156, 1) === "0") out.push([text(p, 100), tar.subarray(p + 512, p + 512 + size)]);
    p += 512 + 512 * Math.ceil(size / 512);
  }
  return out;
}

describe.skipIf(!existsSync(shared))(
  "DICOM files that scanners and other tools wrote (skipped without ../shared/data)",
  () => {
    it("the CT phantom of IBSI is voxel for voxel, and millimetre for millimetre, its own NIfTI file", () => {
      const files = tarFiles(gunzipSync(readFileSync(at("ibsi1_ct_phantom/dicom.tar.gz"))));
      const series = dicomSeries(
        files.filter(([name]) => name.includes("/image/")).map(([, bytes]) => readDicom(bytes)),
      );
      expect(series.map((s) => s.instances.length)).toEqual([60]);
      const read = dicomVolume(series[0]!);
      const nifti = readVolume(readFileSync(at("ibsi1_ct_phantom/image.nii.gz")), gunzipSync);
      expect(geometryDifferences(nifti, read)).toEqual([]);
      let differing = 0;
      for (let p = 0; p < nifti.data.length; p++) if (nifti.data[p] !== read.data[p]) differing++;
      expect([nifti.data.length, differing]).toEqual([204 * 201 * 60, 0]);
      expect(acquisitionOf(series[0]!)).toMatchObject({
        sliceThicknessMm: 3,
        sliceSpacingMm: 3,
        pixelSpacingMm: 0.977,
      });
    });

    it("a CT of three slices lies on the grid that dcmqi gave its segmentation", () => {
      const slices = ["01", "02", "03"].map((n) =>
        readDicom(gunzipSync(readFileSync(at(`dicom_seg_dcmqi/ct-3slice/${n}.dcm.gz`)))),
      );
      const read = dicomVolume(dicomSeries(slices)[0]!);
      const mask = readVolume(readFileSync(at("dicom_seg_dcmqi/liver_seg.nrrd")), gunzipSync);
      expect(geometryDifferences(read, mask), `${describeGeometry(read)} / ${describeGeometry(mask)}`).toEqual([]);
    });

    it("reports and segmentations are read too; a report is no series of images", () => {
      const read = (name: string): DataSet => readDicom(readFileSync(at(`dicom_seg_dcmqi/${name}`)));
      expect(read("sr-example/sr.dcm").text("Modality")).toBe("SR");
      expect(dicomSeries([read("sr-example/sr.dcm")])).toEqual([]);
      expect(read("liver.dcm").items("SharedFunctionalGroupsSequence")).toHaveLength(1);
    });
  },
);

const short = (values: readonly number[]): Uint8Array => new Uint8Array(Int16Array.from(values).buffer);

/** Slice `n` of a small oblique MR series: 3 columns of 2 mm, 2 rows of 1.5 mm, slices 4 mm apart. */
const slice = (n: number, more: ItemFields = {}): ItemFields => ({
  Modality: ["CS", "MR"],
  SeriesInstanceUID: ["UI", "1.2.3.4"],
  SeriesDescription: ["LO", "T1 post"],
  InstanceNumber: ["IS", String(n + 1)],
  ImagePositionPatient: ["DS", `10\\-20\\${30 + 4 * n}`],
  ImageOrientationPatient: ["DS", "1\\0\\0\\0\\1\\0"],
  SamplesPerPixel: ["US", [1]],
  PhotometricInterpretation: ["CS", "MONOCHROME2"],
  Rows: ["US", [2]],
  Columns: ["US", [3]],
  PixelSpacing: ["DS", "1.5\\2"],
  BitsAllocated: ["US", [16]],
  BitsStored: ["US", [16]],
  PixelRepresentation: ["US", [1]],
  PixelData: ["OW", short([0, 1, 2, 3, 4, 5].map((x) => 10 * n + x))],
  ...more,
});
const volumeOf = (slices: readonly ItemFields[], options?: WriteOptions): Volume =>
  dicomVolume(dicomSeries(slices.map((s) => readDicom(writeDicom(s, options), inflateRawSync)))[0]!);

describe("a series of DICOM files", () => {
  it("becomes one volume in RAS+, whatever the order of its files", () => {
    const read = volumeOf([slice(2), slice(0), slice(1)]);
    expect(read.dims).toEqual([3, 2, 3]);
    expect(read.spacing).toEqual([2, 1.5, 4]);
    // Position (10, −20, 30) in LPS is (−10, 20, 30) in RAS; rows run to the left, columns to the back.
    expect(read.affine).toEqual([-2, 0, 0, -10, 0, -1.5, 0, 20, 0, 0, 4, 30, 0, 0, 0, 1]);
    expect([...read.data]).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25]);
    expect(read.description).toBe("T1 post");
  });

  it.each([
    ["implicit VR", { syntax: "implicit" }],
    ["open lengths", { syntax: "explicit", undefinedLengths: true }],
    ["implicit VR with open lengths", { syntax: "implicit", undefinedLengths: true }],
    ["deflated", { syntax: "deflated", deflateRaw: deflateRawSync }],
  ] as const)("is the same in %s", (_, options) => {
    const nested: ItemFields = {
      RadiopharmaceuticalInformationSequence: [
        "SQ",
        [
          {
            RadionuclideTotalDose: ["DS", "3.5E8"],
            RadionuclideCodeSequence: ["SQ", [{ CodeMeaning: ["LO", "^18^Fluorine"] }]],
          },
        ],
      ],
    };
    const bytes = writeDicom(slice(0, nested), options);
    const data = readDicom(bytes, inflateRawSync);
    expect(data.items("RadiopharmaceuticalInformationSequence")[0]!.number("RadionuclideTotalDose")).toBe(3.5e8);
    expect(
      data
        .items("RadiopharmaceuticalInformationSequence")[0]!
        .items("RadionuclideCodeSequence")[0]!
        .text("CodeMeaning"),
    ).toBe("^18^Fluorine");
    expect([...volumeOf([slice(0, nested)], options).data]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("in big-endian byte order too, its pixels turned with the rest", () => {
    const turned = slice(0, { PixelData: ["OW", [0, 1, 2, 3, 4, 65535]] });
    expect([...volumeOf([turned], { syntax: "big-endian" }).data]).toEqual([0, 1, 2, 3, 4, -1]);
  });

  it("rescales slice by slice (PET), and reads only the stored bits", () => {
    const read = volumeOf([
      slice(0, { RescaleSlope: ["DS", "0.5"], RescaleIntercept: ["DS", "1"] }),
      slice(1, { RescaleSlope: ["DS", "2"], RescaleIntercept: ["DS", "0"] }),
    ]);
    expect([...read.data].slice(0, 7)).toEqual([1, 1.5, 2, 2.5, 3, 3.5, 20]);
    // Twelve bits, signed: 0xF800 | 0x7FF is 2047 with rubbish above; 0x0800 is −2048.
    const twelve = slice(0, { BitsStored: ["US", [12]], PixelData: ["OW", [0xf7ff, 0x0800, 0, 1, 2, 3]] });
    expect([...volumeOf([twelve]).data].slice(0, 2)).toEqual([2047, -2048]);
  });

  it("unpacks RLE (PS3.5 Annex G): two byte planes, the high one first", () => {
    // Six pixels 0x0100…: high plane 1,1,1,1,1,1 as a run of six (−5, 1); low plane 0…5 as a literal (5, 0…5).
    const fragment = new Uint8Array(64 + 2 + 8);
    const view = new DataView(fragment.buffer);
    view.setUint32(0, 2, true);
    view.setUint32(4, 64, true);
    view.setUint32(8, 66, true);
    view.setInt8(64, -5);
    fragment.set([1, 5, 0, 1, 2, 3, 4, 5], 65);
    const plain = writeDicom(slice(0));
    const whole = readDicom(plain);
    const elements = new Map(whole.elements);
    elements.set(0x7fe00010, { vr: "OB", bytes: new Uint8Array(0), fragments: [fragment] });
    elements.set(0x00020010, { vr: "UI", bytes: new TextEncoder().encode("1.2.840.10008.1.2.5") });
    const data = new (whole.constructor as new (...args: unknown[]) => DataSet)(elements, true, false);
    expect([...dicomVolume(dicomSeries([data])[0]!).data]).toEqual([256, 257, 258, 259, 260, 261]);
    elements.set(0x00020010, { vr: "UI", bytes: new TextEncoder().encode("1.2.840.10008.1.2.4.90") });
    expect(() => dicomVolume(dicomSeries([data])[0]!)).toThrow(/JPEG 2000, lossless.*decompress/);
  });

  it("parts a dynamic series into its moments", () => {
    const moments = [1, 2].flatMap((t) =>
      [0, 1].map((n) =>
        readDicom(
          writeDicom(slice(n, { TemporalPositionIdentifier: ["IS", String(t)], RescaleSlope: ["DS", String(t)] })),
        ),
      ),
    );
    const series = dicomSeries(moments);
    expect(series.map((s) => [s.phase, s.phases, s.instances.length])).toEqual([
      [0, 2, 2],
      [1, 2, 2],
    ]);
    expect(dicomVolume(series[1]!).data[7]).toBe(22);
  });

  it.each([
    ["a missing slice", [slice(0), slice(1), slice(3), slice(4)], "DICOM_SLICES_UNEVEN"],
    ["a slice twice", [slice(0), slice(1), slice(1)], "DICOM_SLICE_TWICE"],
    ["slices of two pixel sizes", [slice(0), slice(1, { PixelSpacing: ["DS", "1\\1"] })], "DICOM_SLICES_DIFFER"],
    ["no pixel size", [slice(0, { PixelSpacing: ["DS", ""] })], "NO_PIXEL_SPACING"],
    ["pixels cut short", [slice(0, { PixelData: ["OW", short([1, 2])] })], "BAD_PIXELS"],
    ["a palette", [slice(0, { PhotometricInterpretation: ["CS", "PALETTE COLOR"] })], "BAD_PIXELS"],
  ] as const)("is refused with %s", (_, slices, code) => {
    expect(codeOf(() => volumeOf(slices))).toBe(code);
  });

  it("a file that is none, or is broken off, says where", () => {
    expect(codeOf(() => readDicom(new Uint8Array(200)))).toBe("NOT_DICOM");
    const whole = writeDicom(slice(0));
    expect(() => readDicom(whole.subarray(0, whole.length - 5))).toThrow(
      /damaged at byte \d+: 12 bytes should follow, 7 do/,
    );
  });
});

const flat = (more: ItemFields): ItemFields => {
  const { ImagePositionPatient: _p, ImageOrientationPatient: _o, PixelSpacing: _s, ...rest } = slice(0);
  return { ...rest, ...more };
};
const region = (more: ItemFields = {}): ItemFields => ({
  RegionSpatialFormat: ["US", [1]],
  RegionDataType: ["US", [1]],
  RegionLocationMinX0: ["UL", [1]],
  RegionLocationMinY0: ["UL", [0]],
  RegionLocationMaxX1: ["UL", [2]],
  RegionLocationMaxY1: ["UL", [1]],
  PhysicalUnitsXDirection: ["US", [3]],
  PhysicalUnitsYDirection: ["US", [3]],
  PhysicalDeltaX: ["FD", [0.02]],
  PhysicalDeltaY: ["FD", [0.03]],
  ...more,
});

describe("single images without a place in the patient", () => {
  it("ultrasound is cut to its calibrated region: 0.02 cm a pixel is 0.2 mm", () => {
    const read = volumeOf([flat({ Modality: ["CS", "US"], SequenceOfUltrasoundRegions: ["SQ", [region()]] })]);
    expect([read.dims, read.spacing]).toEqual([
      [2, 2, 1],
      [0.2, expect.closeTo(0.3, 12), 1],
    ]);
    expect([...read.data]).toEqual([1, 2, 4, 5]);
  });

  it("colour becomes luminance, by BT.601; one frame of a loop is taken when asked for", () => {
    const rgb = flat({
      Modality: ["CS", "US"],
      SequenceOfUltrasoundRegions: ["SQ", [region({ RegionLocationMinX0: ["UL", [0]] })]],
      SamplesPerPixel: ["US", [3]],
      PhotometricInterpretation: ["CS", "RGB"],
      PlanarConfiguration: ["US", [0]],
      NumberOfFrames: ["IS", "2"],
      BitsAllocated: ["US", [8]],
      BitsStored: ["US", [8]],
      PixelRepresentation: ["US", [0]],
      PixelData: [
        "OB",
        new Uint8Array([100, 0, 0, 0, 100, 0, 0, 0, 100, ...new Array(9).fill(7), ...new Array(18).fill(9)]),
      ],
    });
    const series = dicomSeries([readDicom(writeDicom(rgb))])[0]!;
    expect([...dicomVolume(series).data].slice(0, 4)).toEqual([29.9, 58.7, 11.4, 7].map((x) => expect.closeTo(x, 9)));
    expect([...dicomVolume(series, { frame: 1 }).data]).toEqual(new Array(6).fill(expect.closeTo(9, 9)));
    expect(codeOf(() => dicomVolume(series, { frame: 2 }))).toBe("NO_SUCH_FRAME");
  });

  it("a radiograph has its calibrated pixel size, else the detector's over the magnification; MONOCHROME1 is turned over", () => {
    const detector = flat({ Modality: ["CS", "DX"], ImagerPixelSpacing: ["DS", "0.3\\0.15"] });
    expect(volumeOf([detector]).spacing).toEqual([0.15, 0.3, 1]);
    expect(volumeOf([{ ...detector, RadiographicMagnification: ["DS", "1.5"] }]).spacing).toEqual([
      expect.closeTo(0.1, 12),
      expect.closeTo(0.2, 12),
      1,
    ]);
    expect(volumeOf([{ ...detector, PixelSpacing: ["DS", "0.25\\0.25"] }]).spacing).toEqual([0.25, 0.25, 1]);
    const dark = {
      ...detector,
      PhotometricInterpretation: ["CS", "MONOCHROME1"],
      BitsStored: ["US", [8]],
      PixelRepresentation: ["US", [0]],
    } as const;
    expect([...volumeOf([dark]).data]).toEqual([255, 254, 253, 252, 251, 250]);
  });

  it.each([
    ["no size of its pixels", flat({ Modality: ["CS", "CR"] }), "NO_PIXEL_SPACING"],
    [
      "a region whose axes are time and velocity",
      flat({ SequenceOfUltrasoundRegions: ["SQ", [region({ PhysicalUnitsXDirection: ["US", [4]] })]] }),
      "NO_PIXEL_SPACING",
    ],
    [
      "two regions side by side",
      flat({ SequenceOfUltrasoundRegions: ["SQ", [region(), region()]] }),
      "SEVERAL_REGIONS",
    ],
  ] as const)("is refused with %s", (_, image, code) => {
    expect(codeOf(() => volumeOf([image]))).toBe(code);
  });
});

describe("how a series was taken", () => {
  it("MR: strength in tesla even where the file says gauss; what is not stated is left out", () => {
    const mr = slice(0, {
      Manufacturer: ["LO", "ACME"],
      MagneticFieldStrength: ["DS", "15000"],
      RepetitionTime: ["DS", "2000"],
      EchoTime: ["DS", "3.2"],
      FlipAngle: ["DS", "9"],
      SliceThickness: ["DS", "4"],
    });
    const found = acquisitionOf(dicomSeries([readDicom(writeDicom(mr)), readDicom(writeDicom(slice(1)))])[0]!);
    expect(found).toEqual({
      manufacturer: "ACME",
      sliceThicknessMm: 4,
      sliceSpacingMm: 4,
      pixelSpacingMm: 2,
      fieldStrengthT: 1.5,
      repetitionTimeMs: 2000,
      echoTimeMs: 3.2,
      flipAngleDeg: 9,
    });
  });
});
