import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { refuse } from "@nadir/domain";

/** The key under which identities are hashed, 32 bytes. A new one is written for its owner's eyes only, never over another. */
export async function linkingKey(file: string, make: boolean): Promise<Buffer> {
  if (make) {
    const key = randomBytes(32);
    await writeFile(file, `${key.toString("hex")}\n`, { mode: 0o600, flag: "wx" }).catch(
      (error: NodeJS.ErrnoException) =>
        refuse(
          "LINK_KEY",
          error.code === "EEXIST"
            ? `The key file '${file}' is there already; leave out --new-key to use it.`
            : `The key file '${file}' cannot be written (${error.code}).`,
          { where: { file } },
        ),
    );
    return key;
  }
  const text = await readFile(file, "utf8").catch(() =>
    refuse(
      "LINK_KEY",
      `There is no key file '${file}'; give that of the trials to be linked, or make one with --new-key.`,
      {
        where: { file },
      },
    ),
  );
  if (!/^[0-9a-f]{64}\s*$/.test(text))
    refuse("LINK_KEY", `The file '${file}' is no linking key; it must be 64 hexadecimal digits.`, { where: { file } });
  return Buffer.from(text.trim(), "hex");
}
