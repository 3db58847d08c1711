import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { refuse } from "@nadir/domain";

/** The JSON files that a path names: itself, or every `*.json` of a folder in the order of names. Refused when there is none. */
export async function jsonFiles(path: string): Promise<string[]> {
  const kind = await stat(path).catch(() => null);
  if (kind === null)
    refuse("FILE_UNREADABLE", `There is no file or folder '${path}'; name a JSON file, or a folder that holds some.`, {
      where: { file: path },
    });
  if (!kind.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => name.endsWith(".json")).sort();
  if (names.length === 0)
    refuse("NO_CASES", `The folder '${path}' holds no JSON file.`, {
      where: { file: path },
      expected: "files named *.json",
    });
  return names.map((name) => join(path, name));
}
