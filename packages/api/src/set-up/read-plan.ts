import { asPerson, type Database, type Tx } from "@nadir/db";
import { key, type PlanChange, planChanges, planOf, refuse, trial as trialDocument, trialPlan } from "@nadir/domain";
import { z } from "zod";
import { trialAccess } from "../read/view.ts";
import { charterInForce, charterOf } from "../reads/charter.ts";
import { whyHeld } from "./amend-trial.ts";

export const planQuery = z.object({
  trial: key,
  /** A former version of the trial; left out, the present one. */
  version: z.int().min(1).max(1_000_000).optional(),
});

export const planChange = z.object({
  part: z.enum(["criteria", "schedule", "deltaWindow", "imagingProtocol"]),
  what: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

export const planOfTrial = z.object({
  trial: z.object({ key: z.string(), title: z.string() }),
  about: trialDocument.pick({ disease: true, tumourTypes: true, setting: true }),
  /** The version that is shown, and the present one. */
  version: z.int(),
  present: z.int(),
  plan: trialPlan,
  charter: charterInForce.nullable(),
  mayAmend: z.boolean(),
  /** Why nobody can amend the plan now; null where it can be. */
  held: z.string().nullable(),
  /** The versions in which the plan changed, the last first; that of the first has no changes. */
  history: z.array(
    z.object({
      version: z.int(),
      at: z.date(),
      by: z.string(),
      reason: z.string().nullable(),
      isImport: z.boolean(),
      changes: z.array(planChange),
    }),
  ),
});
export type PlanOfTrial = z.infer<typeof planOfTrial>;

/** By what a trial judges, when it looks, and how its images are taken and read; for every member. Refuses `TRIAL_UNKNOWN`, `VERSION_UNKNOWN`. */
export function readPlan(db: Database, personId: string, asked: z.infer<typeof planQuery>): Promise<PlanOfTrial> {
  return asPerson(db, personId, async (tx) => {
    const { trialId, permissions } = await trialAccess(tx, personId, asked.trial);
    const versions = await versionsOf(tx, trialId);
    const present = versions.at(-1)!;
    const shown = versions.find(({ version }) => version === (asked.version ?? present.version));
    if (!shown) return refuse("VERSION_UNKNOWN", `The trial '${asked.trial}' has no version ${asked.version}.`);
    const { disease, tumourTypes, setting } = shown.document;
    const [whole] = await tx.sql<{ n: number }[]>`
      select count(*)::int as n from identity.membership
       where user_id = ${personId} and trial_id = ${trialId} and role = 'administrator' and site_id is null and revoked_at is null`;
    return {
      trial: { key: asked.trial, title: present.document.title },
      about: { disease, ...(tumourTypes ? { tumourTypes } : {}), ...(setting ? { setting } : {}) },
      version: shown.version,
      present: present.version,
      plan: planOf(shown.document),
      charter: await charterOf(tx, trialId),
      mayAmend: permissions.has("administer") && whole!.n > 0,
      held: (await whyHeld(tx, trialId))?.message ?? null,
      history: historyOf(versions),
    };
  });
}

async function versionsOf({ sql }: Tx, trialId: string) {
  const rows = await sql<
    { version: number; document: unknown; at: Date; by: string; reason: string | null; importId: string | null }[]
  >`
    select v.version, v.document, v.recorded_at as at, coalesce(u.name, v.recorded_by) as by, v.reason, v.import_id as "importId"
      from record.versions_of_trial(${trialId}) v left join identity."user" u on u.id = v.recorded_by order by v.version`;
  return rows.map((row) => ({ ...row, document: trialDocument.parse(row.document) }));
}

function historyOf(versions: Awaited<ReturnType<typeof versionsOf>>): PlanOfTrial["history"] {
  return versions
    .flatMap(({ version, at, by, reason, importId, document }, n) => {
      const before = versions[n - 1];
      const changes: PlanChange[] = before ? planChanges(planOf(before.document), planOf(document)) : [];
      if (before && changes.length === 0) return [];
      // An import gives its version an id of its own; a change by hand keeps that of the version before.
      const isImport = importId !== null && importId !== before?.importId;
      return [{ version, at, by, reason: isImport ? null : reason, isImport, changes }];
    })
    .reverse();
}
