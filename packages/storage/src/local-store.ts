import { createHash, randomUUID } from "node:crypto";
import { chmod, type FileHandle, mkdir, open, opendir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { refuse } from "@nadir/domain";
import type { ObjectStore } from "./object-store.ts";

/** Scans and reports are for the account that runs Nadir; what a person may see of them the portal decides. */
const OWNER_ONLY = 0o700;
const HASH = /^[0-9a-f]{64}$/;

/**
 * An object store in a directory: `objects/ab/cd…` by hash, written to `incoming/` first and renamed when complete,
 * so that a reader never sees half an object and a crash leaves only a stray file in `incoming/`. Readable by its owner only.
 * Creates the directory. Refuses `STORE_NOT_WRITABLE` when it cannot.
 */
export async function openLocalStore(directory: string): Promise<ObjectStore> {
  const incoming = join(directory, "incoming");
  const objects = join(directory, "objects");
  await writable(directory, async () => {
    for (const folder of [directory, incoming, objects]) await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
    // Stores of earlier releases were open to everybody on the machine, past every policy of the database.
    for (const folder of [incoming, objects]) await chmod(folder, OWNER_ONLY).catch(() => {});
  });
  const pathOf = (hash: string): string => {
    if (!HASH.test(hash))
      refuse("BAD_OBJECT_HASH", `'${hash}' is no object address; it must be 64 lower-case hexadecimal digits.`);
    return join(objects, hash.slice(0, 2), hash.slice(2));
  };
  const size = async (hash: string): Promise<number | null> => {
    try {
      return (await stat(pathOf(hash))).size;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };

  async function putStream(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    const temporary = join(incoming, randomUUID());
    return writable(directory, async () => {
      const file = await open(temporary, "wx", 0o600);
      try {
        const hash = await pour(pieces, file);
        if ((await size(hash)) === null) {
          await mkdir(join(objects, hash.slice(0, 2)), { recursive: true, mode: OWNER_ONLY });
          await rename(temporary, pathOf(hash));
        }
        return hash;
      } finally {
        await rm(temporary, { force: true });
      }
    });
  }

  return {
    put: (bytes) => putStream([bytes]),
    putStream,
    size,
    has: async (hash) => (await size(hash)) !== null,
    async get(hash) {
      const bytes = await readFile(pathOf(hash)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
        return refuse("OBJECT_NOT_FOUND", `The object ${hash} is not in the store at ${directory}.`);
      });
      const found = createHash("sha256").update(bytes).digest("hex");
      if (found !== hash)
        refuse(
          "OBJECT_CORRUPT",
          `The object ${hash} was changed on disk: its bytes now hash to ${found}. Restore ${pathOf(hash)} from a backup.`,
          { found, expected: hash },
        );
      return bytes;
    },
    async *addresses() {
      for await (const shelf of await opendir(objects))
        for await (const file of await opendir(join(objects, shelf.name))) yield shelf.name + file.name;
    },
  };
}

/** Writes every piece, flushes to the disk, closes, and returns the hash of what was written. */
async function pour(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, file: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "ENOENT";

async function writable<T>(directory: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why: Record<string, string> = {
      EACCES: "this user may not write there",
      EPERM: "this user may not write there",
      EROFS: "the disk is read-only",
      ENOSPC: "the disk is full",
      ENOTDIR: "a part of that path is a file, not a directory",
      EEXIST: "a file of that name is in the way",
    };
    if (code && why[code])
      refuse("STORE_NOT_WRITABLE", `The object store at ${directory} cannot be written: ${why[code]}.`, {
        found: code,
      });
    throw error;
  }
}
