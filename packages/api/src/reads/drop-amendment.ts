import { asPerson, type Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { z } from "zod";
import { requirePermission } from "../identity/permissions.ts";
import { ownSession } from "./session-row.ts";

/** An amendment, and the version of it that its reader had before them. */
export const amendmentToDrop = z.object({ session: z.uuid(), version: z.int().min(1) });

/**
 * Drops an amendment that is still a draft: it stays in the record as it was last kept and counts for nothing, and another may
 * be begun. Answers the signed read that it was to amend, which goes on standing. Dropped again, it is dropped once. Refuses
 * `READ_UNKNOWN`, `NOT_ALLOWED`, `READ_SIGNED`, `READ_NOT_AN_AMENDMENT`, `CHANGED_MEANWHILE`.
 */
export function dropAmendment(
  db: Database,
  personId: string,
  { session: id, version }: z.infer<typeof amendmentToDrop>,
): Promise<{ session: string }> {
  return asPerson(db, personId, async (tx) => {
    const session = await ownSession(tx, personId, id, true);
    await requirePermission(tx, personId, session.trialId, "measure");
    if (session.state === "signed")
      refuse("READ_SIGNED", "This read is signed and is not dropped any more; amend it with a reason.");
    if (session.amends === null)
      return refuse(
        "READ_NOT_AN_AMENDMENT",
        "This is your first read of the scan, and a first read is not dropped: go on with it and sign it. Only an amendment is dropped.",
      );
    if (session.state === "dropped") return { session: session.amends };
    if (session.version !== version)
      refuse(
        "CHANGED_MEANWHILE",
        "This amendment was changed in another window or on another device since you opened it here, and was not dropped. Look at what was kept there, then decide.",
      );
    await tx.sql`update record.read_session set state = 'dropped', version = ${session.version + 1} where id = ${session.id}`;
    return { session: session.amends };
  });
}
