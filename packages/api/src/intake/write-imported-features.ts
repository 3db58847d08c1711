import type { Tx } from "@nadir/db";
import { hashOf, type ImportedModel, importedModelHash, type Problem, Refusal } from "@nadir/domain";
import { insertJson } from "../compute/insert-json.ts";
import { grouped } from "./grouped.ts";
import { suggestion } from "./nearest-name.ts";
import { atRow } from "./trial-tables.ts";
import type { PlacedRow } from "./typed-rows.ts";

export interface ImportedCounts {
  /** Vectors: one a lesion, image and model. */
  readonly new: number;
  readonly unchanged: number;
  /** The hash under which a protocol names each model (`featureConfigHash`). */
  readonly models: readonly { readonly id: string; readonly hash: string }[];
}

interface MaskRow {
  readonly id: string;
  readonly image_id: string;
  readonly visit_id: string;
  readonly lesion_id: string;
  readonly site_id: string;
  readonly subject_id: string;
  readonly label: number;
  readonly mask_object: string;
  readonly image_object: string;
  readonly subject: string;
  readonly visit: string;
  readonly image: string;
  readonly lesion: string;
}

type Row = PlacedRow<"importedFeatures">;

/**
 * Stores the values of imported models beside the platform's own vectors: keyed by image, mask and model, with the whole
 * description of the model as provenance. The same values again change nothing; other values for the same lesion, image
 * and model version are refused, since a vector is never edited. Refuses with every row that names what is not there.
 */
export async function writeImportedFeatures(
  tx: Tx,
  trialId: string,
  models: readonly ImportedModel[],
  rows: readonly Row[],
): Promise<ImportedCounts> {
  const named = models.map((model) => ({ id: model.id, hash: importedModelHash(model) }));
  if (rows.length === 0) return { new: 0, unchanged: 0, models: named };
  const masks = await masksOf(tx, trialId);
  const problems = unknownNames(models, rows, masks);
  if (problems.length > 0) throw new Refusal(problems);
  const vectors = [...grouped(rows, ({ value }) => `${placeOf(value)}\u001f${value.model}`).values()].map((members) => {
    const model = models.find((m) => m.id === members[0]!.value.model)!;
    return vectorRow(trialId, model, masks.get(placeOf(members[0]!.value))!, members);
  });
  const stored = await storedValues(tx, trialId);
  const fresh = vectors.filter((v) => !stored.has(v.row.key_hash));
  const changed = fresh.filter((v) => [...stored.values()].some((s) => s === v.place));
  if (changed.length > 0) throw new Refusal(changed.map(otherValues));
  await insertJson(
    tx,
    "derived.feature_vector",
    fresh.map((v) => v.row),
  );
  return { new: fresh.length, unchanged: vectors.length - fresh.length, models: named };
}

const placeOf = (at: { subject: string; visit: string; image: string; lesion: string }): string =>
  [at.subject, at.visit, at.image, at.lesion].join("\u001f");

async function masksOf({ sql }: Tx, trialId: string): Promise<Map<string, MaskRow>> {
  const rows = await sql<MaskRow[]>`
    select m.id, m.image_id, i.visit_id, m.lesion_id, m.site_id, m.subject_id, m.label, m.object_hash as mask_object,
           i.object_hash as image_object, s.key as subject, v.key as visit, i.key as image, l.key as lesion
      from record.mask m
      join record.image i on i.id = m.image_id and i.superseded_at is null
      join record.visit v on v.id = i.visit_id and v.superseded_at is null
      join record.lesion l on l.id = m.lesion_id and l.superseded_at is null
      join record.subject s on s.id = m.subject_id and s.superseded_at is null
     where m.trial_id = ${trialId} and m.superseded_at is null
     order by m.author_kind, m.author`;
  return new Map(rows.map((row) => [placeOf(row), row]));
}

function unknownNames(
  models: readonly ImportedModel[],
  rows: readonly Row[],
  masks: ReadonlyMap<string, MaskRow>,
): Problem[] {
  const ids = models.map((m) => m.id);
  const first = new Map<string, number>();
  return rows.flatMap((row): Problem[] => {
    const { value } = row;
    const problems: Problem[] = [];
    if (!ids.includes(value.model))
      problems.push(
        atRow(
          row,
          "MODEL_UNKNOWN",
          "model",
          `the model '${value.model}' is not described in the manifest's models.${suggestion(value.model, ids)} Its identity, the hash of its weights and the hash of its training set are needed before a value of it is taken.`,
          { found: value.model },
        ),
      );
    if (!masks.has(placeOf(value)))
      problems.push(
        atRow(
          row,
          "MASK_MISSING",
          "lesion",
          `lesion ${value.lesion} of subject ${value.subject} has no mask on image ${value.image} of visit ${value.visit}; an imported feature belongs to a region of the record.`,
          { found: value.lesion },
        ),
      );
    const name = `${placeOf(value)}\u001f${value.model}\u001f${value.feature}`;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, row.row);
    else
      problems.push(
        atRow(row, "DUPLICATE_KEY", "feature", `'${value.feature}' of this lesion stands already in row ${earlier}.`),
      );
    return problems;
  });
}

interface Vector {
  readonly place: string;
  readonly first: Row;
  readonly row: Readonly<Record<string, unknown>> & { readonly key_hash: string };
}

function vectorRow(trialId: string, model: ImportedModel, mask: MaskRow, members: readonly Row[]): Vector {
  const configHash = importedModelHash(model);
  const values = [...members]
    .sort((a, b) => (a.value.feature < b.value.feature ? -1 : 1))
    .map(({ value }) => [`${model.id}/${value.feature}`, value.value] as const);
  const place = [mask.mask_object, mask.image_object, mask.id, configHash].join("\u001f");
  return {
    place,
    first: members[0]!,
    row: {
      key_hash: hashOf({ imported: place, values }),
      trial_id: trialId,
      site_id: mask.site_id,
      subject_id: mask.subject_id,
      image_id: mask.image_id,
      mask_id: mask.id,
      visit_id: mask.visit_id,
      lesion_id: mask.lesion_id,
      config_hash: configHash,
      engine: `imported ${model.name} ${model.version}`,
      values: { keys: values.map(([key]) => key), values: values.map(([, value]) => value), reasons: {} },
      provenance: { imported: model, place, imageObject: mask.image_object, maskObject: mask.mask_object },
    },
  };
}

/** Imported vectors of the trial: where each belongs, by its key. */
async function storedValues({ sql }: Tx, trialId: string): Promise<Map<string, string>> {
  const rows = await sql<{ key_hash: string; place: string }[]>`
    select key_hash, provenance ->> 'place' as place from derived.feature_vector
     where trial_id = ${trialId} and provenance ? 'imported'`;
  return new Map(rows.map((row) => [row.key_hash, row.place]));
}

const otherValues = ({ first }: Vector): Problem =>
  atRow(
    first,
    "IMPORTED_VALUE_DIFFERS",
    "value",
    `lesion ${first.value.lesion} of subject ${first.value.subject}, visit ${first.value.visit}, has other values of this version of the model '${first.value.model}' in the record. A vector is not edited: give the new values with a new version of the model.`,
    { found: String(first.value.value) },
  );
