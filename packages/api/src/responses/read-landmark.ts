import type { Tx } from "@nadir/db";
import { type CriterionId, criterionId, daysBetween, key } from "@nadir/domain";
import { overallSurvival } from "@nadir/response";
import {
  LANDMARK_LEFT_OUT,
  type LandmarkReason,
  type LandmarkSubject,
  landmarkCohort,
  modelAgainstCriterion,
} from "@nadir/risk";
import { z } from "zod";
import { casesOfTrial } from "../compute/cases-of-trial.ts";
import { remembered, stateOfTrial, type TrialState } from "../kept/index.ts";
import { criteriaOfTrial, responseAccess } from "./cohort-outcomes.ts";

export const landmarkQuery = z.object({
  trial: key,
  /** Left out: the trial's primary criterion. */
  criterion: criterionId.optional(),
  /** Code of a numeric biomarker; left out: the first that the trial has. */
  score: z.string().optional(),
  /** A smaller score means an earlier event. */
  lowerIsWorse: z.boolean().default(false),
  /** Days from treatment start. */
  landmarkDays: z.number().positive().max(3650).default(84),
  /** Days from the landmark at which the AUC is taken. */
  horizonDays: z.number().positive().max(3650).default(365),
});

const notEstimable = z.object({ estimable: z.literal(false), reason: z.string() });
const interval = z.object({ lower: z.number(), upper: z.number(), level: z.number() });
const c = z.object({ c: z.number(), interval });
const paired = { difference: z.number(), interval, p: z.number() };
const test = z.object({ chiSquare: z.number(), df: z.int(), p: z.number() });

export const landmark = z.object({
  criteria: z.array(criterionId),
  criterion: criterionId,
  /** Codes of the numeric biomarkers of the trial; empty where it has none. */
  scores: z.array(z.string()),
  score: z.string().nullable(),
  landmarkDays: z.number(),
  horizonDays: z.number(),
  lowerIsWorse: z.boolean(),
  leftOut: z.array(z.object({ reason: z.string(), patients: z.int() })),
  comparison: z
    .union([
      z.object({
        estimable: z.literal(true),
        patients: z.int(),
        events: z.int(),
        categories: z.record(z.string(), z.int()),
        model: c,
        criterion: c,
        ...paired,
        auc: z
          .union([
            z.object({ estimable: z.literal(true), model: z.number(), criterion: z.number(), ...paired }),
            notEstimable,
          ])
          .nullable(),
        likelihood: z.union([
          z.object({
            estimable: z.literal(true),
            modelToCriterion: test,
            criterionToModel: test,
            categories: z.array(z.string()),
          }),
          notEstimable,
        ]),
        replicates: z.int(),
        seed: z.int(),
      }),
      notEstimable,
    ])
    .nullable(),
});
export type Landmark = z.infer<typeof landmark>;

/** Few enough for a request; `nadir landmark` draws as many as are asked for. */
const REPLICATES = 500;
const SEED = 20_260_101;
/** The AUC compares every case with every control in every resample. */
const MOST_FOR_AUC = 300;

/**
 * A biomarker beside a criterion as predictor of survival, from a landmark on. Patients of a sealed test set are never in
 * it, whoever asks: their survival beside a score is what an opening is for.
 */
export async function readLandmark(tx: Tx, personId: string, query: z.infer<typeof landmarkQuery>): Promise<Landmark> {
  const access = await responseAccess(tx, personId, query.trial);
  const { own, possible } = await criteriaOfTrial(tx, access.trialId);
  const criterion = query.criterion ?? own[0]!;
  const codes = await tx.sql<{ code: string }[]>`
    select distinct code from record.biomarker
    where trial_id = ${access.trialId} and superseded_at is null and value is not null order by code`;
  const scores = codes.map(({ code }) => code);
  const score = query.score !== undefined && scores.includes(query.score) ? query.score : (scores[0] ?? null);
  const { landmarkDays, horizonDays, lowerIsWorse } = query;
  const asked = { criteria: possible, criterion, scores, score, landmarkDays, horizonDays, lowerIsWorse };
  if (score === null) return { ...asked, leftOut: [], comparison: null };
  const state = await stateOfTrial(tx, access.trialId);
  const question = `landmark ${criterion} ${score} ${landmarkDays} ${horizonDays} ${lowerIsWorse}`;
  return {
    ...asked,
    ...(await remembered(tx, state, question, async () => {
      const subjects = await scoredSubjects(tx, state, query, score);
      return besideCriterion(subjects, criterion, query);
    })),
  };
}

