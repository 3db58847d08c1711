import type { Tx } from "@nadir/db";
import { type BoardEntry, boardHash, hashOf, type Permission, refuse } from "@nadir/domain";
import { notAllowed } from "../identity/permissions.ts";
import { trialAccess } from "../read/index.ts";
import { noteSealedCourse, noteSealedCoursesOf } from "../read/note-sealed.ts";
import {
  type AgendaItem,
  agendaFacts,
  agendaOf,
  agendasOf,
  changesOf,
  courseOf,
  coursesOf,
  meetingRow,
} from "./board-rows.ts";
import type { CaseDetail, CaseQuery, MeetingCard, MeetingDetail, MeetingQuery, MeetingsQuery } from "./board-shape.ts";

const mayOf = (permissions: ReadonlySet<Permission>) => ({
  prepare: permissions.has("decide") || permissions.has("enter-data"),
  decide: permissions.has("decide"),
});

/** The board's meetings of a trial, latest first. Refuses whoever may not read the record unblinded. */
export async function listMeetings(tx: Tx, personId: string, { trial, from }: MeetingsQuery) {
  const { trialId, permissions } = await trialAccess(tx, personId, trial);
  if (!permissions.has("read-record")) notAllowed("read-record", permissions);
  const rows = await tx.sql<Omit<MeetingCard, "patients" | "decided">[]>`
    select id, held_on::text as "heldOn", title, off_because as "offBecause" from board.meeting_now
     where trial_id = ${trialId} and held_on >= ${from ?? "-infinity"}::date order by held_on desc, title`;
  const agendas = await agendasOf(
    tx,
    rows.map(({ id }) => id),
  );
  await noteSealedCoursesOf(
    tx,
    [...agendas.values()].flatMap((agenda) => agenda.map((c) => c.row.subjectId)),
  );
  const meetings: MeetingCard[] = rows.map((row) => {
    const heard = (agendas.get(row.id) ?? []).filter((c) => !c.state.isWithdrawn);
    return { ...row, patients: heard.length, decided: heard.filter((c) => c.state.decision).length };
  });
  const [{ trialTitle }] = await tx.sql<[{ trialTitle: string }]>`
    select title as "trialTitle" from record.trial where id = ${trialId}`;
  return { trialTitle, meetings, may: mayOf(permissions) };
}

export async function readMeeting(
  tx: Tx,
  personId: string,
  { meeting: meetingId, trial }: MeetingQuery,
): Promise<MeetingDetail> {
  const { trialId, ...meeting } = await meetingRow(tx, meetingId, trial);
  const [{ permissions }, agenda, { order, mayOrder, others }] = await Promise.all([
    trialAccess(tx, personId, meeting.trial),
    agendaOf(tx, meetingId),
    agendaFacts(tx, trialId, meetingId),
  ]);
  await noteSealedCoursesOf(
    tx,
    agenda.map((c) => c.row.subjectId),
  );
  const may = mayOf(permissions);
  const isOn = meeting.offBecause === null;
  return {
    ...meeting,
    cases: await linesOf(tx, agenda),
    others: may.prepare && isOn ? others : [],
    order,
    may: {
      ...{ prepare: may.prepare && isOn, decide: may.decide && isOn, order: mayOrder && isOn },
      change: mayOrder && agenda.every((c) => c.state.decision === null),
    },
  };
}

async function linesOf(tx: Tx, agenda: readonly AgendaItem[]): Promise<MeetingDetail["cases"]> {
  const decided = agenda.filter((c) => c.state.decision);
  const now = await coursesOf(
    tx,
    decided.map((c) => c.row.subjectId),
  );
  return agenda.map(({ line, row, state }) => ({
    ...line,
    hasChangedSince:
      state.decision !== null && changesOf(state.decision.course, now.get(row.subjectId) ?? {}).length > 0,
  }));
}

/** One patient of the agenda with everything that the board did. Refuses `MEETING_UNKNOWN`, `CASE_UNKNOWN`. */
export async function readCase(
  tx: Tx,
  personId: string,
  { meeting: meetingId, subject, trial }: CaseQuery,
): Promise<CaseDetail> {
  const meeting = await meetingRow(tx, meetingId, trial);
  const [{ permissions }, agenda] = await Promise.all([
    trialAccess(tx, personId, meeting.trial),
    agendaOf(tx, meetingId),
  ]);
  const at = agenda.findIndex((c) => c.row.subject === subject);
  const found = agenda[at] ?? notOnAgenda(subject);
  const { state, entries, line, row } = found;
  const [named, now] = await Promise.all([
    namesOf(
      tx,
      entries.map((e) => e.person),
    ),
    courseOf(tx, row.subjectId),
    noteSealedCourse(tx, row.subjectId),
  ]);
  const person = (id: string) => ({ id, name: named.get(id) ?? id });
  const signedAt = new Map(entries.map((e) => [e.hash, e.at]));
  const told = ({ decision, text, reason, again, votes, hash, person: by }: NonNullable<typeof state.decision>) => ({
    ...{ decision, text, reason, again, hash },
    person: person(by),
    at: signedAt.get(hash)!,
    votes: votes.map((v) => ({ vote: v.vote, person: person(v.person) })),
  });
  const heard = (step: 1 | -1) => {
    const next = agenda[at + step];
    return next && !next.state.isWithdrawn ? next.row.subject : null;
  };
  const { decision, proposal } = state;
  return {
    ...line,
    meeting: {
      ...{ id: meeting.id, heldOn: meeting.heldOn, title: meeting.title },
      ...{ offBecause: meeting.offBecause, changed: meeting.changed },
    },
    trial: meeting.trial,
    proposal: proposal && { ...proposal, person: person(proposal.person) },
    votes: state.votes.map((v) => ({ ...v, person: person(v.person) })),
    decided: decision && {
      ...told(decision),
      broken: brokenDecision(row.id, entries, decision.hash),
      changedSince: changesOf(decision.course, now),
    },
    former: state.former.map(told),
    courseHash: hashOf(now),
    seen: state.last.number,
    before: heard(-1),
    after: heard(1),
    may: meeting.offBecause === null ? mayOf(permissions) : { prepare: false, decide: false },
  };
}

/** Why a decision's signature no longer holds: it binds every act of the case before it, each by its hash. */
function brokenDecision(caseId: string, entries: readonly BoardEntry[], signed: string): string | null {
  let before: string | null = null;
  for (const { number, person, act, hash } of entries) {
    if (boardHash({ case: caseId, number, person, before, act }) !== hash)
      return "What the board did on this patient is no longer what was signed.";
    if (hash === signed) return null;
    before = hash;
  }
  return "What the board did on this patient is no longer what was signed.";
}

const notOnAgenda = (subject: string): never =>
  refuse("CASE_UNKNOWN", `Patient '${subject}' is not on the agenda of this meeting, or not at a site of yours.`);

async function namesOf({ sql }: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await sql<
    { id: string; name: string }[]
  >`select id, name from identity."user" where id in ${sql(wanted)}`;
  return new Map(rows.map((row) => [row.id, row.name]));
}
