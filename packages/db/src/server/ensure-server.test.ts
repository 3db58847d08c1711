import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { asSystem, connect } from "../index.ts";
import { checkBinaries, packagedBinaries } from "./binaries.ts";
import { databaseUrls, ensureServer, stopServer } from "./index.ts";
import { setLoginRoles, urlFor, withAdmin } from "./login-roles.ts";
import { migrate } from "./migrate.ts";

const NONE = {};
const isRoot = process.getuid?.() === 0;
const homes: string[] = [];
const blockers: { server: Server; sockets: Socket[] }[] = [];

async function newHome(mode = 0o711): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "nadir-home-"));
  await chmod(home, mode);
  homes.push(home);
  return home;
}
const serverFile = async (home: string) =>
  JSON.parse(await readFile(join(home, "server.json"), "utf8")).embedded as { port: number; dataFolder: string };
const pidOf = async (dataFolder: string) =>
  Number((await readFile(join(dataFolder, "postmaster.pid"), "utf8")).split("\n")[0]);
const block = (port: number) =>
  new Promise<void>((resolve, reject) => {
    // Like many a program: it accepts, and never says a word.
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket));
    blockers.push({ server, sockets });
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });

afterEach(async () => {
  for (const { server, sockets } of blockers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  }
});
afterAll(async () => {
  for (const home of homes) {
    const elsewhere = existsSync(join(home, "server.json")) ? (await serverFile(home))?.dataFolder : undefined;
    await stopServer({ home, env: NONE }).catch(() => {});
    if (elsewhere && !elsewhere.startsWith(home)) await rm(dirname(elsewhere), { recursive: true, force: true });
    await rm(home, { recursive: true, force: true });
  }
});

describe("a life of its own", () => {
  let home: string;
  beforeAll(async () => {
    home = await newHome();
  });

  test("before anything was prepared, the address is refused with the way to prepare it", async () => {
    await expect(databaseUrls({ home, env: NONE })).rejects.toMatchObject({ code: "SERVER_NOT_PREPARED" });
    expect(await stopServer({ home, env: NONE })).toBe(false);
  });

  test.each(["nonsense", "mysql://user:secret@host/db", "postgres:///db"])(
    "a DATABASE_URL that is no address of a Postgres is named, with an example, and not repeated (%s)",
    async (databaseUrl) => {
      const place = { home: await newHome(), env: { DATABASE_URL: databaseUrl } };
      for (const asked of [ensureServer(place), databaseUrls(place)]) {
        const said = await asked.then(String, (error: Error) => error.message);
        expect(said).toMatch(/DATABASE_URL is not the address.*postgres:\/\/user:password@host:port\/database/);
        expect(said).not.toContain(databaseUrl);
      }
    },
  );

  test("the first call makes a cluster, keeps its passwords for the owner alone, and is migrated", async () => {
    const first = await ensureServer({ home, env: NONE });
    expect(first).toMatchObject({ kind: "embedded", started: true });
    expect(first.version).toMatch(/^18\./);
    expect((await stat(join(home, "server.json"))).mode & 0o777).toBe(0o600);
    expect((await stat((await serverFile(home)).dataFolder)).mode & 0o777).toBe(0o700);
    expect((await migrate(first.urls.adminUrl)).applied.length).toBeGreaterThan(0);
    const db = connect(first.urls.appUrl, { max: 1 });
    expect(await asSystem(db, "look", ({ sql }) => sql`select current_user as who`)).toEqual([{ who: "nadir_system" }]);
    await db.close();
    expect(await databaseUrls({ home, env: NONE })).toEqual(first.urls);
  });

  test("the second call finds it running", async () => {
    const again = await ensureServer({ home, env: NONE });
    expect(again.started).toBe(false);
  });

  test("a second migration has nothing to do", async () => {
    const { adminUrl } = await databaseUrls({ home, env: NONE });
    expect((await migrate(adminUrl)).applied).toEqual([]);
  });

  test("it listens on loopback only and asks everyone for a password", async () => {
    const { appUrl, adminUrl } = await databaseUrls({ home, env: NONE });
    await withAdmin(adminUrl, async (sql) => {
      expect(
        await sql`select setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by name`,
      ).toEqual([{ setting: "127.0.0.1" }, { setting: "" }]);
    });
    await expect(withAdmin(urlFor(appUrl, "nadir_app", "wrong"), (sql) => sql`select 1`)).rejects.toThrow(
      /password authentication failed/,
    );
  });

  test("stopped, then started where the port is taken by another program: the next free port, and it says so", async () => {
    const { port } = await serverFile(home);
    expect(await stopServer({ home, env: NONE })).toBe(true);
    await block(port);
    const moved = await ensureServer({ home, env: NONE });
    expect((await serverFile(home)).port).toBeGreaterThan(port);
    expect(moved.notes.join(" ")).toContain(`Port ${port} is taken`);
    expect(new URL(moved.urls.appUrl).port).toBe(String((await serverFile(home)).port));
  });

  test("killed hard, it starts again with its data", async () => {
    const { dataFolder } = await serverFile(home);
    const { adminUrl } = await databaseUrls({ home, env: NONE });
    await withAdmin(adminUrl, (sql) => sql`create table public.kept as select 42 as n`);
    process.kill(await pidOf(dataFolder), "SIGKILL");
    const again = await ensureServer({ home, env: NONE });
    expect(again.started).toBe(true);
    await withAdmin(again.urls.adminUrl, async (sql) =>
      expect(await sql`select n from public.kept`).toEqual([{ n: 42 }]),
    );
  });

  test("a lock left by a dead process is taken over", async () => {
    await stopServer({ home, env: NONE });
    const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
    await new Promise((done) => child.on("exit", done));
    await writeFile(join(home, "server.lock"), String(child.pid));
    expect(await ensureServer({ home, env: NONE })).toMatchObject({ started: true });
    expect(existsSync(join(home, "server.lock"))).toBe(false);
  });

  test("a data folder whose passwords are lost is not touched", async () => {
    await stopServer({ home, env: NONE });
    const file = await readFile(join(home, "server.json"), "utf8");
    await rm(join(home, "server.json"));
    await expect(ensureServer({ home, env: NONE })).rejects.toMatchObject({ code: "SERVER_FILE_MISSING" });
    await writeFile(join(home, "server.json"), "{");
    await expect(ensureServer({ home, env: NONE })).rejects.toMatchObject({ code: "SERVER_FILE_BROKEN" });
    await writeFile(join(home, "server.json"), file, { mode: 0o600 });
    expect(await ensureServer({ home, env: NONE })).toMatchObject({ started: true });
  });
});

