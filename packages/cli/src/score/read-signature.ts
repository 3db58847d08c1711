import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { refuse, type Signature, signature } from "@nadir/domain";
import { readDocument } from "../read-input.ts";

const bundledFolder = (): URL => new URL("signatures/", import.meta.resolve("@nadir/risk/package.json"));

/** A signature from a file, or one of those that come with Nadir by its name. Refusal with every fault of the document. */
export async function readSignature(fileOrName: string): Promise<Signature> {
  if (existsSync(fileOrName)) return readDocument(fileOrName, signature);
  const bundled = readdirSync(bundledFolder()).map((f) => f.replace(/\.json$/, ""));
  if (!bundled.includes(fileOrName))
    refuse(
      "NO_SUCH_SIGNATURE",
      `There is no file '${fileOrName}', and no bundled signature of that name; bundled are: ${bundled.join(", ")}.`,
      {
        found: fileOrName,
        expected: bundled.join(", "),
      },
    );
  return readDocument(fileURLToPath(new URL(`${fileOrName}.json`, bundledFolder())), signature);
}
