import { retract, type Tx } from "@nadir/db";
import type { Image, Problem } from "@nadir/domain";
import type { FileFacts } from "../intake/check-images.ts";
import { holdScans } from "../read/hold-scans.ts";
import type { ResolvedRow } from "./resolve-rows.ts";

/** The files that came with an entry, by the name in their row's column `file`: read, checked and stored. */
export type ScanFacts = ReadonlyMap<string, FileFacts>;
export const NO_SCANS: ScanFacts = new Map();

type ImageRow = ResolvedRow & { readonly value: Image };
const scansOf = (rows: readonly ResolvedRow[]): ImageRow[] =>
  rows.filter((row): row is ImageRow => row.sent.table === "images" && row.value !== undefined);

const at = ({ at: row }: ResolvedRow, code: string, sentence: string, column?: string): Problem => ({
  code,
  message: `images, row ${row}${column ? `, column ${column}` : ""}: ${sentence}`,
  where: { file: "images", row, ...(column ? { column } : {}) },
});

interface StoredScan {
  readonly id: string;
  readonly objectHash: string;
  readonly geometry: FileFacts["geometry"];
}

/** What the scans on record that are corrected, or sent again, hold. */
async function storedScans({ sql }: Tx, rows: readonly ImageRow[]): Promise<ReadonlyMap<string, StoredScan>> {
  const ids = rows.flatMap(({ live }) => (live ? [live.id] : []));
  if (ids.length === 0) return new Map();
  const found = await sql<StoredScan[]>`
    select id, object_hash as "objectHash", geometry from record.image where id = any(${ids})`;
  return new Map(found.map((scan) => [scan.id, scan]));
}

/** The ids of the patients whose scans are entered; of one who is new there is nothing to hold. */
async function patientsOf({ sql }: Tx, trialId: string, rows: readonly ImageRow[]): Promise<string[]> {
  const keys = [...new Set(rows.map(({ value }) => value.subject))];
  if (keys.length === 0) return [];
  const found = await sql<{ id: string }[]>`
    select id from record.subject where trial_id = ${trialId} and key = any(${keys}) and superseded_at is null`;
  return found.map(({ id }) => id);
}

/**
 * The facts of every scan that is written, and what keeps one from being written: a new scan without its file, a correction that
 * would change the file, a withdrawal of a scan that a signed read or a drawing rests on.
 */
export async function checkScans(
  tx: Tx,
  trialId: string,
  rows: readonly ResolvedRow[],
  brought: ScanFacts,
): Promise<{ facts: ScanFacts; problems: Problem[]; warnings: Problem[] }> {
  const scans = scansOf(rows);
  await holdScans(tx, await patientsOf(tx, trialId, scans));
  const stored = await storedScans(tx, scans);
  const facts = new Map(brought);
  const problems: Problem[] = [];
  for (const row of scans) {
    const { value, live, sent } = row;
    const was = live && stored.get(live.id);
    const file = brought.get(value.file);
    if (!live && !file)
      problems.push(
        at(row, "SCAN_WITHOUT_FILE", "a scan comes with its file; choose it under 'Add a scan' of the patient."),
      );
    if (!was) continue;
    if (file && file.sha256 !== was.objectHash)
      problems.push(
        at(
          row,
          "ALREADY_RECORDED",
          `${value.visit} has an image ${value.id} already, of another file; give this one another key, or take the other back first.`,
          "id",
        ),
      );
    if (value.file !== live.document["file"])
      problems.push(
        at(row, "FILE_FIXED", "the file of a scan is not changed; take the scan back and add the right one.", "file"),
      );
    if (!sent.isRetracted) facts.set(value.file, factsOf(value.file, was));
    else {
      const uses = await usesOf(tx, was.id);
      if (uses.length > 0)
        problems.push(
          at(
            row,
            "SCAN_IN_USE",
            `${value.id} of ${value.visit} stays: ${uses.join(", and ")}. Raise a query, so that the reader amends the read first; what was signed keeps its scan.`,
          ),
        );
    }
  }
  return { facts, problems, warnings: await oddities(tx, trialId, scans, brought) };
}

