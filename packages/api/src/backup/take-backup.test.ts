import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { asSystem, connect, type Database } from "@nadir/db";
import { embeddedFolder, ensureServer, migrate, stopServer } from "@nadir/db/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBackups } from "../health/index.ts";
import { compareBackup, takeProvedBackup } from "./index.ts";

const NONE = {};
let folder: string;
let home: string;
let backups: string;
let db: Database;
const by = { personId: "keeper" };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nadir-proved-"));
  await chmod(folder, 0o711);
  home = join(folder, "home");
  backups = join(folder, "home-backups");
  const { urls } = await ensureServer({ home, env: NONE });
  await migrate(urls.adminUrl);
  db = connect(urls.appUrl, { max: 2 });
  await asSystem(
    db,
    "a person for a test",
    ({ sql }) =>
      sql`insert into identity."user" (id, name, email, email_verified) values ('keeper', 'Keeper', 'k@x.example', true)`,
  );
  await mkdir(join(home, "objects"), { recursive: true });
  await writeFile(join(home, "objects", "scan"), "a scan");
});
afterAll(async () => {
  await db?.close();
  const data = embeddedFolder(home);
  await stopServer({ home, env: NONE }).catch(() => {});
  if (data && !data.startsWith(home)) await rm(dirname(data), { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
});

const eventsOf = () =>
  asSystem(
    db,
    "look",
    ({ sql }) =>
      sql<{ action: string; actor: string; payload: string }[]>`
        select action, actor, payload from audit.event where action like 'backup-%' order by seq`,
  );

test("a backup from the portal is copied, compared and restored on trial; noted with who asked, and told without a path", async () => {
  const steps = new Set<string>();
  const made = await takeProvedBackup({ place: { home, env: NONE }, backups }, { db, by }, ({ step }) =>
    steps.add(step),
  );
  expect(made).toMatchObject({ name: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/) });
  // A new installation, nothing of it logged yet: its log holds too.
  expect(made.events).toBe(0);
  expect([...steps]).toEqual([
    "copy the database",
    "copy objects and settings",
    "write down the hashes",
    "compare the files",
    "recompute the log of what was restored",
  ]);
  expect((await stat(join(backups, made.name))).mode & 0o777).toBe(0o700);
  expect((await stat(backups)).mode & 0o777).toBe(0o700);
  expect(await readdir(backups), "nothing else is left there").toEqual([made.name]);

  const [line] = await readBackups(db);
  expect(line).toMatchObject({ name: made.name, by: "Keeper", files: made.files, bytes: made.bytes });
  expect(line).toMatchObject({ compared: { ok: true }, restored: { ok: true } });
  const events = await eventsOf();
  expect(events.map((e) => e.action)).toEqual(["backup-made", "backup-compared", "backup-restored-on-trial"]);
  expect(new Set(events.map((e) => e.actor))).toEqual(new Set(["keeper"]));
  expect(JSON.stringify([made, line, events])).not.toContain(folder);
});

test("one that is changed on the disk is noted as such, over what was noted before", async () => {
  const [name] = await readdir(backups);
  const copy = join(backups, name!);
  await writeFile(join(copy, "home", "objects", "scan"), "another");
  const payload = (await eventsOf())[0]?.payload ?? "{}";
  const { auditHead } = JSON.parse(payload) as { auditHead: string };
  await expect(compareBackup(copy, { db, by: "system" }, { auditHead })).rejects.toThrow(/is not what was copied/);
  expect((await readBackups(db))[0]).toMatchObject({ compared: { ok: false }, restored: { ok: true } });
});

test("what stands against it is told in words that name no place on the machine", async () => {
  const refusal = (into: string, env: Record<string, string> = {}) =>
    takeProvedBackup({ place: { home, env }, backups: into }, { db, by }).then(
      () => "made",
      (error: Error) => error.message,
    );
  const said = [
    await refusal(join(home, "within")),
    await refusal(join(home, "objects", "scan", "under-a-file")),
    await refusal(backups, { DATABASE_URL: "postgres://x@127.0.0.1/x" }),
  ];
  expect(said[0]).toContain("lies inside NADIR_HOME");
  expect(said[1]).toContain("Name one in NADIR_BACKUPS");
  expect(said[2]).toContain("a server of your own");
  expect(JSON.stringify(said)).not.toContain(folder);
});
