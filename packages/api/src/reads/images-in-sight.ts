import type { Tx } from "@nadir/db";
import { hashOf, type ImageSeen, refuse } from "@nadir/domain";
import type { SessionRow } from "./session-row.ts";

type Place = Pick<SessionRow, "subjectId" | "visitId" | "visit" | "date">;

/**
 * The images that a reader has before them with a read: of its visit, and of those before, which they compare it with. In the
 * order of their ids, which tells nothing of days.
 */
export async function imagesInSight({ sql }: Tx, { subjectId, visit, date }: Place): Promise<ImageSeen[]> {
  return await sql<ImageSeen[]>`
    select i.id as image, i.object_hash as sha256 from record.image i join record.visit v on v.id = i.visit_id
     where i.subject_id = ${subjectId} and i.superseded_at is null and v.superseded_at is null
       and (v.date < ${date} or v.date = ${date} and v.key <= ${visit}) order by i.id`;
}

const inOrder = (images: readonly ImageSeen[]) =>
  images.map(({ image, sha256 }) => ({ image, sha256 })).sort((a, b) => (a.image < b.image ? -1 : 1));

/** Whether two lists are of the same images; a read without a list is of none. */
export const areSame = (some: readonly ImageSeen[], others: readonly ImageSeen[] = []): boolean =>
  hashOf(inOrder(some)) === hashOf(inOrder(others));

/** Another scan can come, or one of several be taken back, while a read is open: it rests on what its reader saw, or on nothing. */
export async function requireImagesSeen(tx: Tx, place: Place, seen: readonly ImageSeen[] | undefined): Promise<void> {
  if (!areSame(await imagesInSight(tx, place), seen))
    refuse(
      "IMAGES_CHANGED",
      "The images of this visit, or of one before it, changed since you opened the read: look at them again, then sign.",
    );
}
