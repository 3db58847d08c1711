import type { Tx } from "@nadir/db";
import { criterionId, sex } from "@nadir/domain";
import { z } from "zod";
import { noteSealedCourses } from "./note-sealed.ts";
import { type TrialAccess, trialAccess } from "./view.ts";

export const SUBJECT_SORTS = [
  "key",
  "site",
  "arm",
  "age",
  "start",
  "visits",
  "lastVisit",
  "change",
  "best",
  "last",
  "progression",
] as const;
const WAITING = ["any", "waiting"] as const;

export const subjectQuery = z.object({
  trial: z.string(),
  sort: z.enum(SUBJECT_SORTS).default("key"),
  direction: z.enum(["ascending", "descending"]).default("ascending"),
  /** Part of the key, in any case. */
  search: z.string().trim().max(64).default(""),
  arm: z.string().optional(),
  site: z.string().optional(),
  /** Best overall response under the trial's primary criterion. */
  best: z.string().optional(),
  /** A definition with a positive flag. */
  flag: z.string().optional(),
  /** `waiting`: only those whose progression awaits its confirming scan. */
  confirmation: z.enum(WAITING).default("any"),
  page: z.int().min(1).default(1),
  pageSize: z.int().min(5).max(200).default(25),
});
export type SubjectQuery = z.infer<typeof subjectQuery>;

const waiting = z.object({ criterion: criterionId, visit: z.string(), date: z.string(), label: z.string() });

export const subjectRow = z.object({
  key: z.string(),
  site: z.string().nullable(),
  arm: z.string().nullable(),
  sex: sex.nullable(),
  ageYears: z.number().nullable(),
  treatmentStart: z.string().nullable(),
  visits: z.int(),
  lastVisit: z.string().nullable(),
  targets: z.int(),
  images: z.int(),
  simulated: z.boolean(),
  /** Smallest change of the target sum from baseline, per cent, under the primary criterion. */
  bestChange: z.number().nullable(),
  best: z.string().nullable(),
  last: z.string().nullable(),
  progression: z.string().nullable(),
  /** A progression that awaits its confirming scan, under the first criterion where one does. */
  waiting: waiting.nullable(),
  /** Definitions with a positive flag. */
  flags: z.array(z.string()),
});
export type SubjectRow = z.infer<typeof subjectRow>;

export const subjectPage = z.object({
  rows: z.array(subjectRow),
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  /** What the filters can be set to, with counts over the whole trial. */
  choices: z.object({
    arms: z.array(z.object({ value: z.string(), label: z.string(), subjects: z.int() })),
    sites: z.array(z.object({ value: z.string(), label: z.string(), subjects: z.int() })),
    best: z.array(z.object({ value: z.string(), subjects: z.int() })),
    flags: z.array(z.object({ value: z.string(), subjects: z.int() })),
    waiting: z.int(),
  }),
  view: z.enum(["full", "statistician", "reader"]),
});
export type SubjectPage = z.infer<typeof subjectPage>;

/** One page of a trial's subjects, sorted and filtered in the database. */
export async function listSubjects(tx: Tx, personId: string, query: SubjectQuery): Promise<SubjectPage> {
  const access = await trialAccess(tx, personId, query.trial);
  await noteSealedCourses(tx, access.trialId, "patients");
  const [rows, choices] = await Promise.all([readRows(tx, access, query), readChoices(tx, access)]);
  return {
    rows: rows.map(({ total: _, ...row }) => row),
    total: rows[0]?.total ?? (query.page > 1 ? await countRows(tx, access, query) : 0),
    page: query.page,
    pageSize: query.pageSize,
    choices,
    view: access.view,
  };
}

