import type { ProtocolRow } from "@nadir/api/trial-validation";
import type { Tx } from "@nadir/db";
import { refuse } from "@nadir/domain";

/**
 * The trials whose subjects a protocol divides: its own first; for an external study those of development too. Refuses
 * `TRIAL_UNKNOWN` where the person of this transaction belongs to one of them not at all.
 */
export async function trialsOf(tx: Tx, row: Pick<ProtocolRow, "trialId" | "document">): Promise<string[]> {
  const { rule } = row.document.split;
  if (rule.by !== "study") return [row.trialId];
  const others = [...rule.training, ...rule.tuning].map((s) => s.key);
  const found = await tx.sql<{ id: string; key: string }[]>`
    select id, key from record.trial where key = any (${others}) and superseded_at is null`;
  const ids = others.map(
    (key) =>
      found.find((t) => t.key === key)?.id ??
      refuse("TRIAL_UNKNOWN", `The split names the study ${key}; this person sees no trial of that key.`, {
        found: key,
      }),
  );
  return [row.trialId, ...ids];
}
