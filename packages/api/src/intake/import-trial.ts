import { randomUUID } from "node:crypto";
import {
  appendAudit,
  asPerson,
  asSystem,
  type Database,
  inNameOf,
  refusalOf,
  type Tx,
  VERSIONED_TABLES,
  type VersionedTable,
} from "@nadir/db";
import { type Problem, Refusal, refuse, type Site } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { addAll } from "./add-all.ts";
import type { Custodians } from "./custodians.ts";
import { requireImport, requireNewTrial } from "./may-import.ts";
import { type OnProgress, readTrialBundle, type TrialBundle } from "./read-bundle.ts";
import { recordRows } from "./record-rows.ts";
import type { TrialFiles } from "./trial-files.ts";
import { withAmendments } from "./with-amendments.ts";
import { type ImportedCounts, writeImportedFeatures } from "./write-imported-features.ts";
import { type Change, type LiveRow, liveRows, type TableCounts, writeRows } from "./write-rows.ts";
import { type SealCounts, type SubjectPlace, writeSeals } from "./write-seals.ts";

export interface ImportRequest {
  readonly db: Database;
  readonly store: ObjectStore;
  /** Who imports: a signed-in person (who needs the permission `import` for the whole trial), or the system. */
  readonly by: { readonly personId: string } | "system";
  readonly files: TrialFiles;
  /** Says what would change and writes nothing. */
  readonly dryRun?: boolean;
  /** Needed where the manifest seals outcomes. */
  readonly custodians?: Custodians;
  readonly onProgress?: OnProgress;
  /** Only where the trial does not exist yet (else `TRIAL_EXISTS`): done in the same transaction after it was written. */
  readonly firstOnly?: (tx: Tx, trialId: string) => Promise<void>;
}

export interface ImportOutcome {
  readonly trialKey: string | undefined;
  /** True when the record was changed. */
  readonly written: boolean;
  readonly dryRun: boolean;
  readonly manifestHash: string | undefined;
  readonly counts: Readonly<Partial<Record<VersionedTable, TableCounts>>>;
  readonly sealed: Readonly<Record<string, SealCounts>>;
  readonly ruleCounts: Readonly<Record<string, number>>;
  /** Vectors of imported models. */
  readonly imported: ImportedCounts;
  /** What is wrong. With any problem nothing was written. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** What was, or would be, changed. Never a sealed outcome. */
  readonly changes: readonly Change[];
}

interface Written {
  readonly imported: ImportedCounts;
  readonly counts: Partial<Record<VersionedTable, TableCounts>>;
  readonly sealed: Record<string, SealCounts>;
  readonly changes: Change[];
  readonly written: boolean;
  /** What the files say otherwise and an amendment keeps. */
  readonly kept: readonly Problem[];
}

/** Rolls the transaction of a dry run back, with its findings. */
class DryRun extends Error {
  constructor(readonly found: Written) {
    super("dry run");
  }
}

/**
 * Brings a trial's files into the record: everything or nothing. Importing the same files again changes nothing;
 * changed rows become new versions; rows that are no longer in the files are kept and named.
 */
export async function importTrial(request: ImportRequest): Promise<ImportOutcome> {
  const { files, onProgress = () => {}, dryRun = false } = request;
  const { bundle, problems, warnings } = await readTrialBundle(files, onProgress);
  const outcome = (found: Partial<ImportOutcome>): ImportOutcome => ({
    trialKey: bundle?.manifest.trial.id,
    written: false,
    dryRun,
    manifestHash: bundle?.hash,
    counts: {},
    sealed: {},
    imported: { new: 0, unchanged: 0, models: [] },
    ruleCounts: bundle?.ruleCounts ?? {},
    problems: [],
    warnings,
    changes: [],
    ...found,
  });
  if (!bundle) return outcome({ problems });
  try {
    if (!dryRun) await storeObjects(request, bundle, onProgress);
    const { kept, ...written } = await writeBundle(request, bundle, onProgress);
    return outcome({ ...written, warnings: [...warnings, ...kept] });
  } catch (error) {
    if (error instanceof DryRun) {
      const { kept, ...found } = error.found;
      return outcome({ ...found, written: false, warnings: [...warnings, ...kept] });
    }
    if (error instanceof Refusal) return outcome({ problems: error.problems });
    throw error;
  }
}

