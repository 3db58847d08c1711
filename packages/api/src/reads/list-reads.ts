import type { Tx } from "@nadir/db";
import { hashOf, type ReaderRole } from "@nadir/domain";
import { lockShownTo } from "../identity/lock-shown.ts";
import { remembered, stateOfTrial } from "../kept/index.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";
import { type TrialAccess, trialAccess } from "../read/view.ts";
import { adjudicationsOf } from "./adjudications.ts";
import { type CharterInForce, charterOf } from "./charter.ts";
import { aboutTrial } from "./read-form.ts";
import { type ReadLine, type ReadsOfTrial, SHOWN_READS } from "./read-shape.ts";
import { type ScanNames, scanNamesOfTrial, visitsInSight } from "./scan-names.ts";
import { adjudicationAsShown } from "./scan-names-in-reads.ts";
import { placesFor } from "./seniority.ts";
import { blindedRole } from "./session-row.ts";

/**
 * The reading work of a trial as this person may see it: a reader's own queue, an adjudicator's decisions, and how far the
 * reads are for whoever sees the record unblinded. Refuses `TRIAL_UNKNOWN`.
 */
export async function listReads(tx: Tx, personId: string, trialKey: string): Promise<ReadsOfTrial> {
  const { trialId, permissions, view, roles } = await trialAccess(tx, personId, trialKey);
  const charter = await charterOf(tx, trialId);
  const { trial } = await aboutTrial(tx, trialId, view);
  const may = {
    read: permissions.has("measure") && view === "reader",
    adjudicate: permissions.has("adjudicate"),
    administer: permissions.has("administer"),
  };
  const sees = charter !== null && (may.read || may.adjudicate || view === "full");
  if (sees) await noteSealedCourses(tx, trialId, "reads of scans");
  const queue =
    charter && may.read ? await ownQueue(tx, personId, { trialId, view }, charter) : { lines: [], counts: NO_READS };
  const adjudications =
    charter && (may.adjudicate || (view === "full" && !roles.includes("statistician")))
      ? await adjudicationsOf(tx, trialId)
      : [];
  const names = adjudications.length > 0 ? await scanNamesOfTrial(tx, { trialId, view }) : null;
  const locked = await lockShownTo(tx, personId, { trialId, view });
  return {
    trial,
    charter,
    may,
    locked,
    mine: [...queue.lines],
    counts: queue.counts,
    adjudications: names ? adjudications.map((line) => adjudicationAsShown(line, names(line.subject))) : [],
    progress: charter && view === "full" ? await progressOf(tx, trialId, adjudications) : null,
  };
}

/** Scans to be read: visits with an image, or every visit where the trial holds none. */
export const scanned = ({ sql }: Tx, trialId: string) => sql`
  v.trial_id = ${trialId} and v.superseded_at is null
  and (exists (select from record.image i where i.visit_id = v.id and i.superseded_at is null)
    or not exists (select from record.image i where i.trial_id = ${trialId} and i.superseded_at is null))`;

const NO_READS = { waiting: 0, draft: 0, signed: 0 };
interface Queue {
  readonly lines: readonly ReadLine[];
  readonly counts: ReadsOfTrial["counts"];
}

/**
 * The first of a reader's reads, and how many there are; sorted anew when the record or a read of theirs changes. A draft is no
 * change of the record, and the charter none of a course: both are part of the question.
 */
async function ownQueue(
  tx: Tx,
  personId: string,
  access: Pick<TrialAccess, "trialId" | "view">,
  charter: CharterInForce,
): Promise<Queue> {
  const { trialId } = access;
  const places = await placesFor(tx, trialId, personId, charter);
  const own = await tx.sql`
    select id, version, state, kept_at::text as kept, signed_at::text as signed from record.read_session
     where trial_id = ${trialId} and reader = ${personId} order by id`;
  const question = `queue ${hashOf({ personId, charter: charter.number, places, own })}`;
  return remembered(tx, await stateOfTrial(tx, trialId), question, async () => {
    const lines = await ownLines(tx, personId, trialId, places, await scanNamesOfTrial(tx, access));
    const count = (state: ReadLine["state"]) => lines.filter((line) => line.state === state).length;
    return {
      lines: lines.slice(0, SHOWN_READS),
      counts: { waiting: count("waiting"), draft: count("draft"), signed: count("signed") },
    };
  });
}

