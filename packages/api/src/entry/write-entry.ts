import { retract, type Tx, type VersionedTable } from "@nadir/db";
import type { Image, Manifest } from "@nadir/domain";
import type { TrialBundle } from "../intake/read-bundle.ts";
import { type DesiredRow, identityOf } from "../intake/record-identity.ts";
import { recordRows } from "../intake/record-rows.ts";
import type { TrialTables } from "../intake/trial-tables.ts";
import { insert, update } from "../intake/write-rows.ts";
import type { SubjectPlace } from "../intake/write-seals.ts";
import { retractMasksOf, type ScanFacts } from "./entered-scans.ts";
import { ENTRY_TABLES, type EntryTable, RECORD_TABLE } from "./entry-shape.ts";
import type { LiveEntry } from "./live-course.ts";
import type { ResolvedRow } from "./resolve-rows.ts";
import { sealEntry } from "./seal-entry.ts";

/** Writes the rows of a sound entry: what others hang on first, seals before the first fact that lies under them. */
export async function writeEntry(
  tx: Tx,
  trialId: string,
  manifest: Manifest,
  live: readonly LiveEntry[],
  rows: readonly ResolvedRow[],
  { sound, facts }: { readonly sound: TrialTables; readonly facts: ScanFacts },
  reason: string,
): Promise<void> {
  const written = rows.filter(({ fate }) => fate.kind === "new" || fate.kind === "changed");
  const ids = await idsOnRecord(tx, trialId, live);
  const bundle = {
    manifest,
    tables: { ...sound, ...leavesOf(written) },
    sealed: [],
    facts,
    ruleCounts: {},
    hash: "",
  } as unknown as TrialBundle;
  const numbers = ordinals(live);
  const places = new Map<string, SubjectPlace>();
  for (const [table, desired] of recordRows(bundle, (name, identity) => ids.get(`${name}\u001e${identity}`))) {
    if (table === "subject")
      for (const [n, row] of desired.entries())
        places.set(sound.subjects[n]!.value.key, { id: row.id, siteId: row.columns["site_id"] as string });
    if (table === "follow_up") {
      // Seals stand before the first fact that lies under them.
      const enrolled = written.filter(({ sent, live: was }) => sent.table === "subjects" && !was);
      await sealEntry(
        tx,
        trialId,
        manifest,
        sound,
        places,
        enrolled.map(({ value }) => (value as { key: string }).key),
        written.flatMap(({ sent, value }) => (sent.table === "images" ? [value as Image] : [])),
      );
    }
    const chosen = chosenRows(table, desired, written, sound, numbers);
    const fresh = chosen.filter(({ isNew }) => isNew).map(({ row }) => row);
    const changed = chosen.filter(({ isNew }) => !isNew).map(({ row }) => row);
    await insert(tx, table, fresh, null);
    await update(tx, table, changed, null, reason);
  }
  for (const { fate, live: was } of rows)
    if (fate.kind === "retracted" && was) {
      if (fate.table === "images") await retractMasksOf(tx, was.id, reason);
      await retract(tx, RECORD_TABLE[fate.table], was.id, reason);
    }
}

/** The ids of what the written rows hang on, and of the rows themselves, by table and identity. */
async function idsOnRecord({ sql }: Tx, trialId: string, live: readonly LiveEntry[]): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const own = await sql<{ name: VersionedTable; id: string; key: string }[]>`
    select 'trial' as name, id, key from record.trial where id = ${trialId}
    union all select 'site', id, key from record.site where trial_id = ${trialId} and superseded_at is null
    union all select 'arm', id, key from record.arm where trial_id = ${trialId} and superseded_at is null`;
  for (const { name, id, key } of own) ids.set(`${name}\u001e${key}`, id);
  const idOf = new Map<string, string>();
  for (const { table, id, document } of live) {
    const [subject, key] = [String(document["subject"] ?? ""), String(document["id"] ?? "")];
    if (table === "subjects") idOf.set(`subject ${String(document["key"])}`, id);
    if (table === "visits") idOf.set(`visit ${subject} ${key}`, id);
    if (table === "lesions") idOf.set(`lesion ${subject} ${key}`, id);
  }
  for (const { table, id, document } of live) {
    const of = (name: string) => String(document[name] ?? "");
    const subject = table === "subjects" ? id : idOf.get(`subject ${of("subject")}`);
    const visit = idOf.get(`visit ${of("subject")} ${of("visit")}`);
    const lesion = idOf.get(`lesion ${of("subject")} ${of("lesion")}`);
    const columns = {
      key: table === "subjects" ? of("key") : of("id"),
      subject_id: subject,
      visit_id: visit,
      lesion_id: lesion,
      reader: of("reader"),
      method: of("method"),
    };
    if (table !== "observations" && table !== "biomarkers")
      ids.set(`${RECORD_TABLE[table]}\u001e${identityOf(RECORD_TABLE[table], columns)}`, id);
  }
  const followUps = await sql<{ id: string; subject: string }[]>`
    select f.id, f.subject_id as subject from record.follow_up f
     where f.trial_id = ${trialId} and f.superseded_at is null and f.subject_id = any(${live.filter((l) => l.table === "subjects").map((l) => l.id)})`;
  for (const { id, subject } of followUps) ids.set(`follow_up\u001e${subject}`, id);
  return ids;
}

