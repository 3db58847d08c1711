import { randomBytes } from "node:crypto";
import type { Database } from "@nadir/db";
import { Refusal } from "@nadir/domain";
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { z } from "zod";
import { type AuthContext, openSession } from "../open-session.ts";
import { noteSignIn } from "../sign-in-note.ts";
import { keepTicket, takeTicket } from "../ticket.ts";
import { linkedPerson } from "./link.ts";
import { type Begun, type NamedPerson, type Provider, provider } from "./provider.ts";
import type { HospitalSettings } from "./settings.ts";

const BEGUN = { kind: "hospital", seconds: 600 } as const;
const CODE = { kind: "hospital_code", seconds: 600 } as const;

/** `to`: the place of the portal that the person was going to. */
const BEGINNING = z.object({ to: z.string().max(2000).optional() });

/** Where signing in leads from the place that was asked for: a place of this portal, whatever was asked. */
export type WayIn = (asked: string | undefined) => string;

/** What the sign-in page says to who comes back without a session; it knows a sentence for each. */
type Said = "late" | "refused" | "unverified" | "unknown" | "other" | "locked" | "code";
const SAID: Readonly<Record<string, Said>> = {
  HOSPITAL_UNVERIFIED: "unverified",
  HOSPITAL_UNKNOWN: "unknown",
  HOSPITAL_OTHER: "other",
  TOO_MANY_FAILURES: "locked",
};

/**
 * Sign-in through the hospital's own (OpenID Connect): begun by a page of the portal, ended where the issuer sends the browser
 * back. The browser goes on where `wayIn` leads or to `/sign-in`, and nowhere else. Two factors are taken as given where the issuer says so;
 * otherwise the person's own code is asked, or, where a role requires one and there is none, set up first.
 */
export function hospitalSignIn(
  db: Database,
  { origins, settings, wayIn }: { origins: readonly string[]; settings: HospitalSettings; wayIn: WayIn },
): BetterAuthPlugin {
  const known: Provider = provider(settings);
  // What was asked for is asked for still when the person signs in another way.
  const back = (context: AuthContext, said: Said, asked?: string) =>
    context.redirect(`/sign-in?${new URLSearchParams({ said, ...(asked ? { to: wayIn(asked) } : {}) })}`);
  return {
    id: "nadir-hospital",
    rateLimit: [{ pathMatcher: (path) => path.startsWith("/hospital/"), window: 60, max: 60 }],
    endpoints: {
      hospitalBegin: createAuthEndpoint("/hospital/begin", { method: "POST", body: BEGINNING }, async (context) => {
        const origin = context.headers?.get("origin");
        if (!origin || !origins.includes(origin))
          throw new APIError("FORBIDDEN", { message: "This request did not come from a page of this portal." });
        const { address, begun } = await known.begin(`${origin}/api/auth/hospital/callback`).catch((error: Error) => {
          context.context.logger.error(`The hospital's sign-in at ${settings.issuer}: ${error.message}`);
          throw new APIError("SERVICE_UNAVAILABLE", {
            code: "HOSPITAL_SILENT",
            message: "The hospital's sign-in does not answer. Sign in with your password, or try again in a while.",
          });
        });
        const { to } = context.body;
        await keepTicket(context, BEGUN, { ...begun, ...(to === undefined ? {} : { to }) });
        return context.json({ address });
      }),
      hospitalCallback: createAuthEndpoint("/hospital/callback", { method: "GET" }, async (context) => {
        const ticket = (await takeTicket(context, BEGUN.kind)) as unknown as (Begun & { to?: string }) | null;
        if (!ticket) throw back(context, "late");
        const { to } = ticket;
        const answer = new URL(context.request!.url).searchParams;
        const named = await known.finish(ticket, answer).catch(async (error: Error) => {
          await noteSignIn(db, "sign-in-refused", undefined, { by: "hospital", why: inOneLine(error) });
          return null;
        });
        if (!named) throw back(context, "refused", to);
        const person = await linkedPerson(db, named).catch(async (error: unknown) => {
          const said = error instanceof Refusal ? SAID[error.code] : undefined;
          if (!said) throw error;
          await noteSignIn(db, "sign-in-refused", undefined, {
            by: "hospital",
            email: inOneLine(named.email),
            why: said,
          });
          return said;
        });
        if (typeof person === "string") throw back(context, person, to);
        const how = { email: person.email, by: "hospital", bothFactors: named.bothFactors };
        if (person.hasCode && !named.bothFactors) {
          await askCode(context, person.id);
          await noteSignIn(db, "second-factor-asked", person.id, how);
          throw back(context, "code", to);
        }
        await openSession(db, context, person.id, { by: "hospital", bothFactors: named.bothFactors });
        await noteSignIn(db, "sign-in", person.id, how);
        throw context.redirect(wayIn(to));
      }),
    },
  };
}

const inOneLine = (of: Error | NamedPerson["email"]): string =>
  String(of instanceof Error ? [of.message, (of.cause as Error | undefined)?.message].filter(Boolean).join(": ") : of)
    .replace(/\p{Cc}/gu, " ")
    .slice(0, 300);

const codeCookie = (context: AuthContext) => context.context.createAuthCookie("two_factor", { maxAge: CODE.seconds });

/** As the library's two-factor plugin leaves a sign-in by password that still owes its code; its addresses take it on. */
async function askCode(context: AuthContext, personId: string): Promise<void> {
  const identifier = `2fa-${randomBytes(20).toString("base64url")}`;
  const expiresAt = new Date(Date.now() + CODE.seconds * 1000);
  const cookie = codeCookie(context);
  const { internalAdapter } = context.context;
  await internalAdapter.createVerificationValue({ value: personId, identifier, expiresAt });
  await internalAdapter.createVerificationValue({ value: "0", identifier: `2fa-attempts-${identifier}`, expiresAt });
  await context.setSignedCookie(cookie.name, identifier, context.context.secret, cookie.attributes);
  await keepTicket(context, CODE, { owed: identifier });
}

/** Whether the code that was just given was owed to a sign-in through the hospital, not to one by password. */
export async function wasOwedToHospital(context: AuthContext): Promise<boolean> {
  const ticket = await takeTicket(context, CODE.kind);
  return (
    ticket !== null &&
    ticket["owed"] === (await context.getSignedCookie(codeCookie(context).name, context.context.secret))
  );
}
