import type { Tx } from "@nadir/db";
import { type AdverseEvent, key, type Treatment, trial } from "@nadir/domain";
import { type ImmuneEvent, type ImmuneOrgan, immuneEvents, immuneOrganName, summariseImmuneEvents } from "@nadir/risk";
import { z } from "zod";
import { grouped } from "../intake/grouped.ts";
import { remembered, stateOfTrial } from "../kept/index.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";
import { pageOf, rowsPage } from "../read/rows-page.ts";
import type { View } from "../read/view.ts";
import { responseAccess } from "../responses/cohort-outcomes.ts";

const days = z.number();
const summary = z.object({
  patients: z.int(),
  /** Patients by worst grade, 1 to 5. */
  byGrade: z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()]),
  events: z.int(),
  /** Days from the start of immunotherapy to a patient's first event. */
  onset: z.object({ median: days, least: days, greatest: days }).nullable(),
  steroids: z.int().nullable(),
  held: z.int().nullable(),
  withdrawn: z.int().nullable(),
});

export const immuneEvent = z.object({
  id: z.string(),
  term: z.string(),
  organ: z.string(),
  organName: z.string(),
  grade: z.int(),
  start: z.string(),
  end: z.string().nullable(),
  onsetDays: z.int().nullable(),
  under: z.array(z.string()),
  steroids: z.boolean().nullable(),
  steroidCourse: z.string().nullable(),
  action: z.enum(["none", "reduced", "interrupted", "withdrawn"]).nullable(),
  serious: z.boolean(),
});

export const immuneEventsQuery = z.object({ trial: key, ...rowsPage });

export const trialImmuneEvents = z.object({
  trial: z.object({ key, title: z.string(), dates: trial.shape.dates }),
  /** Patients that are counted, with or without an event. */
  patients: z.int(),
  /** Of sealed test sets, which a modelling role may not see. */
  withheld: z.int(),
  organs: z.array(summary.extend({ organ: z.string(), name: z.string() })),
  all: summary,
  /** Those of the page asked for; `all.events` counts all. */
  events: z.array(immuneEvent.extend({ subject: z.string() })),
});
export type TrialImmuneEvents = z.infer<typeof trialImmuneEvents>;

/** An event as it leaves the server. */
export const eventShape = (event: ImmuneEvent): object => ({
  ...event,
  organName: immuneOrganName(event.organ as ImmuneOrgan),
});

/**
 * The immune-related events of a trial by organ and patient. Refuses a blinded reader. To a modelling role sealed patients
 * are not told at all: a grade or an end that was reached after their index day would stand in a row of before.
 */
export async function readImmuneEvents(
  tx: Tx,
  personId: string,
  query: z.infer<typeof immuneEventsQuery>,
): Promise<TrialImmuneEvents> {
  const { trialId, view } = await responseAccess(tx, personId, query.trial);
  await noteSealedCourses(tx, trialId, "immune-related events");
  const state = await stateOfTrial(tx, trialId);
  const found = await remembered(tx, state, `immune-related events ${view}`, () => eventsOfTrial(tx, trialId, view));
  return trialImmuneEvents.parse({
    ...found,
    trial: { key: query.trial, ...found.trial },
    events: pageOf(found.events, query),
  });
}

async function eventsOfTrial(tx: Tx, trialId: string, view: View) {
  const [about] = await tx.sql<{ title: string; dates: unknown }[]>`
    select document ->> 'title' as title, document -> 'dates' as dates from record.trial where id = ${trialId}`;
  const subjects = await tx.sql<{ id: string; key: string; start: string | null; sealed: boolean }[]>`
    select s.id, s.key, coalesce(s.document ->> 'immunotherapyStart', s.treatment_start::text) as start,
           exists (select from sealed.member m where m.subject_id = s.id) as sealed
      from record.subject s where s.trial_id = ${trialId} and s.superseded_at is null order by s.key`;
  const shown = subjects.filter(({ sealed }) => view !== "statistician" || !sealed);
  const of = async <T>(table: string): Promise<Map<string, { document: T }[]>> =>
    grouped(
      await tx.sql<{ subject: string; document: T }[]>`
        select subject_id as subject, document from record.${tx.sql(table)}
         where trial_id = ${trialId} and superseded_at is null order by start_on, key`,
      ({ subject }) => subject,
    );
  const events = await of<AdverseEvent>("adverse_event");
  const treatments = await of<Treatment>("treatment");
  const documents = <T>(rows: readonly { document: T }[] | undefined) => (rows ?? []).map(({ document }) => document);
  const patients = shown.map(({ id, key: subject, start }) => ({
    subject,
    events: immuneEvents(documents(events.get(id)), documents(treatments.get(id)), start),
  }));
  const { organs, all } = summariseImmuneEvents(patients.map((p) => p.events));
  return {
    trial: about,
    patients: shown.length,
    withheld: subjects.length - shown.length,
    organs: organs.map((row) => ({ ...row, name: immuneOrganName(row.organ) })),
    all,
    events: patients.flatMap(({ subject, events: own }) => own.map((event) => ({ subject, ...eventShape(event) }))),
  };
}
