import { asPerson, type Database, refusalOf, type Tx } from "@nadir/db";
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
import { todayUtc } from "../intake/today.ts";
import { noteSealedCoursesOf } from "../read/note-sealed.ts";
import { trialAccess } from "../read/view.ts";
import { checkEntry, withEntry } from "./check-entry.ts";
import { checkScans, NO_SCANS, type ScanFacts } from "./entered-scans.ts";
import { ENTRY_TABLES, type EntryOutcome, type EntryRequest, RECORD_TABLE } from "./entry-shape.ts";
import { liveCourse, subjectsIn } from "./live-course.ts";
import { resolveRows } from "./resolve-rows.ts";
import { heldSignedRows, standsInReads } from "./signed-rows.ts";
import { writeEntry } from "./write-entry.ts";

/**
 * Enters rows by hand: all of them in one transaction, or none. They are read and checked by the code that reads a manifest.
 * `dryRun` says what would become of each row and writes nothing; there, a row that is on record is taken as its correction.
 * The same entry sent again is recorded once. Faults of the rows come back as `problems`; refused as a whole are
 * `TRIAL_UNKNOWN`, `NOT_ALLOWED`, `ENTRY_REUSED`, `SEALED_BY_DRAW`. `scans`: the files that came with it, checked and stored.
 */
export async function enter(
  db: Database,
  personId: string,
  request: EntryRequest,
  dryRun: boolean,
  scans: ScanFacts = NO_SCANS,
): Promise<EntryOutcome> {
  try {
    return await asPerson(db, personId, (tx) => enterInto(tx, personId, request, dryRun, scans));
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
  scans: ScanFacts,
): Promise<EntryOutcome> {
  const { trialId } = await trialAccess(tx, personId, trialKey);
  await requirePermission(tx, personId, trialId, "enter-data");
  // One import or entry into a trial at a time: the second waits, and then sees what the first has written.
  await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.import/${trialKey}`}, 0))`;
  const files = [...scans.values()].map(({ sha256 }) => sha256);
  const contentHash = hashOf([trialKey, rows, reason ?? null, ...files]);
  const before = dryRun ? undefined : await recordedBefore(tx, entry, contentHash);
  if (before) return before;

  const manifest = await manifestOf(tx, trialId);
  const subjects = [
    ...new Set(rows.map(({ table, cells }) => (cells[table === "subjects" ? "key" : "subject"] ?? "").trim())),
  ];
  const live = await liveCourse(tx, trialId, [...subjects, ...(await subjectsOfRows(tx, rows))]);
  // Before the rows are held against what is signed: whoever signs now waits, or has signed already.
  const inReads = rows.some(({ table }) => standsInReads(table)) ? subjectsIn(live) : [];
  const resolved = resolveRows(rows, live, dryRun, await heldSignedRows(tx, trialId, inReads), manifest.trial.dates);
  const course = withEntry(live, resolved.rows);
  const checked = checkEntry(manifest, live, course, todayUtc());
  const ofScans = await checkScans(tx, trialId, resolved.rows, scans);
  const problems: Problem[] = [...resolved.problems, ...checked.problems, ...ofScans.problems];
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
    warnings: [...checked.warnings, ...ofScans.warnings],
    counts,
  };
  if (problems.length > 0 || dryRun) throw new Unsound(outcome, subjectsIn(live));
  await noteSealedCoursesOf(tx, subjectsIn(live));
  await writeEntry(
    tx,
    trialId,
    manifest,
    live,
    resolved.rows,
    { sound: course.sound, facts: ofScans.facts },
    reason ?? "",
  );
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
