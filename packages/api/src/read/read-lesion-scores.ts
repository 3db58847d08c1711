import type { Tx } from "@nadir/db";
import type { ImportedModel } from "@nadir/domain";
import { aggregateScores } from "@nadir/features";
import type { LesionScores } from "./patient-shape.ts";

interface ScoreRow {
  readonly visit: string;
  readonly date: string;
  readonly image: string;
  readonly lesion: string;
  readonly irradiated: boolean;
  readonly model: ImportedModel;
  readonly values: { readonly keys: readonly string[]; readonly values: readonly number[] };
}

/**
 * The scores that imported models gave the lesions of a subject, newest visit first: each lesion's, and over all the mean,
 * the least with its lesion (the least infiltrated decides in some signatures) and the greatest; apart for irradiated
 * lesions and the others by the record's flag, unless the reader may not know it (`withFlag`).
 */
export async function readLesionScores(tx: Tx, subjectId: string, withFlag: boolean): Promise<LesionScores[]> {
  const rows = await tx.sql<ScoreRow[]>`
    select v.key as visit, v.date::text as date, i.key as image, l.key as lesion,
           ${withFlag ? tx.sql`coalesce((l.document ->> 'irradiated')::boolean, false)` : tx.sql`false`} as irradiated,
           f.provenance -> 'imported' as model, f.values
      from derived.feature_vector f
      join record.visit v on v.id = f.visit_id and v.superseded_at is null
      join record.image i on i.id = f.image_id and i.superseded_at is null
      join record.lesion l on l.id = f.lesion_id and l.superseded_at is null
      join record.mask m on m.id = f.mask_id and m.superseded_at is null and m.object_hash = f.provenance ->> 'maskObject'
     where f.subject_id = ${subjectId} and f.provenance #>> '{imported,kind}' = 'score'
     order by v.date desc, v.key, i.key, f.engine, l.key`;
  const groups = new Map<string, LesionScores & { readonly lesions: LesionScores["lesions"][number][] }>();
  for (const { visit, date, image, lesion, irradiated, model, values } of rows)
    values.keys.forEach((key, at) => {
      const name = [visit, image, model.id, model.version, key].join("\u001f");
      const group = groups.get(name) ?? {
        visit,
        date,
        image,
        model: { name: model.name, version: model.version, trainingSet: model.trainingSet.description },
        score: key.slice(model.id.length + 1),
        lesions: [],
        all: NO_SUMMARY,
        byFlag: [],
      };
      group.lesions.push({ lesion, irradiated, score: values.values[at]! });
      groups.set(name, group);
    });
  return [...groups.values()].map((group) => {
    const flags = [...new Set(group.lesions.map((l) => l.irradiated))].sort();
    return {
      ...group,
      lesions: [...group.lesions].sort((a, b) => a.score - b.score || (a.lesion < b.lesion ? -1 : 1)),
      all: summary(group.lesions),
      byFlag:
        flags.length < 2
          ? []
          : flags.map((irradiated) => ({
              irradiated,
              ...summary(group.lesions.filter((l) => l.irradiated === irradiated)),
            })),
    };
  });
}

type Summary = LesionScores["all"];
const NO_SUMMARY: Summary = { lesions: 0, mean: 0, sd: null, min: 0, minLesion: "", max: 0, maxLesion: "" };

function summary(lesions: readonly { readonly lesion: string; readonly score: number }[]): Summary {
  const { lesions: count, mean, sd, min, minLesion, max, maxLesion } = aggregateScores(lesions, 0);
  return { lesions: count, mean, sd, min, minLesion, max, maxLesion };
}
