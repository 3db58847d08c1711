import type { Tx } from "@nadir/db";
import {
  type CriterionId,
  type CriterionOutcome,
  criterionId,
  dataProvenance,
  disease,
  permission,
  role,
  type SizeFigures,
  trial as trialDocument,
  tumourTypeId,
  unusualCriteria,
} from "@nadir/domain";
import { changeThresholds, unitOfCriterion } from "@nadir/response";
import { z } from "zod";
import { keptPart, remembered, stateOfTrial } from "../kept/index.ts";
import { noteSealedCourses } from "./note-sealed.ts";
import { untilProgression } from "./until-progression.ts";
import { trialAccess } from "./view.ts";

export const cohort = z.object({
  key: z.string(),
  title: z.string(),
  disease,
  tumourTypes: z.array(tumourTypeId),
  /** Of criteria that were not written for the trial's tumour types, one sentence each. */
  criteriaRemarks: z.array(z.string()),
  dates: trialDocument.shape.dates,
  provenance: dataProvenance.nullable(),
  criteria: z.array(z.object({ id: criterionId, primary: z.boolean() })),
  roles: z.array(role),
  permissions: z.array(permission),
  view: z.enum(["full", "statistician", "reader"]),
  subjects: z.int(),
  visits: z.int(),
  simulatedVisits: z.int(),
  /** Best overall response by criterion; empty for a blinded reader. */
  responses: z.array(z.object({ criterion: criterionId, best: z.string(), subjects: z.int() })),
  flags: z.array(z.object({ definition: z.string(), result: z.string(), subjects: z.int() })),
  /** Best change of the burden up to progression under the primary criterion, per cent, one a patient that has one. */
  changes: z.array(z.object({ subject: z.string(), changePercent: z.number(), best: z.string().nullable() })),
  /** Patients judged under the primary criterion who have none. */
  withoutChange: z.array(z.string()),
  /** What the primary criterion adds up and compares with, signed per cent; null before anything was judged under it. */
  burden: z
    .object({
      unit: z.enum(["mm", "mm2", "mm3"]),
      thresholds: z.object({ response: z.number().nullable(), progression: z.number().nullable() }),
    })
    .nullable(),
  imports: z.array(
    z.object({
      at: z.date(),
      by: z.string(),
      /** No patient came with it: the trial was set up by it, or its manifest alone was imported. */
      isSetUp: z.boolean(),
      /** Null, and no counts, where both would speak of sealed outcomes to somebody who never held the files. */
      manifestHash: z.string().nullable(),
      ruleCounts: z.record(z.string(), z.int()),
    }),
  ),
});
export type Cohort = z.infer<typeof cohort>;
/** The same, where the changes that were checked before are not checked again: there is one a patient. */
export const keptCohort = cohort.extend({ changes: keptPart(cohort.shape.changes) });

/** A trial at a glance: what it is, what it holds, how its patients did, how its data came. */
export async function readCohort(tx: Tx, personId: string, trialKey: string): Promise<Cohort> {
  const access = await trialAccess(tx, personId, trialKey);
  const { trialId, view } = access;
  const hidden = view === "reader";
  await noteSealedCourses(tx, trialId, "trial at a glance");
  const state = await stateOfTrial(tx, trialId);
  const glance = await remembered(tx, state, `at a glance, ${hidden ? "hidden" : "shown"}`, () =>
    readGlance(tx, trialId, hidden),
  );
  const [head] = await tx.sql<{ sealed: boolean }[]>`
    select exists (select from sealed.test_set where trial_id = ${trialId}) as sealed`;
  const imports = await tx.sql<Cohort["imports"]>`
    select r.at, coalesce(u.name, r.by) as by, r.counts ? 'tables' and 0 = (
        select coalesce(sum(n.value::int), 0) from jsonb_each_text(r.counts -> 'tables' -> 'subject') n) as "isSetUp",
      r.manifest_hash as "manifestHash", r.rule_counts as "ruleCounts"
    from record.import_run r left join identity."user" u on u.id = r.by
    where r.trial_id = ${trialId} order by r.at desc limit 20`;
  // The hash is of all files, sealed outcomes among them: with the rest at hand, it confirms a guess. So do the counts.
  const mayKnowFiles = !head!.sealed || access.permissions.has("import");
  const document = trialDocument.parse(glance.document);
  return {
    key: trialKey,
    title: document.title,
    disease: document.disease,
    tumourTypes: document.tumourTypes ?? [],
    criteriaRemarks: unusualCriteria(document).map(({ sentence }) => sentence),
    dates: document.dates,
    provenance: document.provenance ?? null,
    criteria: document.criteria.map(({ id, primary }) => ({ id, primary })),
    roles: [...access.roles],
    permissions: [...access.permissions].sort(),
    view,
    subjects: glance.subjects,
    visits: glance.visits,
    simulatedVisits: glance.simulatedVisits,
    responses: glance.responses,
    flags: glance.flags,
    changes: glance.changes,
    withoutChange: glance.withoutChange,
    burden: glance.burden,
    imports: mayKnowFiles ? imports : imports.map((run) => ({ ...run, manifestHash: null, ruleCounts: {} })),
  };
}