const factsOf = (name: string, { objectHash, geometry }: StoredScan): FileFacts => ({
  name,
  sha256: objectHash,
  bytes: 0,
  geometry,
});

/** Who has used a scan, in clauses: signed reads of its visit and of later ones since it came, signed forms, drawings. */
async function usesOf({ sql }: Tx, imageId: string): Promise<string[]> {
  const [used] = await sql<{ reads: number; forms: number; drawings: number }[]>`
    with scan as (
      select i.id, i.subject_id, i.visit_id, v.date,
        least(i.recorded_at, (select min(f.recorded_at) from record.image f where f.superseded_by = i.id)) as came
        from record.image i join record.visit v on v.id = i.visit_id where i.id = ${imageId})
    select
      (select count(*)::int from record.read_session r join record.visit v on v.id = r.visit_id
        where r.subject_id = scan.subject_id and r.state = 'signed' and v.date >= scan.date and r.signed_at >= scan.came) as reads,
      (select count(*)::int from record.vasari_reading r
        where r.visit_id = scan.visit_id and r.state = 'signed' and r.superseded_at is null)
      + (select count(*)::int from record.lesion_reading r
        where r.visit_id = scan.visit_id and r.state = 'signed' and r.superseded_at is null) as forms,
      (select count(*)::int from record.mask m
        where m.image_id = scan.id and m.author_kind = 'drawn' and m.superseded_at is null) as drawings
      from scan`;
  const { reads = 0, forms = 0, drawings = 0 } = used ?? {};
  return [
    ...(reads > 0 ? [`${reads === 1 ? "a read was" : `${reads} reads were`} signed with it in sight`] : []),
    ...(forms > 0 ? [`${forms === 1 ? "a form of its visit is" : `${forms} forms of its visit are`} signed`] : []),
    ...(drawings > 0 ? [`${drawings === 1 ? "a lesion was" : `${drawings} lesions were`} drawn on it`] : []),
  ];
}

/** What of a new scan is odd but usable: the same file at another visit of the patient, a visit that was read before it came. */
async function oddities(
  { sql }: Tx,
  trialId: string,
  scans: readonly ImageRow[],
  brought: ScanFacts,
): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const row of scans) {
    const file = brought.get(row.value.file);
    if (row.live || !file) continue;
    const { subject, visit } = row.value;
    const same = await sql<{ visit: string; key: string }[]>`
      select i.document ->> 'visit' as visit, i.key from record.image i
        join record.subject s on s.id = i.subject_id
       where i.trial_id = ${trialId} and s.key = ${subject} and i.object_hash = ${file.sha256} and i.superseded_at is null
       order by 1, 2`;
    for (const other of same)
      found.push(
        at(
          row,
          "SAME_FILE",
          `the same file is on record as ${other.key} of ${other.visit}; take back the one that is wrong.`,
        ),
      );
    const [read] = await sql<{ n: number }[]>`
      select count(*)::int as n from record.read_session r join record.visit v on v.id = r.visit_id
        join record.subject s on s.id = r.subject_id
       where r.trial_id = ${trialId} and s.key = ${subject} and v.key = ${visit} and r.state = 'signed' and v.superseded_at is null`;
    if ((read?.n ?? 0) > 0)
      found.push(
        at(
          row,
          "READ_BEFORE",
          `${visit} was read and signed before this scan came; ask the reader whether the read is to be amended.`,
        ),
      );
  }
  return found;
}

/** Takes back the masks that were brought in with a scan which is taken back. */
export async function retractMasksOf(tx: Tx, imageId: string, reason: string): Promise<void> {
  const masks = await tx.sql<{ id: string }[]>`
    select id from record.mask where image_id = ${imageId} and superseded_at is null order by id`;
  for (const { id } of masks) await retract(tx, "mask", id, reason);
}