function besideCriterion(
  subjects: readonly LandmarkSubject[],
  criterion: CriterionId,
  { landmarkDays, horizonDays }: { landmarkDays: number; horizonDays: number },
): Pick<Landmark, "leftOut" | "comparison"> {
  const { patients, leftOut } = landmarkCohort(subjects, criterion, landmarkDays);
  const comparison = modelAgainstCriterion(patients, {
    seed: SEED,
    replicates: REPLICATES,
    ...(patients.length <= MOST_FOR_AUC ? { horizon: horizonDays } : {}),
  });
  return {
    leftOut: (Object.entries(leftOut) as [LandmarkReason, number][])
      .filter(([, n]) => n > 0)
      .map(([reason, n]) => ({ reason: LANDMARK_LEFT_OUT[reason], patients: n })),
    comparison: landmark.shape.comparison.parse(comparison),
  };
}

async function scoredSubjects(
  tx: Tx,
  state: TrialState,
  { lowerIsWorse, landmarkDays }: { lowerIsWorse: boolean; landmarkDays: number },
  code: string,
): Promise<LandmarkSubject[]> {
  const { trialId } = state;
  const markers = await tx.sql<{ subject_id: string; on: string | null; value: number }[]>`
    select subject_id, date::text as on, value from record.biomarker
    where trial_id = ${trialId} and superseded_at is null and code = ${code} and value is not null
    order by date nulls first`;
  const survivals = await tx.sql<
    { id: string; sealed: boolean; days: number | null; event: boolean | null; lastContact: string | null }[]
  >`
    select s.id, s.id in (select nadir.sealed_subjects()) as sealed, o.time_days as days, o.event,
      f.last_contact_on::text as "lastContact"
    from record.subject s
    left join record.outcome o on o.subject_id = s.id and o.superseded_at is null and lower(o.endpoint) = 'os'
    left join record.follow_up f on f.subject_id = s.id and f.superseded_at is null
    where s.trial_id = ${trialId} and s.superseded_at is null`;
  const survivalOf = new Map(survivals.map((row) => [row.id, row]));
  const cases = await casesOfTrial(tx, state);
  return cases.flatMap(({ subjectId, key: id, document }) => {
    if (!document) return [];
    const known = survivalOf.get(subjectId);
    const dated = markers.filter(({ subject_id }) => subject_id === subjectId);
    const start = document.course.treatmentStart;
    // The latest figure that was known at the landmark; else the first that came after, which is then left out and counted.
    const marker =
      dated.findLast(({ on }) => on === null || daysBetween(start, on) <= landmarkDays) ?? dated[0] ?? null;
    const value = marker === null ? null : lowerIsWorse ? -marker.value : marker.value;
    return [{ id, document, score: value, scoredOn: marker?.on ?? null, survival: survivalFrom(known, document) }];
  });
}

/** The recorded overall survival, else death or last contact; nothing where neither is recorded, or it is sealed. */
function survivalFrom(
  known: { sealed: boolean; days: number | null; event: boolean | null; lastContact: string | null } | undefined,
  document: LandmarkSubject["document"],
): LandmarkSubject["survival"] {
  if (known === undefined || known.sealed) return null;
  if (known.days !== null && known.event !== null) return { days: known.days, event: known.event };
  if (document.course.deathDate === undefined && known.lastContact === null) return null;
  const { days, status } = overallSurvival(document, known.lastContact ?? undefined);
  return { days, event: status === "event" };
}
