import { type Image, type Modality, modality as modalities, Refusal } from "@nadir/domain";
import { type DataSet, type DicomSeries, dicomVolume, type Volume } from "@nadir/imaging";
import { dicomSuv } from "./suv-dicom.ts";

/** `CT Thorax (120 images)`. */
export function seriesWords({ instances, phase, phases }: DicomSeries): string {
  const first = instances[0]!;
  const name = [first.text("Modality"), first.text("SeriesDescription")].filter(Boolean).join(" ");
  const count = `${instances.length} ${instances.length === 1 ? "image" : "images"}`;
  return `${name || "series"} (${count}${phases > 1 ? `, moment ${phase + 1} of ${phases}` : ""})`;
}

/** Maker, model and serial number or station name; null where the header names none. */
export const scannerOf = (data: DataSet): string | null =>
  [
    data.text("Manufacturer"),
    data.text("ManufacturerModelName"),
    data.text("DeviceSerialNumber") ?? data.text("StationName"),
  ]
    .filter(Boolean)
    .join(" ") || null;

/** What of the modalities of the record the series is; undefined for any other. */
export const modalityOf = ({ instances }: DicomSeries): Modality | undefined =>
  modalities.options.find((known) => known === instances[0]!.text("Modality"));

export interface ImageOfSeries {
  readonly image: Volume | null;
  readonly unit: Image["unit"];
  readonly notes: readonly string[];
  /** Why it makes no volume, or of a PET none in SUV. */
  readonly problems: readonly string[];
}

/** The series as a volume; PET in SUV where its headers allow that, else in its own unit with the reason. */
export function imageOfSeries(series: DicomSeries): ImageOfSeries {
  const problems: string[] = [];
  const attempt = <T>(make: () => T): T | null => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(...error.problems.map((p) => p.message));
      return null;
    }
  };
  const modality = modalityOf(series);
  if (modality === "PT") {
    const suv = attempt(() => dicomSuv(series));
    if (suv) return { image: suv.image, unit: "SUV", notes: suv.notes, problems };
  }
  const image = attempt(() => dicomVolume(series));
  return { image, unit: modality === "CT" ? "HU" : "arbitrary", notes: [], problems };
}
