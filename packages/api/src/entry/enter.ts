import { asPerson, type Database, refusalOf, retract, type Tx, type VersionedTable } from "@nadir/db";
import {
  hashOf,
  type Manifest,
  type Problem,
  Refusal,
  refuse,
  type Trial,
  trial as trialDocument,
} from "@nadir/domain";
import postgres from "postgres";
import { requirePermission } from "../identity/permissions.ts";
import type { TrialBundle } from "../intake/read-bundle.ts";
import { type DesiredRow, identityOf } from "../intake/record-identity.ts";
import { recordRows } from "../intake/record-rows.ts";
import type { TrialTables } from "../intake/trial-tables.ts";
import { insert, update } from "../intake/write-rows.ts";
import type { SubjectPlace } from "../intake/write-seals.ts";
import { noteSealedCoursesOf } from "../read/note-sealed.ts";
import { trialAccess } from "../read/view.ts";
import { checkEntry, withEntry } from "./check-entry.ts";
import { ENTRY_TABLES, type EntryOutcome, type EntryRequest, type EntryTable, RECORD_TABLE } from "./entry-shape.ts";
import { type LiveEntry, liveCourse, subjectsIn } from "./live-course.ts";
import { type ResolvedRow, resolveRows } from "./resolve-rows.ts";
import { sealEntry } from "./seal-entry.ts";

/**
 * Enters rows by hand: all of them in one transaction, or none. They are read and checked by the code that reads a manifest.
 * `dryRun` says what would become of each row and writes nothing; there, a row that is on record is taken as its correction.
 * The same entry sent again is recorded once. Faults of the rows come back as `problems`; refused as a whole are
 * `TRIAL_UNKNOWN`, `NOT_ALLOWED`, `ENTRY_REUSED`, `SEALED_BY_DRAW`.
 */
export async function enter(
  db: Database,
  personId: string,
  request: EntryRequest,
  dryRun: boolean,
): Promise<EntryOutcome> {
  try {
    return await asPerson(db, personId, (tx) => enterInto(tx, personId, request, dryRun));
  } catch (error) {
    if (error instanceof Unsound) {
      // Its transaction is undone, and what it told of the record is not: the note is written in one of its own.
      const { outcome, told } = error;
      await asPerson(db, personId, (tx) => noteSealedCoursesOf(tx, told));
      return outcome;
    }
    throw refusalOf(taken(error));
  }
}

/** A row of this name that the person cannot see, at a site that is not theirs. */
function taken(error: unknown): unknown {
  const cause = error instanceof postgres.PostgresError ? error : (error as Error | undefined)?.cause;
  return cause instanceof postgres.PostgresError && cause.code === "23505"
    ? new Refusal({
        code: "KEY_TAKEN",
        message: "Another row of the trial has this name, at a site that you do not see; take another name.",
      })
    : error;
}

/** Ends the transaction of an entry with faults, or of a preview. */
class Unsound extends Error {
  constructor(
    readonly outcome: EntryOutcome,
    /** The subjects with whose rows on record it was compared. */
    readonly told: readonly string[],
  ) {
    super("nothing is to be written");
  }
}

