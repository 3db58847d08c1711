import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TEST_PASSWORDS, type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type Ran, runInstalled, runNadir } from "../src/testing/run-nadir.ts";

/** An installation for one test file: a home of its own, and a database of its own on the run's server. */
export interface OwnInstallation {
  readonly home: string;
  readonly database: TestDatabase;
  readonly nadir: (...args: string[]) => Promise<Ran>;
  /** The same by the file that is installed. */
  readonly installed: (...args: string[]) => Promise<Ran>;
  close(): Promise<void>;
}

export async function ownInstallation(): Promise<OwnInstallation> {
  const database = await testDatabase();
  const home = mkdtempSync(join(tmpdir(), "nadir-home-"));
  const env = {
    NADIR_HOME: home,
    DATABASE_URL: database.adminUrl,
    NADIR_APP_PASSWORD: TEST_PASSWORDS.appPassword,
    NADIR_MODELLER_PASSWORD: TEST_PASSWORDS.modellerPassword,
  };
  return {
    home,
    database,
    nadir: (...args) => runNadir(args, env),
    installed: (...args) => runInstalled(args, env),
    async close() {
      await database.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
