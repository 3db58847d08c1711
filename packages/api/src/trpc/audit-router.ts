import { type AuditVerdict, asPerson, type Database, verifyAudit } from "@nadir/db";
import { z } from "zod";
import { auditDocument, heldSince, keepCheck } from "../health/index.ts";
import { membershipsOf, notAllowed, permissionsOfRoles } from "../identity/index.ts";
import { oneInProcess } from "../kept/index.ts";
import { auditPage, auditQuery, searchAudit } from "../read/index.ts";
import { type Context, procedure, router } from "./init.ts";

/** When the log was last verified. */
const at = z.date();
const chainHolds = z.object({ ok: z.literal(true), at, count: z.int(), head: z.string() });
const chainState = z.discriminatedUnion("ok", [
  chainHolds,
  z.object({
    ok: z.literal(false),
    at,
    seq: z.int(),
    why: z.string(),
    rows: z
      .array(
        z.object({
          table: z.string(),
          key: z.string(),
          version: z.int(),
          subject: z.string().nullable(),
          seq: z.int().nullable(),
          why: z.string(),
        }),
      )
      .readonly(),
    rowCount: z.int(),
  }),
]);

/** The log belongs to whoever may see it in at least one trial; which events are shown is for row-level security. */
async function requireLogReader(
  ctx: Context & { person: NonNullable<Context["person"]> },
): Promise<{ readsLogOf(trialId: string | null): boolean }> {
  const memberships = await asPerson(ctx.db, ctx.person.id, (tx) => membershipsOf(tx, ctx.person.id));
  const held = permissionsOfRoles(memberships.map((m) => m.role));
  if (!held.has("see-audit")) notAllowed("see-audit", held);
  return {
    readsLogOf: (trialId) =>
      permissionsOfRoles(memberships.filter((m) => m.trialId === trialId).map((m) => m.role)).has("see-audit"),
  };
}

interface Verification {
  readonly at: Date;
  readonly verdict: Promise<AuditVerdict>;
}

/** A verification reads the whole record: whoever asks while one runs in this process is told of that one. */
const running = oneInProcess("verifications", () => new WeakMap<Database, Verification>());

/** The oldest verification that somebody may be content with, minutes. */
const minutes = z.int().min(0).max(60);

/** The log verified anew, or, where one is content with an older one, the last time that it held, in whichever process. */
async function verified(
  db: Database,
  atMostMinutesOld: number,
): Promise<{ readonly at: Date; readonly verdict: AuditVerdict }> {
  const at = new Date();
  const since = new Date(at.getTime() - atMostMinutesOld * 60_000);
  const known = atMostMinutesOld > 0 ? await heldSince(db, since) : null;
  if (known) return known;
  const now = running.get(db);
  if (now && now.at >= since) {
    const verdict = await now.verdict.catch(() => null);
    if (verdict?.ok) return { at: now.at, verdict };
  }
  const verdict = verifyAudit(db).then((found) => noted(db, found, at));
  running.set(db, { at, verdict });
  try {
    return { at, verdict: await verdict };
  } finally {
    if (running.get(db)?.verdict === verdict) running.delete(db);
  }
}

/** The verdict, noted for the health of the installation and for who asks soon: whose row does not hold is not in it. */
async function noted(db: Database, verdict: AuditVerdict, begun: Date): Promise<AuditVerdict> {
  await keepCheck(db, "audit", verdict.ok, auditDocument(verdict, begun));
  return verdict;
}

export const auditRouter = router({
  search: procedure
    .input(auditQuery)
    .output(auditPage)
    .query(async ({ ctx, input }) => {
      await requireLogReader(ctx);
      return searchAudit(ctx.db, ctx.person.id, input);
    }),

  /** The last time that the log held, in whichever process; null where that is longer ago than asked for. Nothing is recomputed. */
  lastHeld: procedure
    .input(z.object({ atMostMinutesOld: minutes.default(10) }))
    .output(chainHolds.nullable())
    .query(async ({ ctx, input }) => {
      await requireLogReader(ctx);
      const known = await heldSince(ctx.db, new Date(Date.now() - input.atMostMinutesOld * 60_000));
      return known?.verdict.ok ? { ...known.verdict, at: known.at } : null;
    }),

  /**
   * Recomputes the whole chain and compares the rows of the record with it; or tells of the last time that it held, where that is
   * no longer ago than asked for.
   */
  verify: procedure
    .input(z.object({ atMostMinutesOld: minutes.default(0) }).optional())
    .output(chainState)
    .query(async ({ ctx, input }) => {
      const { readsLogOf } = await requireLogReader(ctx);
      const last = await verified(ctx.db, input?.atMostMinutesOld ?? 0);
      const verdict = { ...last.verdict, at: last.at };
      if (verdict.ok || verdict.rowCount === 0) return verdict;
      // Of trials that the person does not look after: that there is something, but not of whom.
      const rows = verdict.rows.map((row) => (readsLogOf(row.trialId) ? row : { ...row, subject: null }));
      return { ...verdict, rows, why: "rows are not what was logged" };
    }),
});