/** The subjects of the trial as this person sees them, one row each; a reader's row holds nothing that unblinds. */
function subjectsOf(tx: Tx, { trialId, view }: TrialAccess) {
  const { sql } = tx;
  const blinded = view === "reader";
  const assessed = blinded
    ? sql`select null::uuid as subject_id, null::text as best_overall, null::text as last_overall,
            null::date as progression_date, null::jsonb as outcome where false`
    : sql`
      select a.subject_id, a.best_overall, a.last_overall, a.progression_date, a.outcome
      from derived.assessment a
      where a.current and a.trial_id = ${trialId} and a.criterion = (
        select c ->> 'id' from record.trial t, jsonb_array_elements(t.document -> 'criteria') c
        where t.id = ${trialId} and (c ->> 'primary')::boolean limit 1)`;
  const flagged = blinded
    ? sql`select null::uuid as subject_id, null::text[] as flags where false`
    : sql`
      select subject_id, array_agg(distinct definition order by definition) as flags from derived.flag
      where current and trial_id = ${trialId} and result = 'yes' group by subject_id`;
  const open = blinded
    ? sql`select null::uuid as subject_id, null::jsonb as waiting where false`
    : sql`
      select distinct on (a.subject_id) a.subject_id, jsonb_build_object('criterion', a.criterion,
        'visit', e -> 'visit', 'date', e -> 'date', 'label', e -> 'label') as waiting
      from derived.assessment a, jsonb_array_elements(a.outcome -> 'episodes') e
      where a.current and a.trial_id = ${trialId} and e ->> 'resolution' = 'open'
        and a.outcome #>> '{pfs,cause}' is distinct from 'death'
        and not exists (select from record.follow_up f
          where f.subject_id = a.subject_id and f.superseded_at is null and f.death_on is not null)
      order by a.subject_id, a.criterion`;
  return sql`
    with assessed as (${assessed}), flagged as (${flagged}), open as (${open}),
    seen as (
      select subject_id, count(*)::int as visits, max(date) as last_visit, bool_or(simulated) as simulated
      from record.visit where trial_id = ${trialId} and superseded_at is null group by subject_id
    ),
    targets as (
      select subject_id, count(*)::int as targets from record.lesion
      where trial_id = ${trialId} and superseded_at is null and role = 'target' group by subject_id
    ),
    imaged as (
      select subject_id, count(*)::int as images from record.image
      where trial_id = ${trialId} and superseded_at is null group by subject_id
    ),
    listed as (
      select s.key,
        ${blinded ? sql`null::text` : sql`site.key`} as site_key, ${blinded ? sql`null::text` : sql`site.name`} as site,
        ${blinded ? sql`null::text` : sql`arm.key`} as arm_key, ${blinded ? sql`null::text` : sql`arm.name`} as arm,
        ${blinded ? sql`null::text` : sql`s.sex`} as sex,
        ${blinded ? sql`null::float8` : sql`s.age_years`} as age,
        ${blinded ? sql`null::date` : sql`s.treatment_start`} as start,
        coalesce(v.visits, 0) as visits, v.last_visit, coalesce(v.simulated, false) as simulated,
        coalesce(l.targets, 0) as targets, coalesce(i.images, 0) as images,
        a.best_overall as best, a.last_overall as last, a.progression_date as progression,
        open.waiting,
        (select min((o.value #>> '{size,percentFromBaseline}')::float8) from jsonb_each(a.outcome -> 'visits') o)
          as change,
        coalesce(f.flags, '{}') as flags
      from record.subject s
      join record.site site on site.id = s.site_id
      join record.arm arm on arm.id = s.arm_id
      left join seen v on v.subject_id = s.id
      left join targets l on l.subject_id = s.id
      left join imaged i on i.subject_id = s.id
      left join assessed a on a.subject_id = s.id
      left join flagged f on f.subject_id = s.id
      left join open on open.subject_id = s.id
      where s.trial_id = ${trialId} and s.superseded_at is null
    )`;
}

function matching(tx: Tx, query: SubjectQuery) {
  const { sql } = tx;
  const like = `%${query.search.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`
    where key ilike ${like}
      ${query.arm ? sql`and arm_key = ${query.arm}` : sql``}
      ${query.site ? sql`and site_key = ${query.site}` : sql``}
      ${query.best ? sql`and best = ${query.best}` : sql``}
      ${query.flag ? sql`and ${query.flag} = any (flags)` : sql``}
      ${query.confirmation === "waiting" ? sql`and waiting is not null` : sql``}`;
}

async function readRows(tx: Tx, access: TrialAccess, query: SubjectQuery) {
  const { sql } = tx;
  const column = {
    key: sql`null::int`,
    site: sql`site`,
    arm: sql`arm`,
    age: sql`age`,
    start: sql`start`,
    visits: sql`visits`,
    lastVisit: sql`last_visit`,
    change: sql`change`,
    best: sql`best`,
    last: sql`last`,
    progression: sql`progression`,
  }[query.sort];
  const down = query.direction === "descending";
  // Keys sort by their leading text, then as numbers, so that P-9 stands before P-10.
  const byKey = down
    ? sql`regexp_replace(key, '[0-9]+$', '') desc, length(key) desc, key desc`
    : sql`regexp_replace(key, '[0-9]+$', ''), length(key), key`;
  return sql<(SubjectRow & { total: number })[]>`
    ${subjectsOf(tx, access)}
    select key, site, arm, sex, age as "ageYears", start::text as "treatmentStart", visits,
      last_visit::text as "lastVisit", targets, images, simulated, change as "bestChange", best, last,
      progression::text as progression, waiting, flags,
      count(*) over ()::int as total
    from listed ${matching(tx, query)}
    order by ${column} ${down ? sql`desc` : sql`asc`} nulls last, ${byKey}
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`;
}

async function countRows(tx: Tx, access: TrialAccess, query: SubjectQuery): Promise<number> {
  const [row] = await tx.sql<{ total: number }[]>`
    ${subjectsOf(tx, access)} select count(*)::int as total from listed ${matching(tx, query)}`;
  return row?.total ?? 0;
}

async function readChoices(tx: Tx, access: TrialAccess): Promise<SubjectPage["choices"]> {
  const rows = await tx.sql<{ kind: string; value: string; label: string; subjects: number }[]>`
    ${subjectsOf(tx, access)}
    select 'arm' as kind, arm_key as value, arm as label, count(*)::int as subjects from listed
      where arm_key is not null group by arm_key, arm
    union all select 'site', site_key, site, count(*)::int from listed where site_key is not null group by site_key, site
    union all select 'best', best, best, count(*)::int from listed where best is not null group by best
    union all select 'flag', f, f, count(*)::int from listed, unnest(flags) f group by f
    union all select 'waiting', '', '', count(*)::int from listed where waiting is not null
    order by kind, label`;
  const of = (kind: string) => rows.filter((row) => row.kind === kind);
  const labelled = (kind: string) => of(kind).map(({ value, label, subjects }) => ({ value, label, subjects }));
  const plain = (kind: string) => of(kind).map(({ value, subjects }) => ({ value, subjects }));
  return {
    arms: labelled("arm"),
    sites: labelled("site"),
    best: plain("best"),
    flags: plain("flag"),
    waiting: of("waiting")[0]?.subjects ?? 0,
  };
}