/** What the record counts and says of all subjects; nothing of responses where they are hidden. */
async function readGlance({ sql }: Tx, trialId: string, hidden: boolean) {
  const visits = hidden
    ? sql`nadir.visits_in_sight(${trialId})`
    : sql`record.visit v where v.trial_id = ${trialId} and v.superseded_at is null`;
  const [head] = await sql<{ document: unknown; subjects: number; visits: number; simulatedVisits: number }[]>`
    select t.document, counted.*,
      (select count(*)::int from record.subject where trial_id = t.id and superseded_at is null) as subjects
    from record.trial t cross join lateral (
      select count(*)::int as visits, count(*) filter (where simulated)::int as "simulatedVisits" from ${visits}) counted
    where t.id = ${trialId}`;
  if (hidden) return { ...head!, responses: [], flags: [], changes: [], withoutChange: [], burden: null };
  const responses = await sql<Cohort["responses"]>`
    select criterion, coalesce(best_overall, 'NE') as best, count(*)::int as subjects
    from derived.assessment where trial_id = ${trialId} and current group by 1, 2 order by 1, 3 desc`;
  const flags = await sql<Cohort["flags"]>`
    select definition, result, count(distinct subject_id)::int as subjects
    from derived.flag where trial_id = ${trialId} and current group by 1, 2 order by 1, 2`;
  const judged = await sql<
    {
      subject: string;
      best: string | null;
      criterion: CriterionId;
      changePercent: number | null;
      unit: SizeFigures["unit"] | null;
      parameters: CriterionOutcome["parameters"] | null;
    }[]
  >`
    select s.key as subject, a.best_overall as best, a.criterion, c.change as "changePercent", c.unit,
      a.outcome -> 'parameters' as parameters
    from derived.assessment a
    join record.subject s on s.id = a.subject_id
    cross join lateral (
      select min((o.value #>> '{size,percentFromBaseline}')::float8) filter (where ${untilProgression(sql)}) as change,
        max(o.value #>> '{size,unit}') as unit
      from jsonb_each(a.outcome -> 'visits') o
    ) c
    where a.trial_id = ${trialId} and a.current and a.criterion = (
      select p ->> 'id' from record.trial t, jsonb_array_elements(t.document -> 'criteria') p
      where t.id = ${trialId} and (p ->> 'primary')::boolean limit 1)
    order by c.change desc nulls last, s.key`;
  return {
    ...head!,
    responses: [...responses],
    flags: [...flags],
    changes: judged.flatMap(({ subject, changePercent, best }) =>
      changePercent === null ? [] : [{ subject, changePercent, best }],
    ),
    withoutChange: judged.flatMap(({ subject, changePercent }) => (changePercent === null ? [subject] : [])),
    burden: burdenOf(judged),
  };
}

function burdenOf(
  judged: readonly {
    readonly criterion: CriterionId;
    readonly unit: SizeFigures["unit"] | null;
    readonly parameters: CriterionOutcome["parameters"] | null;
  }[],
): Cohort["burden"] {
  const criterion = judged[0]?.criterion;
  if (criterion === undefined) return null;
  const parameters = judged.find((one) => one.parameters !== null)?.parameters ?? null;
  const unit = judged.find((one) => one.unit !== null)?.unit ?? unitOfCriterion(criterion, parameters ?? undefined);
  return { unit, thresholds: changeThresholds(criterion, { parameters, unit }) };
}
