import { planByValue, type Tx } from "@nadir/db";
import { oneInProcess } from "./one-in-process.ts";

/**
 * A trial's record and what was computed of it, as one person may see it, at one moment. Two people whom row-level security
 * shows the same rows have the same state; it differs as soon as anything is recorded or computed (`derived.course_stamp`).
 */
export interface TrialState {
  readonly trialId: string;
  /** Which rows of the trial the person may see, in words of the database (`nadir.sight`). */
  readonly sight: string;
  readonly trialVersion: number;
  /** Names the state: sight, versions of trial, sites and arms, and the stamps of all courses. */
  readonly key: string;
}

/**
 * Asks for the state of a trial; what is read after it in the same transaction is that state or a later one.
 * Covers the trial, its sites and arms, and every row of a subject in `record` and `derived`; nothing else: not queries,
 * protocols, meetings, imports or names of people.
 */
export async function stateOfTrial(tx: Tx, trialId: string): Promise<TrialState> {
  const [state] = await statesOfTrials(tx, [trialId]);
  return state!;
}

/** The states of several trials, in the order asked for. */
export async function statesOfTrials({ sql }: Tx, trialIds: readonly string[]): Promise<TrialState[]> {
  const rows = await sql<{ trialId: string; sight: string; version: number; rest: string }[]>`
    select t.id as "trialId", nadir.sight(t.id) as sight,
      (select version from record.trial where id = t.id) as version,
      concat_ws('|',
        (select count(*) || ':' || coalesce(sum(uuid_hash_extended(r.id, r.version)), 0)
           from record.site r where r.trial_id = t.id and r.superseded_at is null),
        (select count(*) || ':' || coalesce(sum(uuid_hash_extended(r.id, r.version)), 0)
           from record.arm r where r.trial_id = t.id and r.superseded_at is null),
        (select count(*) || ':' || coalesce(sum(uuid_hash_extended(c.stamp, 0)), 0)
           from derived.course_stamp c where c.trial_id = t.id)) as rest
    from unnest(${[...trialIds]}::uuid[]) with ordinality as t(id, place) order by t.place`;
  return rows.map(({ trialId, sight, version, rest }) => ({
    trialId,
    sight,
    trialVersion: version,
    key: [trialId, sight, version, rest].join("|"),
  }));
}

/** Questions whose last answer is kept. */
const MOST = 400;
const answers = oneInProcess(
  "answers",
  () => new Map<string, { readonly state: string; readonly answer: Promise<unknown> }>(),
);

/**
 * The answer to `question` about a trial in this state, made once; that of an earlier state is let go. `make` may read what the
 * state covers and nothing else, in `tx`, whose statements are planned by value from then on; whoever gets the answer shares it, so
 * it must not be changed.
 */
export function remembered<T>(tx: Tx, state: TrialState, question: string, make: () => Promise<T>): Promise<T> {
  const place = [question, state.trialId, state.sight].join("\u001f");
  const known = answers.get(place);
  const kept = known?.state === state.key ? known : { state: state.key, answer: planByValue(tx).then(make) };
  // The last asked for stands last; the first of the map goes first.
  answers.delete(place);
  answers.set(place, kept);
  if (answers.size > MOST) answers.delete(answers.keys().next().value as string);
  kept.answer.catch(() => {
    if (answers.get(place) === kept) answers.delete(place);
  });
  return kept.answer as Promise<T>;
}
