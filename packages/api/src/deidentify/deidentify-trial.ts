import { randomBytes } from "node:crypto";
import { appendAudit, asPerson, asSystem, type Database } from "@nadir/db";
import { key as keySchema, type Manifest, manifestOfTrial, refuse } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { requireWholePermission } from "../identity/permissions.ts";
import type { JobProgress } from "../jobs/progress.ts";
import { trialAccess } from "../read/view.ts";
import { changeRows, DAY_ZERO, fileName } from "./change-rows.ts";
import { type ExportedFile, exportedTrial, imageFile, tableFiles } from "./export-files.ts";
import { type ExportReport, exportReport } from "./export-report.ts";
import { Pseudonyms } from "./pseudonyms.ts";
import { readRecordToExport } from "./read-record.ts";

/** The file that says what was done. */
export const REPORT_FILE = "deidentification.json";

export interface DeidentifyRequest {
  readonly db: Database;
  readonly store: ObjectStore;
  /** Who exports: somebody with `export` for the whole trial, or the system, for the command line. */
  readonly by: { readonly personId: string } | "system";
  readonly trial: string;
  /** The key of the exported trial; else that of the trial with `-deid` behind it. */
  readonly as?: string | undefined;
  readonly onProgress?: (progress: JobProgress) => void;
}

export interface Deidentified {
  readonly as: string;
  readonly report: ExportReport;
  /** The key and the patients by pseudonym: kept by nobody unless whoever asked keeps it. */
  readonly secret: {
    readonly schema: "nadir.deidentification-key/1";
    readonly key: string;
    readonly subjects: Readonly<Record<string, string>>;
  };
}

/**
 * A trial as files, one after the other, that can be imported again and name nobody: no former key, day, site, reader or free
 * text is left in them; the report comes last. Patients of sealed test sets are left out. Refuses `TRIAL_UNKNOWN`, `NOT_ALLOWED`, `BAD_KEY`, `NOTHING_TO_EXPORT`.
 */
export async function* deidentifyTrial(
  request: DeidentifyRequest,
): AsyncGenerator<ExportedFile, Deidentified, undefined> {
  const { db, store, by, trial: trialKey, onProgress = () => {} } = request;
  const as = request.as ?? `${trialKey.slice(0, 59)}-deid`;
  const named = keySchema.safeParse(as);
  if (!named.success) refuse("BAD_KEY", `'${as}' is no key: ${named.error.issues[0]!.message}.`, { found: as });
  if (by !== "system") await requireExport(db, by.personId, trialKey);
  const who = by === "system" ? "the command line" : by.personId;
  const record = await asSystem(db, `de-identified export of ${trialKey} by ${who}`, (tx) =>
    readRecordToExport(tx, trialKey),
  );
  if (record.rows.subjects.length === 0)
    refuse("NOTHING_TO_EXPORT", `The trial ${trialKey} has no patient outside of its sealed test sets.`);
  const secret = randomBytes(32);
  const names = new Pseudonyms(secret);
  const changed = changeRows(record, names);
  const { tables, files } = tableFiles(changed);
  const hashes = new Map<string, string>();
  for (const table of ["images", "masks"] as const)
    for (const row of record.rows[table]) {
      const hash = String(row["file"]);
      hashes.set(fileName(table, hash, names), hash);
    }
  const report = exportReport(record, changed);
  const manifest: Manifest = {
    ...manifestOfTrial(exportedTrial(record.trial, changed, as, DAY_ZERO)),
    tables,
    preparation: preparationOf(report),
  };
  yield jsonFile("trial.json", manifest);
  yield* files;
  let done = 0;
  for (const [name, hash] of [...hashes].sort()) {
    yield await imageFile(store, hash, name);
    onProgress({ step: "take names off images", done: ++done, total: hashes.size });
  }
  yield jsonFile(REPORT_FILE, report);
  await asSystem(db, `de-identified export of ${trialKey}`, (tx) =>
    appendAudit(tx, {
      action: "exported-deidentified",
      object: `record.trial/${record.trialId}`,
      payload: { trial: record.trialId, by: who, as, ...report.counts },
    }),
  );
  const subjects = Object.fromEntries([...changed.subjects].map(([subject, name]) => [name, subject]));
  return { as, report, secret: { schema: "nadir.deidentification-key/1", key: secret.toString("hex"), subjects } };
}

/** Refuses `NOT_ALLOWED` unless the person may export the whole trial. Answers its id. */
export function requireExport(db: Database, personId: string, trialKey: string): Promise<string> {
  return asPerson(db, personId, async (tx) => {
    const { trialId } = await trialAccess(tx, personId, trialKey);
    await requireWholePermission(tx, personId, trialId, "export");
    return trialId;
  });
}

const jsonFile = (name: string, document: unknown): ExportedFile => ({
  name,
  bytes: new TextEncoder().encode(`${JSON.stringify(document, null, 1)}\n`),
});

/** What was done, as a manifest says it: shown where the trial is imported. */
const preparationOf = ({ counts, leftOut, agesTopCoded }: ExportReport): Manifest["preparation"] => [
  {
    rule: "De-identified: patients under new names, days from the first day of treatment, sites and readers numbered.",
    count: counts.subjects,
  },
  {
    rule: "Free text, identifiers and rare words left out.",
    count: Object.values(leftOut.values).reduce((a, b) => a + b, 0),
  },
  { rule: "Ages above 89 given as 90.", count: agesTopCoded },
  { rule: "Patients of sealed test sets left out.", count: leftOut.patientsOfSealedTestSets },
];
