import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { BUILDERS, EXAMPLE_BUILDERS, examplesFolder, sourceFolder } from "./write-trials.ts";

const data = fileURLToPath(new URL("../../../../../shared/data", import.meta.url));
const trials = fileURLToPath(new URL("../../../../packages/demo/trials", import.meta.url));

/** Packed voxels are compared unpacked: how tightly zlib packs is the machine's affair. */
const plain = (name: string, bytes: Uint8Array): Buffer =>
  Buffer.from(name.endsWith(".gz") ? gunzipSync(bytes) : bytes);

describe.skipIf(!existsSync(data))("the bundled trials (skipped where ../shared/data is absent)", () => {
  const all = [
    ...Object.entries(BUILDERS).map(([key, build]) => ({ key, build, folder: join(trials, key) })),
    ...Object.entries(EXAMPLE_BUILDERS).map(([key, build]) => ({
      key,
      build,
      folder: join(examplesFolder, key, "trial"),
    })),
  ];
  it.each(all)("$key comes out of its builder byte for byte", async ({ build, folder }) => {
    const built = await build(sourceFolder(data));
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const present = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name).slice(folder.length + 1));
    expect(present.sort()).toEqual([...built.keys()].sort());
    for (const [name, bytes] of built)
      expect(plain(name, bytes).equals(plain(name, await readFile(join(folder, name)))), name).toBe(true);
  });
});
