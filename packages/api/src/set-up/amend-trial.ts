import { appendAudit, asPerson, type Database, type Tx } from "@nadir/db";
import { key, PLAN_PARTS, type PlanChange, type Problem, planChanges, planOf, refuse, type Trial } from "@nadir/domain";
import { z } from "zod";
import { readTrialBundle } from "../intake/read-bundle.ts";
import { checkSchedule } from "./check-schedule.ts";
import { filesOfSetUp, inWords } from "./checked-set-up.ts";
import { planEffects } from "./plan-effects.ts";
import { heldTrial, keepInTrial } from "./trial-document.ts";

export const amendment = z.object({
  trial: key,
  /** The plan as it is to be. Checked as a manifest's: every fault is answered with its place. */
  plan: z.strictObject({
    criteria: z.unknown(),
    schedule: z.unknown(),
    deltaWindow: z.unknown().optional(),
    imagingProtocol: z.unknown().optional(),
  }),
  /** The version of the trial that the person saw. */
  seen: z.int().min(1),
  reason: z.string().trim().max(500),
  /** Says what is wrong and what it would change, and changes nothing. */
  dryRun: z.boolean(),
});

export interface Amended {
  /** The version of the trial that was made; null where none was. */
  readonly version: number | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly changes: readonly PlanChange[];
  /** What of the record stands in another light by it, in sentences. */
  readonly effects: readonly string[];
}

/**
 * Amends the plan of a trial: criteria, visits with their windows, imaging protocol. It is checked as an import's is and becomes a new
 * version of the trial, with its reason; the versions before stay. Takes an administrator of the whole trial. Faults are answered;
 * refuses `NOT_ALLOWED`, `TRIAL_UNKNOWN`, `CHANGED_MEANWHILE`, `NOTHING_CHANGED`, `REASON_MISSING`, `DATA_LOCKED`, `PROTOCOL_LOCKED`.
 */
export function amendTrial(
  db: Database,
  personId: string,
  { trial, plan, seen, reason, dryRun }: z.infer<typeof amendment>,
): Promise<Amended> {
  return asPerson(db, personId, async (tx) => {
    const { trialId, document, version } = await heldTrial(tx, personId, trial);
    if (version !== seen)
      refuse("CHANGED_MEANWHILE", "Somebody changed this trial meanwhile. Look again, then decide.");
    const held = await whyHeld(tx, trialId);
    if (held) refuse(held.code, held.message);
    const { bundle, problems, warnings } = await readTrialBundle(filesOfSetUp(withPlan(document, plan)));
    const told = { problems: problems.map(inWords), warnings: warnings.map(inWords) };
    if (!bundle) return { ...told, version: null, changes: [], effects: [] };
    const next = bundle.manifest.trial;
    const changes = planChanges(planOf(document), planOf(next));
    if (changes.length === 0)
      refuse("NOTHING_CHANGED", "The plan is what it was: change a criterion, a visit or an image first.");
    // Visits that came as they are with an import stay; an amendment that changes them is held to what is typed.
    const ofVisits = changes.some(({ part }) => part === "schedule") ? checkSchedule(next.schedule) : [];
    if (ofVisits.length > 0)
      return { ...told, problems: [...told.problems, ...ofVisits], version: null, changes: [], effects: [] };
    const effects = await planEffects(tx, trialId, planOf(document), planOf(next));
    if (dryRun) return { ...told, version: null, changes, effects };
    if (reason === "")
      refuse("REASON_MISSING", "Say in a sentence why the plan is amended; it stays beside the new version.", {
        where: { path: "reason" },
      });
    const made = await keepInTrial(tx, trialId, next, reason);
    await appendAudit(tx, {
      action: "plan-amended",
      object: `record.trial/${trialId}`,
      payload: { trial: trialId, version: made.version, reason, changes },
    });
    return { ...told, version: made.version, changes, effects };
  });
}

/** Why the plan cannot be amended now; null where it can. The database holds both. */
export async function whyHeld({ sql }: Tx, trialId: string): Promise<{ code: string; message: string } | null> {
  const [row] = await sql<{ since: string | null; held: string | null }[]>`
    select record.plan_held(${trialId}) as held,
      (select to_char(locked_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from identity.data_lock
        where trial_id = ${trialId} and unlocked_at is null) as since`;
  if (row?.since)
    return {
      code: "DATA_LOCKED",
      message: `The data of this trial are locked since ${row.since} UTC: its plan stays as it is until they are unlocked for a reason.`,
    };
  return row?.held ? { code: "PROTOCOL_LOCKED", message: row.held } : null;
}

function withPlan(document: Trial, plan: z.infer<typeof amendment>["plan"]): Record<string, unknown> {
  const rest = Object.fromEntries(Object.entries(document).filter(([name]) => !PLAN_PARTS.includes(name as never)));
  return { ...rest, ...plan };
}
