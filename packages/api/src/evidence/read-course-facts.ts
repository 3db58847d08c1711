import type { Tx } from "@nadir/db";
import type { AdverseEvent, Biomarker, DeltaRow, Lesion, Observation, Treatment } from "@nadir/domain";
import type { StoredDelta } from "@nadir/risk";

/** What the record has of a subject beside its response case. Row-level security decides what is there. */
export interface CourseFacts {
  readonly observations: readonly Observation[];
  readonly biomarkers: readonly Biomarker[];
  readonly treatments: readonly Treatment[];
  readonly adverseEvents: readonly AdverseEvent[];
  readonly lesions: readonly Lesion[];
}

export async function readCourseFacts({ sql }: Tx, subjectId: string): Promise<CourseFacts> {
  const of = async <T>(table: string, order: string): Promise<T[]> =>
    (
      await sql<{ document: T }[]>`
        select document from record.${sql(table)}
         where subject_id = ${subjectId} and superseded_at is null order by ${sql.unsafe(order)}`
    ).map(({ document }) => document);
  const [observations, biomarkers, treatments, adverseEvents, lesions] = await Promise.all([
    of<Observation>("observation", "date, code, ordinal"),
    of<Biomarker>("biomarker", "code, date nulls first, ordinal"),
    of<Treatment>("treatment", "start_on, key"),
    of<AdverseEvent>("adverse_event", "start_on, key"),
    of<Lesion>("lesion", "key"),
  ]);
  return { observations, biomarkers, treatments, adverseEvents, lesions };
}

/** The features whose change the evidence shows; the others of a delta stay in the database. */
const FEATURES = ["ngt_coarseness", "cm_joint_entr", "morph_sphericity", "stat_mean"];

export async function readEvidenceDeltas({ sql }: Tx, subjectId: string): Promise<StoredDelta[]> {
  return sql<(StoredDelta & { rows: DeltaRow[] })[]>`
    select l.key as lesion, d.modality, d.description, f.key as "fromVisit", t.key as "toVisit",
           (select coalesce(jsonb_agg(r), '[]') from jsonb_array_elements(d.values -> 'rows') r
             where r ->> 'id' in ${sql(FEATURES)}) as rows
      from derived.feature_delta d
      join record.lesion l on l.id = d.lesion_id
      join record.visit f on f.id = d.from_visit_id
      join record.visit t on t.id = d.to_visit_id
     where d.subject_id = ${subjectId} and d.current
     order by d.modality, d.description, l.key, f.date, t.date`;
}
