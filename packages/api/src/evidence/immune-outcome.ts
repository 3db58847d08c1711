import type { Tx } from "@nadir/db";
import type { ImmuneEventTarget } from "@nadir/domain";
import { type ImmuneEventOutcome, immuneEventOutcome, immuneEvents } from "@nadir/risk";
import type { CourseFacts } from "./read-course-facts.ts";

/** What became of a subject: the day of death, and the last day on which the record says anything of the subject. */
export interface KnownUntil {
  readonly deathOn: string | null;
  readonly lastKnown: string | null;
}

/** Row-level security decides what is there: of a sealed course a modelling role reads nothing past its index day. */
export async function knownUntil({ sql }: Tx, subjectId: string): Promise<KnownUntil> {
  const [row] = await sql<KnownUntil[]>`
    select (select death_on::text from record.follow_up where subject_id = ${subjectId} and superseded_at is null) as "deathOn",
           greatest(
             (select (document ->> 'lastContactOn')::date from record.follow_up
               where subject_id = ${subjectId} and superseded_at is null),
             (select max(date) from record.visit where subject_id = ${subjectId} and superseded_at is null),
             (select max(date) from record.observation where subject_id = ${subjectId} and superseded_at is null),
             (select max(start_on) from record.adverse_event where subject_id = ${subjectId} and superseded_at is null)
           )::text as "lastKnown"`;
  return row!;
}

/** Whether the event that a model foretells came, from the record. */
export const immuneOutcomeOf = (
  facts: Pick<CourseFacts, "adverseEvents" | "treatments">,
  target: ImmuneEventTarget,
  start: string | null,
  until: KnownUntil,
): ImmuneEventOutcome =>
  immuneEventOutcome(immuneEvents(facts.adverseEvents, facts.treatments, start), target, { start, ...until });