/** Objects come before the transaction: they are stored once by content, and without a row that names them they mean nothing. */
async function storeObjects(
  { store, files }: ImportRequest,
  bundle: TrialBundle,
  onProgress: OnProgress,
): Promise<void> {
  let done = 0;
  for (const { name, sha256 } of bundle.facts.values()) {
    if (!(await store.has(sha256))) {
      const hash = await store.put((await files.read(name))!);
      if (hash !== sha256) refuse("FILE_CHANGED", `The file '${name}' changed while it was imported; import again.`);
    }
    onProgress({ step: "store images", done: ++done, total: bundle.facts.size });
  }
}

async function writeBundle(request: ImportRequest, bundle: TrialBundle, onProgress: OnProgress): Promise<Written> {
  const { db, by, custodians, dryRun } = request;
  const key = bundle.manifest.trial.id;
  if (bundle.manifest.sealed.length > 0 && !custodians)
    refuse("SEAL_KEY_MISSING", "The manifest seals outcomes, but nobody keeps the keys; name the custodians.");
  const work = async (tx: Tx): Promise<Written> => {
    // One import of a trial at a time: the second waits, and then sees what the first has written.
    await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.import/${key}`}, 0))`;
    const amended = await withAmendments(tx, await withOwnSites(tx, bundle));
    const written = { ...(await writeAll(tx, request, amended.bundle, onProgress)), kept: amended.kept };
    if (dryRun) throw new DryRun(written);
    return written;
  };
  try {
    if (by === "system") return await asSystem(db, `import of the trial ${key}, files ${bundle.hash}`, work);
    const trialId = await trialIdOf(db, key);
    if (trialId !== undefined && !request.firstOnly) {
      return await asPerson(db, by.personId, async (tx) => {
        await requireImport(tx, by.personId, trialId);
        return work(tx);
      });
    }
    await requireNewTrial(db, by.personId);
    const reason = `first import of the trial ${key} by ${by.personId}, files ${bundle.hash}`;
    return await asSystem(db, reason, async (tx) => {
      const written = await inNameOf(tx, by.personId, () => work(tx));
      // Nobody gives themselves a role: this one the system gives.
      await tx.sql`
        insert into identity.membership (user_id, trial_id, role)
        select ${by.personId}, id, 'administrator' from record.trial where key = ${key} and superseded_at is null`;
      return written;
    });
  } catch (error) {
    throw refusalOf(error);
  }
}

async function writeAll(
  tx: Tx,
  request: ImportRequest,
  bundle: TrialBundle,
  onProgress: OnProgress,
): Promise<Omit<Written, "kept">> {
  const { manifest } = bundle;
  const importId = randomUUID();
  const reason = `import ${bundle.hash}`;
  const [found] = await tx.sql<{ id: string }[]>`
    select id from record.trial where key = ${manifest.trial.id} and superseded_at is null`;
  let trialId = found?.id;
  if (found && request.firstOnly) trialExists(manifest.trial.id);
  const live = new Map<VersionedTable, Map<string, LiveRow>>();
  for (const table of VERSIONED_TABLES)
    live.set(table, trialId === undefined ? new Map() : await liveRows(tx, table, trialId));

  const counts: Partial<Record<VersionedTable, TableCounts>> = {};
  const changes: Change[] = [];
  const subjects = new Map<string, SubjectPlace>();
  let sealed: Record<string, SealCounts> = {};
  let done = 0;
  for (const [table, rows] of recordRows(bundle, (name, identity) => live.get(name)!.get(identity)?.id)) {
    if (table === "subject") refuseMovedSubjects(bundle, rows, live.get("subject")!);
    // Seals stand before the first fact that lies under them.
    if (table === "follow_up") sealed = await seal(tx, request, bundle, trialId!, subjects);
    const written = await writeRows(tx, table, rows, live.get(table)!, importId, reason);
    counts[table] = written.counts;
    addAll(changes, written.changes);
    if (table === "trial") trialId = rows[0]!.id;
    if (table === "subject")
      rows.forEach((row) => {
        subjects.set(row.columns["key"] as string, { id: row.id, siteId: row.columns["site_id"] as string });
      });
    onProgress({ step: "write the record", done: ++done, total: VERSIONED_TABLES.length });
  }
  const imported = await writeImportedFeatures(tx, trialId!, manifest.models, bundle.tables.importedFeatures);
  const changedRows = Object.values(counts).some((c) => c.new + c.changed > 0);
  const changedSeals = Object.values(sealed).some((c) => c.added + c.changed > 0);
  const written = changedRows || changedSeals || imported.new > 0 || (await isOtherManifest(tx, trialId!, bundle.hash));
  if (written) await writeRun(tx, bundle, importId, trialId!, counts, sealed);
  await request.firstOnly?.(tx, trialId!);
  return { counts, sealed, imported, changes, written };
}