async function enterInto(
  tx: Tx,
  personId: string,
  { entry, trial: trialKey, rows, reason }: EntryRequest,
  dryRun: boolean,
): Promise<EntryOutcome> {
  const { trialId } = await trialAccess(tx, personId, trialKey);
  await requirePermission(tx, personId, trialId, "enter-data");
  // One import or entry into a trial at a time: the second waits, and then sees what the first has written.
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.import/${trialKey}`}, 0))`;
  const contentHash = hashOf([trialKey, rows, reason ?? null]);
  const before = dryRun ? undefined : await recordedBefore(tx, entry, contentHash);
  if (before) return before;

  const manifest = await manifestOf(tx, trialId);
  const subjects = [
    ...new Set(rows.map(({ table, cells }) => (cells[table === "subjects" ? "key" : "subject"] ?? "").trim())),
  ];
  const live = await liveCourse(tx, trialId, [...subjects, ...(await subjectsOfRows(tx, rows))]);
  const resolved = resolveRows(rows, live, dryRun);
  const course = withEntry(live, resolved.rows);
  const checked = checkEntry(manifest, live, course);
  const problems: Problem[] = [...resolved.problems, ...checked.problems];
  const fates = resolved.rows.map(({ fate }) => fate);
  const count = (kind: string) => fates.filter((fate) => fate.kind === kind).length;
  const counts = {
    new: count("new"),
    changed: count("changed"),
    unchanged: count("unchanged"),
    retracted: count("retracted"),
  };
  if (!dryRun && problems.length === 0 && counts.changed + counts.retracted > 0 && !reason)
    problems.push({
      code: "REASON_MISSING",
      message: "Rows on record are changed; say in a sentence why.",
      where: { path: "reason" },
    });
  const outcome: EntryOutcome = {
    isRecorded: !dryRun && problems.length === 0,
    isRepeated: false,
    rows: fates,
    problems,
    warnings: checked.warnings,
    counts,
  };
  if (problems.length > 0 || dryRun) throw new Unsound(outcome, subjectsIn(live));
  await noteSealedCoursesOf(tx, subjectsIn(live));
  await write(tx, trialId, manifest, live, resolved.rows, course.sound, reason ?? "");
  await tx.sql`insert into record.entry (id, trial_id, content_hash, counts)
    values (${entry}, ${trialId}, ${contentHash}, ${JSON.stringify(counts)}::jsonb)`;
  return outcome;
}

async function recordedBefore(tx: Tx, entry: string, contentHash: string): Promise<EntryOutcome | undefined> {
  const [row] = await tx.sql<{ contentHash: string; counts: EntryOutcome["counts"] }[]>`
    select content_hash as "contentHash", counts from record.entry where id = ${entry}`;
  if (!row) return undefined;
  if (row.contentHash !== contentHash)
    refuse("ENTRY_REUSED", "Another entry was recorded under this number already; reload the page and enter anew.");
  return { isRecorded: true, isRepeated: true, rows: [], problems: [], warnings: [], counts: row.counts };
}

async function manifestOf({ sql }: Tx, trialId: string): Promise<Manifest> {
  const [row] = await sql<{ document: unknown }[]>`select document from record.trial where id = ${trialId}`;
  const trial: Trial = trialDocument.parse(row!.document);
  return {
    schema: "nadir.trial-manifest/1",
    trial,
    tables: {},
    valueRules: [],
    preparation: [],
    sealed: [],
    models: [],
  };
}

/** Rows that are named by their id alone belong to a subject all the same. */
async function subjectsOfRows({ sql }: Tx, rows: EntryRequest["rows"]): Promise<string[]> {
  const keys: string[] = [];
  for (const table of ENTRY_TABLES) {
    const ids = rows.flatMap((row) => (row.table === table && row.of ? [row.of.id] : []));
    if (ids.length === 0) continue;
    const name = table === "subjects" ? "key" : "subject";
    const found = await sql<{ key: string }[]>`
      select distinct document ->> ${name} as key from record.${sql(RECORD_TABLE[table])} where id = any(${ids})`;
    keys.push(...found.map(({ key }) => key));
  }
  return keys;
}

async function write(
  tx: Tx,
  trialId: string,
  manifest: Manifest,
  live: readonly LiveEntry[],
  rows: readonly ResolvedRow[],
  sound: TrialTables,
  reason: string,
): Promise<void> {
  const written = rows.filter(({ fate }) => fate.kind === "new" || fate.kind === "changed");
  const ids = await idsOnRecord(tx, trialId, live);
  const bundle = {
    manifest,
    tables: { ...sound, ...leavesOf(written) },
    sealed: [],
    facts: new Map(),
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
      );
    }
    const chosen = chosenRows(table, desired, written, sound, numbers);
    const fresh = chosen.filter(({ isNew }) => isNew).map(({ row }) => row);
    const changed = chosen.filter(({ isNew }) => !isNew).map(({ row }) => row);
    await insert(tx, table, fresh, null);
    await update(tx, table, changed, null, reason);
  }
  for (const { fate, live: was } of rows)
    if (fate.kind === "retracted" && was) await retract(tx, RECORD_TABLE[fate.table], was.id, reason);
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
