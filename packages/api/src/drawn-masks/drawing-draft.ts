import { asPerson, type Database, type Tx } from "@nadir/db";
import { requirePermission } from "../identity/permissions.ts";
import { drawingOf, fileOf } from "./drawing-bytes.ts";
import type { DraftForm, DrawingDraft, OnImage } from "./drawn-mask-shape.ts";
import { gridOf, scanDrawnOn } from "./scan-drawn-on.ts";

/**
 * Keeps what a reader has under the pen on a scan, in the place of what was kept before; null takes it away. Nobody else sees
 * it. Refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `IMAGE_UNKNOWN`, `GEOMETRY_MISMATCH`, `NOT_A_DRAWING`.
 */
export function keepDraft(db: Database, personId: string, { mask, ...form }: DraftForm): Promise<{ kept: boolean }> {
  return asPerson(db, personId, async (tx) => {
    const scan = await scanDrawnOn(tx, personId, form);
    await requirePermission(tx, personId, scan.trialId, "measure");
    if (mask === null) {
      await tx.sql`delete from derived.drawing_draft where image_id = ${scan.id} and person_id = ${personId}`;
      return { kept: false };
    }
    const row = {
      image_id: scan.id,
      trial_id: scan.trialId,
      site_id: scan.siteId,
      subject_id: scan.subjectId,
      image_object: scan.object,
      mask: fileOf(drawingOf(mask, gridOf(scan))),
    };
    await tx.sql`
      insert into derived.drawing_draft ${tx.sql(row as unknown as Record<string, string>)}
      on conflict (person_id, image_id) do update
        set mask = excluded.mask, image_object = excluded.image_object, kept_at = now()`;
    return { kept: true };
  });
}

/** What the reader had under the pen on this scan; null where nothing is kept, or the scan was replaced by another file since. */
export async function readDraft(tx: Tx, personId: string, query: OnImage): Promise<DrawingDraft> {
  const scan = await scanDrawnOn(tx, personId, query);
  const [row] = await tx.sql<{ mask: Buffer; at: Date }[]>`
    select mask, kept_at as at from derived.drawing_draft
     where image_id = ${scan.id} and person_id = ${personId} and image_object = ${scan.object}`;
  return row ? { mask: row.mask.toString("base64"), at: row.at } : null;
}