async function seal(
  tx: Tx,
  { custodians, dryRun }: ImportRequest,
  bundle: TrialBundle,
  trialId: string,
  subjects: ReadonlyMap<string, SubjectPlace>,
): Promise<Record<string, SealCounts>> {
  if (bundle.manifest.sealed.length === 0) return {};
  const { counts, newKeys } = await writeSeals(tx, bundle, trialId, subjects, custodians!);
  // Into custody before the commit: a key too many is harmless, an outcome whose key is lost is lost.
  if (!dryRun) for (const { set, halves } of newKeys) await custodians!.keep(bundle.manifest.trial.id, set, halves);
  return counts;
}

/** The bundle with the sites that were added to the trial by hand: files that do not know them do not take them away. */
async function withOwnSites({ sql }: Tx, bundle: TrialBundle): Promise<TrialBundle> {
  const { trial } = bundle.manifest;
  const named = trial.sites.map(({ id }) => id);
  const added = await sql<{ document: Site }[]>`
    select s.document from record.site s join record.trial t on t.id = s.trial_id and t.superseded_at is null
     where t.key = ${trial.id} and s.superseded_at is null and s.import_id is null and s.key <> all (${named}) order by s.key`;
  if (added.length === 0) return bundle;
  const sites = [...trial.sites, ...added.map(({ document }) => document)];
  return { ...bundle, manifest: { ...bundle.manifest, trial: { ...trial, sites } } };
}

const trialExists = (key: string): never =>
  refuse("TRIAL_EXISTS", `There is a trial '${key}' here already; give the new one another key.`, {
    where: { path: "trial.id" },
    found: key,
  });

/** The record keeps a subject at its site. */
function refuseMovedSubjects(
  bundle: TrialBundle,
  rows: readonly { id: string; columns: Readonly<Record<string, unknown>> }[],
  live: ReadonlyMap<string, LiveRow>,
): void {
  const problems: Problem[] = rows.flatMap((row, at): Problem[] => {
    const was = live.get(row.columns["key"] as string);
    if (!was || was.siteId === row.columns["site_id"]) return [];
    const place = bundle.tables.subjects[at]!;
    return [
      {
        code: "SUBJECT_MOVED",
        message: `${place.file}, row ${place.row}, column site: the subject ${place.value.key} is recorded at another site; a subject stays at its site. Correct the file, or enrol the subject anew under another key.`,
        where: { file: place.file, row: place.row, column: "site" },
        found: place.value.site,
      },
    ];
  });
  if (problems.length > 0) throw new Refusal(problems);
}

async function isOtherManifest({ sql }: Tx, trialId: string, hash: string): Promise<boolean> {
  const [last] = await sql<{ manifest_hash: string }[]>`
    select manifest_hash from record.import_run where trial_id = ${trialId} order by at desc limit 1`;
  return last?.manifest_hash !== hash;
}

async function writeRun(
  tx: Tx,
  bundle: TrialBundle,
  importId: string,
  trialId: string,
  counts: Partial<Record<VersionedTable, TableCounts>>,
  sealed: Record<string, SealCounts>,
): Promise<void> {
  const { manifest, ruleCounts } = bundle;
  // The rules stand beside their counts, so that a screen can say what was done to the values it shows.
  const told = {
    tables: counts,
    sealed,
    preparation: manifest.preparation,
    rules: manifest.valueRules.map((rule) => ({ ...rule, count: ruleCounts[rule.id] ?? 0 })),
  };
  await tx.sql`
    insert into record.import_run (id, trial_id, manifest_hash, counts, rule_counts)
    values (${importId}, ${trialId}, ${bundle.hash}, ${JSON.stringify(told)}::jsonb, ${JSON.stringify(ruleCounts)}::jsonb)`;
  await appendAudit(tx, {
    action: "imported",
    object: `record.trial/${trialId}`,
    payload: { trial: trialId, import: importId, manifestHash: bundle.hash, counts, sealed, ruleCounts },
  });
}

async function trialIdOf(db: Database, key: string): Promise<string | undefined> {
  return asSystem(db, "find the trial of an import", async ({ sql }) => {
    const [row] = await sql<{ id: string }[]>`select id from record.trial where key = ${key} and superseded_at is null`;
    return row?.id;
  });
}