test("three processes that start at once share one server", async () => {
  const home = await newHome();
  const script = join(home, "start.mts");
  const module = fileURLToPath(new URL("./index.ts", import.meta.url));
  await writeFile(
    script,
    `import { ensureServer } from ${JSON.stringify(module)};
const s = await ensureServer({ home: ${JSON.stringify(home)}, env: {} });
console.log(JSON.stringify({ started: s.started, url: s.urls.adminUrl }));`,
  );
  const tsx = fileURLToPath(new URL("../../../../node_modules/.bin/tsx", import.meta.url));
  const runs = await Promise.all([1, 2, 3].map(() => promisify(execFile)(tsx, [script])));
  const said = runs.map((r) => JSON.parse(r.stdout) as { started: boolean; url: string });
  expect(said.filter((s) => s.started)).toHaveLength(1);
  expect(new Set(said.map((s) => s.url)).size).toBe(1);
});

describe("what stands against it", () => {
  test("a home that cannot be written is named, with what to set instead", async () => {
    const home = await newHome();
    await writeFile(join(home, "file"), "");
    await expect(ensureServer({ home: join(home, "file", "below"), env: NONE })).rejects.toMatchObject({
      code: "HOME_NOT_WRITABLE",
      message: expect.stringContaining("NADIR_HOME"),
    });
  });

  test.runIf(isRoot)("a home on a read-only disk is named", async () => {
    // /sys is mounted read-only, or refuses new folders, on every Linux.
    await expect(ensureServer({ home: "/sys/nadir", env: NONE })).rejects.toMatchObject({ code: "HOME_NOT_WRITABLE" });
  });

  test("a missing shared library is told in the loader's words, with a way out", async () => {
    const folder = join(await newHome(0o755), "fake");
    await mkdir(join(folder, "bin"), { recursive: true });
    const words =
      "error while loading shared libraries: libxml2.so.2: cannot open shared object file: No such file or directory";
    await writeFile(join(folder, "bin", "postgres"), `#!/bin/sh\necho "postgres: ${words}" >&2\nexit 127\n`, {
      mode: 0o755,
    });
    const binaries = { folder, initdb: "", pgCtl: "", postgres: join(folder, "bin", "postgres") };
    await expect(checkBinaries(binaries, undefined)).rejects.toMatchObject({
      code: "POSTGRES_LIBRARY_MISSING",
      message: expect.stringMatching(/libxml2\.so\.2.*DATABASE_URL/s),
    });
  });

  test("a really missing library, too: the binaries without their libraries beside them", async () => {
    const folder = join(await newHome(0o755), "bare");
    await mkdir(join(folder, "bin"), { recursive: true });
    const { postgres: real } = await packagedBinaries();
    await writeFile(join(folder, "bin", "postgres"), await readFile(real), { mode: 0o755 });
    const binaries = { folder, initdb: "", pgCtl: "", postgres: join(folder, "bin", "postgres") };
    const outcome = await checkBinaries(binaries, undefined).catch((e: unknown) => e);
    // A machine that has these libraries itself can run it.
    if (typeof outcome === "string") expect(outcome).toMatch(/postgres/i);
    else expect(outcome).toMatchObject({ code: "POSTGRES_LIBRARY_MISSING" });
  });

  test.runIf(isRoot)(
    "as root in a private folder: the data goes where nobody may enter, and it says where",
    async () => {
      const home = await newHome(0o700);
      const server = await ensureServer({ home, env: NONE });
      const { dataFolder } = await serverFile(home);
      expect(dataFolder.startsWith(home)).toBe(false);
      expect(server.notes.join(" ")).toContain(dataFolder);
      expect((await stat(dataFolder)).uid).toBe(65534);
      expect(await ensureServer({ home, env: NONE })).toMatchObject({ started: false });
    },
  );

  test.runIf(isRoot)("as root with the programs in a private folder: they are copied, once", async () => {
    const { copyBinaries } = await import("./binaries.ts");
    const place = await newHome(0o700);
    const packaged = await packagedBinaries();
    const hidden = await copyBinaries(packaged, join(place, "private"), "x");
    const nobody = { uid: 65534, gid: 65534 };
    expect(await checkBinaries(hidden, nobody)).toBe("unreadable");
    const open = await newHome(0o755);
    const copied = await copyBinaries(hidden, open, "x");
    expect(await checkBinaries(copied, nobody)).toMatch(/^postgres|^PostgreSQL/);
    expect((await copyBinaries(hidden, open, "x")).folder).toBe(copied.folder);
  });

  test("somebody else's folder under our name is not used", async () => {
    const { createHash } = await import("node:crypto");
    const home = await newHome(0o700);
    if (!isRoot) return;
    const name = `nadir-${createHash("sha256").update(home).digest("hex").slice(0, 12)}`;
    await symlink("/etc", join("/var/tmp", name));
    try {
      const server = await ensureServer({ home, env: NONE });
      expect((await serverFile(home)).dataFolder.startsWith("/var/tmp")).toBe(false);
      expect(server.started).toBe(true);
    } finally {
      await rm(join("/var/tmp", name));
    }
  });
});

