import type { Tx } from "@nadir/db";
import type { CriterionId, CriterionOutcome, SizeFigures } from "@nadir/domain";
import { remembered, type TrialState } from "../kept/index.ts";
import type { CriterionOutcomeShape } from "../read/outcome-shape.ts";
import type { TrialAccess } from "../read/view.ts";

/** One visit of a stored assessment: day, label, and the burden in per cent of baseline. */
export interface CourseVisitRow {
  readonly id: string;
  readonly date: string;
  readonly overall: string;
  readonly percent: number | null;
  readonly newLesions: boolean;
}

/** A subject's stored assessment under one criterion with what of the record stands beside it. Dates are ISO days. */
export interface CourseRow {
  readonly id: string;
  readonly key: string;
  readonly site: string;
  readonly arm: string;
  readonly start: string | null;
  readonly baselineOn: string | null;
  readonly deathOn: string | null;
  readonly lastContactOn: string | null;
  readonly lastVisitOn: string | null;
  readonly simulated: boolean;
  readonly best: { readonly confirmed: string; readonly unconfirmed: string };
  /** Null where a lesion of the baseline has no figure. */
  readonly baseline: number | null;
  readonly unit: SizeFigures["unit"] | null;
  readonly visits: readonly CourseVisitRow[];
  readonly outcome: Pick<
    CriterionOutcomeShape,
    "pfs" | "progressionDate" | "progressionConfirmed" | "durationOfResponse"
  > & {
    /** The criterion with what the trial changed of it. */
    readonly name: string | null;
    readonly parameters: CriterionOutcome["parameters"] | null;
  };
  readonly treatments: readonly {
    readonly kind: string;
    readonly name: string;
    readonly start: string;
    readonly end: string | null;
  }[];
}

/** Best responses of every subject under each of the trial's stored criteria. */
export interface BestRow {
  readonly key: string;
  readonly site: string;
  readonly arm: string;
  readonly criterion: CriterionId;
  readonly confirmed: string;
  readonly unconfirmed: string;
}

export interface CohortCourses {
  readonly courses: readonly CourseRow[];
  readonly best: readonly BestRow[];
  /** Subjects of the trial with no stored response that this person may see: sealed from them, or not computed yet. */
  readonly withheld: number;
}

/**
 * The stored assessments of a trial under one criterion, as the person may see them: whom row-level security hides is not
 * in it. Read once for each state of the record.
 */
export async function readCourses(
  tx: Tx,
  state: TrialState,
  view: TrialAccess["view"],
  criterion: CriterionId,
): Promise<CohortCourses> {
  const { trialId } = state;
  return remembered(tx, state, `courses ${view} ${criterion}`, async () => {
    const [courses, best, [counted]] = await Promise.all([
      courseRows(tx, trialId, criterion),
      bestRows(tx, trialId),
      tx.sql<{ withheld: number }[]>`
        select count(*)::int as withheld from record.subject s
         where s.trial_id = ${trialId} and s.superseded_at is null
           and not exists (select from derived.assessment a where a.subject_id = s.id and a.current)`,
    ]);
    return { courses, best, withheld: counted?.withheld ?? 0 };
  });
}

/**
 * Of each stored assessment the figures that the plots need. Visits and treatments are summed up subject by subject: row-level
 * security hides from the planner how many subjects there are, and where it takes them for one it would sum up the whole trial
 * anew for each (12 s of 2,000).
 */
const courseRows = ({ sql }: Tx, trialId: string, criterion: CriterionId) => sql<CourseRow[]>`
  select s.id, s.key, site.name as site, arm.name as arm, s.treatment_start::text as start, b.date::text as "baselineOn",
         f.death_on::text as "deathOn", f.last_contact_on::text as "lastContactOn", seen.last as "lastVisitOn",
         coalesce(seen.simulated, false) as simulated, a.outcome -> 'bestOverall' as best,
         o.baseline, o.unit, coalesce(o.visits, '[]') as visits, coalesce(t.list, '[]') as treatments,
         jsonb_build_object('pfs', a.outcome -> 'pfs', 'progressionDate', a.outcome -> 'progressionDate',
           'progressionConfirmed', a.outcome -> 'progressionConfirmed',
           'durationOfResponse', a.outcome -> 'durationOfResponse', 'name', a.outcome -> 'name',
           'parameters', a.outcome -> 'parameters') as outcome
    from derived.assessment a
    join record.subject s on s.id = a.subject_id and s.superseded_at is null
    join record.site site on site.id = s.site_id
    join record.arm arm on arm.id = s.arm_id
    left join record.follow_up f on f.subject_id = s.id and f.superseded_at is null
    left join record.visit b on b.subject_id = s.id and b.superseded_at is null and b.key = a.outcome ->> 'baselineVisit'
    left join lateral (
      select max(v.date)::text as last, bool_or(v.simulated) as simulated
        from record.visit v where v.subject_id = s.id and v.superseded_at is null) seen on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('kind', r.kind, 'name', r.name, 'start', r.start_on, 'end', r.end_on)
               order by r.start_on, r.key) as list
        from record.treatment r where r.subject_id = s.id and r.superseded_at is null) t on true
    left join lateral (
      select max((v.value #>> '{size,baseline}')::float8) as baseline, max(v.value #>> '{size,unit}') as unit,
             jsonb_agg(jsonb_build_object('id', v.key, 'date', v.value -> 'date', 'overall', v.value -> 'overall',
               'percent', v.value #> '{size,percentFromBaseline}', 'newLesions', v.value -> 'newLesions')
               order by v.value ->> 'date', v.key) as visits
        from jsonb_each(a.outcome -> 'visits') v) o on true
   where a.trial_id = ${trialId} and a.current and a.criterion = ${criterion}
   order by s.key`;

const bestRows = ({ sql }: Tx, trialId: string) => sql<BestRow[]>`
  select s.key, site.name as site, arm.name as arm, a.criterion,
         a.outcome #>> '{bestOverall,confirmed}' as confirmed, a.outcome #>> '{bestOverall,unconfirmed}' as unconfirmed
    from derived.assessment a
    join record.subject s on s.id = a.subject_id and s.superseded_at is null
    join record.site site on site.id = s.site_id
    join record.arm arm on arm.id = s.arm_id
   where a.trial_id = ${trialId} and a.current
   order by arm.name, a.criterion, s.key`;
