import { planByValue, type Tx } from "@nadir/db";
import type { TrialState } from "./state-of-trial.ts";

/** What is made of each subject's course, kept until that course changes. */
export interface CourseMemo<T> {
  /** One a subject of the trial that the person sees, in the order of their keys. `make` is asked for those not known. */
  readonly ofTrial: (
    tx: Tx,
    state: TrialState,
    make: (subjectIds: readonly string[]) => Promise<ReadonlyMap<string, T>>,
  ) => Promise<Map<string, T>>;
}

/** Subjects made at a time: between two portions the process answers others. */
const PORTION = 100;

/** Keeps the `most` subjects asked for last. */
export function courseMemo<T>(most: number): CourseMemo<T> {
  const kept = new Map<string, T>();
  return {
    async ofTrial(tx, state, make) {
      const wanted = (await stampsOf(tx, state.trialId)).map(({ id, stamp }) => ({
        id,
        key: [id, stamp, state.trialVersion, state.sight].join("|"),
      }));
      const found = new Map<string, T>();
      for (const { id, key } of wanted) {
        const known = kept.get(key);
        if (known === undefined) continue;
        // The last asked for stands last; the first of the map goes first.
        kept.delete(key);
        kept.set(key, known);
        found.set(id, known);
      }
      const missing = wanted.filter(({ id }) => !found.has(id));
      if (missing.length > 0) await planByValue(tx);
      for (let from = 0; from < missing.length; from += PORTION) {
        const portion = missing.slice(from, from + PORTION);
        const made = await make(portion.map(({ id }) => id));
        for (const { id, key } of portion) {
          const one = made.get(id);
          if (one === undefined) continue;
          kept.set(key, one);
          found.set(id, one);
        }
        while (kept.size > most) kept.delete(kept.keys().next().value as string);
        await new Promise(setImmediate);
      }
      return new Map(wanted.flatMap(({ id }) => (found.has(id) ? [[id, found.get(id) as T] as const] : [])));
    },
  };
}

/** Every live subject that the person sees; one of which nothing has been recorded since stamps exist has none. */
const stampsOf = ({ sql }: Tx, trialId: string) => sql<{ id: string; stamp: string }[]>`
  select s.id, coalesce(c.stamp::text, 'none') as stamp from record.subject s
    left join derived.course_stamp c on c.subject_id = s.id
   where s.trial_id = ${trialId} and s.superseded_at is null order by s.key`;
