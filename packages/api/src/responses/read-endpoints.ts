import type { Tx } from "@nadir/db";
import { type CriterionId, criterionId, key, trial as trialDocument } from "@nadir/domain";
import { CUT_OFFS, endpointsOf } from "@nadir/response";
import { type EndpointSummary, summariseEndpoints } from "@nadir/risk";
import { z } from "zod";
import { keptPart } from "../kept/index.ts";
import { pageOf, rowsPage } from "../read/rows-page.ts";
import { askCohort, type CohortOutcomes, criteriaOfTrial, responseAccess } from "./cohort-outcomes.ts";
import { curveSteps, medianTime } from "./curve-shape.ts";

export const endpointsQuery = z.object({
  trial: key,
  /** Left out: the trial's primary criterion. */
  criterion: criterionId.optional(),
  /** Of the patients; the figures are of all. */
  ...rowsPage,
});

const notEstimable = z.object({ estimable: z.literal(false), reason: z.string() });
const interval = z.object({ lower: z.number(), upper: z.number(), level: z.number() });
const rate = z.union([
  z.object({ estimable: z.literal(true), count: z.int(), of: z.int(), estimate: z.number(), interval }),
  notEstimable,
]);
const time = z.union([
  z.object({
    estimable: z.literal(true),
    curve: z.object({
      n: z.int(),
      events: z.int(),
      steps: curveSteps,
    }),
    median: medianTime,
    rules: z.array(z.object({ rule: z.string(), patients: z.int() })),
  }),
  notEstimable,
]);
const states = z.record(z.string(), z.int());

export const timeToEvent = z.object({
  status: z.enum(["event", "censored"]),
  cause: z.enum(["progression", "death"]).nullable(),
  date: z.string(),
  days: z.int(),
  rule: z.string(),
});

export const patientEndpoints = z.object({
  pfs: timeToEvent,
  ttp: timeToEvent,
  os: timeToEvent,
  durableClinicalBenefit: z.object({ state: z.enum(["yes", "no", "left-out"]), rule: z.string() }),
  objectiveResponse: z.object({ unconfirmed: z.boolean(), confirmed: z.boolean() }),
  diseaseControl: z.object({ unconfirmed: z.boolean(), confirmed: z.boolean() }),
  durationOfResponse: z
    .object({ from: z.string(), to: z.string(), status: z.enum(["event", "censored"]), days: z.int() })
    .nullable(),
  landmarks: z.array(z.object({ landmarkDays: z.number(), state: z.string(), label: z.string().nullable() })),
  cutOffs: z.array(z.object({ id: z.string(), state: z.string(), days: z.int() })),
});

export const trialEndpoints = z.object({
  trial: z.object({ key: z.string(), title: z.string(), dates: trialDocument.shape.dates }),
  criteria: z.array(criterionId),
  criterion: criterionId,
  /** The criterion with what the trial changed of it. */
  name: z.string(),
  summary: z.object({
    patients: z.int(),
    objectiveResponse: z.object({ confirmed: rate, unconfirmed: rate }),
    diseaseControl: z.object({ confirmed: rate, unconfirmed: rate }),
    durableClinicalBenefit: z.object({ rate, leftOut: z.int() }),
    pfs: time,
    ttp: time,
    os: time,
    durationOfResponse: time,
    landmarks: z.array(z.object({ landmarkDays: z.number(), states })),
    cutOffs: z.array(z.object({ id: z.string(), title: z.string(), states })),
  }),
  /** Those of the page asked for; `summary.patients` counts all. */
  patients: z.array(
    patientEndpoints.extend({
      subject: z.string(),
      arm: z.string(),
      best: z.object({ confirmed: z.string(), unconfirmed: z.string() }),
    }),
  ),
  /** Patients whose overall survival the source entered: what is computed here from recorded deaths may differ from it. */
  enteredSurvival: z.int(),
  /** Patients to whom the criterion could not be applied. */
  notAssessed: z.int(),
  refused: z.int(),
  withheld: z.int(),
});
export type TrialEndpoints = z.infer<typeof trialEndpoints>;
/** The same, where figures and patients that were checked before are not checked again: there are thousands. */
export const keptEndpoints = trialEndpoints.extend({
  summary: keptPart(trialEndpoints.shape.summary),
  patients: keptPart(trialEndpoints.shape.patients),
});

/** The endpoints of a trial under one criterion: rates, curves, cut-offs, and each patient's own with its rule. */
export async function readEndpoints(
  tx: Tx,
  personId: string,
  query: z.infer<typeof endpointsQuery>,
): Promise<TrialEndpoints> {
  const access = await responseAccess(tx, personId, query.trial);
  const { own, possible, title, dates } = await criteriaOfTrial(tx, access.trialId);
  const criterion = query.criterion ?? own[0]!;
  const found = await askCohort(
    tx,
    access,
    { told: "responses", question: `endpoints ${criterion}`, criteria: [criterion] },
    (cohort) => endpointsUnder(cohort, criterion),
  );
  const [entered] = await tx.sql<{ patients: number }[]>`
    select count(distinct subject_id)::int as patients from record.outcome
    where trial_id = ${access.trialId} and superseded_at is null and lower(endpoint) = 'os'`;
  return {
    trial: { key: query.trial, title, dates: trialDocument.shape.dates.parse(dates) },
    criteria: possible,
    criterion,
    ...found,
    patients: pageOf(found.patients, query),
    enteredSurvival: entered?.patients ?? 0,
  };
}

function endpointsUnder({ subjects, refused, withheld }: CohortOutcomes, criterion: CriterionId) {
  const patients = subjects.flatMap(({ key: subject, arm, document, outcomes, lastContactOn }) => {
    const outcome = outcomes[criterion];
    if (!outcome) return [];
    const endpoints = endpointsOf(document, outcome, lastContactOn === null ? {} : { lastContact: lastContactOn });
    return [{ subject, arm, best: outcome.bestOverall, endpoints, name: outcome.name }];
  });
  const summary = summariseEndpoints(
    criterion,
    patients.map(({ endpoints }) => endpoints),
  );
  return {
    name: patients[0]?.name ?? criterion,
    summary: shownSummary(summary),
    patients: patients.map(({ subject, arm, best, endpoints }) => ({ subject, arm, best, ...mutable(endpoints) })),
    notAssessed: subjects.length - patients.length,
    refused: refused.length,
    withheld,
  };
}

const shownSummary = (summary: EndpointSummary): TrialEndpoints["summary"] =>
  mutable({
    ...summary,
    cutOffs: summary.cutOffs.map(({ id, states: counts }) => ({
      id,
      title: CUT_OFFS.find((cutOff) => cutOff.id === id)?.title ?? id,
      states: counts,
    })),
  });

/** The engine's answers are read-only; what leaves the server is the same data as plain lists. */
type Mutable<T> = T extends readonly (infer E)[]
  ? Mutable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;
const mutable = <T>(value: T): Mutable<T> => value as Mutable<T>;
