import type { Tx } from "@nadir/db";
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
  if (subjects.length === 0) return null;
  const ids = subjects.map((s) => s.id);
  const parts = Object.entries(LOGGED_TABLES)
    .filter(([table, of]) => of.subject !== undefined && table !== "record.subject" && !of.key?.includes("||"))
    .map(
      ([table, of]) =>
        `select (${of.key ?? "n.id"})::text as id from ${table} n where ${of.subject} = any ($1::uuid[])`,
    );
  // Over some thirty tables with their policies: planned once a connection, or planning takes most of the answer's time.
  const rows = await tx.sql.unsafe<{ id: string }[]>(parts.join(" union all "), [ids], { prepare: true });
  return [...ids, ...rows.map((row) => row.id)];
}
