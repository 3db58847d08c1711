import type { Tx } from "@nadir/db";
import { type BoardAct, type BoardEntry, type BoardState, boardState, refuse } from "@nadir/domain";
import type { CaseLine } from "./board-shape.ts";

export interface CaseRow {
  readonly id: string;
  readonly meetingId: string;
  readonly trialId: string;
  readonly siteId: string;
  readonly subjectId: string;
  readonly subject: string;
}

export interface ActRow extends BoardEntry {
  readonly caseId: string;
  readonly at: Date;
}

export interface MeetingRow {
  readonly id: string;
  readonly trialId: string;
  readonly trial: string;
  readonly trialTitle: string;
  readonly heldOn: string;
  readonly title: string;
  /** Why it was called off; null where it stands. */
  readonly offBecause: string | null;
  /** How often it was changed: who changes it names that. */
  readonly changed: number;
}

/**
 * The meeting; one that the person may not see is told like one that does not exist, and so is one of another trial than the
 * one named.
 */
export async function meetingRow({ sql }: Tx, meetingId: string, trial?: string): Promise<MeetingRow> {
  const [row] = await sql<MeetingRow[]>`
    select m.id, m.trial_id as "trialId", t.key as trial, t.title as "trialTitle", m.held_on::text as "heldOn", m.title,
           m.off_because as "offBecause", m.number as changed
      from board.meeting_now m join record.trial t on t.id = m.trial_id where m.id = ${meetingId}
       ${trial === undefined ? sql`` : sql`and t.key = ${trial}`}`;
  return row ?? refuse("MEETING_UNKNOWN", "There is no such meeting of a board, or it is not of a trial of yours.");
}

/** Whether the person prepares meetings of the whole trial: who sees one site alone calls and orders none for the others. */
export async function preparesWholeTrial({ sql }: Tx, trialId: string): Promise<boolean> {
  const [row] = await sql<[{ may: boolean }]>`
    select ${trialId}::uuid = any (nadir.trials_with_role('{board,coordinator}')::uuid[]) as may`;
  return row.may;
}

