import { gzipSync, inflateRawSync } from "node:zlib";
import { type Image, refuse } from "@nadir/domain";
import { imageOfSeries, modalityOf, scannerOf, seriesWords } from "@nadir/features";
import {
  acquisitionOf,
  type DataSet,
  dicomSeries,
  isDicom,
  isNrrd,
  readDicom,
  readNrrd,
  type Volume,
  writeNifti,
} from "@nadir/imaging";
import { gunzip } from "../compute/volume-bytes.ts";
import { readZip } from "../upload/zip.ts";

/** A scan as the record stores it, and what its own header says of it. */
export interface ScanFile {
  readonly bytes: Uint8Array;
  readonly ending: ".nii" | ".nii.gz";
  /** Of a DICOM series, by the columns of the table `images`: what nobody needs to type. Empty for other files. */
  readonly said: Readonly<Record<string, string>>;
  /** Why a PET series is not in SUV, in sentences. */
  readonly notes: readonly string[];
}

/** What an archive may unpack to, in bytes. */
const UNPACKED = 1_024_000_000;

/**
 * The file of one scan as NIfTI: a NIfTI file is taken as it is, byte by byte; NRRD, a DICOM file, and a ZIP archive of one
 * DICOM series are written as NIfTI with the same voxels (the position in single precision, as the format has it). No identifier
 * of a DICOM header is taken over. Refuses `NO_DICOM`, `SEVERAL_SERIES`, `DICOM_NO_VOLUME`, and what reading NRRD, DICOM and ZIP
 * refuse; whether a NIfTI file is one is for the checks of an import.
 */
export function niftiOfScan(bytes: Uint8Array): ScanFile {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return ofSeries(inArchive(bytes));
  if (isDicom(bytes)) return ofSeries([readDicom(bytes, inflateRawSync)]);
  if (isNrrd(bytes)) return { ...written(readNrrd(bytes, gunzip)), said: {}, notes: [] };
  const ending = bytes[0] === 0x1f && bytes[1] === 0x8b ? ".nii.gz" : ".nii";
  return { bytes, ending, said: {}, notes: [] };
}

const written = (volume: Volume): Pick<ScanFile, "bytes" | "ending"> => ({
  bytes: gzipSync(writeNifti(volume)),
  ending: ".nii.gz",
});

function inArchive(archive: Uint8Array): DataSet[] {
  const read: DataSet[] = [];
  let others = 0;
  for (const { bytes } of readZip(archive, UNPACKED))
    if (isDicom(bytes)) read.push(readDicom(bytes, inflateRawSync));
    else others++;
  if (read.length === 0)
    refuse(
      "NO_DICOM",
      `The archive holds no DICOM file (${others} others); pack the files of one series, or choose the NIfTI or NRRD file itself.`,
    );
  return read;
}

function ofSeries(files: readonly DataSet[]): ScanFile {
  const [series, ...more] = dicomSeries(files);
  if (!series) return refuse("NO_DICOM", "The DICOM files hold no image; choose those of an image series.");
  if (more.length > 0)
    return refuse(
      "SEVERAL_SERIES",
      `The file holds ${more.length + 1} series (${[series, ...more].slice(0, 6).map(seriesWords).join("; ")}${more.length > 5 ? "; …" : ""}); pack one at a time.`,
    );
  const { image, unit, problems } = imageOfSeries(series);
  if (!image) return refuse("DICOM_NO_VOLUME", problems.join(" "));
  return { ...written(image), said: saidBy(series, unit), notes: problems };
}

function saidBy(series: ReturnType<typeof dicomSeries>[number], unit: Image["unit"]): Record<string, string> {
  const modality = modalityOf(series);
  const scanner = scannerOf(series.instances[0]!);
  return {
    ...(modality ? { modality } : {}),
    ...(scanner ? { scanner } : {}),
    unit,
    ...Object.fromEntries(Object.entries(acquisitionOf(series)).map(([name, value]) => [name, String(value)])),
  };
}
