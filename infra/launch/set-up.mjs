import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withPnpm } from "./package-manager.mjs";
import { run } from "./run.mjs";
import { duration, progressLine, Stop, say } from "./say.mjs";
import { tail, wayOut } from "./way-out.mjs";
import { checkPlace, installHash, recall, remember, root } from "./workspace.mjs";

/** Obtains pnpm and installs from the lockfile; skipped when nothing that decides the result has changed. Returns the environment for children. */
export async function install() {
  checkPlace();
  const pnpm = await withPnpm();
  say(`  pnpm ${pnpm.version} (from ${pnpm.from})`);
  const wanted = installHash();
  if (recall("install-hash") === wanted && existsSync(join(root, "node_modules", ".bin", "turbo"))) {
    say("  packages: already installed from this lockfile");
    return pnpm.env;
  }
  const line = progressLine();
  const flags = ["install", "--frozen-lockfile", "--reporter=append-only", "--config.confirmModulesPurge=false"];
  let count = "";
  const got = await run("pnpm", flags, {
    cwd: root,
    env: pnpm.env,
    onLine(text) {
      const p = /resolved (\d+), reused (\d+), downloaded (\d+), added (\d+)/.exec(text);
      if (!p) return;
      count = p[1];
      line.show(`packages: ${p[4]} of ${p[1]} in place (${p[2]} from the store, ${p[3]} downloaded)`);
    },
  });
  if (got.code !== 0) throw new Stop(wayOut("Installing the packages", got.output), tail(got.output));
  remember("install-hash", wanted);
  pnpm.rememberFolder?.();
  line.done(`packages: ${count ? `${count} ` : ""}installed in ${duration(got.ms)}`);
  return pnpm.env;
}

/** Builds what has a build step (the portal) through turbo, and lays the portal's static files beside its server. */
export async function build(env) {
  const line = progressLine(15_000);
  const got = await run(join(root, "node_modules", ".bin", "turbo"), ["run", "build", "--output-logs=new-only"], {
    cwd: root,
    env: { ...env, NODE_ENV: "production" },
    onLine: (text) => text.trim() && line.show(`portal: ${text.trim().replace(/^@nadir\/portal:build:\s*/, "")}`),
  });
  if (got.code !== 0) throw new Stop(wayOut("Building the portal", got.output), tail(got.output, 40));
  const cached = /FULL TURBO/.test(got.output);
  assemblePortal();
  line.done(cached ? "portal: already built from this source" : `portal: built in ${duration(got.ms)}`);
}

/**
 * Next's standalone server serves `public` and `.next/static` only from beside itself; its build does not put them there. Beside
 * it, too, lies what starts it once a core. Copied once a build, known by its BUILD_ID.
 */
export function assemblePortal(folder = join(root, "apps", "portal")) {
  const built = join(folder, ".next");
  const standalone = join(built, "standalone", "apps", "portal");
  if (!existsSync(join(standalone, "server.js")))
    throw new Stop(
      "The build of the portal ended without its standalone server. Delete apps/portal/.next and run the same command again.",
    );
  const id = readFileSync(join(built, "BUILD_ID"), "utf8");
  const mark = join(standalone, ".next", "ASSEMBLED_ID");
  if (existsSync(mark) && readFileSync(mark, "utf8") === id) return;
  for (const [from, to] of [
    [join(built, "static"), join(standalone, ".next", "static")],
    [join(folder, "public"), join(standalone, "public")],
    [join(folder, "bin", "portal.mjs"), join(standalone, "portal.mjs")],
  ]) {
    if (!existsSync(from)) continue;
    rmSync(to, { recursive: true, force: true });
    cpSync(from, to, { recursive: true });
  }
  cpSync(join(built, "BUILD_ID"), mark);
}
