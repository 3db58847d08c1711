import { inflateRawSync } from "node:zlib";
import { volumeFromBytes } from "@nadir/api/compute";
import { Refusal } from "@nadir/domain";
import { dicomSeries, dicomVolume, isDicom, readDicom, type Volume } from "@nadir/imaging";
import { isFolder, oneSeries } from "./dicom/read-dicom-path.ts";
import { readBytes } from "./read-input.ts";

/**
 * A volume from a NIfTI, NRRD or DICOM file, or a folder with one DICOM series (`series` picks one of several); a refusal
 * of the reader gets the file's name.
 */
export async function readVolumeFile(path: string, series?: string): Promise<Volume> {
  try {
    if (await isFolder(path)) return dicomVolume(await oneSeries(path, series));
    const bytes = await readBytes(path);
    if (isDicom(bytes)) return dicomVolume(dicomSeries([readDicom(bytes, inflateRawSync)])[0] ?? empty);
    return volumeFromBytes(bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.problems.map((p) => ({ ...p, where: { file: path, ...p.where } })));
  }
}

const empty = { uid: "", phase: 0, phases: 1, instances: [] };
