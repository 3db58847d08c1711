import { resolve } from "node:path";
import { refuse } from "@nadir/domain";
import { externalPasswords } from "./external.ts";
import { readServerFile, type ServerState } from "./home.ts";
import { urlFor } from "./login-roles.ts";

/** Where the database is, for whom. Each holds a password: never log one. */
export interface DatabaseUrls {
  /** Owner or superuser: migrations and nothing else. */
  readonly adminUrl: string;
  /** nadir_app: portal, worker, command line. */
  readonly appUrl: string;
  /** nadir_modeller by itself, for a process that runs modelling code and must not be able to change its role. */
  readonly modellerUrl: string;
}

export interface Place {
  /** NADIR_HOME. */
  readonly home: string;
  /** `process.env` unless a test says otherwise. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The name of the embedded server's database, and of who administers it. */
export const DATABASE = "nadir";
export const ADMIN = "nadir_admin";

export const embeddedUrls = (s: ServerState): DatabaseUrls => {
  const adminUrl = `postgres://${ADMIN}:${s.adminPassword}@127.0.0.1:${s.port}/${DATABASE}`;
  return {
    adminUrl,
    appUrl: urlFor(adminUrl, "nadir_app", s.appPassword),
    modellerUrl: urlFor(adminUrl, "nadir_modeller", s.modellerPassword),
  };
};

/** How to reach the database that `ensureServer` made sure of. Starts nothing. */
export async function databaseUrls(place: Place): Promise<DatabaseUrls> {
  const env = place.env ?? process.env;
  const home = resolve(place.home);
  if (env["DATABASE_URL"]) return externalUrls(home, env["DATABASE_URL"], env);
  const state = readServerFile(home).embedded;
  if (!state?.prepared)
    return refuse(
      "SERVER_NOT_PREPARED",
      `No database has been prepared in ${home}. Run \`nadir demo\` once, or name one in DATABASE_URL.`,
    );
  return embeddedUrls(state);
}

export async function externalUrls(
  home: string,
  adminUrl: string,
  env: NonNullable<Place["env"]>,
): Promise<DatabaseUrls> {
  const passwords = await externalPasswords(home, adminUrl, env);
  return {
    adminUrl,
    appUrl: urlFor(adminUrl, "nadir_app", passwords.appPassword),
    modellerUrl: urlFor(adminUrl, "nadir_modeller", passwords.modellerPassword),
  };
}
