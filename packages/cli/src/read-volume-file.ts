import { volumeFromBytes } from "@nadir/api/compute";
import { Refusal } from "@nadir/domain";
import type { Volume } from "@nadir/imaging";
import { readBytes } from "./read-input.ts";

/** A volume from a NIfTI or NRRD file; a refusal of the reader gets the file's name. */
export async function readVolumeFile(path: string): Promise<Volume> {
  const bytes = await readBytes(path);
  try {
    return volumeFromBytes(bytes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.problems.map((p) => ({ ...p, where: { file: path, ...p.where } })));
  }
}
