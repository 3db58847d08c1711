import { requirePermission } from "@nadir/api/identity";
import { asPerson, type Database, type Tx } from "@nadir/db";
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
  return {
    id: row.id,
    family: row.family,
    trialId: row.trial_id,
    testSetId: row.test_set_id,
    state: row.state,
    document: readProtocol(JSON.parse(row.canonical)),
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

/**
 * Stores a new draft. The trial and its sealed test set must exist and be visible to the person; the plan must be whole.
 * Idempotent by family and version: the same plan again gives the same draft.
 */
export async function createDraft(
  db: Database,
  { personId, plan }: { readonly personId: string; readonly plan: unknown },
): Promise<{ protocolId: string; created: boolean }> {
  const document = readProtocol(plan);
  const { frozen: _, ...written } = document;
  return asPerson(db, personId, async (tx) => {
    const { sql } = tx;
    const [trial] = await sql<{ id: string }[]>`
      select id from record.trial where key = ${document.identity.study} and superseded_at is null`;
    if (!trial)
      return refuse(
        "TRIAL_UNKNOWN",
        `The plan names the trial ${document.identity.study}; this person sees none of that key.`,
        {
          found: document.identity.study,
        },
      );
    await requirePermission(tx, personId, trial.id, "write-protocol");
    const [testSet] = await sql<{ id: string }[]>`
      select id from sealed.test_set where trial_id = ${trial.id} and key = ${document.split.testSet}`;
    if (!testSet)
      return refuse(
        "TEST_SET_NOT_SEALED",
        `The plan names the test set ${document.split.testSet}; the trial ${document.identity.study} has no sealed set of that key.`,
        { found: document.split.testSet },
      );
    const [existing] = await sql<{ id: string }[]>`
      select id from validation.protocol
       where family = ${document.identity.family} and version = ${document.identity.version}`;
    if (existing) return { protocolId: existing.id, created: false };
    const canonical = canonicalJson(written);
    const [row] = await sql<{ id: string }[]>`
      insert into validation.protocol (family, version, trial_id, test_set_id, document, canonical, canonical_hash)
      values (${document.identity.family}, ${document.identity.version}, ${trial.id}, ${testSet.id},
              ${canonical}::text::jsonb, ${canonical}, ${protocolHash(written)})
      returning id`;
    return { protocolId: row!.id, created: true };
  });
}
