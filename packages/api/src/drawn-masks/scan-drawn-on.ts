import type { Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import { trialAccess, type View } from "../read/index.ts";
import { type DrawnMasks, drawnMasks, type OnImage } from "./drawn-mask-shape.ts";

type Grid = NonNullable<DrawnMasks["grid"]>;

export interface ScanDrawnOn {
  readonly id: string;
  readonly trialId: string;
  readonly siteId: string;
  readonly subjectId: string;
  readonly subject: string;
  readonly visit: string;
  readonly image: string;
  readonly object: string;
  readonly view: View;
  readonly mayDraw: boolean;
  /** Null where the record does not have it. */
  readonly grid: Grid | null;
}

/** The scan of a trial under the person's rights. Refuses `TRIAL_UNKNOWN`, `IMAGE_UNKNOWN`. */
export async function scanDrawnOn(tx: Tx, personId: string, { trial, image }: OnImage): Promise<ScanDrawnOn> {
  const { trialId, view, permissions } = await trialAccess(tx, personId, trial);
  const [row] = await tx.sql<(Omit<ScanDrawnOn, "view" | "mayDraw" | "grid"> & { geometry: unknown })[]>`
    select i.id, i.trial_id as "trialId", i.site_id as "siteId", i.subject_id as "subjectId", s.key as subject, v.key as visit,
           i.key as image, i.object_hash as object, i.geometry
      from record.image i
      join record.visit v on v.id = i.visit_id and v.superseded_at is null
      join record.subject s on s.id = i.subject_id and s.superseded_at is null
     where i.id = ${image} and i.trial_id = ${trialId} and i.superseded_at is null`;
  if (!row)
    return refuse("IMAGE_UNKNOWN", "There is no such image in this trial, or it belongs to a site that is not yours.");
  const { geometry: stored, ...scan } = row;
  return {
    ...scan,
    view,
    mayDraw: permissions.has("measure"),
    grid: drawnMasks.shape.grid.safeParse(stored).data ?? null,
  };
}

/** The scan's grid. Refuses `NO_GRID`. */
export const gridOf = ({ grid, image }: ScanDrawnOn): Grid =>
  grid ?? refuse("NO_GRID", `The grid of image '${image}' is not in the record; import the image again.`);
