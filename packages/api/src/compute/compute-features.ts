import { asSystem, type Database } from "@nadir/db";
import { type FeatureVector, featureConfigHash, hashOf, type Modality } from "@nadir/domain";
import { ENGINE_VERSION } from "@nadir/features";
import type { ObjectStore } from "@nadir/storage";
import { grouped } from "../intake/grouped.ts";
import { computeInThreads } from "./feature-pool.ts";
import { configOfRegion, type FeatureAnswer, type FeatureRegion } from "./feature-task.ts";
import { insertJson } from "./insert-json.ts";
import type { Tally } from "./tally.ts";

export const FEATURE_ENGINE = `@nadir/features ${ENGINE_VERSION}`;

export interface FeaturesOutcome extends Tally {
  /** Regions without features, with the reason. */
  readonly refused: readonly { readonly maskId: string; readonly code: string; readonly message: string }[];
}

interface MaskRow extends FeatureRegion {
  readonly mask_id: string;
  readonly image_id: string;
  readonly visit_id: string;
  readonly lesion_id: string;
  readonly site_id: string;
  readonly subject_id: string;
  readonly modality: Modality;
  readonly image_object: string;
  readonly mask_object: string;
}

/**
 * Computes the features of every mask of a trial by its modality's configuration, and those of its parts where the record
 * says which labels they are, as a vector of their own; where they are not stored yet. Each image's vectors are stored as
 * they come: an interrupted run goes on where it stopped.
 */
export async function computeFeatures(
  { db, store }: { db: Database; store: ObjectStore },
  trialId: string,
  onImage: (done: number, total: number) => void,
): Promise<FeaturesOutcome> {
  const rows = await masksOf(db, trialId);
  const stored = await storedVectors(db, trialId);
  const wanted = rows.filter((row) => !stored.has(storageKey(row)));
  const images = [...grouped(wanted, (row) => row.image_id).values()];
  const refused: { maskId: string; code: string; message: string }[] = [];
  let computed = 0;
  let done = 0;
  if (images.length > 0) onImage(0, images.length);
  await computeInThreads(
    images,
    async (masks) => ({
      image: await store.get(masks[0]!.image_object),
      kind: masks[0]!.modality,
      masks: await Promise.all(
        masks.map(async (row) => ({
          maskId: row.mask_id,
          bytes: await store.get(row.mask_object),
          label: row.label,
          partLabels: row.partLabels,
        })),
      ),
    }),
    async (masks, answers) => {
      const vectors = answers.flatMap((answer) => {
        if ("vector" in answer) {
          const isOf = (row: MaskRow) =>
            row.mask_id === answer.maskId && (row.partLabels === null) === (answer.partLabels === null);
          return [vectorRow(trialId, masks.find(isOf)!, answer.vector)];
        }
        refused.push(answer satisfies FeatureAnswer);
        return [];
      });
      await asSystem(db, "compute features", (tx) => insertJson(tx, "derived.feature_vector", vectors));
      computed += vectors.length;
      onImage(++done, images.length);
    },
  );
  return { computed, reused: rows.length - wanted.length, refused };
}

/** Every region that features are wanted of: each mask's lesion, and the parts of those that state them. */
const masksOf = (db: Database, trialId: string): Promise<MaskRow[]> =>
  asSystem(
    db,
    "list the masks of a trial",
    async ({ sql }) => sql<MaskRow[]>`
      select m.id as mask_id, m.image_id, i.visit_id, m.lesion_id, m.site_id, m.subject_id, m.label, i.modality,
             i.object_hash as image_object, m.object_hash as mask_object, region.parts as "partLabels"
        from record.mask m
        join record.image i on i.id = m.image_id and i.superseded_at is null
        join record.visit v on v.id = i.visit_id
        join record.subject s on s.id = m.subject_id
       cross join lateral (
         select null::jsonb as parts union all
         select m.document -> 'partLabels' where m.document ? 'partLabels') region
       where m.trial_id = ${trialId} and m.superseded_at is null
       order by s.key, v.date, i.key, m.id, region.parts nulls first`,
  );

/** What a stored vector was computed from, as one word: rows, contents, configuration and engine. */
const storageKey = (row: Omit<MaskRow, "visit_id" | "lesion_id" | "site_id" | "subject_id">): string =>
  hashOf({
    image: [row.image_id, row.image_object],
    mask: [row.mask_id, row.mask_object, row.label],
    config: featureConfigHash(configOfRegion(row.modality, row)),
    engine: FEATURE_ENGINE,
  });

async function storedVectors(db: Database, trialId: string): Promise<Set<string>> {
  const rows = await asSystem(
    db,
    "list the features of a trial",
    async ({ sql }) =>
      sql<{ key_hash: string }[]>`select key_hash from derived.feature_vector where trial_id = ${trialId}`,
  );
  return new Set(rows.map((row) => row.key_hash));
}

function vectorRow(trialId: string, row: MaskRow, vector: FeatureVector): Record<string, unknown> {
  const { keys, values, reasons, identity, warnings, config, provenance } = vector;
  return {
    key_hash: storageKey(row),
    trial_id: trialId,
    site_id: row.site_id,
    subject_id: row.subject_id,
    image_id: row.image_id,
    mask_id: row.mask_id,
    visit_id: row.visit_id,
    lesion_id: row.lesion_id,
    config_hash: provenance.configHash,
    engine: FEATURE_ENGINE,
    values: { keys, values, reasons },
    provenance: {
      identity,
      warnings,
      config,
      provenance,
      imageObject: row.image_object,
      maskObject: row.mask_object,
      // The statement that it was computed by: a corrected one makes another vector.
      ...(row.partLabels === null ? {} : { partLabels: row.partLabels }),
    },
  };
}
