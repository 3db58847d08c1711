import { refuse } from "@nadir/domain";
import postgres from "postgres";

export interface LoginPasswords {
  readonly appPassword: string;
  readonly modellerPassword: string;
}

const LOGINS = [
  ["nadir_app", "appPassword"],
  ["nadir_modeller", "modellerPassword"],
] as const;

/** Makes the two roles that sign in, or gives them these passwords. (What they may do, the migrations say.) */
export async function setLoginRoles(sql: postgres.Sql, passwords: LoginPasswords): Promise<void> {
  for (const [role, field] of LOGINS) {
    const password = passwords[field];
    if (!/^[\x21-\x7e]+$/.test(password) || /['\\]/.test(password))
      refuse("PASSWORD_UNUSABLE", "A role's password is printable ASCII without blanks, quotes and backslashes.");
    const [there] = await sql`select from pg_roles where rolname = ${role}`;
    await sql.unsafe(`${there ? "ALTER" : "CREATE"} ROLE ${role} LOGIN NOINHERIT PASSWORD '${password}'`);
  }
}

/** The same server and database for another user. */
export function urlFor(adminUrl: string, user: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.toString();
}

/** One connection for a short task. */
export async function withAdmin<T>(adminUrl: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 10, fetch_types: false });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 2 });
  }
}
