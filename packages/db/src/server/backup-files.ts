import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { refuse } from "@nadir/domain";

export const MANIFEST = "backup.json";

/** How far a copy or a comparison has come: files of `total` within a step. */
export type OnFiles = (step: string, done: number, total: number) => void;

/** What a backup holds. It is written last: a folder without it is no backup. */
export interface BackupManifest {
  readonly schema: "nadir.backup/1";
  readonly madeAt: string;
  readonly postgres: string;
  /** The end of the audit chain when the database was copied: after a restore it must lie on the chain. */
  readonly auditHead: { readonly seq: number; readonly hash: string };
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

function readManifest(text: string): BackupManifest | null {
  try {
    const read = JSON.parse(text) as Partial<BackupManifest> | null;
    const isWhole =
      read?.schema === "nadir.backup/1" &&
      typeof read.files === "object" &&
      Number.isInteger(read.auditHead?.seq) &&
      HASH.test(read.auditHead?.hash ?? "") &&
      Object.values(read.files).every(({ sha256 }) => HASH.test(sha256));
    return isWhole ? (read as BackupManifest) : null;
  } catch {
    return null;
  }
}
const HASH = /^[0-9a-f]{64}$/;

/** Every file below a folder, as paths with slashes; what `leaveOut` names is not entered. Symbolic links are left out. */
export async function filesBelow(folder: string, leaveOut: (path: string) => boolean = () => false): Promise<string[]> {
  const found: string[] = [];
  const walk = async (at: string): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      const name = relative(folder, path).split(sep).join("/");
      if (leaveOut(name)) continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) found.push(name);
    }
  };
  await walk(folder);
  return found.sort();
}

/** Copies a file; one that was removed meanwhile is left out (the log of the database says so at recovery). */
export async function copyIfThere(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}

export async function writeManifest(
  folder: string,
  facts: Omit<BackupManifest, "schema" | "files">,
  onFiles: OnFiles = () => {},
): Promise<BackupManifest> {
  const files: Record<string, { sha256: string; bytes: number }> = {};
  const names = await filesBelow(folder);
  for (const [n, name] of names.entries()) {
    files[name] = await sumOf(join(folder, name));
    onFiles("write down the hashes", n + 1, names.length);
  }
  const whole: BackupManifest = { schema: "nadir.backup/1", ...facts, files };
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(whole, null, 1)}\n`, { mode: 0o600 });
  return whole;
}

/**
 * Reads a backup and compares every file with what was written down. Refuses `NO_BACKUP`, and `BACKUP_DAMAGED` with the
 * first files that are missing, changed or too many.
 */
export async function checkBackup(folder: string, onFiles: OnFiles = () => {}): Promise<BackupManifest> {
  const text = await readFile(join(folder, MANIFEST), "utf8").catch(() =>
    refuse("NO_BACKUP", `${folder} holds no ${MANIFEST}: it is no backup, or one that did not come to its end.`),
  );
  const manifest = readManifest(text);
  if (!manifest) return refuse("BACKUP_DAMAGED", `${join(folder, MANIFEST)} cannot be read; take another backup.`);
  const present = new Set((await filesBelow(folder)).filter((name) => name !== MANIFEST));
  const faults: string[] = [];
  const files = Object.entries(manifest.files);
  for (const [n, [name, { sha256 }]] of files.entries()) {
    onFiles("compare the files", n, files.length);
    if (!present.delete(name)) faults.push(`${name} is missing`);
    else if ((await sumOf(join(folder, name))).sha256 !== sha256) faults.push(`${name} is not what was copied`);
  }
  faults.push(...[...present].map((name) => `${name} was added`));
  if (faults.length > 0)
    refuse(
      "BACKUP_DAMAGED",
      `The backup in ${folder} is not whole: ${faults.slice(0, 5).join("; ")}${faults.length > 5 ? `; and ${faults.length - 5} more` : ""}. Take another one.`,
    );
  return manifest;
}

async function sumOf(file: string): Promise<{ sha256: string; bytes: number }> {
  const sum = createHash("sha256");
  for await (const chunk of createReadStream(file)) sum.update(chunk as Buffer);
  return { sha256: sum.digest("hex"), bytes: (await stat(file)).size };
}
