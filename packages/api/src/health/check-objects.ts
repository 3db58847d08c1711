import { asSystem, type Database } from "@nadir/db";
import { Refusal } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import type { JobProgress } from "../jobs/progress.ts";
import { keepCheck } from "./checks.ts";

export interface ObjectsChecked {
  readonly ok: boolean;
  readonly objects: number;
  readonly bytes: number;
  /** Addresses whose bytes are not what they were; at most `TOLD`. */
  readonly changed: readonly string[];
  /** Addresses that the record names and the store has not; at most `TOLD`. */
  readonly missing: readonly string[];
}
const TOLD = 20;

/** Reads every object, compares its bytes with its address, looks for what the record names, and notes what came of it. */
export async function checkObjects(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  onProgress: (progress: JobProgress) => void = () => {},
): Promise<ObjectsChecked> {
  const named = await asSystem(db, "read which objects the record names", async ({ sql }) => {
    const rows = await sql<{ hash: string }[]>`
      select object_hash as hash from record.image union select object_hash from record.mask`;
    return new Set(rows.map(({ hash }) => hash));
  });
  const addresses: string[] = [];
  for await (const address of store.addresses()) addresses.push(address);
  let bytes = 0;
  const changed: string[] = [];
  for (const [at, address] of addresses.entries()) {
    named.delete(address);
    try {
      bytes += (await store.get(address)).byteLength;
    } catch (error) {
      if (!(error instanceof Refusal && error.code === "OBJECT_CORRUPT")) throw error;
      changed.push(address);
    }
    onProgress({ step: "compare objects", done: at + 1, total: addresses.length });
  }
  const missing = [...named].sort();
  const found: ObjectsChecked = {
    ok: changed.length === 0 && missing.length === 0,
    objects: addresses.length,
    bytes,
    changed: changed.sort().slice(0, TOLD),
    missing: missing.slice(0, TOLD),
  };
  await keepCheck(db, "objects", found.ok, { ...found, changedCount: changed.length, missingCount: missing.length });
  return found;
}
