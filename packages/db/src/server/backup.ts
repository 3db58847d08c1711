import { existsSync } from "node:fs";
import { chown, mkdir, readdir, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { refuse } from "@nadir/domain";
import {
  type BackupManifest,
  checkBackup,
  copyIfThere,
  filesBelow,
  type OnFiles,
  writeManifest,
} from "./backup-files.ts";
import type { Place } from "./database-urls.ts";
import { dataFolderFor, ensureServer, type RunningServer } from "./ensure-server.ts";
import { openHome, readServerFile, type ServerState, writeServerFile } from "./home.ts";
import { withAdmin } from "./login-roles.ts";
import { serverAccount } from "./run.ts";

/** Of a running cluster: what another start makes anew (PostgreSQL 18, section 25.3.4.1), and what is not its data. */
const NOT_DATA =
  /^(pg_wal|pg_dynshmem|pg_notify|pg_replslot|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/.+|^postmaster\.(pid|opts)$|^server\.log$|(^|\/)pgsql_tmp/;
/** Folders that a cluster must have, though a backup finds no file in them. */
const FOLDERS = [
  "pg_commit_ts",
  "pg_dynshmem",
  "pg_logical/mappings",
  "pg_logical/snapshots",
  "pg_notify",
  "pg_replslot",
  "pg_serial",
  "pg_snapshots",
  "pg_stat",
  "pg_stat_tmp",
  "pg_subtrans",
  "pg_tblspc",
  "pg_twophase",
  "pg_wal/archive_status",
  "pg_wal/summaries",
];
const SEGMENT = /^([0-9A-F]{24}|[0-9A-F]{8}\.history)$/;

function refuseExternal({ env = process.env }: Place): void {
  if (env["DATABASE_URL"])
    refuse(
      "BACKUP_EXTERNAL",
      "The database is a server of your own (DATABASE_URL): back it up by its own means (pg_basebackup, pg_dump), and copy NADIR_HOME.",
    );
}

/**
 * A backup of the whole installation into a new folder, while it is in use: the database by PostgreSQL's own way to copy a
 * running cluster (start, copy, stop, and the log written meanwhile), then objects, keys and settings. The folder holds
 * every secret of the installation, and is readable by its owner only.
 * Refuses `BACKUP_EXTERNAL`, `BACKUP_EXISTS`, `BACKUP_INSIDE`, and `BACKUP_NO_ROOM` before anything is copied.
 */
export async function makeBackup(place: Place, into: string, onFiles: OnFiles = () => {}): Promise<BackupManifest> {
  refuseExternal(place);
  const home = resolve(place.home);
  const folder = resolve(into);
  if (existsSync(folder)) refuse("BACKUP_EXISTS", `${folder} is there already; name a folder that is not.`);
  if (!relative(home, folder).startsWith(".."))
    refuse("BACKUP_INSIDE", `${folder} lies inside ${home}; name one elsewhere, best on another disk.`);
  const server = await ensureServer({ ...place, home });
  const { dataFolder } = readServerFile(home).embedded as ServerState;
  const inHome = relative(home, dataFolder);
  const ofHome = () => filesBelow(home, (path) => path === inHome || isNoState(path));
  const half = `${folder}.part-${process.pid}`;
  await mkdir(half, { recursive: true, mode: 0o700 });
  try {
    const cluster = await filesBelow(dataFolder, (path) => NOT_DATA.test(path));
    await requireRoom(dirname(folder), (await bytesOf(home, await ofHome())) + (await bytesOf(dataFolder, cluster)));
    const auditHead = await copyCluster(server.urls.adminUrl, dataFolder, join(half, "postgres"), onFiles);
    const names = await ofHome();
    for (const [n, name] of names.entries()) {
      await copyIfThere(join(home, name), join(half, "home", name));
      onFiles("copy objects and settings", n + 1, names.length);
    }
    const facts = { madeAt: new Date().toISOString(), postgres: server.version, auditHead };
    const made = await writeManifest(half, facts, onFiles);
    await rename(half, folder);
    return made;
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

async function bytesOf(folder: string, names: readonly string[]): Promise<number> {
  let bytes = 0;
  // What was removed meanwhile weighs nothing.
  for (const name of names) bytes += (await stat(join(folder, name)).catch(() => ({ size: 0 }))).size;
  return bytes;
}

/** A disk that fills up while it is written to would stop whatever else writes there. */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const gigabytes = (of: number) => `${(of / 1024 ** 3).toFixed(2)} GB`;
  if (bavail * bsize < bytes * 1.1)
    refuse(
      "BACKUP_NO_ROOM",
      `The backup needs ${gigabytes(bytes * 1.1)}, and ${gigabytes(bavail * bsize)} are free where it shall lie. Make room there, or name a folder on another disk.`,
    );
}

/** Of the home folder: locks and copies of the programs. */
const isNoState = (path: string): boolean =>
  /^(server\.lock|server\.json\.\d+|binaries-.*|\.probe-\d+|.*\.part-\d+)$/.test(path);

/** PostgreSQL 18, section 25.3.4: the same session starts and stops; a slot keeps the log from being recycled meanwhile. */
async function copyCluster(
  adminUrl: string,
  dataFolder: string,
  to: string,
  onFiles: OnFiles,
): Promise<BackupManifest["auditHead"]> {
  return withAdmin(adminUrl, async (sql) => {
    await sql`select pg_create_physical_replication_slot(${`nadir_backup_${process.pid}`}, true, true)`;
    await sql`select pg_backup_start('nadir backup', true)`;
    const [head] = await sql<[BackupManifest["auditHead"]]>`select seq::int as seq, hash from audit.head`;
    const names = await filesBelow(dataFolder, (path) => NOT_DATA.test(path));
    for (const [n, name] of names.entries()) {
      await copyIfThere(join(dataFolder, name), join(to, name));
      onFiles("copy the database", n + 1, names.length);
    }
    const [stop] = await sql<[{ labelfile: string; spcmapfile: string }]>`
      select labelfile, spcmapfile from pg_backup_stop(false)`;
    await writeFile(join(to, "backup_label"), stop.labelfile, { mode: 0o600 });
    for (const name of (await readdir(join(dataFolder, "pg_wal"))).filter((n) => SEGMENT.test(n)))
      await copyIfThere(join(dataFolder, "pg_wal", name), join(to, "pg_wal", name));
    return head;
  });
}

/**
 * Puts a backup into a home folder that holds no installation, and starts it. Every file is compared with what was written
 * down before anything is copied. Refuses `HOME_IN_USE`, `NO_BACKUP`, `BACKUP_DAMAGED`.
 */
export async function restoreBackup(
  place: Place,
  from: string,
  onFiles: OnFiles = () => {},
): Promise<{ readonly manifest: BackupManifest; readonly server: RunningServer }> {
  refuseExternal(place);
  const home = resolve(place.home);
  const folder = resolve(from);
  const manifest = await checkBackup(folder, onFiles);
  if (readServerFile(home).embedded)
    refuse(
      "HOME_IN_USE",
      `${home} holds an installation already. Name an empty folder in NADIR_HOME, or stop that one and move it away.`,
    );
  await openHome(home);
  const account = serverAccount();
  const { dataFolder } = await dataFolderFor(home, account);
  if (existsSync(dataFolder)) refuse("HOME_IN_USE", `${dataFolder} holds a database already; move it away.`);
  // The backed-up installation's own `server.json` names the place of its database: until ours is known, nothing may read it here.
  const { embedded } = readServerFile(join(folder, "home"));
  if (!embedded) return refuse("BACKUP_DAMAGED", `The backup in ${folder} holds no server.json with the passwords.`);
  for (const name of await filesBelow(join(folder, "home"), (path) => path === "server.json"))
    await copyIfThere(join(folder, "home", name), join(home, name));
  const half = `${dataFolder}.new`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  for (const name of FOLDERS) await mkdir(join(half, name), { recursive: true, mode: 0o700 });
  for (const name of await filesBelow(join(folder, "postgres")))
    await copyIfThere(join(folder, "postgres", name), join(half, name));
  if (account) await giveTo(half, account);
  await rename(half, dataFolder);
  await writeServerFile(home, { embedded: { ...embedded, dataFolder } });
  return { manifest, server: await ensureServer({ ...place, home }) };
}

async function giveTo(folder: string, { uid, gid }: { readonly uid: number; readonly gid: number }): Promise<void> {
  await chown(folder, uid, gid);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(path, { uid, gid });
    else await chown(path, uid, gid);
  }
}
