/**
 * `npm run demo -- --once` in a fresh clone of this commit, packages coming from the machine's warm store; then the same
 * again, when everything stands. Promise: under 4 minutes on 2 cores. What is not committed is not measured.
 */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { conclude, timed } from "./measure.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "nadir-bench-"));
const clone = join(folder, "nadir");
try {
  run("git", ["clone", "--quiet", "--no-hardlinks", root, clone], folder);
  const first = await timed(async () => run("npm", ["run", "demo", "--", "--once"], clone));
  const again = await timed(async () => run("npm", ["run", "demo", "--", "--once"], clone));
  conclude({
    name: "demo from a fresh clone",
    targetMs: 240_000,
    measuredMs: first,
    baseline: { what: "the second run, which repeats nothing", ms: again },
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}

function run(command: string, args: readonly string[], cwd: string): void {
  // The clone has a home of its own; the caller's must not be touched.
  const { NADIR_HOME: _home, DATABASE_URL: _url, ...env } = process.env;
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status ?? error?.message}.`);
}
