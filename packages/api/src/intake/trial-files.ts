import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { refuse } from "@nadir/domain";
import { badFileName } from "./file-name.ts";

/** The files of one trial, wherever they lie: a folder, an upload, memory. Names are relative with `/` between parts. */
export interface TrialFiles {
  readonly manifestName: string;
  read(name: string): Promise<Uint8Array | undefined>;
  list(): Promise<readonly string[]>;
}

/** Files of memory, for uploads and tests. */
export function filesOfMap(manifestName: string, files: ReadonlyMap<string, Uint8Array>): TrialFiles {
  return {
    manifestName,
    read: async (name) => files.get(name),
    list: async () => [...files.keys()].sort(),
  };
}

/**
 * The folder of a manifest on disk. `path` is the manifest, or a folder that holds `trial.yaml`, `trial.yml` or
 * `trial.json`. Refuses `MANIFEST_MISSING`. Nothing outside the folder is ever read.
 */
export async function filesOfFolder(path: string): Promise<TrialFiles> {
  const manifestPath = await findManifest(path);
  const folder = resolve(dirname(manifestPath));
  return {
    manifestName: basename(manifestPath),
    read: async (name) => {
      const full = resolve(folder, name);
      if (badFileName(name) || !full.startsWith(folder + sep)) return undefined;
      try {
        return await readFile(full);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
        throw error;
      }
    },
    list: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(folder.length + 1)
            .split(sep)
            .join("/"),
        )
        .sort();
    },
  };
}

async function findManifest(path: string): Promise<string> {
  const kind = await stat(path).catch(() => undefined);
  if (kind?.isFile()) return path;
  if (kind?.isDirectory()) {
    for (const name of ["trial.yaml", "trial.yml", "trial.json"]) {
      const candidate = join(path, name);
      if ((await stat(candidate).catch(() => undefined))?.isFile()) return candidate;
    }
    refuse(
      "MANIFEST_MISSING",
      `The folder ${path} holds no trial.yaml, trial.yml or trial.json; put the manifest there.`,
    );
  }
  return refuse("MANIFEST_MISSING", `There is no file or folder ${path}; name a trial's manifest (trial.yaml).`);
}
