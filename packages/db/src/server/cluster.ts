import { existsSync } from "node:fs";
import { appendFile, chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { refuse } from "@nadir/domain";
import type { Binaries } from "./binaries.ts";
import { ADMIN } from "./database-urls.ts";
import { freePort } from "./port.ts";
import { type Account, run } from "./run.ts";

/** The superuser of the embedded cluster. */

/** One cluster on disk and the programs that run it. */
export interface Cluster {
  readonly binaries: Binaries;
  readonly dataFolder: string;
  readonly account: Account | undefined;
}

/**
 * Loopback only, no socket file; parameters of a query (a sealed outcome may be one) never reach the server's log.
 */
const SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
log_statement = 'none'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
`;

/** Makes the cluster in a folder beside and moves it into place: a killed start leaves no half cluster. */
export async function initCluster(
  cluster: Cluster,
  adminPassword: string,
  more: { settings?: string } = {},
): Promise<void> {
  const { dataFolder, account } = cluster;
  const half = `${dataFolder}.new`;
  const passwordFile = `${dataFolder}.password`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { mode: 0o700 });
  await writeFile(passwordFile, adminPassword, { mode: 0o600 });
  if (account) for (const path of [half, passwordFile]) await chown(path, account.uid, account.gid);
  try {
    const result = await run(
      cluster.binaries.initdb,
      [
        `--pgdata=${half}`,
        `--username=${ADMIN}`,
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "--encoding=UTF8",
        "--data-checksums",
        ...(more.settings === undefined ? [] : ["--no-sync"]),
      ],
      { account, cwd: dirname(dataFolder) },
    );
    if (result.code !== 0)
      refuse(
        "CLUSTER_NOT_MADE",
        `The database cluster could not be made in ${dataFolder}: ${lastWords(result.stderr || result.failure?.message || "")}. Name a folder on a local disk with 100 MB free in NADIR_HOME, or a Postgres in DATABASE_URL.`,
      );
    await appendFile(join(half, "postgresql.conf"), SETTINGS + (more.settings ?? ""));
    await rename(half, dataFolder);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(half, { recursive: true, force: true });
  }
}

export const clusterExists = (dataFolder: string): boolean => existsSync(join(dataFolder, "PG_VERSION"));

/** The major version that made the cluster. */
export const clusterVersion = async (dataFolder: string): Promise<string> =>
  (await readFile(join(dataFolder, "PG_VERSION"), "utf8")).trim();

const START_PATIENCE_MS = 30_000;

/**
 * Starts the server on the wanted port or the next free one, and answers the port. After a hard kill the former
 * processes may take some seconds to be gone; the start is tried again until then.
 */
export async function startCluster(cluster: Cluster, wantedPort: number): Promise<number> {
  const log = join(cluster.dataFolder, "server.log");
  const began = Date.now();
  let port = await freePort(wantedPort);
  for (;;) {
    const written = existsSync(log) ? (await readFile(log)).length : 0;
    const result = await run(
      cluster.binaries.pgCtl,
      [`--pgdata=${cluster.dataFolder}`, `--log=${log}`, "--wait", "--timeout=60", "-o", `-p ${port}`, "start"],
      { account: cluster.account, cwd: cluster.dataFolder.startsWith("/") ? "/" : "." },
    );
    if (result.code === 0) return port;
    const said = `${existsSync(log) ? (await readFile(log)).subarray(written).toString("utf8") : ""}\n${result.stderr}`;
    const stale = /postmaster\.pid" already exists|pre-existing shared memory|another server might be running/.test(
      said,
    );
    const taken = /could not bind|Address already in use/.test(said);
    if (!(stale || taken) || Date.now() - began > START_PATIENCE_MS)
      refuse("SERVER_NOT_STARTED", `The database did not start: ${lastWords(said)}. Its log is ${log}.`, {
        found: said.trim(),
      });
    if (taken) port = await freePort(port + 1);
    else await sleep(400);
  }
}

/** The port in the process file of a server that runs (or was killed) on this data folder. */
export async function listeningPort(dataFolder: string): Promise<number | undefined> {
  try {
    // Lines: process id, data folder, start time, port, …
    const port = Number((await readFile(join(dataFolder, "postmaster.pid"), "utf8")).split("\n")[3]);
    return Number.isInteger(port) ? port : undefined;
  } catch {
    return undefined;
  }
}

/** Stops the server; false where none was running. */
export async function stopCluster(cluster: Cluster, mode: "fast" | "immediate" = "fast"): Promise<boolean> {
  const result = await run(
    cluster.binaries.pgCtl,
    [`--pgdata=${cluster.dataFolder}`, `--mode=${mode}`, "--wait", "--timeout=60", "stop"],
    { account: cluster.account, cwd: "/" },
  );
  if (result.code !== 0 && !/no server running|PID file .* does not exist|Is server running/i.test(result.stderr))
    refuse("SERVER_NOT_STOPPED", `The database did not stop: ${lastWords(result.stderr)}.`);
  return result.code === 0;
}

/** The lines of a log that say what was wrong, else the last ones. */
function lastWords(text: string): string {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const grave = lines.filter((line) => /FATAL|PANIC|ERROR|could not|error:/i.test(line));
  return (grave.length > 0 ? grave : lines).slice(-2).join(" ") || "it gave no reason";
}
