import type { Tx, VersionedTable } from "@nadir/db";
import { canonicalJson } from "@nadir/domain";
import { type DesiredRow, IDENTITY, identityOf } from "./record-identity.ts";

/** A live row of the record, as far as an import needs to know it. */
export interface LiveRow {
  readonly id: string;
  readonly identity: string;
  readonly siteId: string | null;
  readonly contentHash: string;
  readonly objectHash: string | null;
  readonly fromImport: boolean;
  readonly document: Readonly<Record<string, unknown>>;
}

export interface FieldChange {
  readonly field: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** One thing that an import changes, or would change. */
export interface Change {
  readonly table: VersionedTable;
  readonly kind: "new" | "changed" | "not-in-import";
  /** What it is, in words: `subject S1, visit D10`. */
  readonly what: string;
  /** Of a changed row: the members that differ. */
  readonly fields?: readonly FieldChange[];
}

export interface TableCounts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Imported earlier, absent from these files, kept. */
  readonly notInImport: number;
}

/** The live rows of a trial in one table, by identity. */
export async function liveRows(tx: Tx, table: VersionedTable, trialId: string): Promise<Map<string, LiveRow>> {
  const { sql } = tx;
  const identity = IDENTITY[table];
  const columns = [
    "id",
    "content_hash",
    "import_id",
    "document",
    ...(table === "trial" || table === "site" || table === "arm" ? [] : ["site_id"]),
    ...(table === "image" || table === "mask" ? ["object_hash"] : []),
    ...identity,
  ];
  const rows = await sql<Record<string, unknown>[]>`
    select ${sql([...new Set(columns)])} from ${sql(`record.${table}`)}
     where ${sql(table === "trial" ? "id" : "trial_id")} = ${trialId} and superseded_at is null`;
  return new Map(
    rows.map((row) => {
      const live: LiveRow = {
        id: row["id"] as string,
        identity: identityOf(table, row),
        siteId: (row["site_id"] as string | undefined) ?? null,
        contentHash: row["content_hash"] as string,
        objectHash: (row["object_hash"] as string | undefined) ?? null,
        fromImport: row["import_id"] !== null,
        document: row["document"] as Record<string, unknown>,
      };
      return [live.identity, live];
    }),
  );
}

/**
 * Makes the live rows of a table what the files say: new ones are inserted, different ones become new versions, equal
 * ones are left alone, and none is removed. All rows of a kind go in one statement.
 */
export async function writeRows(
  tx: Tx,
  table: VersionedTable,
  desired: readonly DesiredRow[],
  live: ReadonlyMap<string, LiveRow>,
  importId: string,
  reason: string,
): Promise<{ counts: TableCounts; changes: Change[] }> {
  const fresh: DesiredRow[] = [];
  const changed: { row: DesiredRow; was: LiveRow }[] = [];
  const seen = new Set<string>();
  for (const row of desired) {
    const was = live.get(identityOf(table, row.columns));
    if (!was) fresh.push(row);
    else {
      seen.add(was.identity);
      if (was.contentHash !== row.contentHash) changed.push({ row, was });
    }
  }
  const gone = [...live.values()].filter((row) => row.fromImport && !seen.has(row.identity));
  await insert(tx, table, fresh, importId);
  await update(
    tx,
    table,
    changed.map(({ row }) => row),
    importId,
    reason,
  );
  return {
    counts: {
      new: fresh.length,
      changed: changed.length,
      unchanged: desired.length - fresh.length - changed.length,
      notInImport: gone.length,
    },
    changes: [
      ...fresh.map((row): Change => ({ table, kind: "new", what: row.words })),
      ...changed.map(
        ({ row, was }): Change => ({ table, kind: "changed", what: row.words, fields: differences(row, was) }),
      ),
      ...gone.map((row): Change => ({ table, kind: "not-in-import", what: wordsOf(table, row) })),
    ],
  };
}

/** Rows a statement: keeps a JSON parameter at some megabytes. */
const BATCH = 2000;
type JsonText = string;

const batches = (rows: readonly DesiredRow[], importId: string | null): JsonText[] => {
  const texts: JsonText[] = [];
  for (let at = 0; at < rows.length; at += BATCH)
    texts.push(
      JSON.stringify(
        rows
          .slice(at, at + BATCH)
          .map((row) => ({ id: row.id, ...row.columns, content_hash: row.contentHash, import_id: importId })),
      ),
    );
  return texts;
};

/** Column names are this package's own constants. */
const named = (columns: readonly string[], of = ""): string => columns.map((name) => `${of}"${name}"`).join(", ");
const columnsOf = (row: DesiredRow): string[] => [...Object.keys(row.columns), "content_hash", "import_id"];

/** Inserts rows as first versions. `importId` null: entered by hand. */
export async function insert(
  { sql }: Tx,
  table: VersionedTable,
  rows: readonly DesiredRow[],
  importId: string | null,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = named(["id", ...columnsOf(first)]);
  for (const text of batches(rows, importId))
    await sql.unsafe(
      `insert into record."${table}" (${columns})
       select ${columns} from jsonb_populate_recordset(null::record."${table}", $1::jsonb)`,
      [text],
    );
}

/** Makes rows the next versions of the live ones of the same ids. */
export async function update(
  { sql }: Tx,
  table: VersionedTable,
  rows: readonly DesiredRow[],
  importId: string | null,
  reason: string,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = columnsOf(first);
  for (const text of batches(rows, importId))
    await sql.unsafe(
      `update record."${table}" as t set (${named([...columns, "reason"])}) = row(${named(columns, "n.")}, $2::text)
         from jsonb_populate_recordset(null::record."${table}", $1::jsonb) as n
        where t.id = n.id and t.superseded_at is null`,
      [text, reason],
    );
}

function differences(row: DesiredRow, was: LiveRow): FieldChange[] {
  const fields: FieldChange[] = [];
  for (const field of new Set([...Object.keys(was.document), ...Object.keys(row.document)])) {
    const from = was.document[field];
    const to = row.document[field];
    if (canonicalJson(from ?? null) !== canonicalJson(to ?? null))
      fields.push({ field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
  }
  if (was.objectHash !== null && was.objectHash !== row.columns["object_hash"])
    fields.push({ field: "content of the file", from: was.objectHash, to: row.columns["object_hash"] });
  return fields;
}

/** What a row that is no longer in the files is, from its document. */
function wordsOf(table: VersionedTable, { document }: LiveRow): string {
  const parts = ["subject", "visit", "image", "lesion", "key", "id", "code", "date", "endpoint", "reader"].flatMap(
    (name) => (document[name] === undefined ? [] : [`${name} ${String(document[name])}`]),
  );
  return `${table.replaceAll("_", " ")}: ${parts.join(", ")}`;
}
