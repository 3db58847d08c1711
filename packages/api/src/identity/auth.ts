import type { Database } from "@nadir/db";
import * as tables from "@nadir/db/schema";
import { type BetterAuthOptions, betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { twoFactor } from "better-auth/plugins";
import type { HospitalSettings } from "./hospital/settings.ts";
import { hospitalSignIn, type WayIn } from "./hospital/sign-in.ts";
import { passkeyWays } from "./passkey-ways.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { signInGuard } from "./sign-in-guard.ts";
import { NOBODY, type Session, standingOf } from "./standing.ts";

export interface AuthSettings {
  readonly db: Database;
  /** Signs the session cookies; at least 32 characters, the same for every portal of an installation. */
  readonly secret: string;
  /** Addresses under which the portal is reached, e.g. `http://127.0.0.1:3000`; the first is the canonical one. */
  readonly origins: readonly [string, ...string[]];
  /** The hospital's own sign-in, where there is one. */
  readonly hospital?: HospitalSettings | null;
  /** Where the hospital's sign-in leads; home where nobody says otherwise. */
  readonly wayIn?: WayIn;
}

const DAY = 86_400;

/**
 * Sign-in by e-mail and password or by passkey, with sessions in the database. Nobody can sign up: people are made by an
 * administrator with `nadir people` (or, in the demo, by `seedDemoPeople`). Nothing leaves the machine: no telemetry, no mail; the
 * hospital's own sign-in is asked where it is configured, and nothing else.
 */
export function createAuth({ db, secret, origins, hospital = null, wayIn = () => "/home" }: AuthSettings) {
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
      // `__Host-`: browsers take the cookie only over HTTPS, for this host alone and all of it. The library's own prefix says less.
      cookiePrefix: isSecure ? "__Host-nadir" : "nadir",
      useSecureCookies: false,
      // Said outright: by default the library drops both checks in a test environment, and then tests prove nothing.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", secure: isSecure, path: "/" },
    },
    plugins: [
      // Ten minutes for the code; after ten wrong ones in a row the second factor is locked for a quarter of an hour.
      twoFactor({ issuer: "Nadir", accountLockout: { maxFailedAttempts: 10, durationSeconds: 900 } }),
      passkeyWays(db, origins),
      ...(hospital ? [hospitalSignIn(db, { origins, settings: hospital, wayIn })] : []),
      signInGuard(db),
    ],
    telemetry: { enabled: false },
    logger: { level: "error" },
  } satisfies BetterAuthOptions);
}
export type Auth = ReturnType<typeof createAuth>;

/** Who sends these headers, by their session cookie; nobody when none is signed in or the session has ended. */
export async function sessionOf(
  { auth, db }: { readonly auth: Auth; readonly db: Database },
  headers: Headers,
): Promise<Session> {
  const found = await auth.api.getSession({ headers });
  return found ? standingOf(db, found) : NOBODY;
}
