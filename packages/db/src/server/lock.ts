import { open, readFile, rm, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { refuse } from "@nadir/domain";

const PATIENCE_MS = 90_000;
const POLL_MS = 60;

/** Runs `work` while no other process does, by a lock file with the holder's process id. A dead holder's file is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const began = Date.now();
  while (!(await take(file))) {
    if (await isAbandoned(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (Date.now() - began > PATIENCE_MS)
      refuse(
        "SERVER_LOCKED",
        `Another process has been starting the database for ${PATIENCE_MS / 1000} s. If none is, remove ${file}.`,
      );
    await sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const holder = Number(await readFile(file, "utf8"));
    // Just made, its number not yet written: give it a moment.
    if (!Number.isInteger(holder) || holder <= 0) return Date.now() - (await stat(file)).mtimeMs > 5_000;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
