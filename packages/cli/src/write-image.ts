import { writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { type Volume, writeNifti } from "@nadir/imaging";
import { message } from "./speak.ts";
import { WrongUsage } from "./usage.ts";

/** Writes a volume as NIfTI, packed where the name ends in .gz. */
export async function writeImage(path: string, image: Volume, description: string): Promise<void> {
  if (!/\.nii(\.gz)?$/i.test(path))
    throw new WrongUsage(`Images are written as NIfTI; name '${path}' .nii or .nii.gz.`);
  const bytes = writeNifti(image, description);
  await writeFile(path, /\.gz$/i.test(path) ? gzipSync(bytes) : bytes);
  message(`written: ${path}`);
}
