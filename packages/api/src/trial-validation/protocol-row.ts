import type { Tx } from "@nadir/db";
import {
  canonicalJson,
  type LockedProtocolDocument,
  type ProtocolDocument,
  type ProtocolState,
  protocolHash,
  readProtocol,
  refusalSentence,
  refuse,
} from "@nadir/domain";

/** A protocol as the database holds it. */
export interface ProtocolRow {
  readonly id: string;
  readonly family: string;
  readonly version: number;
  readonly trialId: string;
  readonly testSetId: string | null;
  readonly state: ProtocolState;
  readonly document: ProtocolDocument;
  readonly canonicalHash: string;
}

/** Reads a protocol under the person's rights; refuses `PROTOCOL_UNKNOWN` where there is none to see. */
export async function readProtocolRow(tx: Tx, protocolId: string): Promise<ProtocolRow> {
  const [row] = await tx.sql<
    {
      id: string;
      family: string;
      trial_id: string;
      test_set_id: string | null;
      state: ProtocolState;
      canonical: string;
      canonical_hash: string;
    }[]
  >`select id, family, trial_id, test_set_id, state, canonical, canonical_hash
      from validation.protocol where id = ${protocolId}`;
  if (!row) return refuse("PROTOCOL_UNKNOWN", refusalSentence("PROTOCOL_UNKNOWN"), { found: protocolId });
  const document = readProtocol(JSON.parse(row.canonical));
  return {
    id: row.id,
    family: row.family,
    version: document.identity.version,
    trialId: row.trial_id,
    testSetId: row.test_set_id,
    state: row.state,
    document,
    canonicalHash: row.canonical_hash,
  };
}

/** The locked document with its hash checked again; refuses `PLAN_CHANGED_AFTER_LOCK` or `NOT_LOCKED`. */
export function lockedDocument(row: ProtocolRow): LockedProtocolDocument {
  if (!row.document.frozen)
    return refuse("NOT_LOCKED", `${refusalSentence("NOT_LOCKED")} It was never prepared for locking.`);
  if (protocolHash(row.document) !== row.canonicalHash)
    return refuse(
      "PLAN_CHANGED_AFTER_LOCK",
      `${refusalSentence("PLAN_CHANGED_AFTER_LOCK")} Its content hashes to ${protocolHash(row.document)}, signed was ${row.canonicalHash}.`,
    );
  return row.document as LockedProtocolDocument;
}

/** Refuses unless the protocol is in the state that the act needs. */
export function requireState(row: ProtocolRow, needed: ProtocolState, act: string): void {
  if (row.state !== needed)
    refuse("NOT_LOCKED", `To ${act}, the protocol must be ${needed}; it is ${row.state}.`, {
      found: row.state,
      expected: needed,
    });
}

/** Writes the text of a draft: document, canonical text and hash together. */
export async function writeDocument(tx: Tx, protocolId: string, document: ProtocolDocument): Promise<void> {
  const canonical = canonicalJson(document);
  await tx.sql`
    update validation.protocol
       set document = ${canonical}::text::jsonb, canonical = ${canonical}, canonical_hash = ${protocolHash(document)}
     where id = ${protocolId}`;
}
