import { existsSync } from "node:fs";
import { rm, statfs, writeFile } from "node:fs/promises";
import { freemem, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { type Finding, lacks, note, well } from "./finding.ts";

const GIGABYTE = 1024 ** 3;
/** Below this a scan of ordinary size can no longer be kept. */
const LEAST = GIGABYTE / 10;
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

/**
 * Whether the home folder takes files, and how much room there is. A folder that is not there yet is not made: the nearest
 * one above it is asked. (Making it would change something, and Node 20 never returns from a recursive mkdir in /proc.)
 * `isTold: false` leaves out where it lies: that is for who keeps the machine, not for who administers a trial.
 */
export async function home(folder: string, { isTold = true } = {}): Promise<Finding> {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const probe = join(place, `.doctor-${process.pid}`);
  try {
    await writeFile(probe, "");
    await rm(probe);
    const { bavail, bsize } = await statfs(place);
    const free = bavail * bsize;
    const name = isTold ? `${folder}` : "NADIR_HOME";
    const found = `${name}${place === folder ? "" : " (not made yet)"}, ${gigabytes(free)} free`;
    if (free < LEAST)
      return lacks(
        "home folder",
        found,
        "Make room now: nothing more can be kept. Or move NADIR_HOME to a larger disk.",
      );
    return free < GIGABYTE
      ? note("home folder", found, "Images and reports are kept here; make room, or move NADIR_HOME.")
      : well("home folder", found);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return lacks(
      "home folder",
      isTold
        ? `${place === folder ? folder : `${folder} cannot be made: ${place}`} cannot be written to (${code})`
        : `NADIR_HOME ${place === folder ? "" : "cannot be made, and what is above it "}cannot be written to (${code})`,
      "Name a folder that can be written to in NADIR_HOME.",
    );
  }
}
