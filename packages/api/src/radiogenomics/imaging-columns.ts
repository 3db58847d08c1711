import type { Tx } from "@nadir/db";
import { criterionId, type RadiogenomicsSettings, refuse } from "@nadir/domain";
import { CRITERIA } from "@nadir/response";
import type { NumericColumn } from "@nadir/statistics";
import { grouped } from "../intake/grouped.ts";
import { imageKind, liveVectors, regionVolume } from "../read/live-vectors.ts";
import { pooledValue, type WeightedValue } from "./pool-lesions.ts";

/** A column of figures from images, and whether it is of baseline or of a change. */
export interface ImagingColumn extends NumericColumn {
  readonly when: "baseline" | "change";
}

interface VectorRow {
  readonly subject: string;
  readonly lesion: string;
  readonly kind: string;
  readonly configHash: string;
  readonly imported: boolean;
  readonly source: string;
  readonly volumeMm3: number | null;
  readonly values: { readonly keys: readonly string[]; readonly values: readonly (number | null)[] };
}

interface DeltaRow {
  readonly subject: string;
  readonly lesion: string;
  readonly kind: string;
  readonly configHash: string;
  readonly rows: readonly {
    readonly key: string;
    readonly relative: number | null;
    readonly absolute: number | null;
  }[];
}

/**
 * The trial's imaging features of the subjects named: of each kind of image (modality and description) and each feature at
 * baseline, its change to the first later scan, and the measured burden under the primary criterion. Lesions are made one by
 * the settings. Refusal `CONFIGURATIONS_DIFFER`: a kind of image has features of several configurations and none is chosen.
 */
export async function imagingColumns(
  tx: Tx,
  trialId: string,
  subjects: readonly string[],
  settings: RadiogenomicsSettings,
): Promise<{ columns: ImagingColumn[]; configHashes: string[] }> {
  const place = new Map(subjects.map((id, i) => [id, i]));
  const vectors = (await baselineVectors(tx, trialId)).filter((v) => place.has(v.subject));
  refuseSeveralConfigurations(vectors, settings);
  const chosen = vectors.filter(
    (v) => v.imported || settings.configHash === undefined || v.configHash === settings.configHash,
  );
  const weights = new Map(
    chosen.flatMap((v) => (v.imported ? [] : ([[`${v.subject} ${v.lesion} ${v.kind}`, v.volumeMm3]] as const))),
  );
  const columns: ImagingColumn[] = [];
  const add = (
    when: ImagingColumn["when"],
    values: ReadonlyMap<string, ReadonlyMap<string, WeightedValue[]>>,
  ): void => {
    for (const [name, bySubject] of values) {
      const column = new Float64Array(subjects.length).fill(Number.NaN);
      for (const [subject, lesions] of bySubject) column[place.get(subject)!] = pooledValue(lesions, settings.lesions);
      columns.push({ name, kind: "numeric", when, values: column });
    }
  };
  if (settings.features.includes("baseline"))
    add(
      "baseline",
      byFeature(
        chosen.map((v) => ({
          subject: v.subject,
          prefix: v.imported ? v.source : v.kind,
          suffix: "baseline",
          // Figures of another laboratory's model come without a region of ours: over lesions they are averaged.
          weight: v.imported ? null : v.volumeMm3,
          values: v.values.keys.map((key, i) => [key, v.values.values[i] ?? null] as const),
        })),
      ),
    );
  if (settings.features.includes("change"))
    add(
      "change",
      byFeature(
        (await firstChanges(tx, trialId)).flatMap((d) =>
          place.has(d.subject) && (settings.configHash === undefined || d.configHash === settings.configHash)
            ? [
                {
                  subject: d.subject,
                  prefix: d.kind,
                  suffix: `${settings.change} change`,
                  weight: weights.get(`${d.subject} ${d.lesion} ${d.kind}`) ?? null,
                  values: d.rows.map((r) => [r.key, r[settings.change]] as const),
                },
              ]
            : [],
        ),
      ),
    );
  columns.push(...(await burdenColumns(tx, trialId, place, settings)));
  return {
    columns: columns.sort((a, b) => (a.name < b.name ? -1 : 1)),
    configHashes: [...new Set(chosen.map((v) => v.configHash))].sort(),
  };
}

interface LesionValues {
  readonly subject: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly weight: number | null;
  readonly values: readonly (readonly [string, number | null])[];
}

/** By column name and subject: the value of each lesion that has one. */
function byFeature(lesions: readonly LesionValues[]): Map<string, Map<string, WeightedValue[]>> {
  const found = new Map<string, Map<string, WeightedValue[]>>();
  for (const { subject, prefix, suffix, weight, values } of lesions)
    for (const [key, value] of values) {
      if (value === null || !Number.isFinite(value)) continue;
      const name = `${prefix}: ${key}, ${suffix}`;
      const bySubject = found.get(name) ?? new Map<string, WeightedValue[]>();
      found.set(name, bySubject);
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), { value, weight }]);
    }
  return found;
}

