import { asSystem, type Database } from "@nadir/db";
import * as tables from "@nadir/db/schema";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { twoFactor } from "better-auth/plugins";
import { hashPassword, verifyPassword } from "./password.ts";
import { signInGuard } from "./sign-in-guard.ts";

export interface AuthSettings {
  readonly db: Database;
  /** Signs the session cookies; at least 32 characters, the same for every portal of an installation. */
  readonly secret: string;
  /** Addresses under which the portal is reached, e.g. `http://127.0.0.1:3000`; the first is the canonical one. */
  readonly origins: readonly [string, ...string[]];
}

const DAY = 86_400;

/**
 * Sign-in by e-mail and password with sessions in the database. Nobody can sign up: people are made by an administrator
 * with `nadir people` (or, in the demo, by `seedDemoPeople`). Nothing leaves the machine: no telemetry, no mail, no outside provider.
 */
export function createAuth({ db, secret, origins }: AuthSettings) {
  const isSecure = origins[0].startsWith("https:");
  return betterAuth({
    appName: "Nadir",
    baseURL: origins[0],
    basePath: "/api/auth",
    secret,
    trustedOrigins: [...origins],
    database: drizzleAdapter(db.orm, {
      provider: "pg",
      schema: {
        user: tables.user,
        session: tables.session,
        account: tables.account,
        verification: tables.verification,
        twoFactor: tables.twoFactor,
        rateLimit: tables.rateLimit,
      },
    }),
    // The library's own way to another password would leave a one-time password marked as that.
    disabledPaths: ["/change-password", "/set-password", "/reset-password", "/request-password-reset"],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    // A working day without a request ends the session; in use, it is renewed once an hour.
    session: { expiresIn: DAY / 2, updateAge: 3600 },
    user: { changeEmail: { enabled: false }, deleteUser: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 300,
      customRules: { "/sign-in/email": { window: 60, max: 60 } },
    },
    advanced: {
      cookiePrefix: "nadir",
      // Said outright: by default the library drops both checks in a test environment, and then tests prove nothing.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      useSecureCookies: isSecure,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/" },
    },
    plugins: [
      // Ten minutes for the code; after ten wrong ones in a row the second factor is locked for a quarter of an hour.
      twoFactor({ issuer: "Nadir", accountLockout: { maxFailedAttempts: 10, durationSeconds: 900 } }),
      signInGuard(db),
    ],
    telemetry: { enabled: false },
    logger: { level: "error" },
  } satisfies BetterAuthOptions);
}
export type Auth = ReturnType<typeof createAuth>;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface Session {
  /** Who is signed in, with everything that is asked of them done; null otherwise. */
  readonly person: Person | null;
  /** Signed in with a password that somebody else has set: chooses their own first. */
  readonly toChoose: Person | null;
  /** Holds a role for which a second factor is required and has none: sets it up first. */
  readonly toEnrol: Person | null;
  readonly sessionId: string | null;
}

const NOBODY: Session = { person: null, toChoose: null, toEnrol: null, sessionId: null };

/** Who sends these headers, by their session cookie; nobody when none is signed in or the session has ended. */
export async function sessionOf(
  { auth, db }: { readonly auth: Auth; readonly db: Database },
  headers: Headers,
): Promise<Session> {
  const found = await auth.api.getSession({ headers });
  if (!found) return NOBODY;
  const person = { id: found.user.id, name: found.user.name, email: found.user.email };
  const [row] = await asSystem(
    db,
    "read what is still asked of a person",
    ({ sql }) => sql<{ own: boolean | null; enrolled: boolean; required: boolean }[]>`
      select (select bool_and(one_time_until is null) from identity.account where user_id = u.id) as own,
             u.two_factor_enabled as enrolled,
             exists (select 1 from identity.membership m
                       join identity.second_factor_rule r on r.trial_id = m.trial_id and r.role = m.role
                      where m.user_id = u.id and m.revoked_at is null and r.ended_at is null) as required
        from identity."user" u where u.id = ${person.id}`,
  );
  // Without an account of their own (disabled) a session that is left says nothing.
  if (!row || row.own === null) return NOBODY;
  const signedIn = { ...NOBODY, sessionId: found.session.id };
  if (!row.own) return { ...signedIn, toChoose: person };
  if (row.required && !row.enrolled) return { ...signedIn, toEnrol: person };
  return { ...signedIn, person };
}
