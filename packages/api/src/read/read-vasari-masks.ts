import type { Tx } from "@nadir/db";
import {
  type FeatureVector,
  type LesionParts,
  VASARI_MASK_ITEMS,
  VASARI_MASK_UNITS,
  type VasariMaskAnswer,
} from "@nadir/domain";
import { vasariOfParts } from "@nadir/features";
import type { Patient } from "./patient-shape.ts";
import type { View } from "./view.ts";

type Masks = Pick<Patient, "vasariMasks" | "vasariToSign">;

interface MaskRow {
  readonly visit: string;
  readonly lesion: string;
  readonly image: string;
  readonly author: string;
  readonly partLabels: readonly string[];
  /** Lesions that have a mask at this visit. */
  readonly lesionCount: number;
  readonly vector: {
    readonly values: Pick<FeatureVector, "keys" | "values" | "reasons">;
    readonly labels: LesionParts;
  } | null;
}

/**
 * What the masks of a subject say of the VASARI form, for those masks whose row states its parts. A blinded reader sees none
 * of it until their own form of every visit with such a mask is signed (`vasariToSign` has those that are not): the form of
 * one visit would be read with the mask of another in mind.
 */
export async function readVasariMasks(tx: Tx, subjectId: string, personId: string, view: View): Promise<Masks> {
  const vasariToSign = view === "reader" ? (await readingOfParts(tx, subjectId, personId)).toSign : [];
  if (vasariToSign.length > 0) return { vasariMasks: [], vasariToSign };
  const rows = await tx.sql<MaskRow[]>`
    select v.key as visit, l.key as lesion, i.description as image, m.author, m.document -> 'partLabels' as "partLabels",
           (select count(distinct o.lesion_id)::int from record.mask o
              join record.image oi on oi.id = o.image_id and oi.superseded_at is null
             where oi.visit_id = i.visit_id and o.superseded_at is null) as "lesionCount",
           (select jsonb_build_object('values', f.values, 'labels', f.provenance #> '{config,parts,labels}')
              from derived.feature_vector f
             where f.mask_id = m.id and f.provenance -> 'partLabels' = m.document -> 'partLabels'
               and f.provenance ->> 'maskObject' = m.object_hash
             order by f.computed_at desc, f.key_hash limit 1) as vector
      from record.mask m
      join record.image i on i.id = m.image_id and i.superseded_at is null
      join record.visit v on v.id = i.visit_id and v.superseded_at is null
      join record.lesion l on l.id = m.lesion_id and l.superseded_at is null
     where m.subject_id = ${subjectId} and m.superseded_at is null and m.document ? 'partLabels'
     order by v.date, v.key, l.key, i.key, m.author`;
  return {
    vasariMasks: rows.map(({ vector, lesionCount, partLabels, ...row }) => ({
      ...row,
      labels: [...partLabels],
      answers: answersOf(vector, lesionCount),
    })),
    vasariToSign,
  };
}

/** The visits of a subject whose masks state their parts, and those of them whose form this person has not signed. */
export async function readingOfParts(
  { sql }: Tx,
  subjectId: string,
  personId: string,
): Promise<{ readonly visits: readonly string[]; readonly toSign: string[] }> {
  const rows = await sql<{ visit: string; signed: boolean }[]>`
    select v.key as visit, exists (
             select from record.vasari_reading r
              where r.visit_id = v.id and r.reader = ${personId} and r.state = 'signed' and r.superseded_at is null) as signed
      from record.visit v
     where v.subject_id = ${subjectId} and v.superseded_at is null and exists (
             select from record.mask m join record.image i on i.id = m.image_id and i.superseded_at is null
              where i.visit_id = v.id and m.superseded_at is null and m.document ? 'partLabels')
     order by v.date, v.key`;
  return { visits: rows.map((r) => r.visit), toSign: rows.filter((r) => !r.signed).map((r) => r.visit) };
}

function answersOf(vector: MaskRow["vector"], lesionCount: number): VasariMaskAnswer[] {
  if (vector === null) return none("the parts are not computed yet");
  if (lesionCount > 1)
    return none(`${lesionCount} lesions have masks at this visit, and the form reads the tumour as a whole`);
  const { keys, values, reasons } = vector.values;
  return vasariOfParts(
    keys.map((key, n) => ({ key, value: values[n] ?? null, reason: reasons[key] })),
    vector.labels,
  );
}

const none = (reason: string): VasariMaskAnswer[] =>
  VASARI_MASK_ITEMS.map((id) => ({ id, code: null, reason, measured: null, unit: VASARI_MASK_UNITS[id] }));
