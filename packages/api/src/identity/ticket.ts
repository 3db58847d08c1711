import { randomBytes } from "node:crypto";
import type { AuthContext } from "./open-session.ts";

/**
 * What the server keeps between the two halves of a sign-in, bound to the browser by a signed cookie: taken once, within
 * `seconds`, and only by the browser that began. `kind` names the act, so that a ticket of one is none of another.
 */
export async function keepTicket(
  context: AuthContext,
  { kind, seconds }: { readonly kind: string; readonly seconds: number },
  value: Readonly<Record<string, string>>,
): Promise<void> {
  const ticket = randomBytes(24).toString("base64url");
  const cookie = context.context.createAuthCookie(kind, { maxAge: seconds });
  await context.context.internalAdapter.createVerificationValue({
    identifier: `${kind}:${ticket}`,
    value: JSON.stringify(value),
    expiresAt: new Date(Date.now() + seconds * 1000),
  });
  await context.setSignedCookie(cookie.name, ticket, context.context.secret, cookie.attributes);
}

/** Null where the browser brings none, or one that was taken before or has expired. */
export async function takeTicket(context: AuthContext, kind: string): Promise<Readonly<Record<string, string>> | null> {
  const cookie = context.context.createAuthCookie(kind);
  const ticket = await context.getSignedCookie(cookie.name, context.context.secret);
  if (!ticket) return null;
  context.setCookie(cookie.name, "", { ...cookie.attributes, maxAge: 0 });
  const kept = await context.context.internalAdapter.consumeVerificationValue(`${kind}:${ticket}`);
  if (!kept || kept.expiresAt.getTime() < Date.now()) return null;
  return JSON.parse(kept.value) as Record<string, string>;
}