/** Of live masks under the present engine, and imported ones; of several of one lesion and kind the first author's. */
async function baselineVectors(tx: Tx, trialId: string): Promise<VectorRow[]> {
  return tx.sql<VectorRow[]>`
    select distinct on (f.subject_id, f.lesion_id, i.modality, i.description, f.config_hash)
           f.subject_id as subject, f.lesion_id as lesion,
           ${imageKind(tx, "i")} as kind,
           f.config_hash as "configHash", f.provenance ? 'imported' as imported, f.engine as source, f.values,
           ${regionVolume(tx)} as "volumeMm3"
      ${liveVectors(tx, trialId)} and v.role = 'baseline'
     order by f.subject_id, f.lesion_id, i.modality, i.description, f.config_hash, v.date desc,
              array_position(array['person', 'import', 'model'], m.author_kind), m.author, i.key, f.key_hash`;
}

/** The stored change of each lesion from baseline to the first later scan that has it. */
async function firstChanges(tx: Tx, trialId: string): Promise<DeltaRow[]> {
  return tx.sql<DeltaRow[]>`
    select distinct on (d.subject_id, d.lesion_id, d.modality, d.description, d.config_hash)
           d.subject_id as subject, d.lesion_id as lesion,
           ${imageKind(tx, "d")} as kind,
           d.config_hash as "configHash", d.values -> 'rows' as rows
      from derived.feature_delta d
      join record.visit a on a.id = d.from_visit_id and a.superseded_at is null and a.role = 'baseline'
      join record.visit b on b.id = d.to_visit_id and b.superseded_at is null
     where d.trial_id = ${trialId} and d.current
     order by d.subject_id, d.lesion_id, d.modality, d.description, d.config_hash, b.date, d.input_hash`;
}

function refuseSeveralConfigurations(vectors: readonly VectorRow[], { configHash }: RadiogenomicsSettings): void {
  const own = vectors.filter((v) => !v.imported);
  const known = [...new Set(own.map((v) => v.configHash))].sort();
  if (configHash !== undefined && !known.includes(configHash))
    refuse(
      "CONFIGURATION_UNKNOWN",
      `No features of this trial have the configuration ${configHash.slice(0, 12)}…; there are: ${known.map((h) => h.slice(0, 12)).join(", ") || "none"}.`,
      { found: configHash },
    );
  if (configHash !== undefined) return;
  for (const [kind, rows] of grouped(own, (v) => v.kind)) {
    const hashes = [...new Set(rows.map((r) => r.configHash))].sort();
    if (hashes.length > 1)
      refuse(
        "CONFIGURATIONS_DIFFER",
        `Images '${kind}' have features of ${hashes.length} configurations; values of different settings are no one variable. Choose one: ${hashes.join(", ")}.`,
        { found: hashes.map((h) => h.slice(0, 12)).join(", ") },
      );
  }
}

/** The sum of the target lesions at baseline, and its change at the first scan that has one, under the primary criterion. */
async function burdenColumns(
  { sql }: Tx,
  trialId: string,
  place: ReadonlyMap<string, number>,
  settings: RadiogenomicsSettings,
): Promise<ImagingColumn[]> {
  const rows = await sql<
    {
      subject: string;
      criterion: string;
      unit: string;
      baseline: number | null;
      percent: number | null;
      value: number | null;
    }[]
  >`
    select a.subject_id as subject, a.criterion, first.size ->> 'unit' as unit, (first.size ->> 'baseline')::float8 as baseline,
           (first.size ->> 'percentFromBaseline')::float8 as percent, (first.size ->> 'value')::float8 as value
      from derived.assessment a
      join record.trial t on t.id = a.trial_id
      cross join lateral (
        select o.value -> 'size' as size
          from jsonb_each(a.outcome -> 'visits') o
         where (o.value #>> '{size,percentFromBaseline}') is not null
           and o.key <> coalesce(a.outcome ->> 'baselineVisit', '')
         order by o.value ->> 'date', o.key limit 1
      ) first
     where a.trial_id = ${trialId} and a.current and a.criterion = (
       select p ->> 'id' from jsonb_array_elements(t.document -> 'criteria') p where (p ->> 'primary')::boolean limit 1)`;
  const known = rows.filter((r) => place.has(r.subject));
  const [first] = known;
  if (!first) return [];
  const id = criterionId.safeParse(first.criterion);
  const prefix = `measured burden${id.success && CRITERIA.has(id.data) ? ` (${id.data})` : ""}`;
  const column = (when: ImagingColumn["when"], name: string, value: (r: (typeof rows)[number]) => number | null) => {
    const values = new Float64Array(place.size).fill(Number.NaN);
    for (const r of known) values[place.get(r.subject)!] = value(r) ?? Number.NaN;
    return { name: `${prefix}: ${name}`, kind: "numeric" as const, when, values };
  };
  return [
    ...(settings.features.includes("baseline")
      ? [column("baseline", `sum in ${first.unit}, baseline`, (r) => r.baseline)]
      : []),
    ...(settings.features.includes("change")
      ? [
          settings.change === "relative"
            ? column("change", "relative change", (r) => (r.percent === null ? null : r.percent / 100))
            : column("change", "absolute change", (r) =>
                r.value === null || r.baseline === null ? null : r.value - r.baseline,
              ),
        ]
      : []),
  ];
}
