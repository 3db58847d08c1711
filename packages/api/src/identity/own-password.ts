import { appendAudit, asSystem, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { hashPassword, verifyPassword } from "./password.ts";

/** The least length of a password that a person chooses; the same as at sign-in. */
export const LEAST_PASSWORD = 12;

/**
 * The person, signed in by a one-time password, gives it again and chooses their own. From then on they are signed in, and
 * other sessions of theirs are ended. Refuses `PASSWORD_WRONG`, `PASSWORD_EXPIRED`, `PASSWORD_TOO_SHORT`, `PASSWORD_SAME`,
 * `PASSWORD_IS_OWN` where there is nothing to choose.
 */
export async function chooseOwnPassword(
  db: Database,
  { personId, oneTime, chosen }: { readonly personId: string; readonly oneTime: string; readonly chosen: string },
): Promise<void> {
  await asSystem(db, "a person chooses their password", async (tx) => {
    const [row] = await tx.sql<{ id: string; password: string; until: Date | null }[]>`
      select id, password, one_time_until as until from identity.account
       where user_id = ${personId} and provider_id = 'credential' for update`;
    if (!row?.until)
      return refuse("PASSWORD_IS_OWN", "This account has a password of its own; nothing is to be chosen.");
    if (!(await verifyPassword({ hash: row.password, password: oneTime })))
      return refuse("PASSWORD_WRONG", "That is not the one-time password of this account.");
    if (row.until.getTime() < Date.now())
      return refuse("PASSWORD_EXPIRED", "The one-time password has expired; ask your administrator for a new one.");
    if (chosen.length < LEAST_PASSWORD)
      return refuse(
        "PASSWORD_TOO_SHORT",
        `The new password has ${chosen.length} characters; give at least ${LEAST_PASSWORD}.`,
      );
    if (chosen === oneTime)
      return refuse("PASSWORD_SAME", "The new password is the one-time password; choose another.");
    await tx.sql`
      update identity.account set password = ${await hashPassword(chosen)}, one_time_until = null, updated_at = now()
       where id = ${row.id}`;
    await appendAudit(tx, { action: "password-chosen", object: `person:${personId}`, payload: {} });
  });
}
