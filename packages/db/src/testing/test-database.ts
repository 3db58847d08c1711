import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { inject } from "vitest";
import { connect, type Database } from "../connect.ts";
import { urlFor, withAdmin } from "../server/login-roles.ts";
import { TEST_PASSWORDS } from "./test-server.ts";

export interface TestDatabase {
  /** As the application connects: nadir_app. */
  readonly db: Database;
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly modellerUrl: string;
  /** A connection as the administrator, past every rule: to plant what a test needs, or to tamper. */
  readonly admin: postgres.Sql;
  /** Ends the connections and drops the database. */
  close(): Promise<void>;
}

/** A fresh, migrated, empty database of its own (about 50 ms). Call it in `beforeAll`, `close` it in `afterAll`. */
export async function testDatabase(o: { max?: number } = {}): Promise<TestDatabase> {
  const server = inject("nadirTestServer");
  const name = `nadir_test_${randomBytes(6).toString("hex")}`;
  await withAdmin(server.adminUrl, (sql) => copyTemplate(sql, name, server.template));
  const url = new URL(server.adminUrl);
  url.pathname = `/${name}`;
  const adminUrl = url.toString();
  const appUrl = urlFor(adminUrl, "nadir_app", TEST_PASSWORDS.appPassword);
  const modellerUrl = urlFor(adminUrl, "nadir_modeller", TEST_PASSWORDS.modellerPassword);
  const db = connect(appUrl, { max: o.max ?? 4 });
  const admin = postgres(adminUrl, { max: 2, onnotice: () => {} });
  const close = async () => {
    await Promise.all([db.close(), admin.end({ timeout: 2 })]);
    await withAdmin(
      server.adminUrl,
      async (sql) => void (await sql.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
    );
  };
  return { db, adminUrl, appUrl, modellerUrl, admin, close };
}

/** Two copies at once can find the template in use for a moment. */
async function copyTemplate(sql: postgres.Sql, name: string, template: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await sql.unsafe(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return;
    } catch (error) {
      const busy = error instanceof postgres.PostgresError && error.code === "55006";
      if (!busy || attempt === 40) throw error;
      await sleep(50);
    }
  }
}
