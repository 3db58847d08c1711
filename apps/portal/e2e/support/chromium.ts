import { fileURLToPath } from "node:url";

interface Found {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

const infra = new URL("../../../../infra/launch/chromium.mjs", import.meta.url);
const scratch = fileURLToPath(new URL("../../node_modules/.cache/nadir-chromium", import.meta.url));

/**
 * The Chromium that `npm test` would take: the one named by NADIR_CHROMIUM, one on this machine, or the one that npm
 * brought. Looked for once, in the first process; the test processes inherit what was found. None: a sentence says so.
 */
export async function chromiumOf(): Promise<string> {
  const known = process.env["NADIR_CHROMIUM"];
  if (known && process.env["TEST_WORKER_INDEX"] !== undefined) return known;
  const { findChromium } = (await import(infra.href)) as { findChromium(scratch: string): Promise<Found> };
  const { path, env } = await findChromium(scratch);
  Object.assign(process.env, env, { NADIR_CHROMIUM: path });
  return path;
}
