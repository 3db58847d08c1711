import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type Database } from "@nadir/db";
import { ensureServer, migrate, stopServer } from "@nadir/db/server";
import { type ObjectStore, openLocalStore } from "@nadir/storage";

/** A server, database and store of the benchmark's own, gone when it ends. */
export async function withOwnServer<T>(
  work: (own: { home: string; adminUrl: string; db: Database; store: ObjectStore }) => Promise<T>,
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), "nadir-bench-"));
  const { urls } = await ensureServer({ home, env: {} });
  await migrate(urls.adminUrl);
  const db = connect(urls.appUrl);
  try {
    return await work({ home, adminUrl: urls.adminUrl, db, store: await openLocalStore(join(home, "objects")) });
  } finally {
    await db.close();
    await stopServer({ home });
    await rm(home, { recursive: true, force: true });
  }
}
