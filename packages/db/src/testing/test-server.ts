import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cluster, initCluster, startCluster, stopCluster } from "../server/cluster.ts";
import { runnableBinaries } from "../server/ensure-server.ts";
import { setLoginRoles, urlFor, withAdmin } from "../server/login-roles.ts";
import { migrate } from "../server/migrate.ts";
import { serverAccount } from "../server/run.ts";

/** The same for every run, so that runs on one server do not lock each other out. For throw-away servers only. */
export const TEST_PASSWORDS = { appPassword: "test-app", modellerPassword: "test-modeller" } as const;

export interface TestServer {
  /** An administrator's URL at the server's own database. */
  readonly adminUrl: string;
  /** A migrated database to copy. Nobody connects to it. */
  readonly template: string;
}

/** Durability is not what is tested; speed is. */
const FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 200\n";

/**
 * One throw-away cluster with one migrated template database. With NADIR_TEST_ADMIN_URL (a superuser's URL of a server
 * that is made for such use) the template is made there instead, and removed at the end.
 */
export async function startTestServer(): Promise<TestServer & { stop(): Promise<void> }> {
  const given = process.env["NADIR_TEST_ADMIN_URL"];
  const template = `nadir_template_${randomBytes(4).toString("hex")}`;
  if (given) {
    await makeTemplate(given, template);
    const stop = () =>
      withAdmin(given, async (sql) => void (await sql.unsafe(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`)));
    return { adminUrl: given, template, stop };
  }
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(folder, 0o711);
  await writeFile(join(folder, OWNER), String(process.pid));
  const account = serverAccount();
  const { binaries } = await runnableBinaries(folder, account);
  const cluster: Cluster = { binaries, dataFolder: join(folder, "postgres"), account };
  const password = randomBytes(12).toString("hex");
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    await initCluster(cluster, password, { settings: FAST });
    const port = await startCluster(cluster, 55_000 + (process.pid % 5_000));
    const adminUrl = urlFor(`postgres://127.0.0.1:${port}/postgres`, "nadir_admin", password);
    await makeTemplate(adminUrl, template);
    const stop = async () => {
      await stopCluster(cluster, "immediate");
      await remove();
    };
    return { adminUrl, template, stop };
  } catch (error) {
    await stopCluster(cluster, "immediate").catch(() => false);
    await remove();
    throw error;
  }
}

const PREFIX = "nadir-test-";
const OWNER = "owner.pid";

/** Servers of runs that were killed before they could stop them. */
async function removeAbandoned(): Promise<void> {
  for (const name of (await readdir(tmpdir())).filter((n) => n.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = Number(await readFile(join(folder, OWNER), "utf8").catch(() => "none"));
    if (!Number.isInteger(owner) || isAlive(owner)) continue;
    const account = serverAccount();
    const { binaries } = await runnableBinaries(folder, account);
    await stopCluster({ binaries, dataFolder: join(folder, "postgres"), account }, "immediate").catch(() => false);
    await rm(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

async function makeTemplate(adminUrl: string, template: string): Promise<void> {
  await withAdmin(adminUrl, async (sql) => {
    await sql.unsafe(`CREATE DATABASE ${template}`);
    await setLoginRoles(sql, TEST_PASSWORDS);
  });
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  await migrate(url.toString());
}
