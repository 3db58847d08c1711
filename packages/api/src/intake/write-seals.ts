import { createTestSet, type KeyHalves, newKeyHalves, putMembers, storeOutcomes, type Tx } from "@nadir/db";
import { canonicalJson, refuse, type SealedSet, sealedRule } from "@nadir/domain";
import type { Custodians } from "./custodians.ts";
import { sealedOutcomesOf } from "./parted-outcomes.ts";
import type { TrialBundle } from "./read-bundle.ts";

export interface SealCounts {
  readonly members: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

export interface SubjectPlace {
  readonly id: string;
  readonly siteId: string;
}

/**
 * Writes the sealed sets of a bundle: the set on its first import, its members with their index days, and their
 * outcomes, encrypted. `newKeys` collects the keys made here; they go into custody before the transaction ends.
 * Refuses `SEALED_SET_CHANGED` where a set of that name has another rule.
 */
export async function writeSeals(
  tx: Tx,
  bundle: TrialBundle,
  trialId: string,
  subjects: ReadonlyMap<string, SubjectPlace>,
  custodians: Custodians,
): Promise<{ counts: Record<string, SealCounts>; newKeys: { set: string; halves: KeyHalves }[] }> {
  const counts: Record<string, SealCounts> = {};
  const newKeys: { set: string; halves: KeyHalves }[] = [];
  for (const set of bundle.manifest.sealed) {
    const known = await knownSet(tx, trialId, set);
    const kept = await custodians.halvesOf(bundle.manifest.trial.id, set.id);
    if (known && !kept)
      refuse(
        "SEAL_KEY_MISSING",
        `The sealed set '${set.id}' exists, but its key is not with the custodians; without it nothing can be stored under its seal.`,
      );
    const halves = kept ?? newKeyHalves();
    if (!kept) newKeys.push({ set: set.id, halves });
    const testSetId =
      known ?? (await createTestSet(tx, { trialId, key: set.id, rule: sealedRule(set), ...set }, halves));
    const members = bundle.sealed.filter((member) => member.set.id === set.id);
    await putMembers(
      tx,
      testSetId,
      members.map((member) => {
        const place = subjects.get(member.subject)!;
        return { subjectId: place.id, trialId, siteId: place.siteId, indexDay: member.indexDay ?? null };
      }),
    );
    const outcomes = sealedOutcomesOf(bundle, set.id).map(({ subject, endpoint, timeDays, event, value }) => ({
      subjectId: subjects.get(subject)!.id,
      endpoint,
      timeDays,
      event,
      value,
    }));
    counts[set.id] = { members: members.length, ...(await storeOutcomes(tx, testSetId, outcomes, halves)) };
  }
  return { counts, newKeys };
}

async function knownSet({ sql }: Tx, trialId: string, set: SealedSet): Promise<string | undefined> {
  const [row] = await sql<{ id: string; rule: unknown; endpoints: string[]; index_time: unknown }[]>`
    select id, rule, endpoints, index_time from sealed.test_set where trial_id = ${trialId} and key = ${set.id}`;
  if (!row) return undefined;
  const there = canonicalJson([row.rule, row.endpoints, row.index_time]);
  const here = canonicalJson([sealedRule(set), set.endpoints, set.indexTime]);
  if (there !== here)
    refuse(
      "SEALED_SET_CHANGED",
      `The sealed set '${set.id}' stands already with another rule: ${there}, not ${here}. A seal is not changed; give the new set its own id.`,
    );
  return row.id;
}
