import { asSystem, type Database } from "@nadir/db";
import { APIError } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";

/** What an address of the sign-in is given by the library. */
export type AuthContext = Parameters<typeof setSessionCookie>[0];

interface How {
  readonly by: "passkey" | "hospital";
  readonly bothFactors: boolean;
}

/** Opens a session for the person, says in it how, and gives the browser its cookie. */
export async function openSession(db: Database, context: AuthContext, personId: string, how: How): Promise<void> {
  const { internalAdapter } = context.context;
  const user = await internalAdapter.findUserById(personId);
  const session = user && (await internalAdapter.createSession(personId));
  if (!user || !session) throw new APIError("INTERNAL_SERVER_ERROR", { message: "The session could not be opened." });
  await sayHow(db, session.id, how);
  await setSessionCookie(context, { session, user });
}

/** Says how a session was opened, where it was not by password. */
export const sayHow = (db: Database, sessionId: string, { by, bothFactors }: How): Promise<unknown> =>
  asSystem(
    db,
    "say how a session was opened",
    ({ sql }) => sql`
      update identity.session set signed_in_by = ${by}, both_factors = ${bothFactors} where id = ${sessionId}`,
  );
