import type { Tx } from "@nadir/db";
import {
  addDays,
  type CriterionId,
  type CriterionOutcome,
  dayOfStudyDay,
  type Image,
  onGrid,
  protocolDeviations,
  type Trial,
  trial as trialDocument,
} from "@nadir/domain";
import { caseUntil, confirmationsDue } from "@nadir/response";
import { casesOfTrial } from "../compute/cases-of-trial.ts";
import { lockShownTo } from "../identity/lock-shown.ts";
import { membershipsOf, permissionsOfRoles } from "../identity/permissions.ts";
import { grouped } from "../intake/grouped.ts";
import { remembered, statesOfTrials, type TrialState } from "../kept/index.ts";
import { queryFacts } from "../queries/queries.ts";
import { lastDayOf } from "../read/last-day.ts";
import { noteSealedCourses } from "../read/note-sealed.ts";
import { viewOf } from "../read/view.ts";
import { adjudicationsOf, charterOf } from "../reads/index.ts";
import { criteriaOfTrial, outcomesOf } from "../responses/cohort-outcomes.ts";
import type { TrialWork, WorkQuery } from "./work-item.ts";
import {
  adjudicationWork,
  byUrgency,
  isSettled,
  narrowed,
  queryWork,
  type SubjectFacts,
  subjectWork,
  type TrialFacts,
  type VisitFacts,
} from "./work-items.ts";

/**
 * What is to be done in every trial whose record the person reads (or in the one named), as it stood on a day: trials with
 * real dates on `asOf`, trials that count study days on `studyDay` or on the last day that their record has.
 * A trial that is not theirs is left out, like one that does not exist.
 */
export async function readWork(tx: Tx, personId: string, query: WorkQuery): Promise<TrialWork[]> {
  const memberships = await membershipsOf(tx, personId);
  const trials = new Map<string, Set<(typeof memberships)[number]["role"]>>();
  for (const { trialId, trialKey, role } of memberships)
    if (query.trial === undefined || query.trial === trialKey)
      trials.set(trialId, (trials.get(trialId) ?? new Set()).add(role));
  const theirs = [...trials].flatMap(([trialId, roles]) => {
    const permissions = permissionsOfRoles([...roles]);
    return permissions.has("read-record") && viewOf(permissions) === "full" ? [trialId] : [];
  });
  const states = await statesOfTrials(tx, theirs);
  const work = await Promise.all(states.map((state) => trialWork(tx, personId, state, query)));
  return work.sort((a, b) => a.trial.title.localeCompare(b.trial.title));
}

async function trialWork(tx: Tx, personId: string, state: TrialState, query: WorkQuery): Promise<TrialWork> {
  const { trialId } = state;
  await noteSealedCourses(tx, trialId, "work to be done");
  const { trial, lastDay, isImaged } = await remembered(tx, state, "trial at work", () => readTrial(tx, trialId));
  const day = dayOf(trial, query, lastDay);
  const charter = await charterOf(tx, trialId);
  const readers = charter ? { wanted: charter.readers, ofEvery: !isImaged } : null;
  const { siteOf, work } = await remembered(tx, state, `work on ${day} for ${readers?.wanted ?? 0} readers`, () =>
    workOfSubjects(tx, state, { trial, isImaged, day, readers }),
  );
  const adjudications = charter ? await adjudicationsOf(tx, trialId) : [];
  const queries = await queryFacts(tx, trialId);
  const items = [
    ...work.filter(({ id }) => !isSettled(id, queries.settled)),
    ...adjudications
      .filter(({ state: waits }) => waits === "waiting")
      .map(({ subject, visit, discrepancies }) =>
        adjudicationWork(
          { subject, visit, differ: [...new Set(discrepancies.map(({ kind }) => KIND_WORDS[kind]))] },
          siteOf.get(subject) ?? "",
        ),
      ),
    ...queries.open.map((open) => queryWork(open, siteOf.get(open.subject) ?? "")),
  ].sort(byUrgency);
  return {
    trial: { key: trial.id, title: trial.title, dates: trial.dates },
    asOf: day,
    hasSchedule: trial.schedule.length > 0,
    // Only trials of which the person reads the whole record are at work here.
    locked: await lockShownTo(tx, personId, { trialId, view: "full" }),
    sites: [...new Set(siteOf.values())].sort(),
    ...narrowed(items, query),
  };
}

