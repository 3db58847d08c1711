import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { type AuditVerdict, appendAudit, asPerson, asSystem, type Database } from "@nadir/db";
import { type BackupManifest, checkBackup, makeBackup, type OnFiles, type Place, tryRestore } from "@nadir/db/server";
import { type Problem, Refusal, refuse } from "@nadir/domain";
import { keepCheck } from "../health/index.ts";
import type { JobProgress } from "../jobs/progress.ts";

/** Where what was done is noted, and by whom it was done; null where no installation runs that could keep it. */
export interface Noting {
  readonly db: Database;
  readonly by: { readonly personId: string } | "system";
}

type Kind = "backup" | "backup-check" | "backup-restore";
const ACTIONS: Readonly<Record<Kind, string>> = {
  backup: "backup-made",
  "backup-check": "backup-compared",
  "backup-restore": "backup-restored-on-trial",
};

/** For the health of the installation and for its log: the folder's own name, counts and hashes; no place on the machine. */
async function noteBackup(
  noting: Noting | null,
  kind: Kind,
  ok: boolean,
  document: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (!noting) return;
  const { db, by } = noting;
  const entry = { action: ACTIONS[kind], object: `backup:${String(document["name"])}`, payload: { ok, ...document } };
  const who = by === "system" ? by : by.personId;
  await keepCheck(db, kind, ok, { ...document, by: who });
  if (by === "system") await asSystem(db, `log a backup: ${kind}`, (tx) => appendAudit(tx, entry));
  else await asPerson(db, by.personId, (tx) => appendAudit(tx, entry));
}

/** Copies the whole installation into a new folder (`makeBackup`), and notes it. Refuses as that does. */
export async function takeBackup(
  place: Place,
  folder: string,
  noting: Noting | null,
  onFiles?: OnFiles,
): Promise<BackupManifest> {
  const made = await makeBackup(place, folder, onFiles);
  await noteBackup(noting, "backup", true, { name: basename(folder), ...factsOf(made) });
  return made;
}

/** Compares every file of a backup with what was written down, and notes it, the bad end too. Refuses as `checkBackup` does. */
export async function compareBackup(
  folder: string,
  noting: Noting | null,
  { auditHead, onFiles }: { readonly auditHead?: string | undefined; readonly onFiles?: OnFiles } = {},
): Promise<BackupManifest> {
  const name = basename(folder);
  try {
    const manifest = await checkBackup(folder, onFiles);
    await noteBackup(noting, "backup-check", true, { name, ...factsOf(manifest) });
    return manifest;
  } catch (error) {
    if (auditHead !== undefined) await noteBackup(noting, "backup-check", false, { name, auditHead });
    throw error;
  }
}

/**
 * Restores a backup on trial (`tryRestore`) and notes whether the chain of its log held there. Refuses
 * `BACKUP_LOG_BROKEN`, and as a restore does.
 */
export async function restoreOnTrial(
  folder: string,
  auditHead: string,
  noting: Noting | null,
  onFiles?: OnFiles,
): Promise<Extract<AuditVerdict, { ok: true }>> {
  const name = basename(folder);
  const failed = () => noteBackup(noting, "backup-restore", false, { name, auditHead });
  const verdict = await tryRestore(folder, onFiles).catch(async (error: unknown) => {
    await failed();
    throw error;
  });
  if (!verdict.ok) {
    await failed();
    return refuse(
      "BACKUP_LOG_BROKEN",
      `The backup was restored on trial, and its log does not hold there: ${verdict.why}. Verify the log of this installation (the page Audit, or nadir audit verify), and take another backup.`,
    );
  }
  await noteBackup(noting, "backup-restore", true, { name, auditHead, events: verdict.count });
  return verdict;
}

const factsOf = ({ auditHead, files }: BackupManifest) => {
  const all = Object.values(files);
  return { auditHead: auditHead.hash, files: all.length, bytes: all.reduce((sum, { bytes }) => sum + bytes, 0) };
};

/** What the job answers with: what the page tells of it. */
export interface ProvedBackup {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  readonly events: number;
}

/**
 * A backup as the portal's button makes it: into a folder of its own among the `backups`, compared, and restored on trial.
 * Whoever asks sees no file of it; nothing that is told names a place on the machine.
 */
export async function takeProvedBackup(
  { place, backups }: { readonly place: Place; readonly backups: string },
  noting: Noting,
  onProgress: (progress: JobProgress) => void = () => {},
): Promise<ProvedBackup> {
  const name = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
  const folder = join(backups, name);
  const onFiles: OnFiles = (step, done, total) => onProgress({ step, done, total });
  try {
    await mkdir(backups, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) =>
      refuse(
        "BACKUP_FOLDER",
        `The folder of backups cannot be made (${error.code}). Name one in NADIR_BACKUPS, for the worker, that it can write to.`,
      ),
    );
    const made = await takeBackup(place, folder, noting, onFiles);
    const { auditHead, files, bytes } = factsOf(made);
    await compareBackup(folder, noting, { auditHead, onFiles });
    const { count } = await restoreOnTrial(folder, auditHead, noting, onFiles);
    return { name, files, bytes, events: count };
  } catch (error) {
    throw withoutPlaces(error, [
      [backups, "the folder of backups"],
      [place.home, "NADIR_HOME"],
    ]);
  }
}

/** Where folders lie is for who keeps the machine, not for everybody who administers a trial. */
function withoutPlaces(error: unknown, names: readonly (readonly [place: string, name: string])[]): unknown {
  if (!(error instanceof Refusal)) return error;
  const plain = (text: string) => names.reduce((left, [place, name]) => left.replaceAll(place, name), text);
  return new Refusal(error.problems.map((problem): Problem => ({ ...problem, message: plain(problem.message) })));
}
