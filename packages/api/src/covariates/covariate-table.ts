import { asSystem, type Database } from "@nadir/db";
import { type Acquisition, type Disease, refuse } from "@nadir/domain";
import { covariateRow } from "@nadir/risk";
import { readCourseFacts } from "../evidence/read-course-facts.ts";

/** One row a subject, columns of numbers. */
export interface CovariateTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Subjects of sealed test sets, and those without a first day of treatment: not in the table. */
  readonly sealed: number;
  readonly undated: number;
}

interface Head {
  readonly id: string;
  readonly key: string;
  readonly site: string;
  readonly sex: string;
  readonly ageYears: number | null;
  readonly treatmentStart: string | null;
  readonly ecog: number | null;
  readonly karnofsky: number | null;
  readonly sealed: boolean;
  readonly images: readonly Acquisition[] | null;
}

/**
 * The covariates of a trial's subjects as they stood when treatment began, for `nadir develop --covariates`. Nobody of a sealed test
 * set stands in it, and nothing that came after. Refuses `TRIAL_UNKNOWN`.
 */
export async function covariateTable(db: Database, trialKey: string): Promise<CovariateTable> {
  return asSystem(db, `nadir export covariates ${trialKey}`, async (tx) => {
    const [trial] = await tx.sql<{ id: string; disease: Disease }[]>`
      select id, document ->> 'disease' as disease from record.trial where key = ${trialKey} and superseded_at is null`;
    if (!trial) return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}' in this installation.`);
    const heads = await tx.sql<Head[]>`
      select s.id, s.key, site.key as site, s.sex, s.age_years as "ageYears", s.treatment_start::text as "treatmentStart",
             (b.document ->> 'ecog')::int as ecog, (b.document ->> 'karnofsky')::int as karnofsky,
             exists (select from sealed.member m where m.subject_id = s.id) as sealed,
             (select jsonb_agg(i.document) from record.image i where i.visit_id = b.id and i.superseded_at is null) as images
        from record.subject s join record.site site on site.id = s.site_id
        left join lateral (select v.id, v.document from record.visit v
                            where v.subject_id = s.id and v.superseded_at is null and v.role = 'baseline'
                              and v.date <= s.treatment_start
                            order by v.date desc limit 1) b on true
       where s.trial_id = ${trial.id} and s.superseded_at is null order by s.key collate "C"`;
    const found: { key: string; site: string; row: ReturnType<typeof covariateRow> }[] = [];
    for (const head of heads)
      if (!head.sealed && head.treatmentStart !== null) {
        const { observations, biomarkers, treatments } = await readCourseFacts(tx, head.id);
        const { key, site, treatmentStart } = head;
        const { disease } = trial;
        const images = head.images ?? [];
        const row = covariateRow({ ...head, disease, treatmentStart, observations, biomarkers, treatments, images });
        found.push({ key, site, row });
      }
    const names = [...new Set(found.flatMap(({ row }) => [...row.keys()]))];
    const told = names.filter((name) => found.some(({ row }) => (row.get(name) ?? null) !== null));
    return {
      columns: ["subject", "site", ...told],
      rows: found.map(({ key, site, row }) => [key, site, ...told.map((name) => row.get(name) ?? null)]),
      sealed: heads.filter((h) => h.sealed).length,
      undated: heads.filter((h) => !h.sealed && h.treatmentStart === null).length,
    };
  });
}
