import { asPerson, type Database, type Tx } from "@nadir/db";
import { type Role, refuse } from "@nadir/domain";
import { noteSealedCoursesOf } from "../read/note-sealed.ts";
import { trialAccess, type View } from "../read/view.ts";
import { areDaysHidden } from "../reads/scan-names.ts";
import type { QueryRole, QueryThread, RaiseQuery, SaidInQuery, WaitingQuery } from "./query-shape.ts";

interface EventRow {
  readonly id: string;
  readonly queryId: string;
  readonly subject: string;
  readonly subjectId: string;
  readonly item: string | null;
  readonly act: QueryThread["state"];
  readonly text: string;
  readonly askedOf: QueryRole;
  readonly raisedAs: QueryRole;
  readonly raisedBy: string;
  readonly by: string;
  readonly saidBy: string;
  readonly at: Date;
}

/** In which role a person takes part: the one that answers for the most comes first. */
function roleIn(roles: readonly Role[]): QueryRole {
  if (roles.includes("data-manager") || roles.includes("administrator")) return "data-manager";
  if (roles.includes("coordinator")) return "coordinator";
  if (roles.includes("reader")) return "reader";
  return refuse(
    "NOT_ALLOWED",
    "Queries are raised and answered by coordinators, readers, data managers and administrators of the trial.",
  );
}

/** Raises a query about a patient or an item of the worklist. Refuses `TRIAL_UNKNOWN`, `NOT_ALLOWED`, `SUBJECT_UNKNOWN`. */
export function raiseQueryOn(db: Database, personId: string, asked: RaiseQuery): Promise<{ id: string }> {
  return asPerson(db, personId, async (tx) => {
    const { trialId, roles } = await trialAccess(tx, personId, asked.trial);
    const raisedAs = roleIn(roles);
    const [place] = await tx.sql<{ id: string; siteId: string }[]>`
      select id, site_id as "siteId" from record.subject
       where trial_id = ${trialId} and key = ${asked.subject} and superseded_at is null`;
    if (!place)
      return refuse(
        "SUBJECT_UNKNOWN",
        `There is no patient '${asked.subject}' in this trial, or not at a site of yours.`,
      );
    const id = crypto.randomUUID();
    await tx.sql`insert into record.query_event
      (id, query_id, trial_id, site_id, subject_id, item, act, text, asked_of, raised_by, raised_as)
      values (${id}, ${id}, ${trialId}, ${place.siteId}, ${place.id}, ${asked.item}, 'raised', ${asked.text},
        ${asked.askedOf}, ${personId}, ${raisedAs})`;
    return { id };
  });
}

/**
 * Answers, asks on, or closes. Answers come from the role that is asked, closing from the role that raised it, or from a
 * data manager. Refuses `TRIAL_UNKNOWN`, `QUERY_UNKNOWN`, `QUERY_CLOSED`, `NOT_YOUR_MOVE`.
 */
export function sayInQuery(
  db: Database,
  personId: string,
  { trial, query, act, text }: SaidInQuery,
): Promise<{ state: QueryThread["state"] }> {
  return asPerson(db, personId, async (tx) => {
    const { trialId, roles } = await trialAccess(tx, personId, trial);
    const own = roleIn(roles);
    // Two who speak at once speak one after the other.
    await tx.sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.query/${query}`}, 0))`;
    const events = await eventsOf(tx, tx.sql`e.trial_id = ${trialId} and e.query_id = ${query}`);
    const last = events.at(-1);
    if (!last) return refuse("QUERY_UNKNOWN", "There is no such query, or it is not yours to see.");
    const may = movesOf(last, own, personId);
    if (last.act === "closed") return refuse("QUERY_CLOSED", "This query is closed; raise another one.");
    if (!may.includes(act))
      return refuse(
        "NOT_YOUR_MOVE",
        `This query was ${last.act}; to ${act} is for the ${act === "answer" ? last.askedOf : last.raisedAs} now.`,
      );
    const state = act === "answer" ? "answered" : act === "close" ? "closed" : "raised";
    await tx.sql`
      insert into record.query_event
        (query_id, trial_id, site_id, subject_id, item, act, text, asked_of, raised_by, raised_as)
      select query_id, trial_id, site_id, subject_id, item, ${state}, ${text}, asked_of, raised_by, raised_as
        from record.query_event where id = ${query}`;
    return { state };
  });
}

/** What can be done next by somebody of a role. */
function movesOf(last: EventRow, own: QueryRole, personId: string): QueryThread["may"] {
  if (last.act === "closed") return [];
  const raised = own === "data-manager" || last.raisedBy === personId || (own === last.raisedAs && own !== "reader");
  const asked = own === last.askedOf || own === "data-manager";
  return [
    ...(last.act === "raised" && asked ? (["answer"] as const) : []),
    ...(last.act === "answered" && raised ? (["ask"] as const) : []),
    ...(raised ? (["close"] as const) : []),
  ];
}

