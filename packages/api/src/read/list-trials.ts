import type { Tx } from "@nadir/db";
import { criterionId, dataProvenance, disease, role, trial as trialDocument } from "@nadir/domain";
import { z } from "zod";
import { permissionsOfRoles } from "../identity/permissions.ts";
import { remembered, statesOfTrials } from "../kept/index.ts";
import { viewOf } from "./view.ts";

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
  /** Null for a blinded reader, from whom others' are withheld. */
  measurements: z.int().nullable(),
  images: z.int(),
  protocols: z.int(),
  /** Last import that wrote something. */
  importedAt: z.date().nullable(),
});
export type TrialCard = z.infer<typeof trialCard>;

type Counts = Pick<TrialCard, "arms" | "sites" | "subjects" | "visits" | "simulatedVisits" | "measurements" | "images">;

/** Every trial of the person, with what it holds. Counts are of what the person may see. */
export async function listTrials(tx: Tx, personId: string): Promise<TrialCard[]> {
  const trials = await tx.sql<
    (Pick<TrialCard, "key" | "title" | "roles" | "protocols" | "importedAt"> & { id: string; document: unknown })[]
  >`
    select t.id, t.key, t.title, t.document, m.roles,
      (select count(*)::int from validation.protocol p where p.trial_id = t.id) as protocols,
      (select max(r.at) from record.import_run r where r.trial_id = t.id) as "importedAt"
    from record.trial t
    join (
      select trial_id, array_agg(distinct role) as roles from identity.membership
      where user_id = ${personId} and revoked_at is null group by trial_id
    ) m on m.trial_id = t.id
    where t.superseded_at is null
    order by t.title`;
  const states = await statesOfTrials(
    tx,
    trials.map(({ id }) => id),
  );
  const cards: TrialCard[] = [];
  for (const [i, { id, document, ...row }] of trials.entries()) {
    const counts = await remembered(tx, states[i]!, "how much there is", () => countsOf(tx, id));
    const { disease, criteria, dates, provenance } = trialDocument.parse(document);
    cards.push({
      ...row,
      ...counts,
      measurements: isBlindedReader(row.roles) ? null : counts.measurements,
      disease,
      dates,
      criteria: criteria.map((c) => c.id),
      primaryCriterion: criteria.find((c) => c.primary)?.id ?? null,
      provenance: provenance ?? null,
    });
  }
  return cards;
}

function isBlindedReader(roles: TrialCard["roles"]): boolean {
  const permissions = permissionsOfRoles(roles);
  return (permissions.has("read-record") || permissions.has("read-blinded")) && viewOf(permissions) === "reader";
}

async function countsOf({ sql }: Tx, trialId: string): Promise<Counts> {
  const live = (table: string) => sql`
    (select count(*)::int from record.${sql(table)} where trial_id = ${trialId} and superseded_at is null)`;
  const [counts] = await sql<Counts[]>`
    select ${live("arm")} as arms, ${live("site")} as sites, ${live("subject")} as subjects, ${live("visit")} as visits,
      (select count(*)::int from record.visit where trial_id = ${trialId} and superseded_at is null and simulated)
        as "simulatedVisits",
      ${live("measurement")} as measurements, ${live("image")} as images`;
  return counts!;
}
