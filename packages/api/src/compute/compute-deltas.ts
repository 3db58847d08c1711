import { speaksForLesion, type Tx } from "@nadir/db";
import { daysBetween, type FeatureResult, type FeatureVector, hashOf, type VisitRole } from "@nadir/domain";
import { delta, fromVector } from "@nadir/features";
import { grouped } from "../intake/grouped.ts";
import { FEATURE_ENGINE } from "./compute-features.ts";
import { insertJson } from "./insert-json.ts";
import type { Tally } from "./tally.ts";

interface VectorRow {
  readonly key_hash: string;
  readonly site_id: string;
  readonly subject_id: string;
  readonly lesion_id: string;
  readonly visit_id: string;
  readonly config_hash: string;
  readonly modality: string;
  readonly description: string;
  readonly date: string;
  readonly role: VisitRole;
  readonly values: Pick<FeatureVector, "keys" | "values" | "reasons">;
  readonly provenance: Pick<FeatureVector, "identity" | "warnings" | "config" | "provenance">;
}

/**
 * The change of every lesion's features: from baseline to each later scan, and from each scan to the next, within one
 * kind of image (modality and description). Stored once by the vectors that went in.
 */
export async function computeDeltas(tx: Tx, trialId: string): Promise<Tally> {
  const series = grouped(await vectorsOf(tx, trialId), (row) =>
    [row.lesion_id, row.modality, row.description, row.config_hash].join("\u001f"),
  );
  const stored = await storedDeltas(tx, trialId);
  const fresh: Record<string, unknown>[] = [];
  const keys: string[] = [];
  for (const rows of series.values()) {
    const results = new Map(rows.map((row) => [row.key_hash, resultOf(row)]));
    for (const { from, to, earlier } of pairsOf(rows)) {
      const inputHash = hashOf([from.key_hash, to.key_hash, earlier.map((row) => row.key_hash)]);
      keys.push(inputHash);
      if (stored.has(inputHash)) continue;
      const before = results.get(from.key_hash)!;
      const past = earlier.map((row) => results.get(row.key_hash)!);
      fresh.push({
        trial_id: trialId,
        site_id: to.site_id,
        subject_id: to.subject_id,
        lesion_id: to.lesion_id,
        modality: to.modality,
        description: to.description,
        from_visit_id: from.visit_id,
        to_visit_id: to.visit_id,
        config_hash: to.config_hash,
        input_hash: inputHash,
        values: { rows: delta(before, results.get(to.key_hash)!, daysBetween(from.date, to.date), past) },
      });
    }
  }
  await insertJson(tx, "derived.feature_delta", fresh);
  await tx.sql`
    update derived.feature_delta d set current = not d.current
     where d.trial_id = ${trialId} and d.current is distinct from
           (d.input_hash in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb)))`;
  return { computed: fresh.length, reused: keys.length - fresh.length };
}

/** Vectors of live masks under the present engine, by date: of the label and the parts that the mask's row names now. */
const vectorsOf = (tx: Tx, trialId: string) => tx.sql<VectorRow[]>`
  select f.key_hash, f.site_id, f.subject_id, f.lesion_id, f.visit_id, f.config_hash, i.modality, i.description,
         v.date, v.role, f.values, f.provenance
    from derived.feature_vector f
    join record.mask m on m.id = f.mask_id and m.superseded_at is null and m.object_hash = f.provenance ->> 'maskObject'
         and case when f.provenance ? 'partLabels' then f.provenance -> 'partLabels' = m.document -> 'partLabels'
                  else f.provenance #> '{provenance,labels}' = jsonb_build_array(m.label) end
    join record.image i on i.id = f.image_id and i.superseded_at is null and i.object_hash = f.provenance ->> 'imageObject'
    join record.visit v on v.id = f.visit_id and v.superseded_at is null
   where f.trial_id = ${trialId} and f.engine = ${FEATURE_ENGINE} and ${speaksForLesion(tx)}
   order by v.date, v.key, f.key_hash`;

async function storedDeltas({ sql }: Tx, trialId: string): Promise<Set<string>> {
  const rows = await sql<
    { input_hash: string }[]
  >`select input_hash from derived.feature_delta where trial_id = ${trialId}`;
  return new Set(rows.map((row) => row.input_hash));
}

const resultOf = ({ values, provenance }: VectorRow): FeatureResult => fromVector({ ...values, ...provenance });

/** Baseline to each later scan, each scan to the next; a pair that is both stands once. */
export function pairsOf<T extends { readonly date: string; readonly role: VisitRole }>(
  rows: readonly T[],
): { from: T; to: T; earlier: readonly T[] }[] {
  const baselineAt = rows.map((row) => row.role).lastIndexOf("baseline");
  const pairs: { from: T; to: T; earlier: readonly T[] }[] = [];
  for (let at = 1; at < rows.length; at++) {
    const to = rows[at]!;
    if (baselineAt >= 0 && at > baselineAt)
      pairs.push({ from: rows[baselineAt]!, to, earlier: rows.slice(baselineAt + 1, at) });
    if (at - 1 !== baselineAt) pairs.push({ from: rows[at - 1]!, to, earlier: [] });
  }
  return pairs;
}
