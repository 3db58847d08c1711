import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { lstat, mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { refuse } from "@nadir/domain";
import { type Binaries, checkBinaries, copyBinaries, packagedBinaries } from "./binaries.ts";
import {
  type Cluster,
  clusterExists,
  clusterVersion,
  initCluster,
  listeningPort,
  startCluster,
  stopCluster,
} from "./cluster.ts";
import { DATABASE, type DatabaseUrls, embeddedUrls, externalUrls, type Place } from "./database-urls.ts";
import { checkExternal } from "./external.ts";
import { newPassword, openHome, readServerFile, type ServerState, writeServerFile } from "./home.ts";
import { withLock } from "./lock.ts";
import { setLoginRoles, withAdmin } from "./login-roles.ts";
import { FIRST_PORT } from "./port.ts";
import { type Account, mayEnter, serverAccount } from "./run.ts";

export interface RunningServer {
  readonly kind: "embedded" | "external";
  readonly urls: DatabaseUrls;
  readonly version: string;
  /** False where it was already running. */
  readonly started: boolean;
  /** What a person should be told, one sentence each: another port, another folder. */
  readonly notes: readonly string[];
}

const SETTLED = /^PostgreSQL|^postgres/;

/**
 * Makes sure that a server runs with a database for Nadir, and answers how to reach it. The embedded server has a life
 * of its own: it goes on when this process ends, and is shared by every process with the same home folder.
 * With DATABASE_URL set nothing is started; that server is checked and used. Safe to call from many processes at once.
 * @throws Refusal with a sentence and a way out for whatever stands against it.
 */
export async function ensureServer(place: Place): Promise<RunningServer> {
  const env = place.env ?? process.env;
  const home = resolve(place.home);
  const external = env["DATABASE_URL"];
  if (external) {
    const version = await checkExternal(external);
    return { kind: "external", urls: await externalUrls(home, external, env), version, started: false, notes: [] };
  }
  const state = readServerFile(home).embedded;
  const version = state?.prepared ? await answering(state) : undefined;
  if (state && version) return { kind: "embedded", urls: embeddedUrls(state), version, started: false, notes: [] };
  await openHome(home);
  return withLock(join(home, "server.lock"), () => startEmbedded(home));
}

/** Stops the embedded server of the home folder; false where none was running. A server of DATABASE_URL is not ours to stop. */
export async function stopServer(place: Place): Promise<boolean> {
  const home = resolve(place.home);
  const state = readServerFile(home).embedded;
  if (!state || !clusterExists(state.dataFolder)) return false;
  const account = serverAccount();
  const { binaries } = await runnableBinaries(home, account);
  return stopCluster({ binaries, dataFolder: state.dataFolder, account });
}

/** The version of the running server, if it is the one of our data folder at the remembered port. */
async function answering(state: ServerState): Promise<string | undefined> {
  // No process file of our port: nothing runs, and whoever listens there is not ours to ask.
  if ((await listeningPort(state.dataFolder)) !== state.port) return undefined;
  try {
    return await withAdmin(embeddedUrls(state).adminUrl, async (sql) => {
      const [row] = await sql<[{ folder: string; version: string }]>`
        select current_setting('data_directory') as folder, current_setting('server_version') as version`;
      return row.folder === state.dataFolder ? row.version : undefined;
    });
  } catch {
    return undefined;
  }
}

async function startEmbedded(home: string): Promise<RunningServer> {
  const file = readServerFile(home);
  // Another process may have started it while this one waited for the lock.
  const running = file.embedded?.prepared ? await answering(file.embedded) : undefined;
  if (file.embedded && running)
    return { kind: "embedded", urls: embeddedUrls(file.embedded), version: running, started: false, notes: [] };

  const account = serverAccount();
  const { binaries, version, note } = await runnableBinaries(home, account);
  const notes = note ? [note] : [];
  const chosen = file.embedded ? { dataFolder: file.embedded.dataFolder } : await dataFolderFor(home, account);
  if ("note" in chosen) notes.push(chosen.note);
  let state: ServerState = file.embedded ?? {
    dataFolder: chosen.dataFolder,
    port: FIRST_PORT,
    adminPassword: newPassword(),
    appPassword: newPassword(),
    modellerPassword: newPassword(),
    prepared: false,
  };
  const save = async (changes: Partial<ServerState>) => {
    state = { ...state, ...changes };
    await writeServerFile(home, { ...readServerFile(home), embedded: state });
  };
  const cluster: Cluster = { binaries, dataFolder: state.dataFolder, account };
  if (!clusterExists(state.dataFolder)) {
    // The passwords first: a cluster whose password nobody kept would be lost.
    await save({ prepared: false });
    await initCluster(cluster, state.adminPassword);
  } else if (!file.embedded) {
    refuse(
      "SERVER_FILE_MISSING",
      `${state.dataFolder} holds a database, but ${join(home, "server.json")} with its passwords is gone. Restore that file, or move the folder away to begin anew.`,
    );
  }
  const made = await clusterVersion(state.dataFolder);
  if (!version.includes(` ${made}.`))
    refuse(
      "CLUSTER_VERSION",
      `The database in ${state.dataFolder} was made by Postgres ${made}; the installed one is «${version}». Use the version of Nadir that made it, export, and import again.`,
    );
  const port = await startCluster(cluster, state.port);
  if (port !== state.port && state.prepared)
    notes.push(`Port ${state.port} is taken by another program; the database now listens on ${port}.`);
  await save({ port });
  if (!state.prepared) {
    await prepare(state);
    await save({ prepared: true });
  }
  const started = await answering(state);
  if (!started)
    refuse(
      "SERVER_NOT_STARTED",
      `The database was started on port ${port}, but does not answer there. Its log is ${join(state.dataFolder, "server.log")}.`,
    );
  return { kind: "embedded", urls: embeddedUrls(state), version: started ?? "", started: true, notes };
}

/** The database and the two roles that sign in. */
async function prepare(state: ServerState): Promise<void> {
  const url = new URL(embeddedUrls(state).adminUrl);
  url.pathname = "/postgres";
  await withAdmin(url.toString(), async (sql) => {
    const [there] = await sql`select from pg_database where datname = ${DATABASE}`;
    if (!there) await sql.unsafe(`CREATE DATABASE ${DATABASE}`);
    await setLoginRoles(sql, state);
  });
}

/** The packaged binaries, or a readable copy where the server's account may not enter the folder they are in. */
export async function runnableBinaries(
  home: string,
  account: Account | undefined,
): Promise<{ binaries: Binaries; version: string; note?: string }> {
  const packaged = await packagedBinaries();
  const version = await checkBinaries(packaged, account);
  if (SETTLED.test(version)) return { binaries: packaged, version };
  const into = await readablePlace(home);
  const release = /(\d+\.\d+\.\d+[\w.-]*)/.exec(packaged.folder)?.[1] ?? "embedded";
  const binaries = await copyBinaries(packaged, into, release);
  const copied = await checkBinaries(binaries, account);
  if (!SETTLED.test(copied))
    refuse(
      "POSTGRES_NOT_RUNNABLE",
      `Running as root, Nadir starts Postgres as the user nobody, who cannot run it from ${into}. Run Nadir as an ordinary user, or name a Postgres in DATABASE_URL.`,
    );
  return {
    binaries,
    version: copied,
    note: `Running as root, Nadir starts Postgres as the user nobody, who may not enter ${packaged.folder}; its programs were copied to ${binaries.folder}.`,
  };
}

/** In the home folder; elsewhere where the server's account may not enter that. */
export async function dataFolderFor(
  home: string,
  account: Account | undefined,
): Promise<{ dataFolder: string; note?: string }> {
  if (await mayEnter(home, account)) return { dataFolder: join(home, "postgres") };
  const dataFolder = join(await readablePlace(home), "postgres");
  return {
    dataFolder,
    note: `Running as root, Nadir starts Postgres as the user nobody, who may not enter ${home}; the database is kept in ${dataFolder}.`,
  };
}

/** A folder outside the home, named after it, that root owns and everyone may enter. */
async function readablePlace(home: string): Promise<string> {
  const name = `nadir-${createHash("sha256").update(home).digest("hex").slice(0, 12)}`;
  for (const parent of ["/var/tmp", tmpdir()]) {
    if (!existsSync(parent)) continue;
    const folder = join(parent, name);
    try {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      const found = await lstat(folder);
      // Somebody else's folder under our name is a trap, not a place.
      if (found.isDirectory() && found.uid === process.getuid?.() && (await mayEnter(folder, serverAccount())))
        return folder;
    } catch {
      // Try the next.
    }
  }
  return refuse(
    "NO_READABLE_PLACE",
    `The user nobody, as whom root must start Postgres, may enter neither ${home} nor a folder in /var/tmp or ${tmpdir()}. Run Nadir as an ordinary user, or name a Postgres in DATABASE_URL.`,
  );
}
