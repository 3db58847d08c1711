import type { Database } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { reauthenticate } from "../identity/index.ts";
import type { Person } from "../identity/standing.ts";
import { isBackupUnderWay } from "./read-backups.ts";
import { requireKeeper } from "./read-health.ts";

/**
 * Whether this person may have a backup made now. It holds every secret of the installation, so that an open session is not
 * enough: the password is asked anew. Refuses `NOT_ALLOWED`, `SIGNATURE_MISSING`, `BACKUP_EXTERNAL`, `BACKUP_UNDER_WAY`.
 */
export async function mayMakeBackup(
  db: Database,
  person: Person,
  { password, isExternal }: { readonly password: string; readonly isExternal: boolean },
): Promise<void> {
  await requireKeeper(db, person.id);
  if (!(await reauthenticate(db, person, password, { kind: "password", meaning: "backup" })))
    refuse("SIGNATURE_MISSING", "Wrong password: no backup was begun.");
  if (isExternal)
    refuse(
      "BACKUP_EXTERNAL",
      "The database is a server of your own: its keeper backs it up by its own means (pg_basebackup, pg_dump), and copies NADIR_HOME.",
    );
  if (await isBackupUnderWay(db))
    refuse("BACKUP_UNDER_WAY", "A backup is being made already; wait for its end before you ask for another.");
}
