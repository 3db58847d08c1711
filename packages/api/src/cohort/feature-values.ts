import type { Tx } from "@nadir/db";
import { remembered, stateOfTrial } from "../kept/index.ts";
import { imageKind, liveVectors, regionVolume } from "../read/live-vectors.ts";

/**
 * Features of a trial as the cohort page reads them. Whoever is in a sealed test set, opened or not, takes no part, whoever
 * asks: these figures stand beside responses, and what is looked for here must not have been seen in a test set.
 */

/** Images of one kind under one configuration, and what was computed of them. */
export interface FeatureKind {
  readonly kind: string;
  readonly configHash: string;
  readonly keys: readonly string[];
  readonly organs: readonly string[];
  /** How many subjects have features at baseline (0) and at each later visit (1, 2, …). */
  readonly visits: readonly { readonly visit: number; readonly subjects: number }[];
}

/** A lesion's relative changes from baseline to a visit (1 = doubled). */
export interface LesionChanges {
  readonly subject: string;
  readonly lesion: string;
  readonly organ: string;
  readonly values: Readonly<Record<string, number | null>>;
}

/** A lesion's figures at a visit. */
export interface LesionFigures extends LesionChanges {
  /** Volume of the region at that visit, mm³; null where not known. */
  readonly volumeMm3: number | null;
}

/**
 * Joins the visit of a vector (`of` its id) as `n`, with its number: scans of a subject after baseline are numbered 1, 2, … by date;
 * 0 is the baseline. Counted for each vector: numbering the whole trial first was done again for each of them.
 */
const numbered = ({ sql }: Tx, of: "f.visit_id" | "d.to_visit_id") => sql`
        join record.visit w on w.id = ${sql(of)} and w.superseded_at is null and w.role <> 'pre-baseline'
        cross join lateral (
          select count(*)::int as visit from record.visit e
           where e.subject_id = w.subject_id and e.superseded_at is null and e.role in ('follow-up', 'unscheduled')
             and (e.date, e.key) <= (w.date, w.key)) n`;
const unsealed = ({ sql }: Tx) => sql`s.id not in (select nadir.sealed_subjects())`;

/** What there is to choose from; of a kind with several configurations that with most vectors. */
export async function featureKinds(tx: Tx, trialId: string): Promise<FeatureKind[]> {
  const { sql } = tx;
  return remembered(tx, await stateOfTrial(tx, trialId), "features kinds", async () => {
    const rows = await sql<
      {
        kind: string;
        configHash: string;
        visit: number;
        organs: string[];
        subjects: number;
        n: number;
        sample: string;
      }[]
    >`
      select ${imageKind(tx, "i")} as kind, f.config_hash as "configHash", n.visit, array_agg(distinct l.organ) as organs,
             count(distinct f.subject_id)::int as subjects, count(*)::int as n, min(f.id::text) as sample
        from (select f.id ${liveVectors(tx, trialId)} and ${unsealed(tx)}) live
        join derived.feature_vector f on f.id = live.id
        join record.image i on i.id = f.image_id
        join record.lesion l on l.id = f.lesion_id
        ${numbered(tx, "f.visit_id")}
       group by 1, 2, 3 order by 1, 2, 3`;
    const samples = await sql<{ id: string; keys: string[] }[]>`
      select id, array(select jsonb_array_elements_text(values -> 'keys')) as keys
        from derived.feature_vector where id = any(${rows.map((r) => r.sample)}::uuid[])`;
    const keysOf = new Map(samples.map(({ id, keys }) => [id, keys]));
    return [...new Set(rows.map((r) => r.kind))].map((kind) => {
      const own = rows.filter((r) => r.kind === kind);
      const size = (hash: string) => own.filter((r) => r.configHash === hash).reduce((sum, r) => sum + r.n, 0);
      const configHash = [...new Set(own.map((r) => r.configHash))].sort(
        (a, b) => size(b) - size(a) || (a < b ? -1 : 1),
      )[0]!;
      const used = own.filter((r) => r.configHash === configHash);
      return {
        kind,
        configHash,
        keys: keysOf.get(used[0]!.sample) ?? [],
        organs: [...new Set(used.flatMap((r) => r.organs))].sort(),
        visits: used.map(({ visit, subjects }) => ({ visit, subjects })),
      };
    });
  });
}

/** The figures named of every lesion at one visit; of several delineations of a lesion the first by kind and name of author. */
export async function figuresAt(
  tx: Tx,
  trialId: string,
  of: Pick<FeatureKind, "kind" | "configHash"> & { readonly visit: number },
  keys: readonly string[],
): Promise<readonly LesionFigures[]> {
  return remembered(
    tx,
    await stateOfTrial(tx, trialId),
    ["features figures", of.kind, of.configHash, of.visit, ...keys].join("\u001f"),
    () => tx.sql<LesionFigures[]>`
      select distinct on (s.key, l.key) s.key as subject, l.key as lesion, l.organ, ${regionVolume(tx)} as "volumeMm3",
             (select jsonb_object_agg(k.key, f.values -> 'values' -> (k.at - 1)::int)
                from jsonb_array_elements_text(f.values -> 'keys') with ordinality k(key, at)
               where k.key = any(${[...keys]}::text[])) as values
        from (select f.id ${liveVectors(tx, trialId)} and ${unsealed(tx)} and f.config_hash = ${of.configHash}
                and ${imageKind(tx, "i")} = ${of.kind}) live
        join derived.feature_vector f on f.id = live.id
        join record.mask m on m.id = f.mask_id
        join record.image i on i.id = f.image_id
        join record.subject s on s.id = f.subject_id
        join record.lesion l on l.id = f.lesion_id
        ${numbered(tx, "f.visit_id")}
       where n.visit = ${of.visit}
       order by s.key, l.key, array_position(array['person', 'import', 'model'], m.author_kind), m.author, i.key, f.key_hash`,
  );
}

/** The stored relative changes from baseline to one visit. */
export async function changesTo(
  tx: Tx,
  trialId: string,
  of: Pick<FeatureKind, "kind" | "configHash"> & { readonly visit: number },
  keys: readonly string[],
): Promise<readonly LesionChanges[]> {
  return remembered(
    tx,
    await stateOfTrial(tx, trialId),
    ["features changes", of.kind, of.configHash, of.visit, ...keys].join("\u001f"),
    () => tx.sql<LesionChanges[]>`
      select distinct on (s.key, l.key) s.key as subject, l.key as lesion, l.organ,
             (select jsonb_object_agg(r ->> 'key', r -> 'relative') from jsonb_array_elements(d.values -> 'rows') r
               where r ->> 'key' = any(${[...keys]}::text[])) as values
        from derived.feature_delta d
        join record.subject s on s.id = d.subject_id and s.superseded_at is null
        join record.lesion l on l.id = d.lesion_id and l.superseded_at is null
        join record.visit a on a.id = d.from_visit_id and a.superseded_at is null and a.role = 'baseline'
        ${numbered(tx, "d.to_visit_id")}
       where n.visit = ${of.visit} and d.trial_id = ${trialId} and d.current and ${unsealed(tx)} and d.config_hash = ${of.configHash}
         and ${imageKind(tx, "d")} = ${of.kind}
       order by s.key, l.key, d.input_hash`,
  );
}
