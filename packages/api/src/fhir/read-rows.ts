import type { Tx } from "@nadir/db";
import type { AdverseEvent, Biomarker, Image, Observation } from "@nadir/domain";

/** What the record holds of a subject beside the course. */
export interface RowsOfSubject {
  readonly images: readonly (Image & { readonly row: string })[];
  readonly observations: readonly Observation[];
  readonly biomarkers: readonly Biomarker[];
  readonly adverseEvents: readonly AdverseEvent[];
  /** When the newest row of the subject was recorded, ISO 8601 in UTC. */
  readonly recordedAt: string;
}

/** Rows that stand now, by subject, each table in an order of its own keys; one query a table. */
export async function readRows(
  { sql }: Tx,
  subjectIds: readonly string[],
): Promise<(subject: string) => RowsOfSubject> {
  const ids = sql`subject_id = any(${[...subjectIds]}::uuid[]) and superseded_at is null`;
  const of = <T>(table: string, order: string) => sql<{ id: string; subject: string; document: T }[]>`
    select id, subject_id as subject, document from record.${sql(table)} where ${ids} order by ${sql.unsafe(order)}`;
  const [images, observations, biomarkers, adverseEvents, newest] = await Promise.all([
    of<Image>("image", `key collate "C", visit_id`),
    of<Observation>("observation", `date, code collate "C", ordinal`),
    of<Biomarker>("biomarker", `date nulls first, code collate "C", assay collate "C" nulls first, ordinal`),
    of<AdverseEvent>("adverse_event", `start_on, key collate "C"`),
    sql<{ subject: string; at: Date }[]>`
      select subject, max(at) as at from (
        select id as subject, recorded_at as at from record.subject
         where id = any(${[...subjectIds]}::uuid[]) and superseded_at is null
        union all select subject_id, recorded_at from record.visit where ${ids}
        union all select subject_id, recorded_at from record.lesion where ${ids}
        union all select subject_id, recorded_at from record.measurement where ${ids}
        union all select subject_id, recorded_at from record.non_target_assessment where ${ids}
        union all select subject_id, recorded_at from record.treatment where ${ids}) rows group by subject`,
  ]);
  const grouped = <T>(rows: readonly { subject: string; document: T }[], made: (row: never) => unknown = bare) => {
    const found = new Map<string, unknown[]>();
    for (const row of rows) found.set(row.subject, [...(found.get(row.subject) ?? []), made(row as never)]);
    return found;
  };
  const all = {
    images: grouped(images, ({ id, document }: { id: string; document: Image }) => ({ ...document, row: id })),
    observations: grouped(observations),
    biomarkers: grouped(biomarkers),
    adverseEvents: grouped(adverseEvents),
  };
  const newestOf = new Map(newest.map(({ subject, at }) => [subject, at]));
  return (subject) =>
    ({
      images: all.images.get(subject) ?? [],
      observations: all.observations.get(subject) ?? [],
      biomarkers: all.biomarkers.get(subject) ?? [],
      adverseEvents: all.adverseEvents.get(subject) ?? [],
      recordedAt: newestOf.get(subject)!.toISOString(),
    }) as RowsOfSubject;
}

const bare = ({ document }: { document: unknown }) => document;
