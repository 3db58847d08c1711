import type { Tx } from "@nadir/db";
import { type CriterionId, refuse, trial as trialDocument } from "@nadir/domain";
import { changeThresholds, unitOfCriterion } from "@nadir/response";
import { remembered, stateOfTrial, type TrialState } from "../kept/index.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";
import { criteriaOfTrial, responseAccess } from "../responses/cohort-outcomes.ts";
import { type BestRow, type CohortCourses, type CourseRow, readCourses } from "./cohort-courses.ts";
import type { CohortQuery, CohortResponses } from "./cohort-shape.ts";
import { patientOf } from "./patient-of.ts";
import { responseTable } from "./response-table.ts";

/** A cohort as asked for: its courses and best responses, narrowed. */
export interface AskedCohort {
  readonly state: TrialState;
  readonly criterion: CriterionId;
  readonly criteria: readonly CriterionId[];
  readonly title: string;
  readonly dates: unknown;
  /** Of the whole trial, as this person sees it. */
  readonly whole: CohortCourses;
  /** Those asked for; gone through only where an answer is made of them. */
  readonly narrowed: () => { readonly courses: readonly CourseRow[]; readonly best: readonly BestRow[] };
}

/**
 * Finds the cohort that is asked about, and notes in the log whom of a sealed set the person was told of. Refuses
 * `TRIAL_UNKNOWN`, a blinded reader (`NOT_ALLOWED`) and a criterion that is not the trial's (`CRITERION_NOT_OF_TRIAL`).
 */
export async function askedCohort(tx: Tx, personId: string, query: CohortQuery): Promise<AskedCohort> {
  const access = await responseAccess(tx, personId, query.trial);
  const { own: criteria, title, dates } = await criteriaOfTrial(tx, access.trialId);
  const criterion = query.criterion ?? criteria[0]!;
  if (!criteria.includes(criterion))
    refuse(
      "CRITERION_NOT_OF_TRIAL",
      `This trial's responses are not stored under ${criterion}; there are ${criteria.join(", ")}.`,
      { found: criterion, expected: criteria.join(", ") },
    );
  await noteSealedCourses(tx, access.trialId, "cohort");
  const state = await stateOfTrial(tx, access.trialId);
  const whole = await readCourses(tx, state, access.view, criterion);
  const only = query.only === undefined ? null : new Set(query.only);
  const isAsked = ({ key, arm, site }: { key: string; arm: string; site: string }) =>
    (query.arm === undefined || arm === query.arm) &&
    (query.site === undefined || site === query.site) &&
    (only === null || only.has(key));
  return {
    state,
    criterion,
    criteria,
    title,
    dates,
    whole,
    narrowed: () => ({ courses: whole.courses.filter(isAsked), best: whole.best.filter(isAsked) }),
  };
}

/** Every patient's course under one criterion, and the response table by arm under each of the trial's criteria. */
export async function readCohortResponses(tx: Tx, personId: string, query: CohortQuery): Promise<CohortResponses> {
  return responsesIn(tx, await askedCohort(tx, personId, query), query);
}

export function responsesIn(tx: Tx, asked: AskedCohort, query: CohortQuery): Promise<CohortResponses> {
  return remembered(tx, asked.state, `cohort's responses ${JSON.stringify(query)}`, async () =>
    responsesOf(asked, query),
  );
}

function responsesOf(asked: AskedCohort, query: CohortQuery): CohortResponses {
  const { criterion, criteria, whole } = asked;
  const { courses, best } = asked.narrowed();
  const patients = courses.map((row) => patientOf(row, query.best));
  const parameters = whole.courses.find(({ outcome }) => outcome.parameters !== null)?.outcome.parameters;
  const unit =
    whole.courses.find((row) => row.unit !== null)?.unit ?? unitOfCriterion(criterion, parameters ?? undefined);
  return {
    trial: { key: query.trial, title: asked.title, dates: trialDocument.shape.dates.parse(asked.dates) },
    criteria: [...criteria],
    criterion,
    name: whole.courses[0]?.outcome.name ?? criterion,
    best: query.best,
    unit,
    thresholds: changeThresholds(criterion, { parameters: parameters ?? null, unit }),
    arms: counted(whole.courses.map(({ arm }) => arm)),
    sites: counted(whole.courses.map(({ site }) => site)),
    withheld: whole.withheld,
    notAssessed: new Set(whole.best.map(({ key }) => key)).size - whole.courses.length,
    simulated: patients.filter((p) => p.simulated).length,
    patients,
    table: responseTable(best, criteria, query.best),
  };
}

function counted(names: readonly string[]): { value: string; patients: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([value, patients]) => ({ value, patients })).sort((a, b) => (a.value < b.value ? -1 : 1));
}
