import type { Tx } from "@nadir/db";
import { remembered, stateOfTrial } from "../kept/index.ts";
import { areDaysHidden } from "../reads/scan-names.ts";
import type { SubjectRow } from "./subject-row.ts";
import { untilProgression } from "./until-progression.ts";
import type { TrialAccess } from "./view.ts";
import { whoClasses } from "./who-classes.ts";

/** A subject as the list has it, with the keys that its filters go by. */
export interface ListedSubject extends SubjectRow {
  readonly siteKey: string | null;
  readonly armKey: string | null;
  /** WHO 2021 class, in a glioma trial. */
  readonly who: string | null;
}

interface Head {
  readonly id: string;
  readonly key: string;
  readonly siteId: string;
  readonly armId: string;
  readonly sex: SubjectRow["sex"];
  readonly ageYears: number | null;
  readonly treatmentStart: string | null;
}

type Assessed = Pick<SubjectRow, "best" | "last" | "progression" | "bestChange">;

/** The subjects of a trial as this person sees them; a reader's row holds nothing that unblinds. */
export async function readListed(tx: Tx, access: TrialAccess): Promise<readonly ListedSubject[]> {
  return remembered(tx, await stateOfTrial(tx, access.trialId), `patients, ${access.view}`, () =>
    makeListed(tx, access),
  );
}

async function makeListed(tx: Tx, access: TrialAccess): Promise<ListedSubject[]> {
  const { sql } = tx;
  const { trialId } = access;
  const isBlinded = access.view === "reader";
  const isHidden = await areDaysHidden(tx, access);
  const heads = await sql<Head[]>`
    select id, key, site_id as "siteId", arm_id as "armId", sex, age_years as "ageYears",
      treatment_start::text as "treatmentStart"
    from record.subject where trial_id = ${trialId} and superseded_at is null`;
  // A reader's by the one pass that tells what is in sight: asked row by row it takes seconds in a large trial.
  const visitsSeen = isBlinded
    ? sql`nadir.visits_in_sight(${trialId})`
    : sql`(select subject_id, date, simulated, 0 as images from record.visit where trial_id = ${trialId} and superseded_at is null)`;
  const seen = await bySubject(sql<
    { id: string; visits: number; lastVisit: string; simulated: boolean; images: number }[]
  >`
    select subject_id as id, count(*)::int as visits, max(date)::text as "lastVisit", bool_or(simulated) as simulated,
      sum(images)::int as images from ${visitsSeen} v group by subject_id`);
  const targets = await bySubject(sql<{ id: string; n: number }[]>`
    select subject_id as id, count(*)::int as n from record.lesion
    where trial_id = ${trialId} and superseded_at is null and role = 'target' group by subject_id`);
  const images = isBlinded
    ? new Map([...seen].map(([id, { images: n }]) => [id, { n }]))
    : await bySubject(sql<{ id: string; n: number }[]>`
    select subject_id as id, count(*)::int as n from record.image
    where trial_id = ${trialId} and superseded_at is null group by subject_id`);
  const judged = isBlinded ? null : await readJudged(tx, trialId);
  const names = isBlinded ? null : await readNames(tx, trialId);
  const who = await whoClasses(tx, access);
  return heads.map((head) => {
    const visits = seen.get(head.id);
    const assessed = judged?.assessed.get(head.id);
    const [site, arm] = [names?.get(head.siteId), names?.get(head.armId)];
    return {
      key: head.key,
      siteKey: site?.key ?? null,
      site: site?.name ?? null,
      armKey: arm?.key ?? null,
      arm: arm?.name ?? null,
      sex: isBlinded ? null : head.sex,
      ageYears: isBlinded ? null : head.ageYears,
      treatmentStart: isBlinded ? null : head.treatmentStart,
      visits: visits?.visits ?? 0,
      lastVisit: isHidden ? null : (visits?.lastVisit ?? null),
      targets: targets.get(head.id)?.n ?? 0,
      images: images.get(head.id)?.n ?? 0,
      simulated: visits?.simulated ?? false,
      best: assessed?.best ?? null,
      last: assessed?.last ?? null,
      progression: assessed?.progression ?? null,
      bestChange: assessed?.bestChange ?? null,
      waiting: judged?.waiting.get(head.id)?.waiting ?? null,
      flags: judged?.flags.get(head.id)?.flags ?? [],
      who: who.get(head.id) ?? null,
    };
  });
}

async function readNames({ sql }: Tx, trialId: string) {
  return bySubject(sql<{ id: string; key: string; name: string }[]>`
    select id, key, name from record.site where trial_id = ${trialId}
    union all select id, key, name from record.arm where trial_id = ${trialId}`);
}

/** What the responses and flags of the trial say, by subject. */
async function readJudged({ sql }: Tx, trialId: string) {
  const assessed = await bySubject(sql<(Assessed & { id: string })[]>`
    select a.subject_id as id, a.best_overall as best, a.last_overall as last, a.progression_date::text as progression,
      (select min((o.value #>> '{size,percentFromBaseline}')::float8) from jsonb_each(a.outcome -> 'visits') o
        where ${untilProgression(sql)}) as "bestChange"
    from derived.assessment a
    where a.current and a.trial_id = ${trialId} and a.criterion = (
      select c ->> 'id' from record.trial t, jsonb_array_elements(t.document -> 'criteria') c
      where t.id = ${trialId} and (c ->> 'primary')::boolean limit 1)`);
  const flags = await bySubject(sql<{ id: string; flags: string[] }[]>`
    select subject_id as id, array_agg(distinct definition order by definition) as flags from derived.flag
    where current and trial_id = ${trialId} and result = 'yes' group by subject_id`);
  const dead = await bySubject(sql<{ id: string }[]>`
    select subject_id as id from record.follow_up
    where trial_id = ${trialId} and superseded_at is null and death_on is not null`);
  const open = await bySubject(sql<{ id: string; waiting: SubjectRow["waiting"] }[]>`
    select distinct on (a.subject_id) a.subject_id as id, jsonb_build_object('criterion', a.criterion,
      'visit', e -> 'visit', 'date', e -> 'date', 'label', e -> 'label') as waiting
    from derived.assessment a, jsonb_array_elements(a.outcome -> 'episodes') e
    where a.current and a.trial_id = ${trialId} and e ->> 'resolution' = 'open'
      and a.outcome #>> '{pfs,cause}' is distinct from 'death'
    order by a.subject_id, a.criterion`);
  const waiting = new Map([...open].filter(([id]) => !dead.has(id)));
  return { assessed, flags, waiting };
}

async function bySubject<T extends { readonly id: string }>(rows: PromiseLike<readonly T[]>): Promise<Map<string, T>> {
  return new Map((await rows).map((row) => [row.id, row]));
}
