import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeyHalves } from "@nadir/db";
import { refuse } from "@nadir/domain";

/** Who keeps the halves of the keys of sealed test sets. Neither half alone opens anything. */
export interface Custodians {
  /** The halves of a set's key where it has one already. */
  halvesOf(trialKey: string, testSet: string): Promise<KeyHalves | undefined>;
  /** Takes the halves of a new key into custody. */
  keep(trialKey: string, testSet: string, halves: KeyHalves): Promise<void>;
}

/**
 * Custody for a demonstration on one machine: each half in a folder of its own, readable by the owner only. In a real
 * trial the two halves lie with two people or services.
 */
export function folderCustodians(folder: string): Custodians {
  const path = (half: "a" | "b", trialKey: string, testSet: string): string =>
    join(folder, `custodian-${half}`, `${trialKey}.${testSet}.key`);
  const read = async (file: string): Promise<Uint8Array | undefined> => {
    const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    if (!/^[0-9a-f]{64}\s*$/.test(text))
      refuse("SEAL_KEY_WRONG", `The key half in ${file} is damaged; it must be 64 hexadecimal digits. Restore it.`);
    return Uint8Array.from(Buffer.from(text.trim(), "hex"));
  };
  return {
    async halvesOf(trialKey, testSet) {
      const a = await read(path("a", trialKey, testSet));
      const b = await read(path("b", trialKey, testSet));
      if (a && b) return { a, b };
      if (a || b)
        refuse(
          "SEAL_KEY_WRONG",
          `Of the key of '${testSet}' in ${folder} one half is missing; restore it from its custodian.`,
        );
      return undefined;
    },
    async keep(trialKey, testSet, halves) {
      for (const half of ["a", "b"] as const) {
        await mkdir(join(folder, `custodian-${half}`), { recursive: true, mode: 0o700 });
        const text = `${Buffer.from(halves[half]).toString("hex")}\n`;
        // `wx`: a key that is there is never overwritten, because its outcomes would be lost.
        await writeFile(path(half, trialKey, testSet), text, { mode: 0o600, flag: "wx" });
      }
    },
  };
}
