import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { Refusal, refuse } from "@nadir/domain";
import { seriesWords } from "@nadir/features";
import { type DataSet, type DicomSeries, dicomSeries, isDicom, readDicom } from "@nadir/imaging";
import { readBytes } from "../read-input.ts";

export interface DicomFolder {
  readonly series: readonly DicomSeries[];
  /** Files that are DICOM, and those that are not. */
  readonly dicomFiles: number;
  readonly otherFiles: number;
}

/** Whether the path is a folder; false where it does not exist (reading it says so). */
export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Whether the path is a folder (of DICOM files, as far as is known) or a DICOM file. */
export const isDicomPath = async (path: string): Promise<boolean> =>
  (await isFolder(path)) || isDicom(await readBytes(path));

/** The image series of a DICOM file or of a folder with all that lies below it. Refuses `NO_DICOM`, and a damaged file by its name. */
export async function readDicomPath(path: string): Promise<DicomFolder> {
  const paths = (await isFolder(path)) ? await filesBelow(path) : [path];
  const read: DataSet[] = [];
  let otherFiles = 0;
  for (const file of paths) {
    const bytes = await readBytes(file);
    if (!isDicom(bytes)) otherFiles++;
    else
      try {
        read.push(readDicom(bytes, inflateRawSync));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        throw new Refusal(error.problems.map((p) => ({ ...p, where: { file, ...p.where } })));
      }
  }
  const series = dicomSeries(read);
  if (series.length === 0)
    refuse("NO_DICOM", `There is no DICOM image in '${path}' (${read.length} DICOM files, ${otherFiles} others).`, {
      where: { file: path },
    });
  return { series, dicomFiles: read.length, otherFiles };
}

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true, recursive: true });
  return found
    .filter((entry) => entry.isFile() && entry.name !== "DICOMDIR")
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The one series of a path; `wanted` names it by UID or by its number in the list (from 1). Refuses `SEVERAL_SERIES`, `NO_SUCH_SERIES`. */
export async function oneSeries(path: string, wanted?: string): Promise<DicomSeries> {
  const { series } = await readDicomPath(path);
  const list = series.map((s, n) => `${n + 1}: ${seriesWords(s)}`).join("; ");
  if (wanted !== undefined)
    return (
      series.find((s, n) => s.uid === wanted || String(n + 1) === wanted) ??
      refuse("NO_SUCH_SERIES", `There is no series '${wanted}' in '${path}'. It holds ${list}.`, {
        where: { file: path },
      })
    );
  if (series.length > 1)
    refuse("SEVERAL_SERIES", `'${path}' holds ${series.length} series; say which with --series. It holds ${list}.`, {
      where: { file: path },
    });
  return series[0]!;
}
