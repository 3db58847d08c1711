import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appendAudit, asSystem, connect, verifyAudit } from "../index.ts";
import { plantTrial } from "../testing/planted-trial.ts";
import { requireRoom } from "./backup.ts";
import { checkBackup, ensureServer, makeBackup, migrate, restoreBackup, stopServer, tryRestore } from "./index.ts";

const NONE = {};
const folders: string[] = [];
const homes: string[] = [];
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "nadir-backup-"));
  await chmod(folder, 0o711);
  folders.push(folder);
  return folder;
}
async function newHome(): Promise<string> {
  const home = await newFolder();
  homes.push(home);
  return home;
}
const dataFolderOf = async (home: string) =>
  (JSON.parse(await readFile(join(home, "server.json"), "utf8")) as { embedded: { dataFolder: string } }).embedded
    .dataFolder;

let home: string;
let backup: string;
beforeAll(async () => {
  home = await newHome();
  const { urls } = await ensureServer({ home, env: NONE });
  await migrate(urls.adminUrl);
  const db = connect(urls.appUrl, { max: 2 });
  await plantTrial(db, "kept");
  await mkdir(join(home, "objects", "ab"), { recursive: true });
  await writeFile(join(home, "objects", "ab", "cd"), "a scan");
  backup = join(await newFolder(), "first");
  // Written to while it is copied: whole transactions, or none of them.
  let goOn = true;
  const writing = (async () => {
    for (let n = 0; goOn; n++)
      await asSystem(db, "work goes on", (tx) =>
        appendAudit(tx, { action: "noted", object: `n:${n}`, payload: { n } }),
      );
  })();
  await makeBackup({ home, env: NONE }, backup);
  goOn = false;
  await writing;
  await asSystem(db, "after the backup", (tx) => appendAudit(tx, { action: "noted", object: "late", payload: {} }));
  await db.close();
});
afterAll(async () => {
  for (const at of homes) {
    const data = await dataFolderOf(at).catch(() => null);
    await stopServer({ home: at, env: NONE }).catch(() => {});
    if (data && !data.startsWith(at)) await rm(dirname(data), { recursive: true, force: true });
  }
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const isOurs = (name: string) => name.startsWith("nadir-");
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

describe("a backup of an installation in use", () => {
  test("is restored elsewhere: the same trial, objects and sign-ins, a chain that holds, nothing of what came later", async () => {
    const manifest = await checkBackup(backup);
    expect(manifest.auditHead.seq).toBeGreaterThan(0);
    expect((await stat(backup)).mode & 0o777).toBe(0o700);
    const other = await newHome();
    const { server } = await restoreBackup({ home: other, env: NONE }, backup);
    expect(await readFile(join(other, "objects", "ab", "cd"), "utf8")).toBe("a scan");
    const [was, now] = [connect((await ensureServer({ home, env: NONE })).urls.appUrl), connect(server.urls.appUrl)];
    try {
      expect(await verifyAudit(now, { anchors: [manifest.auditHead] })).toMatchObject({ ok: true });
      const rows = (db: typeof now) =>
        asSystem(db, "look", ({ sql }) => sql`select id, key, content_hash from record.subject order by id`);
      expect(await rows(now)).toEqual(await rows(was));
      expect((await rows(now)).length).toBeGreaterThan(0);
      const events = await asSystem(
        now,
        "look",
        ({ sql }) => sql`select object from audit.event where action = 'noted'`,
      );
      expect(events.length).toBeGreaterThan(0);
      expect(events.some((e) => e["object"] === "late")).toBe(false);
      expect((await migrate(server.urls.adminUrl)).applied).toEqual([]);
      await asSystem(now, "it takes work", (tx) => appendAudit(tx, { action: "noted", object: "new", payload: {} }));
      expect(await verifyAudit(now)).toMatchObject({ ok: true });
    } finally {
      await was.close();
      await now.close();
    }
    expect(await codeOf(restoreBackup({ home: other, env: NONE }, backup)), "not over another").toBe("HOME_IN_USE");
  });

  test("is restored on trial: the log is recomputed, and nothing of it is left on the disk", async () => {
    const places = async () => [await readdir(dirname(backup)), (await readdir("/var/tmp")).filter(isOurs).sort()];
    const before = await places();
    const steps = new Set<string>();
    const verdict = await tryRestore(backup, (step) => steps.add(step));
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.ok && verdict.count).toBeGreaterThan(0);
    expect([...steps]).toEqual(["compare the files", "recompute the log of what was restored"]);
    expect(await places()).toEqual(before);
    // The installation that was copied goes on.
    const db = connect((await ensureServer({ home, env: NONE })).urls.appUrl, { max: 1 });
    await db.sql`select 1`.finally(() => db.close());
  });

  test("is not begun where there is no room for it", async () => {
    await expect(requireRoom(dirname(backup), 1)).resolves.toBeUndefined();
    await expect(requireRoom(dirname(backup), 1e18)).rejects.toThrow(/needs 1024454832\.08 GB, and .* GB are free/);
  });

  test("is refused where it is not whole, before anything is copied", async () => {
    const target = await newFolder();
    const tryIt = () => codeOf(tryRestore(backup));
    const restore = () => codeOf(restoreBackup({ home: target, env: NONE }, backup));
    const file = join(backup, "home", "objects", "ab", "cd");
    await writeFile(file, "another scan");
    expect(await restore()).toBe("BACKUP_DAMAGED");
    expect(await tryIt()).toBe("BACKUP_DAMAGED");
    expect(await readdir(dirname(backup)), "nothing is left of the trial").toEqual(["first"]);
    await expect(checkBackup(backup)).rejects.toThrow(/home\/objects\/ab\/cd is not what was copied/);
    await rm(file);
    await expect(checkBackup(backup)).rejects.toThrow(/home\/objects\/ab\/cd is missing/);
    await writeFile(file, "a scan");
    await writeFile(join(backup, "more"), "");
    await expect(checkBackup(backup)).rejects.toThrow(/more was added/);
    await rm(join(backup, "more"));
    expect(await checkBackup(backup)).toMatchObject({ schema: "nadir.backup/1" });
    await writeFile(join(backup, "backup.json"), '{"schema":"nadir.backup/1","files":{}}');
    expect(await restore()).toBe("BACKUP_DAMAGED");
    await rm(join(backup, "backup.json"));
    expect(await restore()).toBe("NO_BACKUP");
    expect(await codeOf(stat(join(target, "server.json")))).toBe("ENOENT");
  });

  test("goes into a new folder outside the home, and not of a server of one's own", async () => {
    const make = (into: string, env = {}) => codeOf(makeBackup({ home, env }, into));
    expect(await make(backup)).toBe("BACKUP_EXISTS");
    expect(await make(join(home, "backup"))).toBe("BACKUP_INSIDE");
    expect(await make(join(await newFolder(), "x"), { DATABASE_URL: "postgres://x@127.0.0.1/x" })).toBe(
      "BACKUP_EXTERNAL",
    );
  });
});