const LEAVES = ENTRY_TABLES.filter((table) => table !== "subjects" && table !== "visits" && table !== "lesions");

/** Of the tables that nothing hangs on, only what is written. */
function leavesOf(written: readonly ResolvedRow[]): Partial<Record<EntryTable, unknown[]>> {
  return Object.fromEntries(
    LEAVES.map((table) => [
      table,
      written
        .filter(({ sent }) => sent.table === table)
        .map(({ at, value }) => ({ file: table, row: at, value, rules: [] })),
    ]),
  );
}

interface Chosen {
  readonly row: DesiredRow;
  readonly isNew: boolean;
}

/** Of the rows that a table would have, those that the entry writes. */
function chosenRows(
  table: VersionedTable,
  desired: readonly DesiredRow[],
  written: readonly ResolvedRow[],
  sound: TrialTables,
  ordinalOf: (row: ResolvedRow) => number,
): Chosen[] {
  const own = (of: EntryTable) => written.filter(({ sent }) => sent.table === of);
  if (table === "follow_up") {
    const people = new Map(own("subjects").map((row) => [(row.value as { key: string }).key, row]));
    return desired.flatMap((row) => {
      const key = sound.subjects.find(({ value }) => row.words === `follow-up of subject ${value.key}`)?.value.key;
      const person = key === undefined ? undefined : people.get(key);
      if (!person) return [];
      const hadOne = ["treatmentFailureOn", "onTreatmentAtLastContact", "deathOn", "lastContactOn", "note"].some(
        (name) => person.live?.document[name] !== undefined,
      );
      return [{ row, isNew: !hadOne }];
    });
  }
  const of = ENTRY_TABLES.find((name) => RECORD_TABLE[name] === table);
  if (!of) return [];
  const rows = own(of);
  if (of === "subjects" || of === "visits" || of === "lesions") {
    const at = new Map(sound[of].map((placed, n) => [placed.value as unknown, desired[n]!]));
    return rows.map((row) => ({ row: at.get(row.value as unknown)!, isNew: !row.live }));
  }
  return rows.map((row, n) => {
    const made = desired[n]!;
    if (of !== "observations" && of !== "biomarkers") return { row: made, isNew: !row.live };
    const columns = { ...made.columns, ordinal: ordinalOf(row) };
    return { row: { ...made, id: row.live?.id ?? made.id, columns }, isNew: !row.live };
  });
}

/** Numbers the values of one code on one day on from those on record; a correction that stays on its day keeps its number. */
function ordinals(live: readonly LiveEntry[]): (row: ResolvedRow) => number {
  const group = (of: Readonly<Record<string, unknown>>, table: string) =>
    [table, of["subject"], of["code"], of["date"] ?? "", of["assay"] ?? ""].join("\u001f");
  const next = new Map<string, number>();
  for (const { table, document, ordinal } of live)
    next.set(group(document, table), Math.max(next.get(group(document, table)) ?? 0, ordinal + 1));
  return ({ sent: { table }, value, live: was }) => {
    const key = group(value as Record<string, unknown>, table);
    if (was && group(was.document, table) === key) return was.ordinal;
    const n = next.get(key) ?? 0;
    next.set(key, n + 1);
    return n;
  };
}
