import type { Tx } from "@nadir/db";
import { criterionId, dataProvenance, disease, role, trial as trialDocument } from "@nadir/domain";
import { z } from "zod";

export const trialCard = z.object({
  key: z.string(),
  title: z.string(),
  disease,
  primaryCriterion: criterionId.nullable(),
  criteria: z.array(criterionId),
  dates: trialDocument.shape.dates,
  provenance: dataProvenance.nullable(),
  roles: z.array(role),
  arms: z.int(),
  sites: z.int(),
  subjects: z.int(),
  visits: z.int(),
  simulatedVisits: z.int(),
  measurements: z.int(),
  images: z.int(),
  protocols: z.int(),
  /** Last import that wrote something. */
  importedAt: z.date().nullable(),
});
export type TrialCard = z.infer<typeof trialCard>;

/** Every trial of the person, with what it holds. Counts are of what the person may see. */
export async function listTrials(tx: Tx, personId: string): Promise<TrialCard[]> {
  const rows = await tx.sql<
    (Omit<TrialCard, "disease" | "primaryCriterion" | "criteria" | "dates" | "provenance"> & { document: unknown })[]
  >`
    with counts as (
      select trial_id,
        sum(arms)::int as arms, sum(sites)::int as sites, sum(subjects)::int as subjects, sum(visits)::int as visits,
        sum(simulated)::int as simulated, sum(measurements)::int as measurements, sum(images)::int as images,
        sum(protocols)::int as protocols
      from (
        select trial_id, count(*) as arms, 0 as sites, 0 as subjects, 0 as visits, 0 as simulated, 0 as measurements,
          0 as images, 0 as protocols from record.arm where superseded_at is null group by trial_id
        union all select trial_id, 0, count(*), 0, 0, 0, 0, 0, 0 from record.site
          where superseded_at is null group by trial_id
        union all select trial_id, 0, 0, count(*), 0, 0, 0, 0, 0 from record.subject
          where superseded_at is null group by trial_id
        union all select trial_id, 0, 0, 0, count(*), count(*) filter (where simulated), 0, 0, 0 from record.visit
          where superseded_at is null group by trial_id
        union all select trial_id, 0, 0, 0, 0, 0, count(*), 0, 0 from record.measurement
          where superseded_at is null group by trial_id
        union all select trial_id, 0, 0, 0, 0, 0, 0, count(*), 0 from record.image
          where superseded_at is null group by trial_id
        union all select trial_id, 0, 0, 0, 0, 0, 0, 0, count(*) from validation.protocol group by trial_id
      ) each
      group by trial_id
    )
    select t.key, t.title, t.document, m.roles,
      coalesce(c.arms, 0) as arms, coalesce(c.sites, 0) as sites, coalesce(c.subjects, 0) as subjects,
      coalesce(c.visits, 0) as visits, coalesce(c.simulated, 0) as "simulatedVisits",
      coalesce(c.measurements, 0) as measurements, coalesce(c.images, 0) as images,
      coalesce(c.protocols, 0) as protocols,
      (select max(r.at) from record.import_run r where r.trial_id = t.id) as "importedAt"
    from record.trial t
    join (
      select trial_id, array_agg(distinct role) as roles from identity.membership
      where user_id = ${personId} and revoked_at is null group by trial_id
    ) m on m.trial_id = t.id
    left join counts c on c.trial_id = t.id
    where t.superseded_at is null
    order by t.title`;
  return rows.map(({ document, ...row }) => {
    const { disease, criteria, dates, provenance } = trialDocument.parse(document);
    return {
      ...row,
      disease,
      dates,
      criteria: criteria.map((c) => c.id),
      primaryCriterion: criteria.find((c) => c.primary)?.id ?? null,
      provenance: provenance ?? null,
    };
  });
}