async function readTrial(tx: Tx, trialId: string) {
  const [row] = await tx.sql<{ document: unknown; isImaged: boolean }[]>`
    select t.document,
      exists (select from record.image where trial_id = t.id and superseded_at is null) as "isImaged"
    from record.trial t where t.id = ${trialId}`;
  return {
    trial: trialDocument.parse(row!.document),
    lastDay: await lastDayOf(tx, trialId),
    isImaged: row!.isImaged,
  };
}

/** How a trial is read in the portal; null where it is not. */
type Readers = { readonly wanted: number; readonly ofEvery: boolean } | null;

interface OnDay {
  readonly trial: Trial;
  readonly isImaged: boolean;
  readonly day: string;
  readonly readers: Readers;
}

/** What the record makes of every subject on a day, settled or not, the most urgent first, and at which site each is. */
async function workOfSubjects(tx: Tx, state: TrialState, { trial, isImaged, day, readers }: OnDay) {
  const facts: TrialFacts = {
    schedule: trial.schedule,
    images: trial.imagingProtocol ? "demanded" : isImaged ? "some" : "none",
  };
  const subjects = await readFacts(tx, state, trial, day, readers);
  return {
    siteOf: new Map(subjects.map(({ key, site }) => [key, site])),
    work: subjects.flatMap((subject) => subjectWork(facts, subject, day)).sort(byUrgency),
  };
}

const KIND_WORDS = {
  response: "overall response",
  "new-lesion": "new lesion",
  progression: "day of progression",
  sum: "sum",
  "not-judged": "one cannot be judged",
} as const;

function dayOf({ dates }: Trial, { asOf, studyDay }: WorkQuery, lastDay: string | null): string {
  if (dates.kind === "calendar") return asOf;
  if (studyDay === undefined) return lastDay ?? dates.dayZero;
  // A source that counts from day 1 has no day 0: its eve is meant.
  return studyDay === 0 && dates.count === "from-1" ? addDays(dates.dayZero, -1) : dayOfStudyDay(dates, studyDay);
}

interface Head {
  readonly id: string;
  readonly key: string;
  readonly site: string;
  readonly treatmentStart: string | null;
  readonly deathOn: string | null;
}

async function readFacts(
  tx: Tx,
  state: TrialState,
  trial: Trial,
  day: string,
  readers: Readers,
): Promise<SubjectFacts[]> {
  const { sql } = tx;
  const { trialId } = state;
  const heads = await sql<Head[]>`
    select s.id, s.key, site.name as site, s.treatment_start::text as "treatmentStart", f.death_on::text as "deathOn"
      from record.subject s join record.site site on site.id = s.site_id
      left join record.follow_up f on f.subject_id = s.id and f.superseded_at is null
     where s.trial_id = ${trialId} and s.superseded_at is null order by s.key`;
  const visits = await readVisits(tx, trialId);
  const deviations = await readDeviations(tx, trialId, trial);
  const confirmations = await readConfirmations(tx, state, heads, visits, day);
  const visitsOf = grouped(visits, (visit) => visit.subjectId);
  return heads.map(({ id, key, site, treatmentStart, deathOn }) => ({
    key,
    site,
    treatmentStart,
    deathOn,
    visits: (visitsOf.get(id) ?? []).map(({ uuid, subjectId: _of, signed, ...visit }) => ({
      ...visit,
      reads: readers && (visit.images > 0 || readers.ofEvery) ? { signed, wanted: readers.wanted } : undefined,
      deviations: deviations.get(uuid) ?? [],
    })),
    confirmations: confirmations.get(id) ?? [],
  }));
}

