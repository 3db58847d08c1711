import { refuse } from "@nadir/domain";
import { type Affine, affineOf } from "../affine.ts";
import type { Triple } from "../triple.ts";
import { makeVolume, type Volume } from "../volume.ts";
import type { DataSet } from "./data-set.ts";
import { flatImage } from "./flat-image.ts";
import { narrowest } from "./narrowest.ts";
import { frameOf } from "./pixels.ts";
import { attributeName, type Keyword } from "./tags.ts";

/** The images of one series at one moment, as they came. */
export interface DicomSeries {
  readonly uid: string;
  /** Of a dynamic series: which moment, counted from 0; 0 of any other. */
  readonly phase: number;
  readonly phases: number;
  readonly instances: readonly DataSet[];
}

/** What tells the moments of a dynamic series apart, in the order in which it is tried. */
const MOMENTS: readonly Keyword[] = [
  "TemporalPositionIdentifier",
  "DiffusionBValue",
  "AcquisitionNumber",
  "FrameReferenceTime",
  "AcquisitionTime",
  "EchoTime",
];

/**
 * Images sorted into series by their UID (those without pixels, such as reports, are left out); a series that visits the
 * same positions several times is parted into its moments. Series come by number, moments in time.
 */
export function dicomSeries(files: readonly DataSet[]): DicomSeries[] {
  const bySeries = new Map<string, DataSet[]>();
  for (const data of files) {
    if (data.number("Rows") === undefined) continue;
    const uid = data.text("SeriesInstanceUID") ?? "";
    bySeries.set(uid, [...(bySeries.get(uid) ?? []), data]);
  }
  return [...bySeries]
    .sort(([, a], [, b]) => (a[0]!.number("SeriesNumber") ?? 0) - (b[0]!.number("SeriesNumber") ?? 0))
    .flatMap(([uid, instances]) => {
      const moments = momentsOf(instances);
      return moments.map((each, phase) => ({ uid, phase, phases: moments.length, instances: each }));
    });
}

function momentsOf(instances: DataSet[]): DataSet[][] {
  const place = (data: DataSet): string => data.text("ImagePositionPatient") ?? `${data.number("InstanceNumber")}`;
  const isOnce = (list: readonly DataSet[]): boolean => new Set(list.map(place)).size === list.length;
  if (isOnce(instances)) return [instances];
  for (const keyword of MOMENTS) {
    const groups = new Map<string, DataSet[]>();
    for (const data of instances) {
      const at = data.text(keyword) ?? String(data.number(keyword));
      groups.set(at, [...(groups.get(at) ?? []), data]);
    }
    const parts = [...groups.values()];
    if (parts.length > 1 && parts.every((p) => isOnce(p) && p.length === parts[0]!.length))
      return parts.sort((a, b) => (a[0]!.number(keyword) ?? 0) - (b[0]!.number(keyword) ?? 0));
  }
  return [instances];
}

export interface VolumeOptions {
  /** Of an image with several: which, counted from 0. */
  readonly frame?: number;
  /** What each image's values are multiplied by. */
  readonly factor?: (data: DataSet) => number;
}

/** Neighbouring slices may lie this much (mm) off an even step. */
const EVEN_MM = 0.02;

/**
 * The volume of a series in RAS+ mm: slices sorted along their normal, modality rescale applied slice by slice. A
 * single image without a position in the patient (ultrasound, radiograph) becomes one slice; `frame` picks one of several.
 * Refuses `DICOM_SLICES_DIFFER`, `DICOM_SLICE_TWICE`, `DICOM_SLICES_UNEVEN` (a missing slice among them),
 * `DICOM_MULTI_FRAME`, `NO_PIXEL_SPACING`, and what `frameOf` and `makeVolume` refuse.
 */
