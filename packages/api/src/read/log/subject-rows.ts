import type { Tx } from "@nadir/db";
import { escaped } from "../like.ts";
import { LOGGED_TABLES } from "./logged-tables.ts";

/**
 * The ids of everything that the record, the readers, the board, the strata and the validations hold of a patient, under the
 * rights of the person who asks: by them the log finds what was done. Null where there is no such patient for them.
 * @param trial key of the trial to look in; left out, every trial of the person's
 */
export async function rowsOfSubject(tx: Tx, key: string, trial: string | undefined): Promise<string[] | null> {
  const subjects = await tx.sql<{ id: string }[]>`
    select s.id from record.subject s join record.trial t on t.id = s.trial_id and t.superseded_at is null
     where s.key = ${key} and s.superseded_at is null ${trial === undefined ? tx.sql`` : tx.sql`and t.key = ${trial}`}`;
  return subjects.length === 0
    ? null
    : rowsOf(
        tx,
        subjects.map((s) => s.id),
      );
}

/** A text that is in the keys of more patients than this finds none of them by their rows: it is no patient's. */
const MOST_LIKE = 50;

/**
 * The same of all patients whose keys contain a text, in any case, so that a search finds what is told with them. Empty where
 * there is none, or where there are more than fifty.
 */
export async function rowsOfSubjectsLike(tx: Tx, text: string, trial: string | undefined): Promise<string[]> {
  const subjects = await tx.sql<{ id: string }[]>`
    select s.id from record.subject s join record.trial t on t.id = s.trial_id and t.superseded_at is null
     where s.key ilike ${`%${escaped(text)}%`} and s.superseded_at is null
       ${trial === undefined ? tx.sql`` : tx.sql`and t.key = ${trial}`} limit ${MOST_LIKE + 1}`;
  if (subjects.length === 0 || subjects.length > MOST_LIKE) return [];
  return rowsOf(
    tx,
    subjects.map((s) => s.id),
  );
}

async function rowsOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const parts = Object.entries(LOGGED_TABLES)
    .filter(([table, of]) => of.subject !== undefined && table !== "record.subject" && !of.key?.includes("||"))
    .map(
      ([table, of]) =>
        `select (${of.key ?? "n.id"})::text as id from ${table} n where ${of.subject} = any ($1::uuid[])`,
    );
  // Over some thirty tables with their policies: planned once a connection, or planning takes most of the answer's time.
  const rows = await tx.sql.unsafe<{ id: string }[]>(parts.join(" union all "), [[...ids]], { prepare: true });
  return [...ids, ...rows.map((row) => row.id)];
}
