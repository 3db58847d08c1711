import { asPerson, type Database, type Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { requirePermission } from "../identity/permissions.ts";
import { drawingOf, fileOf } from "./drawing-bytes.ts";
import type { DraftForm, DraftKept, DrawingDraft, OnImage } from "./drawn-mask-shape.ts";
import { gridOf, scanDrawnOn } from "./scan-drawn-on.ts";

/**
 * Keeps what a reader has under the pen on a scan, in the place of the draft they had before them; null takes it away. Nobody
 * else sees it. Refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `IMAGE_UNKNOWN`, `GEOMETRY_MISMATCH`, `NOT_A_DRAWING`,
 * `CHANGED_MEANWHILE` where another window of theirs keeps another drawing of this scan.
 */
export function keepDraft(db: Database, personId: string, { mask, seen, ...form }: DraftForm): Promise<DraftKept> {
  return asPerson(db, personId, async (tx) => {
    const scan = await scanDrawnOn(tx, personId, form);
    await requirePermission(tx, personId, scan.trialId, "measure");
    if (mask === null) {
      await tx.sql`
        delete from derived.drawing_draft
         where image_id = ${scan.id} and person_id = ${personId} and (${isSeen(tx, seen)} or image_object <> ${scan.object})`;
      const left =
        await tx.sql`select 1 from derived.drawing_draft where image_id = ${scan.id} and person_id = ${personId}`;
      return left.length > 0 ? refuseOther() : { kept: null };
    }
    const row = {
      image_id: scan.id,
      trial_id: scan.trialId,
      site_id: scan.siteId,
      subject_id: scan.subjectId,
      image_object: scan.object,
      mask: fileOf(drawingOf(mask, gridOf(scan))),
    };
    // A draft of a former file of the scan is of no use to anybody; the same voxels again are no other drawing.
    const [kept] = await tx.sql<{ kept: string }[]>`
      insert into derived.drawing_draft ${tx.sql(row as unknown as Record<string, string>)}
      on conflict (person_id, image_id) do update
        set mask = excluded.mask, image_object = excluded.image_object, kept_at = now()
        where ${isSeen(tx, seen)} or drawing_draft.mask = excluded.mask or drawing_draft.image_object <> excluded.image_object
      returning ${nameOf(tx)} as kept`;
    return kept ?? refuseOther();
  });
}

/** A draft is named by its content: who saw the same voxels saw the same draft. */
const nameOf = ({ sql }: Tx) => sql`encode(sha256(drawing_draft.mask), 'hex')`;
const isSeen = (tx: Tx, seen: string | null) => tx.sql`coalesce(${nameOf(tx)} = ${seen}::text, false)`;

const refuseOther = (): never =>
  refuse(
    "CHANGED_MEANWHILE",
    "Another window keeps another drawing of yours of this scan; neither is written over the other unasked.",
  );

/** What the reader had under the pen on this scan; null where nothing is kept, or the scan was replaced by another file since. */
export async function readDraft(tx: Tx, personId: string, query: OnImage): Promise<DrawingDraft> {
  const scan = await scanDrawnOn(tx, personId, query);
  const [row] = await tx.sql<{ mask: Buffer; at: Date; kept: string }[]>`
    select mask, kept_at as at, ${nameOf(tx)} as kept from derived.drawing_draft
     where image_id = ${scan.id} and person_id = ${personId} and image_object = ${scan.object}`;
  return row ? { ...row, mask: row.mask.toString("base64") } : null;
}
