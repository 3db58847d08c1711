import type { Tx } from "@nadir/db";
import { Refusal, refuse, type StrataRule, strataRule } from "@nadir/domain";

export interface LodgedRule {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly reason: string | null;
  readonly at: Date;
  readonly by: string;
  readonly document: StrataRule;
}

/** Every version of a trial's rule, the newest first. */
export async function rulesOf({ sql }: Tx, trialId: string): Promise<LodgedRule[]> {
  const rows = await sql<(Omit<LodgedRule, "document"> & { document: unknown })[]>`
    select id, version, document_hash as hash, reason, at, created_by as by, document
      from allocation.rule where trial_id = ${trialId} order by version desc`;
  return rows.map((row) => ({ ...row, document: strataRule.parse(row.document) }));
}

/** Reads a rule as somebody gave it; every fault at once. */
export function parseRule(given: unknown): StrataRule {
  const read = strataRule.safeParse(given);
  if (read.success) return read.data;
  throw new Refusal(
    read.error.issues.map((issue) => ({
      code: "RULE_INVALID",
      message: `${issue.path.join(".") || "The rule"}: ${issue.message}.`,
      where: { path: issue.path.join(".") },
    })),
  );
}

/** Lodges a rule in a trial: the next version, or none where it is the very same. Refuses a change without a reason. */
export async function lodgeRule(
  { sql }: Tx,
  trialKey: string,
  rule: StrataRule,
  reason: string | null,
): Promise<{ id: string; version: number; isNew: boolean }> {
  const [trial] = await sql<{ id: string }[]>`
    select id from record.trial where key = ${trialKey} and superseded_at is null`;
  if (!trial) return refuse("TRIAL_UNKNOWN", `There is no trial '${trialKey}', or you are not a member of it.`);
  const [made] = await sql<{ id: string; version: number; isNew: boolean }[]>`
    select id, version, is_new as "isNew" from allocation.lodge_rule(${trial.id}, ${sql.json(rule as never)}, ${reason})`;
  return made!;
}
