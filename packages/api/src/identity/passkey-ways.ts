import type { Database } from "@nadir/db";
import { Refusal } from "@nadir/domain";
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint, sessionMiddleware } from "better-auth/api";
import { z } from "zod";
import { forgetFailures } from "./failed-attempts.ts";
import { type AuthContext, openSession } from "./open-session.ts";
import { addPasskey, credentialsOf, removePasskey } from "./passkey-adding.ts";
import { provenOwner } from "./passkey-proof.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { type RelyingParty, relyingPartyOf } from "./relying-party.ts";
import { noteSignIn } from "./sign-in-note.ts";
import { type Person, standingOf } from "./standing.ts";
import { keepTicket, takeTicket } from "./ticket.ts";

const ADDING = { kind: "passkey_adding", seconds: 300 } as const;
const SIGN_IN = { kind: "passkey_sign_in", seconds: 300 } as const;

const coded = z.string().max(20_000);
const credentialId = z.string().regex(/^[\w-]{1,1400}$/);
const credential = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  authenticatorAttachment: z.string().max(40).nullish(),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
};
const made = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: coded,
    attestationObject: coded,
    transports: z.array(z.string().max(20)).max(10).optional(),
  }),
});
const shown = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: coded,
    authenticatorData: coded,
    signature: coded,
    userHandle: z.string().max(200).nullish(),
  }),
});
const password = z.string().max(200);

/**
 * Passkeys: added and removed by a signed-in person who gives their password again, and used to sign in without one. The
 * authenticator itself asks for a finger, a face or a PIN (user verification is required), so a passkey stands for both
 * factors. Everything else holds as for a password: the lock after failures, the session list, the log, a password that has
 * to be chosen first. `@better-auth/passkey` does not require user verification and takes the origin from the request.
 */
export function passkeyWays(db: Database, origins: readonly string[]): BetterAuthPlugin {
  const partyOf = (context: AuthContext): RelyingParty =>
    relyingPartyOf(context.headers?.get("origin"), origins) ??
    refused(
      "BAD_REQUEST",
      "PASSKEY_HOST",
      "Passkeys belong to a host's name. Open the portal by its name, not by a number (on this machine: localhost).",
    );
  const person = async (context: AuthContext): Promise<Person> =>
    (await standingOf(db, context.context.session!)).person ??
    refused("FORBIDDEN", "NOT_SIGNED_IN", "Finish signing in first.");
  const confirmed = async (context: AuthContext, given: string): Promise<Person> => {
    const asks = await person(context);
    if (!(await spoken(reauthenticate(db, asks, given, { kind: "password", meaning: "passkeys" }))))
      refused("BAD_REQUEST", "INVALID_PASSWORD", "That is not the password of this account.");
    return asks;
  };
  return {
    id: "nadir-passkeys",
    rateLimit: [{ pathMatcher: (path) => path.startsWith("/passkey/"), window: 60, max: 60 }],
    endpoints: {
      passkeyBeginAdding: createAuthEndpoint(
        "/passkey/begin-adding",
        { method: "POST", use: [sessionMiddleware], body: z.object({ password }) },
        async (context) => {
          const party = partyOf(context);
          const asks = await confirmed(context, context.body.password);
          const options = await generateRegistrationOptions({
            rpName: "Nadir",
            rpID: party.id,
            userID: new TextEncoder().encode(asks.id),
            userName: asks.email,
            userDisplayName: asks.name,
            attestationType: "none",
            excludeCredentials: await credentialsOf(db, asks.id),
            authenticatorSelection: { residentKey: "required", userVerification: "required" },
          });
          await keepTicket(context, ADDING, { challenge: options.challenge, origin: party.origin, person: asks.id });
          return context.json(options);
        },
      ),
      passkeyAdd: createAuthEndpoint(
        "/passkey/add",
        {
          method: "POST",
          use: [sessionMiddleware],
          body: z.object({
            name: z
              .string()
              .trim()
              .regex(/^[^\p{Cc}]{1,60}$/u),
            response: made,
          }),
        },
        async (context) => {
          const { name, response } = context.body;
          const party = partyOf(context);
          const asks = await person(context);
          const ticket = await takeTicket(context, ADDING.kind);
          if (ticket?.["person"] !== asks.id || ticket["origin"] !== party.origin) return tooLate();
          await spoken(
            addPasskey(db, asks, {
              name,
              challenge: ticket["challenge"]!,
              party,
              response: response as unknown as RegistrationResponseJSON,
            }),
          );
          return context.json({ added: true });
        },
      ),
      passkeyRemove: createAuthEndpoint(
        "/passkey/remove",
        { method: "POST", use: [sessionMiddleware], body: z.object({ passkey: z.string().max(100), password }) },
        async (context) => {
          const asks = await confirmed(context, context.body.password);
          await spoken(removePasskey(db, asks.id, context.body.passkey));
          return context.json({ removed: true });
        },
      ),
      passkeyBeginSignIn: createAuthEndpoint(
        "/passkey/begin-sign-in",
        { method: "POST", body: z.object({}) },
        async (context) => {
          const party = partyOf(context);
          const options = await generateAuthenticationOptions({ rpID: party.id, userVerification: "required" });
          await keepTicket(context, SIGN_IN, { challenge: options.challenge, origin: party.origin });
          return context.json(options);
        },
      ),
      passkeySignIn: createAuthEndpoint(
        "/passkey/sign-in",
        { method: "POST", body: z.object({ response: shown }) },
        async (context) => {
          const party = partyOf(context);
          const ticket = await takeTicket(context, SIGN_IN.kind);
          if (ticket?.["origin"] !== party.origin) return tooLate();
          const owner = await spoken(
            provenOwner(db, {
              challenge: ticket["challenge"]!,
              party,
              response: context.body.response as unknown as AuthenticationResponseJSON,
            }),
          );
          await openSession(db, context, owner.id, { by: "passkey", bothFactors: true });
          await forgetFailures(db, `sign-in:${owner.email}`);
          await noteSignIn(db, "sign-in", owner.id, { email: owner.email, passkey: owner.passkey });
          return context.json({ signedIn: true });
        },
      ),
    },
  };
}

const tooLate = (): never =>
  refused("BAD_REQUEST", "PASSKEY_TOO_LATE", "This took longer than five minutes, or was sent twice. Begin again.");

function refused(status: "BAD_REQUEST" | "FORBIDDEN", code: string, message: string): never {
  throw new APIError(status, { code, message });
}

const STATUS = { TOO_MANY_FAILURES: "TOO_MANY_REQUESTS", PASSKEY_REFUSED: "UNAUTHORIZED" } as const;

/** A refusal of ours as the library answers one. */
async function spoken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const status = STATUS[error.code as keyof typeof STATUS] ?? "CONFLICT";
    throw new APIError(status, { code: error.code, message: error.message });
  }
}
