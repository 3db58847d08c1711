import { createHash } from "node:crypto";
import { asSystem, type Database } from "@nadir/db";
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx } from "better-auth/api";
import { z } from "zod";
import { forgetFailures, lockedUntil, noteFailure, openAgain } from "./failed-attempts.ts";
import { wasOwedToHospital } from "./hospital/sign-in.ts";
import { sayHow } from "./open-session.ts";
import { notePasswordRefused } from "./password-refused.ts";
import { endSessionsOf } from "./sessions.ts";
import { noteSignIn } from "./sign-in-note.ts";

const BASE = "/api/auth";

/**
 * The addresses that are served, each with its purpose here; the library has more. Of those that are left out, one changes a
 * person's name without a word in the log, and some set a password past the rules.
 */
const SERVED: ReadonlySet<string> = new Set([
  "/sign-in/email",
  "/sign-out",
  "/two-factor/enable",
  "/two-factor/disable",
  "/two-factor/generate-backup-codes",
  "/two-factor/verify-totp",
  "/two-factor/verify-backup-code",
  "/passkey/begin-adding",
  "/passkey/add",
  "/passkey/remove",
  "/passkey/begin-sign-in",
  "/passkey/sign-in",
  "/hospital/begin",
  "/hospital/callback",
]);

/** What the log says of an act on the second factor that succeeded, by the library's address of the act. */
const ACTS: Readonly<Record<string, string>> = {
  "/two-factor/disable": "second-factor-disabled",
  "/two-factor/generate-backup-codes": "recovery-codes-renewed",
};
const PROOFS: Readonly<Record<string, string>> = {
  "/two-factor/verify-totp": "code",
  "/two-factor/verify-backup-code": "recovery code",
};
/** Where the library compares the password of whoever is signed in. */
const ASK_PASSWORD: ReadonlySet<string> = new Set([
  "/two-factor/enable",
  "/two-factor/disable",
  "/two-factor/generate-backup-codes",
]);

/**
 * At every sign-in: the log says who came and who was turned away; an address that failed eight times within a quarter of
 * an hour is turned away unread (a limit by network address alone would not stop many machines); and a code of the second
 * factor that was used is not taken twice. Wrong passwords of a person who is signed in are counted as everywhere else.
 * Stands after the two-factor plugin, so that it sees what came of the sign-in.
 */
export function signInGuard(db: Database): BetterAuthPlugin {
  const always = () => true;
  return {
    id: "nadir-sign-in-guard",
    onRequest: async (request) => {
      const { pathname } = new URL(request.url);
      if (!pathname.startsWith(BASE) || !SERVED.has(pathname.slice(BASE.length)))
        return { response: Response.json({ message: "There is no such address." }, { status: 404 }) };
      return undefined;
    },
    hooks: {
      before: [
        {
          matcher: always,
          handler: createAuthMiddleware(async (context) => {
            const { path, body } = context;
            if (path in PROOFS && (body as { trustDevice?: unknown }).trustDevice)
              throw new APIError("BAD_REQUEST", {
                code: "NO_TRUSTED_DEVICES",
                message: "The second factor is asked at every sign-in; no device is trusted.",
              });
            if (path === "/sign-in/email")
              await refuseLocked(
                db,
                `sign-in:${emailOf(body)}`,
                "Too many failed sign-ins for this address. Try again",
              );
            if (ASK_PASSWORD.has(path)) {
              const asks = await getSessionFromCtx(context);
              if (asks)
                await refuseLocked(
                  db,
                  `password:${asks.user.id}`,
                  "Too many wrong passwords for this account. It takes one again",
                );
            }
          }),
        },
      ],
      after: [
        {
          matcher: always,
          handler: createAuthMiddleware(async (context) => {
            const { path, body } = context;
            const made = context.context.newSession;
            const before = context.context.session;
            const signedIn = made?.user ?? before?.user;
            const { returned } = context.context;
            const failed = returned instanceof APIError;
            if (path === "/sign-in/email") await afterPassword(db, emailOf(body), made?.user.id, isPending(context));
            if (ASK_PASSWORD.has(path) && signedIn) {
              if (!failed) await forgetFailures(db, `password:${signedIn.id}`);
              else if (returned.body?.code === "INVALID_PASSWORD")
                await notePasswordRefused(db, signedIn.id, { kind: "password", meaning: "second factor" });
            }
            if (path in PROOFS && !failed && signedIn) {
              const { code } = body as { code: string };
              if (!(await useOnce(db, signedIn.id, code))) {
                if (made && !before) await context.context.internalAdapter.deleteSession(made.session.token);
                throw new APIError("UNAUTHORIZED", {
                  code: "CODE_USED",
                  message: "This code was used already. Wait for the next one.",
                });
              }
              const byHospital = made && !before && (await wasOwedToHospital(context));
              if (byHospital) await sayHow(db, made.session.id, { by: "hospital", bothFactors: false });
              // Sessions that the password alone opened must not count from now on as ones that both factors did.
              if (before)
                await asSystem(db, "end sessions from before the second factor", (tx) =>
                  endSessionsOf(tx, signedIn.id, (made ?? before).session.id),
                );
              await noteSignIn(db, before ? "second-factor-enabled" : "sign-in", signedIn.id, {
                secondFactor: PROOFS[path],
                ...(byHospital ? { by: "hospital" } : {}),
              });
            }
            if (path in PROOFS && failed) await noteSignIn(db, "second-factor-refused", signedIn?.id, {});
            const act = ACTS[path];
            if (act && !failed && signedIn) await noteSignIn(db, act, signedIn.id, {});
          }),
        },
      ],
    },
  };
}

const emailOf = (body: unknown): string =>
  String((body as { email?: unknown } | undefined)?.email ?? "")
    .trim()
    .toLowerCase()
    .slice(0, 254);

/** The password was right and the second factor is still asked for. */
const isPending = (context: { context: { returned?: unknown } }): boolean =>
  (context.context.returned as { twoFactorRedirect?: unknown } | undefined)?.twoFactorRedirect === true;

async function refuseLocked(db: Database, of: string, sentence: string): Promise<void> {
  const until = await lockedUntil(db, of);
  if (until)
    throw new APIError("TOO_MANY_REQUESTS", {
      code: "TOO_MANY_FAILURES",
      message: `${sentence} ${openAgain(until)}.`,
    });
}

async function afterPassword(db: Database, email: string, id: string | undefined, pending: boolean): Promise<void> {
  const action = id ? "sign-in" : pending ? "second-factor-asked" : "sign-in-refused";
  // What is no address may be a password in the wrong field: the log, which others read, does not keep it.
  const said = z.email().safeParse(email).success ? email : "no address";
  const tell = () => noteSignIn(db, action, id, { email: said });
  if (!id && !pending) return noteFailure(db, `sign-in:${email}`, { atSignIn: undefined, email: said }, tell);
  await tell();
  await forgetFailures(db, `sign-in:${email}`);
}

/** True the first time that this person's code is used (RFC 6238 §5.2). A code is good for 90 s at the most. */
async function useOnce(db: Database, personId: string, code: string): Promise<boolean> {
  const hash = createHash("sha256").update(`${personId} ${code}`).digest("hex");
  return asSystem(db, "use a code once", async ({ sql }) => {
    await sql`delete from identity.used_code where at < now() - interval '10 minutes'`;
    const noted = await sql`
      insert into identity.used_code (code_hash) values (${hash}) on conflict do nothing returning code_hash`;
    return noted.length === 1;
  });
}
