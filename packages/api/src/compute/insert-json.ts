import type { Tx } from "@nadir/db";

/**
 * Inserts computed rows by their column names, some hundreds a statement. They are keyed by what they were computed from,
 * so a row that another run has stored meanwhile is the same row.
 */
export async function insertJson({ sql }: Tx, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first)
    .map((name) => `"${name}"`)
    .join(", ");
  for (let at = 0; at < rows.length; at += 500)
    await sql.unsafe(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::jsonb)
       on conflict do nothing`,
      [JSON.stringify(rows.slice(at, at + 500))],
    );
}