/** Whoever calls or changes a meeting of a trial does so one after the other, to the end of the transaction. */
export async function holdMeetings({ sql }: Tx, trialId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`meetings of ${trialId}`}, 0))`;
}

/** The meeting, by id, that stands on this day under this name. */
export async function standingAlike(
  { sql }: Tx,
  trialId: string,
  { heldOn, title }: { readonly heldOn: string; readonly title: string },
): Promise<string | undefined> {
  const [row] = await sql<{ id: string }[]>`
    select id from board.meeting_now
     where trial_id = ${trialId} and held_on = ${heldOn} and title = ${title} and not is_off limit 1`;
  return row?.id;
}

/** The patients of some meetings, of each in the order in which they are heard; those whom no order names come after, as they were put on. */
export const caseRows = ({ sql }: Tx, meetingIds: readonly string[]) => sql<CaseRow[]>`
  with ordered as (
    select distinct on (meeting_id) meeting_id, cases from board.agenda_order
     where meeting_id = any(${[...meetingIds]}::uuid[]) order by meeting_id, number desc)
  select c.id, c.meeting_id as "meetingId", c.trial_id as "trialId", c.site_id as "siteId", c.subject_id as "subjectId", s.key as subject
    from board.case c join record.subject s on s.id = c.subject_id left join ordered o on o.meeting_id = c.meeting_id
   where c.meeting_id = any(${[...meetingIds]}::uuid[]) order by array_position(o.cases, c.id) nulls last, c.at, s.key`;

/** What else is known of an agenda: the number of its order, 0 before the first, and what concerns changing it. */
export interface AgendaFacts {
  readonly order: number;
  /** Whether the person prepares agendas of the whole trial: who sees one site alone does not order the others' patients. */
  readonly mayOrder: boolean;
  /** Keys of the trial's patients who are not on it, of those whom the person may see. */
  readonly others: string[];
}

export async function agendaFacts({ sql }: Tx, trialId: string, meetingId: string): Promise<AgendaFacts> {
  const [row] = await sql<[AgendaFacts]>`
    select coalesce((select max(number) from board.agenda_order where meeting_id = ${meetingId}), 0)::int as "order",
           ${trialId}::uuid = any (nadir.trials_with_role('{board,coordinator}')::uuid[]) as "mayOrder",
           array(select key from record.subject s
                  where trial_id = ${trialId} and superseded_at is null
                    and not exists (select from board.case c where c.meeting_id = ${meetingId} and c.subject_id = s.id)
                  order by key) as others`;
  return row;
}

/** Every act of these cases, in order. */
export async function actRows({ sql }: Tx, caseIds: readonly string[]): Promise<Map<string, ActRow[]>> {
  const rows = await sql<(Omit<ActRow, "act"> & { act: BoardAct })[]>`
    select case_id as "caseId", number, created_by as person, document as act, document_hash as hash, at
      from board.act where case_id = any(${[...caseIds]}::uuid[]) order by case_id, number`;
  const found = new Map<string, ActRow[]>(caseIds.map((id) => [id, []]));
  for (const row of rows) found.get(row.caseId)?.push(row);
  return found;
}

/** A case as a line of the agenda. */
export function lineOf({ id, subject }: CaseRow, state: BoardState): CaseLine {
  const { decision, proposal } = state;
  const standing = state.isWithdrawn
    ? "off the agenda"
    : decision
      ? proposal
        ? "taken up again"
        : "decided"
      : proposal
        ? "proposed"
        : "to be heard";
  return { id, subject, question: state.question ?? "", standing, decision: decision?.decision ?? null };
}

/** A case as the agenda has it: its row, what the board did, where that leads, and its line. */
export interface AgendaItem {
  readonly row: CaseRow;
  readonly entries: readonly ActRow[];
  readonly state: BoardState;
  readonly line: CaseLine;
}

/** The agenda as it is heard: lines with their states, those taken off at the end. */
export const agendaOf = async (tx: Tx, meetingId: string): Promise<AgendaItem[]> =>
  (await agendasOf(tx, [meetingId])).get(meetingId) ?? [];

/** The agendas of some meetings, each as it is heard. */
export async function agendasOf(tx: Tx, meetingIds: readonly string[]): Promise<Map<string, AgendaItem[]>> {
  const cases = await caseRows(tx, meetingIds);
  const acts = await actRows(
    tx,
    cases.map((c) => c.id),
  );
  const listed = cases.map((row) => {
    const entries = acts.get(row.id) ?? [];
    const state = boardState(entries);
    return { row, entries, state, line: lineOf(row, state) };
  });
  const heard = [...listed.filter((c) => !c.state.isWithdrawn), ...listed.filter((c) => c.state.isWithdrawn)];
  return new Map(meetingIds.map((id) => [id, heard.filter((c) => c.row.meetingId === id)]));
}

type CourseHashes = Readonly<Record<string, string>>;

/** What the responses of a subject are computed from now: hashes of the course by criterion. */
export const courseOf = async (tx: Tx, subjectId: string): Promise<CourseHashes> =>
  (await coursesOf(tx, [subjectId])).get(subjectId) ?? {};

/** The same of some subjects; who has no responses is not there. */
export async function coursesOf({ sql }: Tx, subjectIds: readonly string[]): Promise<Map<string, CourseHashes>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await sql<{ subjectId: string; criterion: string; hash: string }[]>`
    select subject_id as "subjectId", criterion, input_hash as hash from derived.assessment
     where current and subject_id = any(${[...subjectIds]}::uuid[]) order by criterion`;
  const found = new Map<string, Record<string, string>>();
  for (const { subjectId, criterion, hash } of rows)
    found.set(subjectId, { ...found.get(subjectId), [criterion]: hash });
  return found;
}

/** Criteria that were judged on another course then than now, came, or went. */
export const changesOf = (then: CourseHashes, now: CourseHashes): string[] =>
  [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((c) => then[c] !== now[c]).sort();
