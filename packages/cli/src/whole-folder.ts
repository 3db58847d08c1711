import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { refuse } from "@nadir/domain";

/** Refuses `FOLDER_EXISTS`: what stands in a folder is not written over. */
export function requireNewFolder(out: string): void {
  if (existsSync(resolve(out))) refuse("FOLDER_EXISTS", `${out} is there already; name a folder that is not.`);
}

/** A folder that is there whole or not at all: written beside the one that is named, whose name it takes at the end. */
export async function writeWholeFolder(out: string, write: (folder: string) => Promise<void>): Promise<void> {
  const folder = resolve(out);
  const half = `${folder}.part-${process.pid}`;
  try {
    await mkdir(half, { recursive: true });
    await write(half);
    await rename(half, folder);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}
