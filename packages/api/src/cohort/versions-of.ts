import type { Tx } from "@nadir/db";

/** A query that names the live rows of one table of a trial, as this person sees them: ids and versions, in no order. */
export const versionsOf = ({ sql }: Tx, trialId: string, table: string) => sql`
  select count(*) || ':' || coalesce(sum(uuid_hash_extended(r.id, r.version)), 0)
    from record.${sql(table)} r where r.trial_id = ${trialId} and r.superseded_at is null`;
