import type { Tx } from "@nadir/db";
import { hashOf } from "@nadir/domain";
import type { StrataDraw, StrataPlan } from "./strata-shape.ts";

type Kept = Pick<StrataPlan, "id" | "version" | "ruleVersion" | "arms" | "method" | "blinded" | "hash" | "at" | "by">;
interface Signed {
  readonly plan: string;
  readonly meaning: string;
  readonly person: string;
  readonly at: Date;
  readonly reason: string | null;
  readonly hash: string;
}
type Setting = { plan: { method: { lengths?: number[]; probability?: number } } };

/**
 * The plans of a trial, the newest first. Settings and simulations come to whom row-level security shows them; the service
 * person has no right on them at all and asks without.
 */
export async function readPlans({ sql }: Tx, trialId: string, withSettings = true): Promise<StrataPlan[]> {
  const plans = await sql<(Kept & { inUse: boolean })[]>`
    select p.id, p.version, r.version as "ruleVersion", p.arms, p.method, p.blinded, p.document_hash as hash, p.at,
           p.created_by as by, p.id = allocation.plan_in_use(p.trial_id) as "inUse"
      from allocation.plan p left join allocation.rule r on r.id = p.rule_id
     where p.trial_id = ${trialId} order by p.version desc`;
  const signatures = await sql<Signed[]>`
    select plan_id as plan, meaning, coalesce(u.name, s.person_id) as person, s.at, reason, document_hash as hash
      from allocation.signature s left join identity."user" u on u.id = s.person_id where s.trial_id = ${trialId} order by s.at`;
  const settings = withSettings
    ? await sql<{ plan: string; document: Setting }[]>`
        select plan_id as plan, document from allocation.setting where trial_id = ${trialId}`
    : [];
  const simulations = withSettings
    ? await sql<(NonNullable<StrataPlan["simulations"]>[number] & { plan: string })[]>`
        select id, plan_id as plan, at, created_by as by, wish, result from allocation.simulation
         where trial_id = ${trialId} order by at desc`
    : [];
  return plans.map(({ inUse, ...plan }) => {
    const own = signatures.filter((s) => s.plan === plan.id);
    const has = (meaning: string) => own.some((s) => s.meaning === meaning);
    const document = settings.find((s) => s.plan === plan.id)?.document;
    const setting = document?.plan.method;
    return {
      ...plan,
      signatures: own.map(({ plan: _, ...signature }) => ({
        ...signature,
        broken:
          signature.hash === plan.hash && (!document || hashOf(document) === signature.hash)
            ? null
            : "The plan as it stands is not what was signed.",
      })),
      state: has("stopped")
        ? "stopped"
        : inUse
          ? "in use"
          : has("approved for use")
            ? "replaced"
            : has("set up")
              ? "set up"
              : "draft",
      settings: setting ? { lengths: setting.lengths ?? null, probability: setting.probability ?? null } : null,
      simulations: setting
        ? simulations.filter((s) => s.plan === plan.id).map(({ plan: _, ...simulation }) => simulation)
        : null,
    };
  });
}

/** The draws that the person may see, the newest first, with the arm where it was told. */
export async function readDraws({ sql }: Tx, trialId: string): Promise<StrataDraw[]> {
  return sql<StrataDraw[]>`
    select d.id, d.number, s.key as subject, site.name as site, d.stratum, p.version as "planVersion", r.version as "ruleVersion",
           t.arm, p.blinded, d.at, coalesce(u.name, d.person_id) as by,
           coalesce((select jsonb_agg(jsonb_build_object('text', a.remark, 'at', a.at, 'by', coalesce(w.name, a.person_id)) order by a.at)
                       from allocation.annotation a left join identity."user" w on w.id = a.person_id where a.draw_id = d.id), '[]') as remarks,
           coalesce((select jsonb_agg(jsonb_build_object('reason', b.reason, 'at', b.at, 'by', coalesce(w.name, b.person_id)) order by b.at)
                       from allocation.unblinding b left join identity."user" w on w.id = b.person_id where b.draw_id = d.id), '[]') as unblindings
      from allocation.draw d
      join record.subject s on s.id = d.subject_id
      join record.site site on site.id = d.site_id
      join allocation.plan p on p.id = d.plan_id
      left join allocation.rule r on r.id = p.rule_id
      left join allocation.told t on t.draw_id = d.id
      left join identity."user" u on u.id = d.person_id
     where d.trial_id = ${trialId} order by d.number desc`.then((rows) =>
    rows.map((row) => ({
      ...row,
      remarks: row.remarks.map((r) => ({ ...r, at: new Date(r.at) })),
      unblindings: row.unblindings.map((b) => ({ ...b, at: new Date(b.at) })),
    })),
  );
}
