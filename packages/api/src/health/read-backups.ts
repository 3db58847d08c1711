import { asSystem, type Database } from "@nadir/db";
import { z } from "zod";

const proof = z.object({ at: z.date(), ok: z.boolean() }).nullable();

/** A backup as it was noted when it was made: no file of it is read, and no place on the machine told. */
export const backupLine = z.object({
  at: z.date(),
  /** The name of its folder; null for one that was noted before names were. */
  name: z.string().nullable(),
  /** Who asked for it; null for the command line. */
  by: z.string().nullable(),
  files: z.int(),
  bytes: z.int(),
  /** Every file compared with the hash written down; restored as an installation whose log was recomputed. */
  compared: proof,
  restored: proof,
});
export type BackupLine = z.infer<typeof backupLine>;

const TOLD = 10;

/** The last backups, the newest first, with what the last proof of each kind said. */
export async function readBackups(db: Database): Promise<BackupLine[]> {
  return asSystem(db, "read the backups of the installation", async ({ sql }) => {
    interface Row extends Omit<BackupLine, "compared" | "restored"> {
      readonly head: string;
      readonly bytes: number;
    }
    const rows = await sql<Row[]>`
      select c.at, c.document->>'name' as name, u.name as by, c.document->>'auditHead' as head,
             coalesce((c.document->>'files')::int, 0) as files, coalesce((c.document->>'bytes')::float8, 0) as bytes
        from derived.installation_check c
        left join identity."user" u on u.id = c.document->>'by' and u.id <> 'system'
       where c.kind = 'backup' order by c.at desc limit ${TOLD}`;
    const proofs = await sql<{ kind: string; head: string; at: Date; ok: boolean }[]>`
      select kind, document->>'auditHead' as head, at, ok from derived.installation_check
       where kind in ('backup-check', 'backup-restore') and document->>'auditHead' = any (${rows.map(({ head }) => head)})
       order by at desc`;
    const proofOf = ({ head, at }: Row, kind: string) => {
      const found = proofs.find((p) => p.kind === kind && p.head === head && p.at >= at);
      return found ? { at: found.at, ok: found.ok } : null;
    };
    return rows.map(({ head: _, ...row }, n) => ({
      ...row,
      compared: proofOf(rows[n]!, "backup-check"),
      restored: proofOf(rows[n]!, "backup-restore"),
    }));
  });
}

/** Whether a backup is asked for or being made; one that has not moved for an hour counts as lost. */
export async function isBackupUnderWay(db: Database): Promise<boolean> {
  const rows = await asSystem(
    db,
    "look whether a backup is under way",
    ({ sql }) => sql`
      select from derived.job where kind = 'backup' and state in ('waiting', 'running')
         and updated_at > now() - interval '1 hour' limit 1`,
  );
  return rows.length > 0;
}
