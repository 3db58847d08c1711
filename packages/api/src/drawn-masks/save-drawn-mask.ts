import { asPerson, type Database, supersede, type Tx } from "@nadir/db";
import { type DrawnMask, hashOf, refuse } from "@nadir/domain";
import { regionOf } from "@nadir/imaging";
import type { ObjectStore } from "@nadir/storage";
import { requirePermission } from "../identity/permissions.ts";
import { holdScans } from "../read/hold-scans.ts";
import { drawingOf, fileOf } from "./drawing-bytes.ts";
import type { DrawnMaskForm, DrawnMaskSaved } from "./drawn-mask-shape.ts";
import { gridOf, type ScanDrawnOn, scanDrawnOn } from "./scan-drawn-on.ts";

/**
 * Records a mask that a reader drew on a scan as their delineation of a lesion: the first as version 1, the same voxels again
 * as what they are, others as a new version with its reason. The draft of that image is done with.
 * Refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `IMAGE_UNKNOWN`, `LESION_UNKNOWN`, `GEOMETRY_MISMATCH`, `NOT_A_DRAWING`, `EMPTY_ROI`,
 * `VERSION_STALE` (saved in another window since), `REASON_MISSING`.
 */
export function saveDrawnMask(
  { db, store }: { readonly db: Database; readonly store: ObjectStore },
  personId: string,
  form: DrawnMaskForm,
): Promise<DrawnMaskSaved> {
  return asPerson(db, personId, async (tx) => {
    const seen = await scanDrawnOn(tx, personId, form);
    await requirePermission(tx, personId, seen.trialId, "measure");
    // Who takes the scan back at this moment is waited for, and then there is none to draw on.
    await holdScans(tx, [seen.subjectId]);
    const scan = await scanDrawnOn(tx, personId, form);
    const lesionId = await lesionOf(tx, scan, form.lesion);
    const drawing = drawingOf(form.mask, gridOf(scan));
    const { count } = regionOf(drawing, 1);
    // Two windows of one reader, or one click sent twice: one after the other.
    await tx.sql`select pg_advisory_xact_lock(hashtext(${`${scan.id} ${lesionId} ${personId}`}))`;
    const stored = await storedOf(tx, scan.id, lesionId, personId);
    const objectHash = await store.put(fileOf(drawing));
    const saved =
      stored?.objectHash === objectHash && stored.baseScan === scan.object
        ? { id: stored.id, version: stored.version }
        : await keep(tx, stored, form, {
            place: {
              trial_id: scan.trialId,
              site_id: scan.siteId,
              subject_id: scan.subjectId,
              image_id: scan.id,
              lesion_id: lesionId,
              author_kind: "drawn",
              author: personId,
            },
            objectHash,
            document: documentOf(scan, form, personId, count),
          });
    await tx.sql`delete from derived.drawing_draft where image_id = ${scan.id} and person_id = ${personId}`;
    return saved;
  });
}

const documentOf = (scan: ScanDrawnOn, form: DrawnMaskForm, author: string, voxels: number): DrawnMask => ({
  subject: scan.subject,
  visit: scan.visit,
  image: scan.image,
  lesion: form.lesion,
  file: `${scan.subject}-${scan.visit}-${scan.image}-${form.lesion}-drawn.nii.gz`,
  label: 1,
  authorKind: "drawn",
  author,
  baseScan: scan.object,
  tools: [...new Set(form.tools)].sort(),
  voxels,
  ...(form.note ? { note: form.note } : {}),
});

async function keep(
  tx: Tx,
  stored: Stored | undefined,
  { seen, reason }: DrawnMaskForm,
  {
    place,
    objectHash,
    document,
  }: { readonly place: Readonly<Record<string, string>>; readonly objectHash: string; readonly document: DrawnMask },
): Promise<DrawnMaskSaved> {
  const version = stored?.version ?? 0;
  if (version !== seen)
    refuse(
      "VERSION_STALE",
      `Version ${version} of this drawing was saved meanwhile, in another window; look at it, then save yours with a reason.`,
      { found: String(seen), expected: String(version) },
    );
  const columns = { label: 1, object_hash: objectHash, document, content_hash: hashOf({ ...document, objectHash }) };
  if (stored) {
    if (!reason) refuse("REASON_MISSING", "This lesion has a drawing of yours; say in a sentence why it is changed.");
    return supersede(tx, "mask", stored.id, columns, reason!);
  }
  const [row] = await tx.sql<[{ id: string }]>`
    insert into record.mask ${tx.sql({ ...place, ...columns } as unknown as Record<string, string>)} returning id`;
  return { id: row.id, version: 1 };
}

async function lesionOf({ sql }: Tx, { subjectId, subject }: ScanDrawnOn, lesion: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select id from record.lesion where subject_id = ${subjectId} and key = ${lesion} and superseded_at is null`;
  return row?.id ?? refuse("LESION_UNKNOWN", `There is no lesion '${lesion}' of patient '${subject}'; enter it first.`);
}

interface Stored {
  readonly id: string;
  readonly version: number;
  readonly objectHash: string;
  readonly baseScan: string;
}
async function storedOf({ sql }: Tx, imageId: string, lesionId: string, author: string): Promise<Stored | undefined> {
  const [row] = await sql<Stored[]>`
    select id, version, object_hash as "objectHash", document ->> 'baseScan' as "baseScan" from record.mask
     where image_id = ${imageId} and lesion_id = ${lesionId} and author_kind = 'drawn' and author = ${author}
       and superseded_at is null`;
  return row;
}
