import { createHash } from "node:crypto";
import { Refusal, refuse } from "@nadir/domain";
import postgres from "postgres";
import { newPassword, openHome, readServerFile, writeServerFile } from "./home.ts";
import { type LoginPasswords, setLoginRoles, urlFor, withAdmin } from "./login-roles.ts";

const OLDEST = 15;
type Environment = Readonly<Record<string, string | undefined>>;

/** The address in DATABASE_URL, or a refusal that never repeats it: it holds a password. */
function addressOf(databaseUrl: string): URL {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  if (url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== "") return url;
  return refuse(
    "DATABASE_URL_WRONG",
    "DATABASE_URL is not the address of a Postgres server. Write it as postgres://user:password@host:port/database, for example postgres://postgres:secret@127.0.0.1:5432/nadir, or unset it to use the embedded server.",
    { expected: "postgres://user:password@host:port/database" },
  );
}

/** Signs in at the server of DATABASE_URL and answers its version, e.g. `15.14`. */
export async function checkExternal(adminUrl: string): Promise<string> {
  const { host, pathname } = addressOf(adminUrl);
  try {
    return await withAdmin(adminUrl, async (sql) => {
      const [row] = await sql<[{ version: string; number: number }]>`
        select current_setting('server_version') as version, current_setting('server_version_num')::int as number`;
      if (row.number < OLDEST * 10_000)
        refuse(
          "POSTGRES_TOO_OLD",
          `The server of DATABASE_URL is Postgres ${row.version}; Nadir needs ${OLDEST} or later.`,
        );
      return row.version.split(" ")[0] as string;
    });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse(
      "DATABASE_NOT_REACHED",
      `The database ${host}${pathname} of DATABASE_URL does not answer: ${(error as Error).message || (error as NodeJS.ErrnoException).code}. Check host, port, user and password, or unset DATABASE_URL to use the embedded server.`,
    );
  }
}

/**
 * Passwords of the two roles that sign in at the server of DATABASE_URL: those of NADIR_APP_PASSWORD and
 * NADIR_MODELLER_PASSWORD, else those this home folder made before, else new ones where the roles do not exist yet.
 */
export async function externalPasswords(home: string, adminUrl: string, env: Environment): Promise<LoginPasswords> {
  const url = addressOf(adminUrl);
  const place = createHash("sha256").update(`${url.host}${url.pathname}`).digest("hex").slice(0, 16);
  const file = readServerFile(home);
  const known = file.external?.[place];
  const given = { appPassword: env["NADIR_APP_PASSWORD"], modellerPassword: env["NADIR_MODELLER_PASSWORD"] };
  const wanted: LoginPasswords = {
    appPassword: given.appPassword ?? known?.appPassword ?? newPassword(),
    modellerPassword: given.modellerPassword ?? known?.modellerPassword ?? newPassword(),
  };
  if (known?.appPassword === wanted.appPassword && known.modellerPassword === wanted.modellerPassword) return wanted;
  await withAdmin(adminUrl, async (sql) => {
    const [there] = await sql`select from pg_roles where rolname = 'nadir_app'`;
    if (there && (await signsIn(urlFor(adminUrl, "nadir_app", wanted.appPassword)))) return;
    // Another machine may be using the password that is there: never change it unasked.
    if (there && given.appPassword === undefined)
      refuse(
        "APP_PASSWORD_UNKNOWN",
        `The role nadir_app exists at ${url.host}, and this home folder (${home}) does not know its password. Give the one that the other machines use in NADIR_APP_PASSWORD; a new one given there becomes the role's password.`,
      );
    await setLoginRoles(sql, wanted);
  });
  await openHome(home);
  await writeServerFile(home, { ...file, external: { ...file.external, [place]: wanted } });
  return wanted;
}

async function signsIn(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10, fetch_types: false });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 2 });
  }
}
