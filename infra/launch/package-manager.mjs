import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { run } from "./run.mjs";
import { Stop } from "./say.mjs";
import { tail, wayOut } from "./way-out.mjs";
import { recall, remember, root } from "./workspace.mjs";

/**
 * The environment in which `pnpm` is the release that package.json names, without installing anything globally:
 * the one on PATH if it is that release, otherwise the copy that npx keeps in its cache.
 */
export async function withPnpm() {
  const wanted = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).packageManager.split("@")[1];
  const quiet = { TURBO_TELEMETRY_DISABLED: "1", NEXT_TELEMETRY_DISABLED: "1", npm_config_update_notifier: "false" };
  const env = { ...process.env, ...quiet };

  // Asked outside the repository, or pnpm would answer as the release that package.json names after fetching it.
  const version = async (environment) =>
    (await run("pnpm", ["--version"], { cwd: tmpdir(), env: environment })).output.trim();
  if ((await version(env)) === wanted) return { env, from: "PATH", version: wanted };

  const withFolder = (folder) => ({ ...env, PATH: `${folder}${delimiter}${env.PATH ?? ""}` });
  const known = recall("pnpm-folder");
  if (known && existsSync(known) && (await version(withFolder(known))) === wanted)
    return { env: withFolder(known), from: "the cache of npx", version: wanted };

  const got = await run("npm", ["exec", "--yes", `--package=pnpm@${wanted}`, "-c", "command -v pnpm"], {
    cwd: tmpdir(),
    env,
  });
  const path = got.output.split("\n").find((line) => line.startsWith("/") && line.endsWith("pnpm"));
  if (got.code !== 0 || !path) throw new Stop(wayOut(`Obtaining pnpm ${wanted}`, got.output), tail(got.output));
  return {
    env: withFolder(dirname(path)),
    from: "npx",
    version: wanted,
    rememberFolder: () => remember("pnpm-folder", dirname(path)),
  };
}
