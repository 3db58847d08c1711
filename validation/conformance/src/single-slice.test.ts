import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { extract, parseConfig } from "@nadir/features";
import { dicomSeries, dicomVolume, makeVolume, readDicom, readVolume } from "@nadir/imaging";
import { writeDicom } from "@nadir/imaging/testing";
import { describe, expect, it } from "vitest";

const at = (name: string): string =>
  fileURLToPath(new URL(`../reference/ibsi1-digital-phantom/${name}`, import.meta.url));

/** Tags of IBSI's reference table that a slice has a share in: the mean over slices of what each slice gives (BTW3, SUJT, 8QNN). */
const expected = readFileSync(at("reference.csv"), "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split(";"))
  .filter(([, , tag]) => /_2D(_avg|_comb)?$/.test(tag!))
  .map(([value, tolerance, tag]) => ({
    tag: tag!,
    value: Number(value),
    digits: value!,
    tolerance: Number(tolerance),
  }));

describe("single slices as ultrasound images, against the 2D values of IBSI", () => {
  const volume = readVolume(readFileSync(at("image.nii.gz")), gunzipSync);
  const mask = readVolume(readFileSync(at("mask.nii.gz")), gunzipSync);
  const [columns, rows, slices] = volume.dims;
  const bySlice = Array.from({ length: slices }, (_, k) => {
    const cut = (data: ArrayLike<number>): number[] =>
      Array.from({ length: columns * rows }, (_, p) => data[p + k * columns * rows]!);
    const file = writeDicom({
      Modality: ["CS", "US"],
      SeriesInstanceUID: ["UI", `1.2.${k + 1}`],
      InstanceNumber: ["IS", "1"],
      SequenceOfUltrasoundRegions: [
        "SQ",
        [
          {
            RegionSpatialFormat: ["US", [1]],
            RegionDataType: ["US", [1]],
            PhysicalUnitsXDirection: ["US", [3]],
            PhysicalUnitsYDirection: ["US", [3]],
            PhysicalDeltaX: ["FD", [0.2]],
            PhysicalDeltaY: ["FD", [0.2]],
          },
        ],
      ],
      Rows: ["US", [rows]],
      Columns: ["US", [columns]],
      BitsAllocated: ["US", [8]],
      BitsStored: ["US", [8]],
      PixelRepresentation: ["US", [0]],
      PixelData: ["OB", cut(volume.data)],
    });
    const image = dicomVolume(dicomSeries([readDicom(file)])[0]!);
    // The phantom's levels are those of the whole volume, one bin a level; a slice alone must keep them.
    const config = parseConfig({
      discretisation: { method: "fixed-bin-size", width: 1 },
      resegmentation: { range: [1, 6] },
      families: ["glcm", "glrlm", "glszm", "gldzm", "ngtdm", "ngldm"],
      aggregations: ["2D-average", "2D-merged"],
    });
    const inside = makeVolume({ ...image, data: Uint8Array.from(cut(mask.data)) });
    return new Map(extract({ image, mask: inside, label: 1, config }).values.map((v) => [v.key, v.value]));
  });

  it("has all of them: 25 and 16 in two aggregations, and 16 + 16 + 5 + 17", () => {
    expect(expected.length).toBe(2 * (25 + 16) + 16 + 16 + 5 + 17);
  });

  it.each(expected)("$tag", ({ tag, value, digits, tolerance }) => {
    const found = bySlice.map((values) => values.get(tag)).filter((x) => typeof x === "number");
    expect(found).toHaveLength(slices);
    const mean = found.reduce((a, x) => a + x, 0) / found.length;
    const rounds = Number(mean.toPrecision(digits.replace(/^-?0*\.?0*|[^\d]/g, "").length || 1)) === value;
    expect(Math.abs(mean - value) <= tolerance || rounds, `${mean} against ${digits} ± ${tolerance}`).toBe(true);
  });
});
