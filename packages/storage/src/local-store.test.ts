import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256Hex } from "@nadir/domain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ObjectStore, openLocalStore } from "./index.ts";

let directory: string;
let store: ObjectStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "nadir-store-"));
  store = await openLocalStore(directory);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const bytes = new TextEncoder().encode("a scan");
const fileOf = (hash: string): string => join(directory, "objects", hash.slice(0, 2), hash.slice(2));
const everything = async (): Promise<string[]> => {
  const found: string[] = [];
  for await (const address of store.addresses()) found.push(address);
  return found.sort();
};

describe("local object store", () => {
  it("keeps bytes under their hash, once", async () => {
    const hash = await store.put(bytes);
    expect(hash).toBe(sha256Hex(bytes));
    expect(await store.put(bytes)).toBe(hash);
    expect([...(await store.get(hash))]).toEqual([...bytes]);
    expect(await store.size(hash)).toBe(bytes.length);
    expect(await everything()).toEqual([hash]);
    expect(await readdir(join(directory, "incoming"))).toEqual([]);
  });

  it("is readable by its owner only, also where an earlier release left it open", async () => {
    await chmod(join(directory, "objects"), 0o755);
    store = await openLocalStore(directory);
    const hash = await store.put(bytes);
    const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
    for (const folder of ["incoming", "objects", join("objects", hash.slice(0, 2))])
      expect(await modeOf(join(directory, folder)), folder).toBe("700");
    expect(await modeOf(fileOf(hash))).toBe("600");
  });

  it("takes a stream in pieces, the same address as in one piece", async () => {
    async function* pieces() {
      yield bytes.subarray(0, 2);
      yield bytes.subarray(2);
    }
    expect(await store.putStream(pieces())).toBe(sha256Hex(bytes));
    expect([...(await store.get(sha256Hex(bytes)))]).toEqual([...bytes]);
  });

  it("holds with many writers of the same and other bytes at once", async () => {
    const texts = Array.from({ length: 40 }, (_, n) => new TextEncoder().encode(`object ${n % 10}`));
    const hashes = await Promise.all(texts.map((t) => store.put(t)));
    expect(new Set(hashes).size).toBe(10);
    for (const [n, hash] of hashes.entries()) expect([...(await store.get(hash))]).toEqual([...texts[n]!]);
    expect(await readdir(join(directory, "incoming"))).toEqual([]);
  });

  it("leaves nothing behind when the stream breaks", async () => {
    async function* broken() {
      yield bytes;
      throw new Error("the line went dead");
    }
    await expect(store.putStream(broken())).rejects.toThrow("the line went dead");
    expect(await everything()).toEqual([]);
    expect(await readdir(join(directory, "incoming"))).toEqual([]);
  });

  it("says so when an object is missing, was changed, or the address is none", async () => {
    const hash = await store.put(bytes);
    expect(await store.has("0".repeat(64))).toBe(false);
    await expect(store.get("0".repeat(64))).rejects.toMatchObject({ code: "OBJECT_NOT_FOUND" });
    await expect(store.get("../secret")).rejects.toMatchObject({ code: "BAD_OBJECT_HASH" });
    await writeFile(fileOf(hash), "another scan");
    await expect(store.get(hash)).rejects.toMatchObject({ code: "OBJECT_CORRUPT" });
  });

  it("refuses a place that is not a directory", async () => {
    await writeFile(join(directory, "file"), "");
    await expect(openLocalStore(join(directory, "file"))).rejects.toMatchObject({ code: "STORE_NOT_WRITABLE" });
  });
});