/** Every visit of the trial, with what was taken and whether anybody read it; a plain query a table, met here. */
async function readVisits({ sql }: Tx, trialId: string) {
  const visits = await sql<
    (Omit<VisitFacts, "deviations" | "images" | "isRead"> & { uuid: string; subjectId: string })[]
  >`
    select id as uuid, subject_id as "subjectId", key as id, date::text as date, role,
      document ->> 'plannedDate' as "plannedDate", document ->> 'note' as note,
      document ->> 'scanNotDone' as "scanNotDone"
      from record.visit where trial_id = ${trialId} and superseded_at is null order by date, key`;
  const images = await sql<{ id: string; n: number }[]>`
    select visit_id as id, count(*)::int as n from record.image
     where trial_id = ${trialId} and superseded_at is null group by visit_id`;
  const read = await sql<{ id: string }[]>`
    select distinct visit_id as id from record.measurement where trial_id = ${trialId} and superseded_at is null
    union select visit_id from record.non_target_assessment where trial_id = ${trialId} and superseded_at is null`;
  const signed = await sql<{ id: string; n: number }[]>`
    select visit_id as id, count(distinct reader_role)::int as n from record.read_session
     where trial_id = ${trialId} and state = 'signed' and reader_role <> 'adjudicator' group by visit_id`;
  const imagesOf = new Map(images.map(({ id, n }) => [id, n]));
  const signedOf = new Map(signed.map(({ id, n }) => [id, n]));
  const isRead = new Set(read.map(({ id }) => id));
  return visits.map((visit) => ({
    ...visit,
    images: imagesOf.get(visit.uuid) ?? 0,
    isRead: isRead.has(visit.uuid),
    signed: signedOf.get(visit.uuid) ?? 0,
  }));
}

/** Where the images of each visit depart from the trial's imaging protocol; nothing without a protocol. */
async function readDeviations({ sql }: Tx, trialId: string, trial: Trial): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (!trial.imagingProtocol) return found;
  const rows = await sql<{ visitId: string; document: Image; spacing: readonly number[] | null }[]>`
    select visit_id as "visitId", document, geometry -> 'spacing' as spacing from record.image
     where trial_id = ${trialId} and superseded_at is null order by visit_id, key`;
  for (const { visitId, document, spacing } of rows) {
    const told = protocolDeviations(spacing ? onGrid(document, spacing) : document, trial.imagingProtocol);
    if (told.length > 0) found.set(visitId, [...(found.get(visitId) ?? []), ...told.map((d) => d.sentence)]);
  }
  return found;
}

/**
 * Scans that are awaited, by subject. A course that ends by the day is told from its stored assessments; one that goes on
 * is judged anew from what was known on the day.
 */
async function readConfirmations(
  tx: Tx,
  state: TrialState,
  heads: readonly Head[],
  visits: readonly { subjectId: string; date: string }[],
  day: string,
): Promise<Map<string, SubjectFacts["confirmations"][number][]>> {
  const { trialId } = state;
  const { own } = await criteriaOfTrial(tx, trialId);
  const goesOn = new Set(visits.filter(({ date }) => date > day).map(({ subjectId }) => subjectId));
  const diedOn = new Map(
    heads.map(({ id, deathOn }) => [id, deathOn !== null && deathOn <= day ? deathOn : undefined]),
  );
  const found = new Map<string, SubjectFacts["confirmations"][number][]>();
  const add = (subject: string, criterion: CriterionId, outcome: CriterionOutcome): void => {
    const due = confirmationsDue(outcome, diedOn.get(subject)).map((d) => ({ ...d, criterion }));
    if (due.length > 0) found.set(subject, [...(found.get(subject) ?? []), ...due]);
  };
  const stored = await tx.sql<{ subject: string; criterion: CriterionId; outcome: CriterionOutcome }[]>`
    select subject_id as subject, criterion, outcome from derived.assessment
     where trial_id = ${trialId} and current and criterion = any(${own})
       and (outcome -> 'episodes' @> '[{"resolution":"open"}]'
         or (progression_date is null and last_overall ~ '^((i|ir|im)?(CR|PR|MR)|NE)$'))
     order by subject_id, array_position(${own}::text[], criterion)`;
  for (const { subject, criterion, outcome } of stored) if (!goesOn.has(subject)) add(subject, criterion, outcome);
  if (goesOn.size === 0) return found;
  const shown = new Set(
    (
      await tx.sql<{ subject: string }[]>`
        select distinct subject_id as subject from derived.assessment where trial_id = ${trialId} and current`
    ).map(({ subject }) => subject),
  );
  for (const { subjectId, document } of await casesOfTrial(tx, state)) {
    // Whose responses are withheld from this person, or not computed yet, is not judged here either.
    if (!document || !goesOn.has(subjectId) || !shown.has(subjectId)) continue;
    const until = caseUntil(document, day);
    if (!until) continue;
    for (const [criterion, outcome] of Object.entries(outcomesOf(until, own, false)))
      add(subjectId, criterion as CriterionId, outcome);
  }
  return found;
}
