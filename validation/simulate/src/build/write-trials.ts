import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildAtezolizumab } from "./atezolizumab.ts";
import type { BuiltTrial, ReadSource } from "./built-trial.ts";
import { buildGlioblastoma } from "./glioblastoma.ts";
import { buildGliomaParts } from "./glioma-parts.ts";
import { buildBrainImaging, buildImaging } from "./imaging.ts";
import { buildInspire } from "./inspire.ts";
import { buildUpennGbm } from "./upenn-gbm.ts";

/** The bundled trials by folder name, each with its builder. */
export const BUILDERS: Readonly<Record<string, (read: ReadSource) => Promise<BuiltTrial>>> = {
  "atezolizumab-kinetics": buildAtezolizumab,
  "inspire-pembrolizumab": buildInspire,
  "imaging-followup": buildImaging,
  "imaging-followup-brain": buildBrainImaging,
  "glioma-parts": buildGliomaParts,
};

/** The trials of the validation examples, which no demonstration imports. */
export const EXAMPLE_BUILDERS: Readonly<Record<string, (read: ReadSource) => Promise<BuiltTrial>>> = {
  "gbm-two-centres": buildGlioblastoma,
  "upenn-gbm": buildUpennGbm,
};
export const examplesFolder = fileURLToPath(new URL("../../../harness/examples", import.meta.url));

export const sourceFolder =
  (folder: string): ReadSource =>
  (path) =>
    readFile(join(folder, path));

/** Writes one trial's folder anew: files that are no longer built are removed. */
export async function writeTrial(trial: BuiltTrial, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const present = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of present) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1).replaceAll("\\", "/");
    if (!trial.has(name)) await rm(path);
  }
  for (const [name, bytes] of trial) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
}
