import { appendAudit, asSystem, type Database } from "@nadir/db";
import { APIError, createAuthMiddleware } from "better-auth/api";

const MAX_FAILURES = 8;
const WINDOW_MS = 15 * 60_000;

/**
 * Two things at every sign-in: the log says who came and who was turned away, and an address that failed eight times
 * within a quarter of an hour is turned away unread (a limit by network address alone would not stop many machines).
 */
export function signInGuard(db: Database) {
  const failures = new Map<string, number[]>();
  const recent = (email: string): number[] => {
    const kept = (failures.get(email) ?? []).filter((at) => at > Date.now() - WINDOW_MS);
    if (kept.length > 0) failures.set(email, kept);
    else failures.delete(email);
    return kept;
  };
  const emailOf = (body: unknown): string =>
    String((body as { email?: unknown } | undefined)?.email ?? "")
      .trim()
      .toLowerCase()
      .slice(0, 254);

  return {
    before: createAuthMiddleware(async (context) => {
      if (context.path !== "/sign-in/email") return;
      if (recent(emailOf(context.body)).length >= MAX_FAILURES)
        throw new APIError("TOO_MANY_REQUESTS", {
          code: "TOO_MANY_FAILURES",
          message: "Too many failed sign-ins for this address. Try again in a quarter of an hour.",
        });
    }),
    after: createAuthMiddleware(async (context) => {
      if (context.path !== "/sign-in/email") return;
      const email = emailOf(context.body);
      const person = context.context.newSession?.user;
      if (!person) failures.set(email, [...recent(email), Date.now()]);
      else failures.delete(email);
      await asSystem(db, "sign-in", (tx) =>
        appendAudit(tx, {
          action: person ? "sign-in" : "sign-in-refused",
          object: person ? `person:${person.id}` : "person:unknown",
          payload: { email },
        }),
      );
    }),
  };
}
