import { asPerson, type Database, type Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { permissionsOf } from "../identity/permissions.ts";

/** An import touches every site, so the permission must be held for the whole trial. */
export async function requireImport(tx: Tx, personId: string, trialId: string): Promise<void> {
  const held = await permissionsOf(tx, personId, trialId);
  const [whole] = await tx.sql<{ n: number }[]>`
    select count(*)::int as n from identity.membership
     where user_id = ${personId} and trial_id = ${trialId} and site_id is null and revoked_at is null`;
  if (!held.has("import") || !whole?.n)
    refuse(
      "NOT_ALLOWED",
      "Files are imported by whoever may do so for all sites of the trial; an administrator of the trial gives such a role.",
      {
        found: [...held].sort().join(", ") || "no permission",
        expected: "import",
      },
    );
}

/** A trial that does not exist yet is made by whoever administers another one, whole. */
export async function requireNewTrial(db: Database, personId: string): Promise<void> {
  const n = await asPerson(db, personId, async ({ sql }) => {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from identity.membership
       where user_id = ${personId} and role = 'administrator' and site_id is null and revoked_at is null`;
    return row?.n ?? 0;
  });
  if (n === 0)
    refuse(
      "NOT_ALLOWED",
      "This trial does not exist yet; a new trial is imported by an administrator of another one, or from the command line.",
      {
        expected: "administer",
      },
    );
}
