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
    noMask(maskId),
  );

const noMask = (id: string): string =>
  `There is no delineation ${id}, or its scan was taken back, or it belongs to a trial or site that is not yours.`;

/** A stored image as a picture is made of it, with a delineation to cut it by. */
export interface KeyImage {
  readonly image: StoredFile;
  readonly unit: "HU" | "SUV" | "arbitrary";
  readonly mask: { readonly file: StoredFile; readonly label: number } | null;
}

/** What a picture of an image is made of, through one of its delineations or none. Refuses `IMAGE_UNKNOWN`. */
export async function readKeyImage(
  tx: Tx,
  personId: string,
  { image: imageId, mask: maskId }: { readonly image: string; readonly mask: string | null },
): Promise<KeyImage> {
  const image = await readImage(tx, personId, imageId);
  const [{ unit } = { unit: "arbitrary" as const }] = await tx.sql<{ unit: KeyImage["unit"] }[]>`
    select unit from record.image where id = ${imageId}`;
  if (maskId === null) return { image, unit, mask: null };
  const file = await readMask(tx, personId, maskId);
  const [mask] = await tx.sql<{ label: number }[]>`
    select label from record.mask where id = ${maskId} and image_id = ${imageId}`;
  // One of another image is answered like one that is not there.
  if (!mask) return refuse("IMAGE_UNKNOWN", noMask(maskId));
  return { image, unit, mask: { file, label: mask.label } };
}

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
