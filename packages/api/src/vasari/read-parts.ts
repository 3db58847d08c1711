import type { Tx } from "@nadir/db";
import type { FeatureVector } from "@nadir/domain";
import { z } from "zod";
import { notAllowed } from "../identity/permissions.ts";
import { trialAccess } from "../read/index.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";

/** One figure of the parts of a lesion as a row of the feature table: volumes in mL, ratios, foci, thickness in mm. */
export const partsFeatures = z.array(
  z.object({
    subject: z.string(),
    visit: z.string(),
    lesion: z.string(),
    image: z.string(),
    author: z.string(),
    /** Which label is which part, as the record holds it. */
    labels: z.string(),
    key: z.string(),
    value: z.number().nullable(),
    reason: z.string().nullable(),
  }),
);
export type PartsFeatures = z.infer<typeof partsFeatures>;

interface VectorRow extends Omit<PartsFeatures[number], "labels" | "key" | "value" | "reason"> {
  readonly labels: readonly string[];
  readonly values: Pick<FeatureVector, "keys" | "values" | "reasons">;
}

/**
 * The family `parts` of every mask of a trial whose row states its parts, newest engine only. Refuses `TRIAL_UNKNOWN`, and a
 * blinded reader (`NOT_ALLOWED`): what the masks say comes after the reading, on the patient's page.
 */
export async function readPartsFeatures(tx: Tx, personId: string, trial: string): Promise<PartsFeatures> {
  const { trialId, view, permissions } = await trialAccess(tx, personId, trial);
  if (view === "reader") return notAllowed("read-record", permissions);
  await noteSealedCourses(tx, trialId, "parts of masks");
  const rows = await tx.sql<VectorRow[]>`
    select distinct on (s.key, v.date, v.key, l.key, i.key, m.author, m.id)
           s.key as subject, v.key as visit, l.key as lesion, i.key as image, m.author,
           m.document -> 'partLabels' as labels, f.values
      from derived.feature_vector f
      join record.mask m on m.id = f.mask_id and m.superseded_at is null
           and m.object_hash = f.provenance ->> 'maskObject' and f.provenance -> 'partLabels' = m.document -> 'partLabels'
      join record.image i on i.id = m.image_id and i.superseded_at is null
      join record.visit v on v.id = i.visit_id and v.superseded_at is null
      join record.lesion l on l.id = m.lesion_id and l.superseded_at is null
      join record.subject s on s.id = m.subject_id and s.superseded_at is null
     where f.trial_id = ${trialId}
     order by s.key, v.date, v.key, l.key, i.key, m.author, m.id, f.computed_at desc, f.key_hash`;
  return rows.flatMap(({ labels, values: { keys, values, reasons }, ...row }) =>
    keys.map((key, n) => ({
      ...row,
      labels: labels.join("|"),
      key,
      value: values[n] ?? null,
      reason: reasons[key] ?? null,
    })),
  );
}
