import { speaksForLesion, type Tx } from "@nadir/db";
import type { ImportedModel } from "@nadir/domain";
import type { FeatureFacts, ImagePrint } from "./facts.ts";

interface PrintRow {
  subject_id: string;
  object_hash: string;
  voxel_hash: string;
  placed_hash: string;
  fingerprint: Buffer | null;
}
interface VectorRow {
  subject_id: string;
  visit_key: string;
  visit_role: string;
  modality: string;
  config_hash: string;
  target: boolean;
  volume_mm3: number | null;
  model: ImportedModel | null;
  values: { readonly keys: readonly string[]; readonly values: readonly (number | null)[] };
}

/** Fingerprints of the images that the role of this transaction may see, by subject. */
export async function readImagePrints(tx: Tx, trialId: string): Promise<Map<string, ImagePrint[]>> {
  const rows = await tx.sql<PrintRow[]>`
    select f.subject_id, f.object_hash, f.voxel_hash, f.placed_hash, f.fingerprint
      from derived.image_fingerprint f
      join record.image i on i.id = f.image_id and i.object_hash = f.object_hash and i.superseded_at is null
     where f.trial_id = ${trialId} order by f.object_hash`;
  const bySubject = new Map<string, ImagePrint[]>();
  for (const row of rows) {
    const print = {
      objectHash: row.object_hash,
      voxelHash: row.voxel_hash,
      placedHash: row.placed_hash,
      fingerprint: row.fingerprint && floats(row.fingerprint),
    };
    bySubject.set(row.subject_id, [...(bySubject.get(row.subject_id) ?? []), print]);
  }
  return bySubject;
}

/** Little-endian single precision, as it was stored. */
const floats = (bytes: Buffer): Float32Array =>
  Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));

/**
 * Feature vectors by subject: every value at baseline, elsewhere only the named ones. One vector a mask and configuration:
 * the newest of what the live image and mask hold, so that neither a corrected mask nor a later engine counts a lesion twice.
 */
export async function readFeatures(
  tx: Tx,
  trialId: string,
  named: ReadonlySet<string>,
): Promise<Map<string, FeatureFacts[]>> {
  const rows = await tx.sql<VectorRow[]>`
    with newest as (
      select distinct on (f.mask_id, f.config_hash) f.*
        from derived.feature_vector f
        join record.mask m on m.id = f.mask_id and m.superseded_at is null
             and m.object_hash = f.provenance ->> 'maskObject'
             and (not f.provenance ? 'partLabels' or f.provenance -> 'partLabels' = m.document -> 'partLabels')
       where f.trial_id = ${trialId} and ${speaksForLesion(tx)}
       order by f.mask_id, f.config_hash, f.computed_at desc, f.key_hash)
    select f.subject_id, v.key as visit_key, v.role as visit_role, i.modality, f.config_hash, l.role = 'target' as target, f.values,
           (f.provenance #>> '{provenance,roiVoxels,original}')::float8
             * (f.provenance #>> '{provenance,imageGrid,spacingMm,0}')::float8
             * (f.provenance #>> '{provenance,imageGrid,spacingMm,1}')::float8
             * (f.provenance #>> '{provenance,imageGrid,spacingMm,2}')::float8 as volume_mm3,
           f.provenance -> 'imported' as model
      from newest f
      join record.visit v on v.id = f.visit_id and v.superseded_at is null
      join record.image i on i.id = f.image_id and i.superseded_at is null
           and i.object_hash = f.provenance ->> 'imageObject'
      join record.lesion l on l.id = f.lesion_id and l.superseded_at is null
     where v.role = 'baseline' or ${named.size > 0}
     order by v.date, v.key collate "C", f.key_hash`;
  const bySubject = new Map<string, FeatureFacts[]>();
  for (const row of rows) {
    const values: Record<string, number> = {};
    row.values.keys.forEach((key, at) => {
      const value = row.values.values[at] ?? null;
      if (value !== null && (row.visit_role === "baseline" || named.has(key))) values[key] = value;
    });
    const { visit_key: visitKey, modality, config_hash: configHash, target, volume_mm3: volumeMm3, model } = row;
    const list = bySubject.get(row.subject_id) ?? [];
    list.push({ visitKey, modality, configHash, target, volumeMm3, model, values });
    bySubject.set(row.subject_id, list);
  }
  return bySubject;
}
