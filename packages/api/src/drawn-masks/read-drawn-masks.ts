import type { Tx } from "@nadir/db";
import type { DrawnMask } from "@nadir/domain";
import { noteSealedCourse } from "../read/note-sealed.ts";
import type { DrawnMasks, OnImage } from "./drawn-mask-shape.ts";
import { scanDrawnOn } from "./scan-drawn-on.ts";

/**
 * The scan's grid, whether the person may draw on it, and every version of every mask drawn on it that they may see, by lesion and author, newest first: a blinded reader's
 * are their own. Refuses `TRIAL_UNKNOWN`, `IMAGE_UNKNOWN`.
 */
export async function readDrawnMasks(tx: Tx, personId: string, query: OnImage): Promise<DrawnMasks> {
  const scan = await scanDrawnOn(tx, personId, query);
  if (scan.view !== "reader") await noteSealedCourse(tx, scan.subjectId);
  const rows = await tx.sql<
    (Omit<DrawnMasks["versions"][number], "tools" | "note" | "voxels" | "isOfThisScan"> & { document: DrawnMask })[]
  >`
    select m.id, l.key as lesion, m.author, coalesce(u.name, m.author) as "authorName", m.author = ${personId} as "isOwn", m.version,
           m.superseded_at is null as "isLive", m.recorded_at as at, m.reason, m.document
      from record.mask m
      join record.lesion l on l.id = m.lesion_id
      left join identity."user" u on u.id = m.author
     where m.image_id = ${scan.id} and m.author_kind = 'drawn'
     order by l.key, m.author, m.version desc`;
  const versions = rows.map(({ document, ...row }) => ({
    ...row,
    tools: document.tools,
    note: document.note ?? null,
    voxels: document.voxels,
    isOfThisScan: document.baseScan === scan.object,
  }));
  return { grid: scan.grid, mayDraw: scan.mayDraw, versions };
}
