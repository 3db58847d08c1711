import { putMembers, type Tx } from "@nadir/db";
import { type Image, type Manifest, refuse, type SealedRule, type SealedSet } from "@nadir/domain";
import { sealedMembers } from "../intake/sealed-members.ts";
import type { TrialTables } from "../intake/trial-tables.ts";
import type { SubjectPlace } from "../intake/write-seals.ts";

interface StoredSet {
  readonly id: string;
  readonly key: string;
  readonly rule: SealedRule;
  readonly endpoints: [string, ...string[]];
  readonly indexTime: SealedSet["indexTime"];
}

/**
 * Puts the subjects of an entry under the seals that their trial's rules ask for, before anything that lies under a seal is
 * written: a patient enrolled into a sealed arm is sealed from the first row on, and an index day follows the visits.
 * `brought`: the scans of the entry: where one was made may put its patient under a seal.
 * Refuses `SEALED_BY_DRAW` to enrol where a set was drawn by lot: who is in it is decided over all subjects, by an import.
 */
export async function sealEntry(
  tx: Tx,
  trialId: string,
  manifest: Manifest,
  tables: TrialTables,
  places: ReadonlyMap<string, SubjectPlace>,
  enrolled: readonly string[],
  brought: readonly Image[],
): Promise<void> {
  const sets = await tx.sql<StoredSet[]>`
    select id, key, rule, endpoints, index_time as "indexTime" from sealed.test_set where trial_id = ${trialId} order by key`;
  if (sets.length === 0) return;
  const drawn = sets.find(({ rule }) => rule.drawn !== undefined);
  if (drawn && enrolled.length > 0)
    refuse(
      "SEALED_BY_DRAW",
      `The sealed test set '${drawn.key}' of this trial was drawn by lot over all its patients, so that a new one is enrolled by an import of the whole trial, not by hand.`,
    );
  const ids = [...places.values()].map(({ id }) => id);
  const images = await tx.sql<{ document: Image }[]>`
    select document from record.image where subject_id = any(${ids}) and superseded_at is null`;
  const kept = await tx.sql<{ testSetId: string; subjectId: string }[]>`
    select test_set_id as "testSetId", subject_id as "subjectId" from sealed.member where subject_id = any(${ids})`;
  for (const set of sets) {
    // Of a drawn set, only the index days of those who are in it can change.
    const asDrawn = set.rule.drawn !== undefined;
    const sealed = asDrawn
      ? {
          id: set.key,
          arms: [],
          sites: [],
          everyone: true as const,
          endpoints: set.endpoints,
          indexTime: set.indexTime,
        }
      : { ...set.rule, id: set.key, endpoints: set.endpoints, indexTime: set.indexTime };
    const members = sealedMembers(
      { ...manifest, sealed: [sealed] },
      tables.subjects.map(({ value }) => value),
      tables.visits.map(({ value }) => value),
      [],
      [...images.map(({ document }) => document), ...brought],
    ).flatMap(({ subject, indexDay }) => {
      const place = places.get(subject)!;
      const isMember = kept.some((m) => m.testSetId === set.id && m.subjectId === place.id);
      return asDrawn && !isMember
        ? []
        : [{ subjectId: place.id, trialId, siteId: place.siteId, indexDay: indexDay ?? null }];
    });
    await putMembers(tx, set.id, members);
  }
}
