import type { Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { noteSealedCourse } from "./note-sealed.ts";
import { trialAccess } from "./view.ts";

export interface StoredFile {
  /** Address in the object store. */
  readonly hash: string;
  /** File name as it was imported, with the ending by which a viewer knows the format. */
  readonly name: string;
  /** The person sees the trial as a blinded reader: what the header says in words is not theirs (`blindedFile`). */
  readonly isBlinded: boolean;
}

/** A scan that was taken back may be of another patient: nobody looks at it any more. A corrected one keeps its former names. */
const isOnRecord = ({ sql }: Tx) => sql`
  exists (select from record.image l where l.id = coalesce(i.superseded_by, i.id) and l.superseded_at is null)`;

/**
 * Which stored object a volume is. Row-level security decides whether the person may know; otherwise, and of a scan that was
 * taken back, `IMAGE_UNKNOWN`.
 */
export const readImage = (tx: Tx, personId: string, imageId: string): Promise<StoredFile> =>
  found(
    tx,
    personId,
    tx.sql`
      select i.object_hash as hash, i.document ->> 'file' as file, t.key as trial, i.subject_id as subject,
        v.date > nadir.index_day(i.subject_id) as late
      from record.image i join record.trial t on t.id = i.trial_id join record.visit v on v.id = i.visit_id
      where i.id = ${imageId} and ${isOnRecord(tx)}`,
    `There is no image ${imageId}, or it was taken back, or it belongs to a trial or site that is not yours.`,
  );

/** Which stored object a delineation is. Refuses `IMAGE_UNKNOWN`, also where its scan was taken back. */
export const readMask = (tx: Tx, personId: string, maskId: string): Promise<StoredFile> =>
  found(
    tx,
    personId,
    tx.sql`
      select m.object_hash as hash, m.document ->> 'file' as file, t.key as trial, m.subject_id as subject,
        v.date > nadir.index_day(m.subject_id) as late
      from record.mask m join record.trial t on t.id = m.trial_id join record.image i on i.id = m.image_id
      join record.visit v on v.id = i.visit_id where m.id = ${maskId} and ${isOnRecord(tx)}`,
    `There is no delineation ${maskId}, or its scan was taken back, or it belongs to a trial or site that is not yours.`,
  );

async function found(tx: Tx, personId: string, query: ReturnType<Tx["sql"]>, otherwise: string): Promise<StoredFile> {
  const [row] = (await query) as unknown as {
    hash: string;
    file: string;
    trial: string;
    subject: string;
    late: boolean | null;
  }[];
  if (!row) return refuse("IMAGE_UNKNOWN", otherwise);
  const { view } = await trialAccess(tx, personId, row.trial);
  // A scan by the index day is no follow-up. Without an index day (`late` null) every scan may be.
  if (row.late !== false) await noteSealedCourse(tx, row.subject);
  return { hash: row.hash, name: row.file.split("/").at(-1) ?? "volume.nii.gz", isBlinded: view === "reader" };
}
