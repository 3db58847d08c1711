import { speaksForLesion, type Tx } from "@nadir/db";
import { FEATURE_ENGINE } from "../compute/compute-features.ts";

/**
 * Parts of queries over stored features, so that every view means the same rows. Names: `f` the vector, `m` its mask, `i` its
 * image, `v` its visit, `s` its subject.
 */

/** `from … where` of the vectors of live masks and images under the present engine, and of imported ones. */
export const liveVectors = (tx: Tx, trialId: string) => tx.sql`
      from derived.feature_vector f
      join record.mask m on m.id = f.mask_id and m.superseded_at is null and m.object_hash = f.provenance ->> 'maskObject'
           and case when f.provenance ? 'imported' then true
                    when f.provenance ? 'partLabels' then f.provenance -> 'partLabels' = m.document -> 'partLabels'
                    else f.provenance #> '{provenance,labels}' = jsonb_build_array(m.label) end
      join record.image i on i.id = f.image_id and i.superseded_at is null and i.object_hash = f.provenance ->> 'imageObject'
      join record.visit v on v.id = f.visit_id and v.superseded_at is null
      join record.subject s on s.id = f.subject_id and s.superseded_at is null
     where f.trial_id = ${trialId} and (f.engine = ${FEATURE_ENGINE} or f.provenance ? 'imported')
       and ${speaksForLesion(tx)}`;

/** Modality and, where it says more, description. */
export const imageKind = ({ sql }: Tx, of: "i" | "d") =>
  of === "i"
    ? sql`case when i.description in ('', i.modality) then i.modality else i.modality || ' ' || i.description end`
    : sql`case when d.description in ('', d.modality) then d.modality else d.modality || ' ' || d.description end`;

/** Volume of the delineated region, mm³; null where the vector does not say. */
export const regionVolume = ({ sql }: Tx) => sql`
           (f.provenance #>> '{provenance,roiVoxels,original}')::float8
             * (f.provenance #>> '{provenance,imageGrid,spacingMm,0}')::float8
             * (f.provenance #>> '{provenance,imageGrid,spacingMm,1}')::float8
             * (f.provenance #>> '{provenance,imageGrid,spacingMm,2}')::float8`;
