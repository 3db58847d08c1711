import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { folderCustodians } from "@nadir/api/intake";
import { connect, type Database } from "@nadir/db";
import { ensureServer, migrate, type RunningServer } from "@nadir/db/server";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { message } from "./speak.ts";

/** The repository that this command belongs to. */
export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/** Where all state of the installation lies: NADIR_HOME, or `.nadir` in the repository. */
export const homeFolder = (): string => resolve(process.env["NADIR_HOME"] ?? join(root, ".nadir"));

export const objectFolder = (home: string): string => join(home, "objects");

/** An installation that is ready to work: server up, schema at the present migration, store open. */
export interface Installation {
  readonly home: string;
  readonly server: RunningServer;
  readonly db: Database;
  readonly store: ObjectStore;
  readonly custodians: ReturnType<typeof folderCustodians>;
  /** Migrations that this opening applied. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

/** Starts the embedded server where it is not running, migrates, and connects as the application. */
export async function openInstallation(): Promise<Installation> {
  const home = homeFolder();
  const server = await ensureServer({ home });
  for (const note of server.notes) message(`  note: ${note}`);
  // Where only the application's own sign-in is given (containers), an administrator migrates beforehand.
  const mayMigrate = new URL(server.urls.adminUrl).username !== "nadir_app";
  const { applied } = mayMigrate ? await migrate(server.urls.adminUrl) : { applied: [] };
  const store = await openLocalStore(objectFolder(home));
  const db = connect(server.urls.appUrl);
  const custodians = folderCustodians(join(home, "custodians"));
  return { home, server, db, store, custodians, migrated: applied, close: () => db.close() };
}

/** Opens, works, and closes whatever happens. */
export async function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await openInstallation();
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}
