import { createHash, randomBytes } from "node:crypto";
import { Refusal, refuse, type SealedRule, type SealedSet } from "@nadir/domain";
import { appendAudit } from "./audit.ts";
import type { Database } from "./connect.ts";
import { refusalOf } from "./refusals.ts";
import { asPerson, type Tx } from "./transaction.ts";

/**
 * The halves of a test set's key: key = a XOR b, 32 bytes each. Each goes to a custodian of its own; the database keeps
 * neither. Lost, the outcomes stay sealed for ever.
 */
export interface KeyHalves {
  readonly a: Uint8Array;
  readonly b: Uint8Array;
}

export interface SealedOutcome {
  readonly subjectId: string;
  readonly endpoint: string;
  readonly timeDays?: number | undefined;
  readonly event?: boolean | undefined;
  readonly value?: string | undefined;
}

const KEY_BYTES = 32;

/** A fresh key, already in halves. */
export const newKeyHalves = (): KeyHalves => ({ a: randomBytes(KEY_BYTES), b: randomBytes(KEY_BYTES) });

export function joinedKey(halves: KeyHalves): Uint8Array {
  if (halves.a.length !== KEY_BYTES || halves.b.length !== KEY_BYTES)
    refuse(
      "SEAL_KEY_WRONG",
      `Each half of a key has ${KEY_BYTES} bytes; these have ${halves.a.length} and ${halves.b.length}.`,
    );
  return Uint8Array.from(halves.a, (byte, i) => byte ^ (halves.b[i] as number));
}

const keyCheck = (key: Uint8Array): string =>
  createHash("sha256").update("nadir.sealed.key-check/1").update(key).digest("hex");

/** Makes a test set. The key is not stored; give its halves to their custodians in the same breath. */
export async function createTestSet(
  tx: Tx,
  set: { trialId: string; key: string; rule: SealedRule } & Pick<SealedSet, "endpoints" | "indexTime">,
  halves: KeyHalves,
): Promise<string> {
  const { sql } = tx;
  const [row] = await sql<[{ id: string }]>`
    insert into sealed.test_set (trial_id, key, rule, endpoints, index_time, key_check)
    values (${set.trialId}, ${set.key}, ${JSON.stringify(set.rule)}::jsonb, ${set.endpoints},
            ${JSON.stringify(set.indexTime)}::jsonb, ${keyCheck(joinedKey(halves))})
    returning id`;
  return row.id;
}

/** Adds subjects to a test set, or corrects their index day while no protocol on the set is locked. */
export async function putMembers(
  tx: Tx,
  testSetId: string,
  members: readonly { subjectId: string; trialId: string; siteId: string; indexDay: string | null }[],
): Promise<void> {
  if (members.length === 0) return;
  const rows = members.map((m) => ({
    test_set_id: testSetId,
    subject_id: m.subjectId,
    trial_id: m.trialId,
    site_id: m.siteId,
    index_day: m.indexDay,
  }));
  await tx.sql`
    insert into sealed.member ${tx.sql(rows)}
    on conflict (test_set_id, subject_id) do update set index_day = excluded.index_day
     where sealed.member.index_day is distinct from excluded.index_day`;
}

/**
 * Stores outcomes of a test set's members, encrypted. Equal ones change nothing, different ones become new versions.
 * The role that does it cannot read what it stored.
 */
export async function storeOutcomes(
  tx: Tx,
  testSetId: string,
  outcomes: readonly SealedOutcome[],
  halves: KeyHalves,
): Promise<{ added: number; changed: number; unchanged: number }> {
  const { sql } = tx;
  const [before] = await sql<[{ role: string }]>`select current_setting('role') as role`;
  await sql`select set_config('role', 'nadir_outcome_writer', true)`;
  const [counts] = await sql<[{ added: number; changed: number; unchanged: number }]>`
    select added, changed, unchanged
      from sealed.store_outcomes(${testSetId}, ${JSON.stringify(outcomes)}::jsonb, ${Buffer.from(joinedKey(halves))})`;
  await sql`select set_config('role', ${before.role}, true)`;
  return counts;
}

/**
 * Opens the outcomes of a protocol's test set, once: `sealed.open_protocol` in one transaction as nadir_unsealer.
 * Call it after the person has authenticated again. A refusal changes nothing, and is logged in a transaction of its
 * own before it is thrown (its code as in the protocol's refusals: ALREADY_OPENED, PREDICTIONS_INCOMPLETE, …).
 */
export async function openOutcomes(
  db: Database,
  personId: string,
  opening: { protocolId: string; signatureId: string; halves: KeyHalves },
): Promise<{ openingId: string }> {
  try {
    return await asPerson(db, personId, async ({ sql }) => {
      await sql`select set_config('role', 'nadir_unsealer', true)`;
      const [row] = await sql<[{ id: string }]>`
        select sealed.open_protocol(${opening.protocolId}, ${opening.signatureId},
                                    ${Buffer.from(opening.halves.a)}, ${Buffer.from(opening.halves.b)}) as id`;
      return { openingId: row.id };
    });
  } catch (error) {
    const refusal = refusalOf(error);
    await asPerson(db, personId, async (tx) => {
      const [protocol] = await tx.sql<{ trial_id: string }[]>`
        select trial_id from validation.protocol where id = ${opening.protocolId}`;
      await appendAudit(tx, {
        action: "opening-refused",
        object: `validation.protocol/${opening.protocolId}`,
        payload: {
          code: refusal instanceof Refusal ? refusal.code : "ERROR",
          message: refusal instanceof Refusal ? refusal.message : "The database did not carry out the opening.",
          ...(protocol ? { trial: protocol.trial_id } : {}),
        },
      });
    });
    throw refusal;
  }
}