describe("another server by DATABASE_URL", () => {
  const testServer = () => inject("nadirTestServer");

  test("nothing is started; the roles get passwords that the home keeps; migrations and the seam work", async () => {
    const home = await newHome();
    const name = `nadir_external_${process.pid}`;
    const url = new URL(testServer().adminUrl);
    await withAdmin(url.toString(), (sql) => sql.unsafe(`CREATE DATABASE ${name}`));
    url.pathname = `/${name}`;
    const DATABASE_URL = url.toString();
    try {
      // The test server's roles are in use by the other test files: their password must stay.
      await expect(ensureServer({ home, env: { DATABASE_URL } })).rejects.toMatchObject({
        code: "APP_PASSWORD_UNKNOWN",
        message: expect.stringContaining("NADIR_APP_PASSWORD"),
      });
      const env = { DATABASE_URL, NADIR_APP_PASSWORD: "test-app", NADIR_MODELLER_PASSWORD: "test-modeller" };
      const server = await ensureServer({ home, env });
      expect(server).toMatchObject({ kind: "external", started: false });
      await migrate(server.urls.adminUrl);
      // From now on the home folder knows.
      const urls = await databaseUrls({ home, env: { DATABASE_URL } });
      expect(urls).toEqual(server.urls);
      const db = connect(urls.appUrl, { max: 1 });
      expect(await asSystem(db, "look", ({ sql }) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
      await db.close();
      expect(existsSync(join(home, "postgres"))).toBe(false);
      expect(await stopServer({ home, env })).toBe(false);
    } finally {
      await withAdmin(testServer().adminUrl, (sql) => sql.unsafe(`DROP DATABASE ${name} WITH (FORCE)`));
    }
  });

  test("a server that does not answer is named without its password", async () => {
    const home = await newHome();
    const outcome = await ensureServer({ home, env: { DATABASE_URL: "postgres://u:very-secret@127.0.0.1:1/x" } }).catch(
      (e: unknown) => e,
    );
    expect(outcome).toMatchObject({ code: "DATABASE_NOT_REACHED" });
    expect(String(outcome)).not.toContain("very-secret");
  });

  test("a password that could end its quotation is refused", async () => {
    const sql = postgres(testServer().adminUrl, { max: 1 });
    await expect(
      setLoginRoles(sql, { appPassword: "a'; drop role x; --", modellerPassword: "b" }),
    ).rejects.toMatchObject({ code: "PASSWORD_UNUSABLE" });
    await sql.end();
  });
});