export function dicomVolume({ instances }: DicomSeries, { frame = 0, factor }: VolumeOptions = {}): Volume {
  const [first] = instances;
  if (!first) return refuse("NO_PIXELS", "The series holds no image.");
  if (first.items("SharedFunctionalGroupsSequence").length > 0)
    refuse(
      "DICOM_MULTI_FRAME",
      "The series is an enhanced multi-frame object, which is not read here; convert it to classic single frames, or to NIfTI, first.",
    );
  if (!first.numbers("ImagePositionPatient")) {
    if (instances.length > 1)
      refuse(
        "DICOM_SLICES_DIFFER",
        `The series holds ${instances.length} images without ${attributeName("ImagePositionPatient")}: they make no volume. Give one of them.`,
      );
    return flatImage(first, { frame, ...(factor ? { factor } : {}) });
  }
  const orientation = sixNumbers(first);
  const [row, column] = [orientation.slice(0, 3), orientation.slice(3)] as unknown as [Triple, Triple];
  const normal = cross(row, column);
  const pixel = first.numbers("PixelSpacing");
  if (pixel?.length !== 2)
    return refuse("NO_PIXEL_SPACING", `The series has no ${attributeName("PixelSpacing")}; nothing can be measured.`);
  for (const keyword of ["Rows", "Columns", "PixelSpacing", "ImageOrientationPatient"] as const)
    for (const data of instances) requireAlike(first, data, keyword);
  const slices = instances
    .map((data) => ({ data, position: data.numbers("ImagePositionPatient") as unknown as Triple }))
    .map((s) => ({ ...s, along: dot(s.position, normal) }))
    .sort((a, b) => a.along - b.along);
  const step = evenStep(
    slices.map((s) => s.along),
    first,
  );
  const frames = slices.map(({ data }) => frameOf(data, frame));
  const { columns, rows } = frames[0]!;
  const values = new Float64Array(columns * rows * slices.length);
  for (const [k, f] of frames.entries()) {
    const by = factor?.(slices[k]!.data) ?? 1;
    values.set(by === 1 ? f.values : f.values.map((x) => x * by), k * columns * rows);
  }
  // DICOM's axes run to the patient's left and back (LPS); ours to the right and front.
  const ras = ([x, y, z]: Triple): Triple => [0 - x, 0 - y, z];
  const span = slices.at(-1)!;
  const along: Triple =
    slices.length > 1 ? scale(minus(span.position, slices[0]!.position), 1 / (span.along - slices[0]!.along)) : normal;
  const affine: Affine = affineOf(
    [ras(row), ras(column), ras(along)],
    [pixel[1]!, pixel[0]!, step],
    ras(slices[0]!.position),
  );
  const description = first.text("SeriesDescription");
  return makeVolume({
    data: narrowest(values),
    dims: [columns, rows, slices.length],
    affine,
    ...(description ? { description } : {}),
  });
}

function sixNumbers(data: DataSet): readonly number[] {
  const six = data.numbers("ImageOrientationPatient");
  if (six?.length === 6) return six;
  return refuse(
    "DICOM_ATTRIBUTE_MISSING",
    `The series has a position but no ${attributeName("ImageOrientationPatient")}; it cannot be placed.`,
  );
}

function requireAlike(first: DataSet, data: DataSet, keyword: Keyword): void {
  const [a, b] = [first.numbers(keyword), data.numbers(keyword)];
  if (a?.length === b?.length && a?.every((x, n) => Math.abs(x - b![n]!) <= 1e-4)) return;
  refuse(
    "DICOM_SLICES_DIFFER",
    `The slices of the series differ in ${attributeName(keyword)}: image ${first.number("InstanceNumber") ?? 1} has ${a?.join("\\") ?? "none"}, image ${data.number("InstanceNumber") ?? "?"} has ${b?.join("\\") ?? "none"}. Give the slices of one volume.`,
  );
}

/** The one distance between neighbouring slices; of a single slice its thickness. */
function evenStep(along: readonly number[], first: DataSet): number {
  if (along.length === 1) return first.number("SpacingBetweenSlices") ?? first.number("SliceThickness") ?? 1;
  const steps = along.slice(1).map((z, n) => z - along[n]!);
  const typical = steps.slice().sort((a, b) => a - b)[Math.floor(steps.length / 2)]!;
  for (const [n, step] of steps.entries()) {
    if (step < EVEN_MM)
      refuse(
        "DICOM_SLICE_TWICE",
        `Two slices of the series lie at the same place (${along[n]!.toFixed(2)} mm along the stack). Give one series of one moment.`,
      );
    if (Math.abs(step - typical) > EVEN_MM)
      refuse(
        "DICOM_SLICES_UNEVEN",
        `Slices ${n + 1} and ${n + 2} of ${along.length} lie ${step.toFixed(2)} mm apart, the others ${typical.toFixed(2)} mm: a slice is missing, or the spacing changes.`,
        { found: `${step.toFixed(2)} mm`, expected: `${typical.toFixed(2)} mm` },
      );
  }
  // Positions are decimal text: what lies beyond ten digits is binary noise.
  return Number(((along.at(-1)! - along[0]!) / steps.length).toPrecision(10));
}

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const minus = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const scale = (a: Triple, f: number): Triple => [a[0] * f, a[1] * f, a[2] * f];
const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
