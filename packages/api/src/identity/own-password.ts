import { appendAudit, asSystem, type Database, type Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { hashPassword, verifyPassword } from "./password.ts";
import { requireStrong } from "./password-rule.ts";
import { reauthenticate } from "./reauthenticate.ts";
import { endSessionsOf } from "./sessions.ts";
import type { Person } from "./standing.ts";

/**
 * The person, signed in by a one-time password, gives it again and chooses their own. From then on they are signed in, and
 * other sessions of theirs are ended. Refuses `PASSWORD_WRONG`, `PASSWORD_EXPIRED`, what `requireStrong` refuses,
 * `PASSWORD_SAME`, `PASSWORD_IS_OWN` where there is nothing to choose.
 */
export async function chooseOwnPassword(
  db: Database,
  {
    personId,
    oneTime,
    chosen,
    sessionId,
  }: {
    readonly personId: string;
    readonly oneTime: string;
    readonly chosen: string;
    /** The session that chooses, and stays; null where none does. */
    readonly sessionId: string | null;
  },
): Promise<void> {
  await asSystem(db, "a person chooses their password", async (tx) => {
    const [row] = await tx.sql<{ id: string; password: string; until: Date | null; name: string; email: string }[]>`
      select a.id, a.password, a.one_time_until as until, u.name, u.email
        from identity.account a join identity."user" u on u.id = a.user_id
       where a.user_id = ${personId} and a.provider_id = 'credential' for update of a`;
    if (!row?.until)
      return refuse("PASSWORD_IS_OWN", "This account has a password of its own; nothing is to be chosen.");
    if (!(await verifyPassword({ hash: row.password, password: oneTime })))
      return refuse("PASSWORD_WRONG", "That is not the one-time password of this account.");
    if (row.until.getTime() < Date.now())
      return refuse("PASSWORD_EXPIRED", "The one-time password has expired; ask your administrator for a new one.");
    requireStrong(chosen, row);
    if (chosen === oneTime)
      return refuse("PASSWORD_SAME", "The new password is the one-time password; choose another.");
    await keep(tx, personId, chosen);
    // Whoever else came in by the one-time password must not become somebody by this.
    await endSessionsOf(tx, personId, sessionId);
    await appendAudit(tx, { action: "password-chosen", object: `person:${personId}`, payload: {} });
  });
}

/**
 * The signed-in person gives their password and takes another; every other session of theirs ends. Refuses
 * `PASSWORD_WRONG`, `TOO_MANY_FAILURES`, `PASSWORD_SAME` and what `requireStrong` refuses.
 */
export async function changeOwnPassword(
  db: Database,
  person: Person,
  {
    current,
    chosen,
    sessionId,
  }: { readonly current: string; readonly chosen: string; readonly sessionId: string | null },
): Promise<void> {
  if (!(await reauthenticate(db, person, current, { kind: "password", meaning: "change of password" })))
    refuse("PASSWORD_WRONG", "That is not the password of this account.");
  requireStrong(chosen, person);
  if (chosen === current) refuse("PASSWORD_SAME", "The new password is the present one; choose another.");
  await asSystem(db, "a person changes their password", async (tx) => {
    await keep(tx, person.id, chosen);
    await endSessionsOf(tx, person.id, sessionId);
    await appendAudit(tx, { action: "password-changed", object: `person:${person.id}`, payload: {} });
  });
}

const keep = async (tx: Tx, personId: string, chosen: string) => tx.sql`
  update identity.account set password = ${await hashPassword(chosen)}, one_time_until = null, updated_at = now()
   where user_id = ${personId} and provider_id = 'credential'`;
