import { createHash } from "node:crypto";
import { VERSIONED_TABLES } from "./supersede.ts";
import type { Tx } from "./transaction.ts";

/** A row that is not what the log says of it. */
export interface TamperedRow {
  readonly table: string;
  /** Of a versioned row, the live one's id; elsewhere the key columns. */
  readonly key: string;
  readonly version: number;
  /** The id of the trial that the row is of; null where it cannot be told any more. */
  readonly trialId: string | null;
  /** The subject's key, where the row is of one. */
  readonly subject: string | null;
  /** The event that logged the row as it should be; null for a row that was never logged. */
  readonly seq: number | null;
  readonly why: string;
}

/**
 * The tables whose rows the log marks (`audit.version_mark`, `audit.row_mark`) and how a row's key is read. Not sealed
 * outcomes, whose own tag is checked when they are opened, and not opened ones: a mark of a yes or no could be guessed,
 * and a report derives its figures from them again.
 */
const ROW_KEYS: Readonly<Record<string, readonly string[]>> = {
  "record.import_run": ["id"],
  "record.entry": ["id"],
  "record.query_event": ["id"],
  "record.reading_charter": ["id"],
  "record.read_assignment": ["id"],
  "record.read_session": ["id"],
  "record.read_comparison": ["id"],
  "record.reading_signature": ["id"],
  "record.site_act": ["id"],
  "record.reader_seniority": ["id"],
  "identity.data_lock": ["id"],
  "identity.data_lock_signature": ["id"],
  "identity.membership": ["id"],
  "validation.protocol": ["id"],
  "validation.split_assignment": ["protocol_id", "subject_id"],
  "validation.artefact": ["id"],
  "validation.signature": ["id"],
  "validation.prediction": ["protocol_id", "subject_id"],
  "validation.report": ["id"],
  "validation.addendum": ["id"],
  "validation.appraisal": ["id"],
  "validation.model": ["id"],
  "board.meeting": ["id"],
  "board.case": ["id"],
  "board.act": ["id"],
  "board.agenda_order": ["id"],
  "board.meeting_change": ["id"],
  "derived.radiogenomics": ["id"],
  "validation.model_supersession": ["superseded_id"],
  "validation.development": ["id"],
  "validation.model_monitoring": ["id"],
  "sealed.test_set": ["id"],
  "sealed.member": ["test_set_id", "subject_id"],
  "sealed.opening": ["id"],
  "allocation.rule": ["id"],
  "allocation.plan": ["id"],
  "allocation.signature": ["id"],
  "allocation.draw": ["id"],
  "allocation.told": ["draw_id"],
  "allocation.unblinding": ["id"],
  "allocation.annotation": ["id"],
};

const READABLE: readonly string[] = [...VERSIONED_TABLES.map((name) => `record.${name}`), ...Object.keys(ROW_KEYS)];
/** Whose marks the database tells (`allocation.hidden_marks`): nobody but their functions may read the rows. */
const HIDDEN = ["allocation.setting", "allocation.simulation", "sealed.allocation"];

/** Every table whose rows are compared. */
export const rowTables: readonly string[] = [...READABLE, ...HIDDEN];

interface Logged {
  readonly hash: string;
  readonly seq: number;
}

const placeOf = (table: string, key: string, version: string): string => `${table}\u001f${key}\u001f${version}`;

/** What the log says last of each row; filled event by event, in the order of the chain. */
export class RowMarks {
  readonly #last = new Map<string, Logged>();

  take(event: { seq: number; action: string; object: string; payload: string }): void {
    if (!event.payload.includes('"rows":[[')) return;
    const { rows } = JSON.parse(event.payload) as { rows?: [key: string, version: string, hash: string][] };
    for (const [key, version, hash] of rows ?? [])
      if (event.action === "deleted") this.#last.delete(placeOf(event.object, key, version));
      else this.#last.set(placeOf(event.object, key, version), { hash, seq: event.seq });
  }

  /**
   * Compares every row of the marked tables with what the log says. Must see the same snapshot as the events did.
   * @returns the rows that differ, were removed or were never logged, in the order of tables and keys
   */
  async tampered(tx: Tx): Promise<TamperedRow[]> {
    const found: TamperedRow[] = [];
    const missing = new Map(this.#last);
    for (const table of READABLE)
      for await (const batch of rowsOf(tx, table))
        for (const row of batch) {
          const place = placeOf(table, row.key, row.version);
          const logged = missing.get(place);
          missing.delete(place);
          if (logged?.hash !== sha256(row.state)) found.push(differs(table, row, logged));
        }
    for (const { table, hash, ...row } of await hiddenMarks(tx)) {
      const place = placeOf(table, row.key, row.version);
      const logged = missing.get(place);
      missing.delete(place);
      if (logged?.hash !== hash) found.push(differs(table, row, logged));
    }
    found.push(...(await brokenDraws(tx)));
    for (const [place, { seq }] of missing) {
      const [table, key, version] = place.split("\u001f") as [string, string, string];
      found.push({ table, key, version: Number(version), trialId: null, subject: null, seq, why: "it was removed" });
    }
    return found;
  }
}

const differs = (table: string, row: Omit<RowState, "state">, logged: Logged | undefined): TamperedRow => ({
  table,
  key: row.key,
  version: Number(row.version),
  trialId: row.trial,
  subject: row.subject,
  seq: logged?.seq ?? null,
  why: logged ? "its content is not what was logged" : "it was never logged",
});

async function hiddenMarks({ sql }: Tx): Promise<(Omit<RowState, "state"> & { table: string; hash: string })[]> {
  return sql`select name as "table", key, '1' as version, trial::text, null as subject, hash from allocation.hidden_marks()`;
}

/** Draws whose hidden arm is not what they committed to: the database compares, and tells which, never the arm. */
async function brokenDraws({ sql }: Tx): Promise<TamperedRow[]> {
  const rows = await sql<{ key: string; why: string; trialId: string; subject: string | null }[]>`
    select b.draw_id as key, b.why, d.trial_id as "trialId",
           (select s.key from record.subject s where s.id = d.subject_id) as subject
      from allocation.broken_draws() b join allocation.draw d on d.id = b.draw_id`;
  return rows.map((row) => ({ table: "sealed.allocation", version: 1, seq: null, ...row }));
}

interface RowState {
  readonly key: string;
  readonly version: string;
  readonly trial: string | null;
  readonly subject: string | null;
  readonly state: string;
}

/** The rows as their marks read them, by built-in functions only: those of the schema may have been changed as well. */
function rowsOf({ sql }: Tx, table: string): AsyncIterable<RowState[]> {
  const keys = ROW_KEYS[table];
  const key = keys
    ? `concat_ws(' ', ${keys.map((name) => `n.${name}`).join(", ")})`
    : "coalesce(n.superseded_by, n.id)::text";
  const state = keys
    ? "to_jsonb(n)::text"
    : `((to_jsonb(n) - '{id,recorded_at,superseded_at,superseded_by}'::text[])
        || jsonb_build_object('retracted', n.superseded_at is not null and n.superseded_by is null))::text`;
  const subject =
    table === "record.subject"
      ? "to_jsonb(n) ->> 'key'"
      : "(select s.key from record.subject s where s.id = (to_jsonb(n) ->> 'subject_id')::uuid)";
  return sql
    .unsafe<RowState[]>(
      `select ${key} as key, ${keys ? "'1'" : "n.version::text"} as version,
              ${table === "record.trial" ? "n.id" : "n.trial_id"}::text as trial, ${subject} as subject, ${state} as state
         from ${table} n order by 1, 2`,
    )
    .cursor(1000);
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
