import type { Tx } from "@nadir/db";
import { type Biomarker, modelCard, type Observation, type StrataRule } from "@nadir/domain";
import { recordInputs, type StrataRecord, scoreCard } from "@nadir/risk";
import { tumourRegion } from "../models/score-models.ts";

/** Where a trial has no rule: nobody is sorted. */
export const NO_RULE = { factors: [] } as unknown as StrataRule;

/** A subject with its record as the rule may see it. */
export interface SubjectRecord {
  readonly id: string;
  readonly key: string;
  readonly siteName: string;
  readonly day: string | null;
  readonly record: StrataRecord;
}

interface Head {
  readonly id: string;
  readonly key: string;
  readonly site: string;
  readonly siteName: string;
  readonly sex: string;
  readonly ageYears: number | null;
  readonly day: string | null;
  readonly baseline: string | null;
  readonly ecog: number | null;
  readonly karnofsky: number | null;
}

/**
 * The record of a trial's subjects, or of one, as it stood before treatment: on the day when treatment starts, else on that
 * of the baseline visit. Without either day only what bears no date counts. Under the person's own rights.
 */
export async function readRecords(
  tx: Tx,
  trialId: string,
  rule: StrataRule,
  subject?: string,
): Promise<SubjectRecord[]> {
  const { sql } = tx;
  const one = subject === undefined ? sql`` : sql`and s.key = ${subject}`;
  const heads = await sql<Head[]>`
    select s.id, s.key, site.key as site, site.name as "siteName", s.sex, s.age_years as "ageYears",
           coalesce(s.treatment_start, b.date)::text as day, b.key as baseline,
           (b.document ->> 'ecog')::int as ecog, (b.document ->> 'karnofsky')::int as karnofsky
      from record.subject s join record.site site on site.id = s.site_id
      left join lateral (select v.key, v.date, v.document from record.visit v
                          where v.subject_id = s.id and v.superseded_at is null and v.role = 'baseline'
                          order by v.date desc limit 1) b on true
     where s.trial_id = ${trialId} and s.superseded_at is null ${one} order by s.key collate "C"`;
  const ids = heads.map(({ id }) => id);
  const of = async <T>(table: string): Promise<Map<string, T[]>> => {
    const rows = await sql<{ subject: string; document: T }[]>`
      select subject_id as subject, document from record.${sql(table)}
       where subject_id = any (${ids}::uuid[]) and superseded_at is null order by date nulls first, code, ordinal`;
    const found = new Map<string, T[]>();
    for (const { subject: own, document } of rows) {
      const list = found.get(own);
      if (list) list.push(document);
      else found.set(own, [document]);
    }
    return found;
  };
  const observations = await of<Observation>("observation");
  const biomarkers = await of<Biomarker>("biomarker");
  const cards = (await cardsAsked(tx, trialId, rule)).map(({ document }) => modelCard.parse(document));
  const hasFeatures = cards.some(({ signature }) => signature.inputs.some(({ from }) => from === "feature"));
  const all: SubjectRecord[] = [];
  for (const head of heads) {
    const regions = hasFeatures ? ((await tumourRegion(tx, head.id)).get(head.baseline ?? "") ?? {}) : {};
    const onDay = {
      date: head.day ?? "0001-01-01",
      ageYears: head.ageYears,
      sex: head.sex,
      ecog: head.ecog,
      karnofsky: head.karnofsky,
      observations: observations.get(head.id) ?? [],
      biomarkers: biomarkers.get(head.id) ?? [],
      regions,
    };
    const models = Object.fromEntries(
      cards.flatMap((card) => {
        const { id, version } = card.signature;
        const { score, probability, group, missing } = scoreCard(card, recordInputs(card.signature, onDay));
        const word = { value: probability ?? score, group, why: missing.join(" ") };
        return [
          [id, word],
          [`${id}@${version}`, word],
        ];
      }),
    );
    all.push({
      id: head.id,
      key: head.key,
      siteName: head.siteName,
      day: head.day,
      record: { ...onDay, site: head.site, models },
    });
  }
  return all;
}

/** The registered cards that the rule names, as they are kept; of a name without a version the one registered last. */
export async function cardsAsked(
  { sql }: Tx,
  trialId: string,
  rule: StrataRule,
): Promise<readonly { readonly document: unknown; readonly hash: string }[]> {
  const asked = rule.factors.flatMap((f) => /^model:([^@]+)/.exec(f.column ?? f.name)?.[1] ?? []);
  if (asked.length === 0) return [];
  return sql<{ document: unknown; hash: string }[]>`
    select document, document_hash as hash from validation.model where trial_id = ${trialId} and key = any (${asked}) order by at`;
}