const RANK = { draft: 0, waiting: 1, signed: 2 } as const;

/**
 * The reads of a reader: of the patients whose reader they are, and of those that still take them. Drafts first, then what can
 * be read now, then what waits for an earlier scan that came late, then what is signed. Scans that come after one which the
 * reader has not signed are withheld by the database.
 */
async function ownLines(
  tx: Tx,
  personId: string,
  trialId: string,
  places: readonly ReaderRole[],
  names: (subject: string) => ScanNames,
): Promise<ReadLine[]> {
  const rows = await tx.sql<
    (Omit<ReadLine, "isNext" | "state" | "isAmendment"> & { kept: "draft" | "signed" | null; amends: string | null })[]
  >`
    select p.key as subject, v.key as visit, v.date::text as date, ${blindedRole(tx.sql)} as role, s.id as session, s.state as kept, s.amends,
      own.reader_role as place, coalesce(s.signed_at, s.kept_at) as at
      from ${visitsInSight(tx, trialId)} v
      join record.subject p on p.id = v.subject_id and p.superseded_at is null
      left join record.read_assignment own on own.subject_id = p.id and own.reader = ${personId}
      left join record.read_session s on s.visit_id = v.visit_id and s.reader = ${personId} and s.reader_role <> 'adjudicator'
            and s.state <> 'dropped'
            and not exists (select from record.read_session a where a.amends = s.id and a.state <> 'dropped')
     where v."isScan"
       and (own.id is not null or exists (select from unnest(${places as ReaderRole[]}::text[]) place
             where not exists (select from record.read_assignment a where a.subject_id = p.id and a.reader_role = place)))
     order by p.key, v.date, v.key`;
  const open = new Set<string>();
  const lines = rows.map(({ kept, amends, ...row }): ReadLine => {
    const state = kept ?? "waiting";
    const isNext = !open.has(row.subject);
    if (state !== "signed" && amends === null) open.add(row.subject);
    const { name, day } = names(row.subject);
    const shown = { visit: name(row.visit) ?? row.visit, date: day(row.visit, row.date) };
    return { ...row, ...shown, place: row.place as ReaderRole | null, state, isNext, isAmendment: amends !== null };
  });
  const rank = (line: ReadLine) => RANK[line.state] * 2 + (line.isNext ? 0 : 1);
  return lines.sort((a, b) => rank(a) - rank(b));
}

async function progressOf(
  tx: Tx,
  trialId: string,
  adjudications: ReadsOfTrial["adjudications"],
): Promise<NonNullable<ReadsOfTrial["progress"]>> {
  const state = await stateOfTrial(tx, trialId);
  const scans = await remembered(tx, state, "how far the reads are", () => signedScans(tx, trialId));
  const count = (of: "waiting" | "decided") => adjudications.filter((line) => line.state === of).length;
  return { ...scans, waiting: count("waiting"), decided: count("decided") };
}

async function signedScans(tx: Tx, trialId: string): Promise<{ scans: number; first: number; second: number }> {
  const [row] = await tx.sql<{ scans: number; first: number; second: number }[]>`
    select count(*)::int as scans,
      count(*) filter (where exists (select from record.read_session s
        where s.visit_id = v.id and s.reader_role = 'reader-1' and s.state = 'signed'))::int as first,
      count(*) filter (where exists (select from record.read_session s
        where s.visit_id = v.id and s.reader_role = 'reader-2' and s.state = 'signed'))::int as second
      from record.visit v where ${scanned(tx, trialId)}`;
  return row!;
}
