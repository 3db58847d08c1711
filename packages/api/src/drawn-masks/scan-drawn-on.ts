import type { Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";
import type { Geometry } from "@nadir/imaging";
import { z } from "zod";
import { trialAccess, type View } from "../read/index.ts";
import type { OnImage } from "./drawn-mask-shape.ts";

const triple = z.tuple([z.number(), z.number(), z.number()]);
const geometry = z.object({ dims: triple, spacing: triple, affine: z.array(z.number()).length(16) });

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
  readonly grid: () => Geometry;
}

/** The scan of a trial under the person's rights. Refuses `TRIAL_UNKNOWN`, `IMAGE_UNKNOWN`; its grid `NO_GRID` where none is known. */
export async function scanDrawnOn(tx: Tx, personId: string, { trial, image }: OnImage): Promise<ScanDrawnOn> {
  const { trialId, view } = await trialAccess(tx, personId, trial);
  const [row] = await tx.sql<(Omit<ScanDrawnOn, "view" | "grid"> & { geometry: unknown })[]>`
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
    grid: () => {
      const read = geometry.safeParse(stored);
      return read.success
        ? read.data
        : refuse("NO_GRID", `The grid of image '${scan.image}' is not in the record; import the image again.`);
    },
  };
}
