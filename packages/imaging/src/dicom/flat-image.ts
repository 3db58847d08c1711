import { refuse } from "@nadir/domain";
import { makeVolume, type Volume } from "../volume.ts";
import type { DataSet } from "./data-set.ts";
import { narrowest } from "./narrowest.ts";
import { frameOf } from "./pixels.ts";
import { attributeName } from "./tags.ts";

/** PS3.3 C.8.5.5: physical units of an ultrasound region in cm; its spatial format 2D, its data tissue. */
const CENTIMETRES = 3;
const TWO_DIMENSIONAL = 1;
const TISSUE = 1;

/**
 * A single image that has no place in the patient, as one slice along R and A with 1 mm of nominal thickness. Pixel
 * size: of ultrasound the one 2D tissue region's calibration (PS3.3 C.8.5.5), the image cut to that region; of
 * radiographs Pixel Spacing, else Imager Pixel Spacing over the estimated magnification where that is stated (PS3.3
 * C.8.11.4, 10.7.1.3). Refuses `NO_PIXEL_SPACING`, `SEVERAL_REGIONS`, and what `frameOf` refuses.
 */
export function flatImage(
  data: DataSet,
  { frame = 0, factor }: { readonly frame?: number; readonly factor?: (data: DataSet) => number },
): Volume {
  const { values: stored, rows, columns } = frameOf(data, frame);
  const by = factor?.(data) ?? 1;
  const values = by === 1 ? stored : stored.map((x) => x * by);
  const regions = data
    .items("SequenceOfUltrasoundRegions")
    .filter((r) => r.number("RegionSpatialFormat") === TWO_DIMENSIONAL && r.number("RegionDataType") === TISSUE);
  if (regions.length > 1)
    refuse(
      "SEVERAL_REGIONS",
      `The ultrasound image shows ${regions.length} calibrated tissue regions side by side; cut it to one of them first.`,
    );
  const [region] = regions;
  if (region) {
    const edge = (keyword: Parameters<DataSet["number"]>[0], instead: number): number =>
      region.number(keyword) ?? instead;
    const [x0, y0] = [edge("RegionLocationMinX0", 0), edge("RegionLocationMinY0", 0)];
    const x1 = Math.min(columns - 1, edge("RegionLocationMaxX1", columns - 1));
    const y1 = Math.min(rows - 1, edge("RegionLocationMaxY1", rows - 1));
    const isCm =
      region.number("PhysicalUnitsXDirection") === CENTIMETRES &&
      region.number("PhysicalUnitsYDirection") === CENTIMETRES;
    const size = [region.number("PhysicalDeltaX"), region.number("PhysicalDeltaY")].map((d) => 10 * Math.abs(d ?? 0));
    if (!isCm || !(size[0]! > 0) || !(size[1]! > 0) || x1 < x0 || y1 < y0) return refuseSpacing();
    const [width, height] = [x1 - x0 + 1, y1 - y0 + 1];
    const cut = new Float64Array(width * height);
    for (let j = 0; j < height; j++)
      cut.set(values.subarray((y0 + j) * columns + x0, (y0 + j) * columns + x1 + 1), j * width);
    return slice(cut, width, height, size[0]!, size[1]!, data);
  }
  const calibrated = data.numbers("PixelSpacing");
  const magnification = data.number("RadiographicMagnification") ?? 1;
  const size = calibrated ?? data.numbers("ImagerPixelSpacing")?.map((mm) => mm / magnification);
  if (size?.length !== 2 || !size.every((mm) => mm > 0)) return refuseSpacing();
  return slice(values, columns, rows, size[1]!, size[0]!, data);
}

function slice(values: Float64Array, width: number, height: number, x: number, y: number, data: DataSet): Volume {
  const description = data.text("SeriesDescription");
  return makeVolume({
    data: narrowest(values),
    dims: [width, height, 1],
    spacing: [x, y, 1],
    ...(description ? { description } : {}),
  });
}

const refuseSpacing = (): never =>
  refuse(
    "NO_PIXEL_SPACING",
    `The image states no size of its pixels: neither a 2D tissue region in cm (${attributeName("SequenceOfUltrasoundRegions")}), nor ${attributeName("PixelSpacing")}, nor ${attributeName("ImagerPixelSpacing")}. Lengths and areas cannot be measured on it.`,
  );
