import type { Tx } from "@nadir/db";
import { PROTOCOL_STATES, validationResult } from "@nadir/domain";
import { z } from "zod";
import { permissionsOf } from "../identity/permissions.ts";

/** A protocol in a list: where it stands and, once reported, what came of it. */
export const protocolCard = z.object({
  id: z.string(),
  trial: z.string(),
  trialTitle: z.string(),
  family: z.string(),
  version: z.int(),
  title: z.string(),
  state: z.enum(PROTOCOL_STATES),
  lockedAt: z.date().nullable(),
  openedAt: z.date().nullable(),
  reportedAt: z.date().nullable(),
  /** Subjects by set; counts only. */
  sets: z.array(z.object({ set: z.string(), subjects: z.int() })),
  /** Null before the report, and for whom may not read reports. */
  verdict: validationResult.shape.primary.shape.verdict.nullable(),
});
export type ProtocolCard = z.infer<typeof protocolCard>;

interface Row {
  id: string;
  trialId: string;
  trial: string;
  trialTitle: string;
  family: string;
  version: number;
  title: string;
  state: ProtocolCard["state"];
  lockedAt: Date | null;
  openedAt: Date | null;
  reportedAt: Date | null;
  sets: ProtocolCard["sets"];
  verdict: ProtocolCard["verdict"];
}

/** The protocols of the person's trials in which they may read reports or write protocols, newest first. */
export async function listProtocols(
  tx: Tx,
  personId: string,
  { trial }: { readonly trial?: string } = {},
): Promise<ProtocolCard[]> {
  const rows = await tx.sql<Row[]>`
    select p.id, p.trial_id as "trialId", t.key as trial, t.title as "trialTitle", p.family, p.version,
           p.document -> 'identity' ->> 'title' as title, p.state, p.locked_at as "lockedAt", p.opened_at as "openedAt",
           p.reported_at as "reportedAt", r.result -> 'primary' ->> 'verdict' as verdict,
           coalesce((select jsonb_agg(jsonb_build_object('set', d."set", 'subjects', d.subjects) order by d."set")
                       from (select a."set", count(*)::int as subjects from validation.split_assignment a
                              where a.protocol_id = p.id group by 1) d), '[]') as sets
      from validation.protocol p
      join record.trial t on t.id = p.trial_id
      left join validation.report r on r.protocol_id = p.id
     ${trial === undefined ? tx.sql`` : tx.sql`where t.key = ${trial}`}
     order by p.created_at desc, p.family, p.version desc`;
  const cards: ProtocolCard[] = [];
  const held = new Map<string, Awaited<ReturnType<typeof permissionsOf>>>();
  for (const { trialId, ...row } of rows) {
    const permissions = held.get(trialId) ?? (await permissionsOf(tx, personId, trialId));
    held.set(trialId, permissions);
    if (permissions.has("read-report") || permissions.has("write-protocol"))
      cards.push({ ...row, verdict: permissions.has("read-report") ? row.verdict : null });
  }
  return cards;
}
