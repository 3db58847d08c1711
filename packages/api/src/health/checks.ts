import { type AuditVerdict, asSystem, type Database } from "@nadir/db";
import { z } from "zod";

export type CheckKind = "backup" | "backup-check" | "backup-restore" | "audit" | "objects";

export interface InstallationCheck {
  readonly kind: CheckKind;
  readonly ok: boolean;
  /** What was counted, by kind. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Notes that something of the installation was looked at, and what came of it. */
export async function keepCheck(
  db: Database,
  kind: CheckKind,
  ok: boolean,
  document: Readonly<Record<string, unknown>>,
): Promise<void> {
  await asSystem(
    db,
    `note a check of the installation: ${kind}`,
    ({ sql }) => sql`
      insert into derived.installation_check (kind, ok, document) values (${kind}, ${ok}, ${sql.json(document as never)})`,
  );
}

/** The last check of each kind. */
export async function lastChecks(db: Database): Promise<Partial<Record<CheckKind, InstallationCheck>>> {
  const rows = await asSystem(
    db,
    "read the last checks of the installation",
    ({ sql }) => sql<InstallationCheck[]>`
      select distinct on (kind) kind, ok, document, at from derived.installation_check order by kind, at desc`,
  );
  return Object.fromEntries(rows.map((row) => [row.kind, row]));
}

/** What is noted of a verification of the log, and when it began: what came later it has not seen. No subject is named in it. */
export const auditDocument = (verdict: AuditVerdict, begun: Date): Readonly<Record<string, unknown>> =>
  verdict.ok
    ? { begun, count: verdict.count, head: verdict.head }
    : {
        begun,
        seq: verdict.seq,
        why:
          verdict.rowCount > 0
            ? `${verdict.rowCount} rows are not what was logged`
            : `it breaks at event ${verdict.seq}`,
      };

/** The last verification of the log, whichever process made it, where it held and did not begin before `since`. */
export async function heldSince(
  db: Database,
  since: Date,
): Promise<{ readonly at: Date; readonly verdict: AuditVerdict } | null> {
  const { audit } = await lastChecks(db);
  const kept = audit?.ok ? held.safeParse(audit.document).data : undefined;
  if (!kept || kept.begun < since) return null;
  return { at: kept.begun, verdict: { ok: true, count: kept.count, head: kept.head } };
}
const held = z.object({ begun: z.coerce.date(), count: z.int(), head: z.string() });