/** The threads about a patient that the person may see, the open ones first. Refuses `TRIAL_UNKNOWN`, `NOT_ALLOWED`. */
export async function readQueries(
  tx: Tx,
  personId: string,
  { trial, subject }: { trial: string; subject: string },
): Promise<QueryThread[]> {
  const { trialId, roles, view } = await trialAccess(tx, personId, trial);
  const own = roleIn(roles);
  const isHidden = await areDaysHidden(tx, { trialId, view });
  const events = await eventsOf(tx, tx.sql`e.trial_id = ${trialId} and s.key = ${subject}`);
  await noteSealedCoursesOf(
    tx,
    events.map(({ subjectId }) => subjectId),
  );
  const threads = new Map<string, EventRow[]>();
  for (const event of events) threads.set(event.queryId, [...(threads.get(event.queryId) ?? []), event]);
  const OPEN_FIRST = { raised: 0, answered: 0, closed: 1 } as const;
  return [...threads.values()]
    .map((said): QueryThread => {
      const last = said.at(-1) as EventRow;
      return {
        id: last.queryId,
        subject: last.subject,
        item: itemFor(view, isHidden, last.item),
        askedOf: last.askedOf,
        raisedAs: last.raisedAs,
        state: last.act,
        said: said.map((event) => ({
          act: event.act,
          text: event.text,
          by: byFor(view, personId, event),
          at: event.at,
        })),
        may: movesOf(last, own, personId),
      };
    })
    .sort((a, b) => OPEN_FIRST[a.state] - OPEN_FIRST[b.state]);
}

/**
 * The threads of a trial in which the next step is this person's: asked of their role, or answered to them. The longest
 * waiting first, with no more of each than its thread tells them. Refuses `TRIAL_UNKNOWN`, `NOT_ALLOWED`.
 */
export async function waitingQueries(tx: Tx, personId: string, trialKey: string): Promise<WaitingQuery[]> {
  const { trialId, roles } = await trialAccess(tx, personId, trialKey);
  const own = roleIn(roles);
  const last = await tx.sql<(WaitingQuery & Pick<EventRow, "subjectId" | "askedOf" | "raisedAs" | "raisedBy">)[]>`
    select * from (
      select distinct on (e.query_id) e.query_id as id, s.key as subject, e.subject_id as "subjectId", e.act as state, e.text,
        e.at, e.asked_of as "askedOf", e.raised_as as "raisedAs", e.raised_by as "raisedBy"
        from record.query_event e join record.subject s on s.id = e.subject_id
       where e.trial_id = ${trialId} order by e.query_id, e.at desc, e.id) last
     where state <> 'closed' order by at, id`;
  const waiting = last.filter(({ state, askedOf, raisedAs, raisedBy }) =>
    state === "raised" ? askedOf === own : raisedBy === personId || (raisedAs === own && own !== "reader"),
  );
  await noteSealedCoursesOf(
    tx,
    waiting.map(({ subjectId }) => subjectId),
  );
  return waiting.map(({ id, subject, state, text, at }) => ({ id, subject, state, text, at }));
}

/**
 * A blinded reader is not told by an item's name which criterion waits for a confirmation, or that one does; nor, where days are
 * hidden, of which visit it is.
 */
const itemFor = (view: View, isHidden: boolean, item: string | null): string | null =>
  isHidden || (view === "reader" && item?.startsWith("confirmation/")) ? null : item;

/** A blinded reader is told a role, not a name: whose name it is would tell the site, or who else reads. */
const byFor = (view: View, personId: string, { act, by, saidBy, askedOf, raisedAs }: EventRow): string =>
  view !== "reader" || saidBy === personId ? by : act === "answered" ? askedOf : raisedAs;

/** What the worklist needs to know: threads that wait, and the items of those that were closed. */
export async function queryFacts(
  tx: Tx,
  trialId: string,
): Promise<{
  readonly open: readonly Pick<EventRow, "queryId" | "subject" | "item" | "act" | "text" | "askedOf" | "raisedAs">[];
  readonly settled: ReadonlySet<string>;
}> {
  const last = await tx.sql<EventRow[]>`
    select distinct on (e.query_id) e.query_id as "queryId", s.key as subject, e.item, e.act, e.text,
      e.asked_of as "askedOf", e.raised_as as "raisedAs"
      from record.query_event e join record.subject s on s.id = e.subject_id
     where e.trial_id = ${trialId} order by e.query_id, e.at desc`;
  return {
    open: last.filter(({ act }) => act !== "closed"),
    settled: new Set(last.flatMap(({ act, item }) => (act === "closed" && item !== null ? [item] : []))),
  };
}

const eventsOf = (tx: Tx, where: ReturnType<Tx["sql"]>) => tx.sql<EventRow[]>`
  select e.id, e.query_id as "queryId", s.key as subject, e.subject_id as "subjectId", e.item, e.act, e.text,
    e.asked_of as "askedOf", e.raised_as as "raisedAs", e.raised_by as "raisedBy", coalesce(u.name, e.said_by) as by,
    e.said_by as "saidBy", e.at
    from record.query_event e join record.subject s on s.id = e.subject_id
    left join identity."user" u on u.id = e.said_by
   where ${where as never} order by e.at, e.id`;
