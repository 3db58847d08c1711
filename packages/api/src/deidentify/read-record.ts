import type { Tx } from "@nadir/db";
import { refuse, type Subject, type Trial, trial as trialSchema } from "@nadir/domain";
import { courseOfReads, readSignedReads } from "../compute/read-of-record.ts";
import { EXPORTED, type ExportedTable } from "./column-rules.ts";

export type Row = Readonly<Record<string, unknown>>;

/** What of a trial leaves: its set-up, and the live rows of its patients by table of the manifest. */
export interface RecordToExport {
  readonly trialId: string;
  readonly trial: Trial;
  readonly rows: Readonly<Record<ExportedTable, readonly Row[]>>;
  /** Patients of sealed test sets: not among the rows. */
  readonly sealed: number;
  /** Rows of readings that do not stand (a second reader's, one before an adjudication): not among the rows. */
  readonly notStanding: number;
  /** Drafts of readings: not among the rows. */
  readonly drafts: number;
}

const TABLE: Readonly<Record<Exclude<ExportedTable, "subjects" | "semanticReadings" | "biradsReadings">, string>> = {
  visits: "visit",
  lesions: "lesion",
  measurements: "measurement",
  nonTarget: "non_target_assessment",
  observations: "observation",
  biomarkers: "biomarker",
  treatments: "treatment",
  adverseEvents: "adverse_event",
  outcomes: "outcome",
  images: "image",
  masks: "mask",
  vasari: "vasari_reading",
};
const ORDER: Readonly<Record<string, string>> = {
  visits: "date, key",
  lesions: "key",
  observations: "date, code, ordinal",
  biomarkers: "date nulls first, code, ordinal",
  treatments: "start_on, key",
};

/** Reads a trial as the system, at one moment. Refuses `TRIAL_UNKNOWN`. */
export async function readRecordToExport(tx: Tx, trialKey: string): Promise<RecordToExport> {
  const { sql } = tx;
  const [head] = await sql<{ id: string; document: unknown }[]>`
    select id, document from record.trial where key = ${trialKey} and superseded_at is null`;
  if (!head)
    return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}' in this installation.`, { found: trialKey });
  const trialId = head.id;
  const people = await sql<{ id: string; document: Subject; sealed: boolean }[]>`
    select w.id, w.document, exists (select from sealed.member m where m.subject_id = w.id) as sealed
      from record.subject_whole w where w.trial_id = ${trialId} order by w.key collate "C"`;
  const open = people.filter(({ sealed }) => !sealed);
  const ids = open.map(({ id }) => id);
  const rows = Object.fromEntries(EXPORTED.map((table) => [table, [] as Row[]])) as Record<ExportedTable, Row[]>;
  rows.subjects = open.map(({ document }) => ({ ...document }));
  for (const [table, name] of Object.entries(TABLE)) {
    const hash = table === "images" || table === "masks" ? sql`, object_hash as hash` : sql``;
    const found = await sql<{ document: Row; hash?: string }[]>`
      select document ${hash} from record.${sql(name)} where subject_id = any (${ids}::uuid[]) and superseded_at is null
       order by document ->> 'subject' collate "C", ${sql.unsafe(ORDER[table] ?? "id")}`;
    rows[table as ExportedTable] = found.map(({ document, hash: of }) => (of ? { ...document, file: of } : document));
  }
  const readings = await sql<{ document: Row & { form: string; answers: Row } }[]>`
    select document from record.lesion_reading where subject_id = any (${ids}::uuid[]) and superseded_at is null
     order by document ->> 'subject' collate "C", id`;
  for (const { document } of readings) {
    const { form, answers, ...of } = document;
    rows[form === "semantic" ? "semanticReadings" : "biradsReadings"].push({ ...of, ...answers });
  }
  const drafts = dropDrafts(rows);
  return {
    trialId,
    trial: trialSchema.parse(head.document),
    rows,
    sealed: people.length - open.length,
    notStanding: await keepStanding(tx, trialId, open, rows),
    drafts,
  };
}

function dropDrafts(rows: Record<ExportedTable, Row[]>): number {
  let dropped = 0;
  for (const table of ["vasari", "semanticReadings", "biradsReadings"] as const) {
    const signed = rows[table].filter((row) => row["state"] !== "draft");
    dropped += rows[table].length - signed.length;
    rows[table] = signed;
  }
  return dropped;
}

/** Of patients with signed reads only the reading that stands: by it their responses are judged, here and where it is imported. */
async function keepStanding(
  tx: Tx,
  trialId: string,
  people: readonly { readonly id: string; readonly document: Subject }[],
  rows: Record<ExportedTable, Row[]>,
): Promise<number> {
  const reads = await readSignedReads(tx, { trialId });
  let left = 0;
  for (const { id, document: subject } of people) {
    if (!reads.has(id)) continue;
    const own = (table: ExportedTable) => rows[table].filter((row) => row["subject"] === subject.key);
    const course = { lesions: own("lesions"), measurements: own("measurements"), nonTarget: own("nonTarget") };
    const standing = courseOfReads(course as never, reads.get(id)) as unknown as typeof course;
    const reader = standing.measurements[0]?.["reader"];
    const lesions = course.lesions.filter((l) => l["reader"] === undefined || l["reader"] === reader);
    const kept = { ...standing, lesions };
    for (const table of ["lesions", "measurements", "nonTarget"] as const) {
      left += course[table].length - kept[table].length;
      rows[table] = [...rows[table].filter((row) => row["subject"] !== subject.key), ...kept[table]];
    }
    const known = new Set(kept.lesions.map((l) => l["id"]));
    for (const table of ["masks", "semanticReadings", "biradsReadings"] as const) {
      const before = rows[table].length;
      rows[table] = rows[table].filter((row) => row["subject"] !== subject.key || known.has(row["lesion"]));
      left += before - rows[table].length;
    }
  }
  return left;
}
