import { requirePermission } from "@nadir/api/identity";
import { readProtocolRow } from "@nadir/api/trial-validation";
import { asModeller, asPerson, type Database } from "@nadir/db";
import type { SplitSet } from "@nadir/domain";
import { divide } from "./prepare-lock.ts";

export interface SplitPreview {
  readonly sets: readonly { readonly set: SplitSet; readonly subjects: number; readonly expected: number | null }[];
  /** Why subjects take no part. */
  readonly excluded: readonly { readonly reason: string; readonly subjects: number }[];
  /** Members of the sealed test set. */
  readonly sealed: number;
}

/** How the plan would divide the record as it is: counts of subjects, and nothing else. Writes nothing. */
export async function previewSplit(
  db: Database,
  { personId, protocolId }: { readonly personId: string; readonly protocolId: string },
): Promise<SplitPreview> {
  const row = await asPerson(db, personId, async (tx) => {
    const found = await readProtocolRow(tx, protocolId);
    await requirePermission(tx, personId, found.trialId, "write-protocol");
    return found;
  });
  return asModeller(db, personId, async (tx) => {
    const assigned = await divide(tx, row);
    const [members] = await tx.sql<{ n: number }[]>`
      select count(*)::int as n from sealed.member where test_set_id = ${row.testSetId}`;
    const { expected } = row.document.split;
    const reasons = new Map<string, number>();
    for (const { reason } of assigned) if (reason !== null) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    return {
      sets: (["training", "tuning", "test", "excluded"] as const).map((set) => ({
        set,
        subjects: assigned.filter((a) => a.set === set).length,
        expected: set === "training" || set === "test" ? expected[set] : null,
      })),
      excluded: [...reasons].sort().map(([reason, subjects]) => ({ reason, subjects })),
      sealed: members?.n ?? 0,
    };
  });
}
