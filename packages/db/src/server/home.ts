import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { refuse } from "@nadir/domain";

/** What the home folder remembers of the embedded server (`server.json`, mode 0600: it holds passwords). */
export interface ServerState {
  readonly dataFolder: string;
  readonly port: number;
  readonly adminPassword: string;
  readonly appPassword: string;
  readonly modellerPassword: string;
  /** The database and the roles that sign in exist. */
  readonly prepared: boolean;
}

/** And of a server named by DATABASE_URL: the passwords it made for the roles there. */
export interface ExternalState {
  readonly appPassword: string;
  readonly modellerPassword: string;
}

interface ServerFile {
  readonly embedded?: ServerState;
  readonly external?: Readonly<Record<string, ExternalState>>;
}

export const newPassword = (): string => randomBytes(24).toString("hex");

const fileIn = (home: string): string => join(home, "server.json");

export function readServerFile(home: string): ServerFile {
  let text: string;
  try {
    text = readFileSync(fileIn(home), "utf8");
  } catch (error) {
    // What is not there holds nothing; that nothing can be made there, `openHome` will say.
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return {};
    return refuse("HOME_NOT_READABLE", `${fileIn(home)} cannot be read: ${(error as Error).message}.`);
  }
  try {
    return JSON.parse(text) as ServerFile;
  } catch {
    return refuse("SERVER_FILE_BROKEN", `${fileIn(home)} is not JSON. Restore it: it holds the server's passwords.`);
  }
}

/** Written beside and moved into place, so that a reader never sees half of it. */
export async function writeServerFile(home: string, file: ServerFile): Promise<void> {
  const half = `${fileIn(home)}.${process.pid}`;
  await writeFile(half, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  await rename(half, fileIn(home));
}

/** Makes the home folder where it is missing; others may pass through it (the server's account must) but not list it. */
export async function openHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: 0o711 });
    const probe = join(home, `.probe-${process.pid}`);
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    refuse(
      "HOME_NOT_WRITABLE",
      `Nadir keeps its database in ${home}, but ${
        code === "EROFS"
          ? "that disk is read-only"
          : code === "ENOSPC"
            ? "that disk is full"
            : `it cannot write there (${code ?? (error as Error).message})`
      }. Name a folder that can be written in NADIR_HOME.`,
    );
  }
}

/** Where the embedded server keeps its cluster: under the home folder, but for root under a private one; undefined before it is made. */
export const embeddedFolder = (home: string): string | undefined => readServerFile(home).embedded?.dataFolder;
