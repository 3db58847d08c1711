import { asPerson, verifyAudit } from "@nadir/db";
import { z } from "zod";
import { membershipsOf, notAllowed, permissionsOfRoles } from "../identity/index.ts";
import { auditPage, auditQuery, searchAudit } from "../read/index.ts";
import { type Context, procedure, router } from "./init.ts";

const chainState = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), count: z.int(), head: z.string() }),
  z.object({ ok: z.literal(false), seq: z.int(), why: z.string() }),
]);

/** The log belongs to whoever may see it in at least one trial; which events are shown is for row-level security. */
async function requireLogReader(ctx: Context & { person: NonNullable<Context["person"]> }): Promise<void> {
  const memberships = await asPerson(ctx.db, ctx.person.id, (tx) => membershipsOf(tx, ctx.person.id));
  const held = permissionsOfRoles(memberships.map((m) => m.role));
  if (!held.has("see-audit")) notAllowed("see-audit", held);
}

export const auditRouter = router({
  search: procedure
    .input(auditQuery)
    .output(auditPage)
    .query(async ({ ctx, input }) => {
      await requireLogReader(ctx);
      return searchAudit(ctx.db, ctx.person.id, input);
    }),

  /** Recomputes the whole chain. */
  verify: procedure
    .input(z.void())
    .output(chainState)
    .query(async ({ ctx }) => {
      await requireLogReader(ctx);
      return verifyAudit(ctx.db);
    }),
});
