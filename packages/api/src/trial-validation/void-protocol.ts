import { asPerson, type Database } from "@nadir/db";
import { refuse, stateAfter } from "@nadir/domain";
import { requirePermission } from "../identity/permissions.ts";
import { logRefusal } from "./log-refusal.ts";
import { readProtocolRow } from "./protocol-row.ts";
import { type Signatory, sign } from "./sign-protocol.ts";

/**
 * Makes a protocol void, for a reason, before its test set was opened; it stays to be seen and can do nothing more. A draft
 * needs its author's word; what two persons signed, two persons make void, each confirming their identity anew.
 */
export async function voidProtocol(
  db: Database,
  protocolId: string,
  { reason, signatories }: { readonly reason: string; readonly signatories: readonly [Signatory, ...Signatory[]] },
): Promise<void> {
  const [first] = signatories;
  await logRefusal(db, { personId: first.personId, protocolId, act: "void" }, async () => {
    if (reason.trim() === "") refuse("REASON_MISSING", "A protocol is made void for a reason; say it in a sentence.");
    await asPerson(db, first.personId, async (tx) => {
      const row = await readProtocolRow(tx, protocolId);
      await requirePermission(tx, first.personId, row.trialId, "lock-protocol");
      if (stateAfter(row.state, "void") === null)
        refuse(
          row.state === "void" || row.state === "amended" ? "NOT_LOCKED" : "ALREADY_OPENED",
          `The protocol is ${row.state}; it can no longer be made void.`,
          { found: row.state, expected: "draft, locked or predicted" },
        );
    });
    for (const signatory of signatories) await sign(db, protocolId, signatory, "made void");
    await closeVoid(db, { personId: first.personId, protocolId, reason });
  });
}

/** The last step of voiding, for a protocol that carries the signatures it needs. */
export const closeVoid = (
  db: Database,
  { personId, protocolId, reason }: { readonly personId: string; readonly protocolId: string; readonly reason: string },
): Promise<void> =>
  asPerson(db, personId, async ({ sql }) => {
    await sql`update validation.protocol set state = 'void', closed_reason = ${reason} where id = ${protocolId}`;
  });
