import { createHash } from "node:crypto";
import { canonicalJson } from "@nadir/domain";
import { RowMarks, type TamperedRow } from "./audit-rows.ts";
import type { Database } from "./connect.ts";
import type { Tx } from "./transaction.ts";
import { asSystemAtOneMoment } from "./transaction.ts";

/** A point of the chain that was written down elsewhere: printed in a report, kept in a receipt, exported. */
export interface Anchor {
  readonly seq: number;
  readonly hash: string;
}

/** What the application itself says to the log. `payload.trial` (a trial's id), where given, lets the trial's people read the event. */
export interface AuditEntry {
  readonly action: string;
  readonly object: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * Appends one event to the log, in this transaction and under its person. Changes of audited tables are logged without
 * this. The answer is the receipt: the event's number and hash. The actions `inserted`, `superseded`, `updated`,
 * `deleted`, `signed` and `opened` are the database's own and refused here.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<Anchor> {
  const [receipt] = await tx.sql<[Anchor]>`
    select seq, hash from audit.append(${entry.action}, ${entry.object}, ${canonicalJson(entry.payload)})`;
  return receipt;
}

/** The end of the chain: what a report prints as its anchor. `seq` 0 and 64 zeros before the first event. */
export async function auditHead(tx: Tx): Promise<Anchor> {
  const [head] = await tx.sql<[Anchor]>`select seq, hash from audit.head`;
  return head;
}

export type AuditVerdict =
  | { readonly ok: true; readonly count: number; readonly head: string }
  | {
      readonly ok: false;
      /** The event that does not hold; where rows differ, the last one that was walked. */
      readonly seq: number;
      readonly why: string;
      /** Rows that are not what the log says, where the chain itself holds: at most `ROWS_TOLD`, of `rowCount`. */
      readonly rows: readonly TamperedRow[];
      readonly rowCount: number;
    };

const ROWS_TOLD = 50;
const broken = (seq: number, why: string): AuditVerdict => ({ ok: false, seq, why, rows: [], rowCount: 0 });

interface EventRow {
  seq: number;
  time: string;
  actor: string;
  action: string;
  object: string;
  trial_id: string | null;
  payload: string;
  payload_hash: string;
  prev_hash: string;
  hash: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
export const FIRST_PREV_HASH = "0".repeat(64);

/** The hash of an event by its definition (validation.md §3.2). */
export const eventHash = (e: Omit<EventRow, "payload" | "hash" | "trial_id">): string =>
  sha256(
    canonicalJson({
      seq: e.seq,
      time: e.time,
      actor: e.actor,
      action: e.action,
      object: e.object,
      payload_hash: e.payload_hash,
      prev_hash: e.prev_hash,
    }),
  );

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Why this event does not stand, or undefined. */
function faultOf(e: EventRow, expectedSeq: number, prevHash: string): string | undefined {
  if (e.seq !== expectedSeq) return `event ${expectedSeq} is missing: the chain goes on with ${e.seq}`;
  if (e.prev_hash !== prevHash) return "it does not follow the event before it (prev_hash differs)";
  if (sha256(e.payload) !== e.payload_hash) return "its payload is not the one that was logged";
  if (eventHash(e) !== e.hash) return "it is not the event that was logged (its hash differs)";
  const trial = (JSON.parse(e.payload) as { trial?: unknown }).trial;
  if (e.trial_id !== (typeof trial === "string" && UUID.test(trial) ? trial : null))
    return "its trial is not the one that was logged";
  return undefined;
}

/**
 * Walks the whole log and recomputes every hash, streaming. Names the first event that does not hold; where all do,
 * compares the rows of the record, the memberships and the validations with what the log says of them, and names those
 * that were changed, removed or added past it. An owner of the database could rewrite the whole chain; `anchors` from
 * outside show that too: each must lie on the chain.
 */
export async function verifyAudit(db: Database, o: { anchors?: readonly Anchor[] } = {}): Promise<AuditVerdict> {
  return asSystemAtOneMoment(db, "verify the audit chain", async (tx) => {
    const marks = new RowMarks();
    // The head before the first event, as of a new installation's backup, lies on every chain.
    const isBeginning = (a: Anchor) => a.seq === 0 && a.hash === FIRST_PREV_HASH;
    const anchors = new Map((o.anchors ?? []).filter((a) => !isBeginning(a)).map((a) => [a.seq, a.hash]));
    let count = 0;
    let head = FIRST_PREV_HASH;
    // The stated end first: whatever is appended while we walk comes after it.
    const end = await auditHead(tx);
    const rows = tx.sql<EventRow[]>`
      select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time, actor, action, object,
             trial_id, payload, payload_hash, prev_hash, hash
        from audit.event order by seq`.cursor(500);
    for await (const batch of rows) {
      for (const event of batch) {
        const why = faultOf(event, count + 1, head);
        if (why !== undefined) return broken(event.seq, why);
        const anchored = anchors.get(event.seq);
        if (anchored !== undefined && anchored !== event.hash)
          return broken(event.seq, `the anchor written down for it elsewhere is ${anchored}`);
        if (event.seq === end.seq && event.hash !== end.hash)
          return broken(event.seq, "the chain was last written with another hash here");
        anchors.delete(event.seq);
        marks.take(event);
        count = event.seq;
        head = event.hash;
      }
    }
    if (count < end.seq) return broken(count + 1, `the chain ends at ${count}, but was written up to ${end.seq}`);
    const beyond = [...anchors.keys()].sort((a, b) => a - b)[0];
    if (beyond !== undefined) return broken(beyond, `an anchor names event ${beyond}, but the chain ends at ${count}`);
    const told = await marks.tampered(tx);
    if (told[0])
      return { ok: false, seq: count, why: sentenceOf(told[0]), rows: told.slice(0, ROWS_TOLD), rowCount: told.length };
    return { ok: true, count, head };
  });
}

/** "record.measurement 0b1c…, version 1, of subject P01: its content is not what was logged (event 17)". */
export function sentenceOf({ table, key, version, subject, seq, why }: TamperedRow): string {
  const of = subject === null ? "" : `, of subject ${subject}`;
  return `the row ${table} ${key}, version ${version}${of}: ${why}${seq === null ? "" : ` (event ${seq})`}`;
}
