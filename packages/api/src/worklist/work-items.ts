import { clinicVisits, plannedVisits, type Trial } from "@nadir/domain";
import { type ConfirmationDue, confirmationState } from "@nadir/response";
import { byKey } from "../read/by-key.ts";
import { pageOf } from "../read/rows-page.ts";
import { type TrialWork, type WorkItem, type WorkQuery, workKind } from "./work-item.ts";

/** What is on record of one subject, as far as the work on it is told from it. */
export interface SubjectFacts {
  readonly key: string;
  readonly site: string;
  readonly treatmentStart: string | null;
  readonly deathOn: string | null;
  readonly visits: readonly VisitFacts[];
  /** By criterion of the trial, judged from what was known on the day. */
  readonly confirmations: readonly (ConfirmationDue & { readonly criterion: NonNullable<WorkItem["criterion"]> })[];
}

export interface VisitFacts {
  readonly id: string;
  readonly date: string;
  readonly plannedDate?: string | undefined;
  readonly role: string;
  /** Whoever entered the visit said something about it. */
  readonly note?: string | undefined;
  readonly images: number;
  /** Why no scan was made at it. */
  readonly scanNotDone?: string | null | undefined;
  /** Departures of its images from the imaging protocol, one sentence each. */
  readonly deviations: readonly string[];
  /** Somebody has measured, or judged the non-target disease. */
  readonly isRead: boolean;
  /** Where the trial's scans are read in the portal: how many reads are signed, and how many the charter asks for. */
  readonly reads?: { readonly signed: number; readonly wanted: number } | undefined;
}

export interface TrialFacts {
  readonly schedule: Trial["schedule"];
  /**
   * `demanded`: by an imaging protocol, so that every visit without a scan lacks one. `some`: the trial has images; a visit
   * without one lacks it unless somebody has read it. `none`: no scan is asked for.
   */
  readonly images: "demanded" | "some" | "none";
}

type Draft = Pick<WorkItem, "id" | "kind" | "state" | "move" | "what"> & Partial<WorkItem>;

/**
 * What is to be done about one subject on `day`, by rule:
 * - a planned visit whose window is open is due, one whose window has closed without it is overdue; one that took place
 *   outside its window is overdue an explanation until its note says something;
 * - a visit without a scan lacks one, where the trial is imaged, unless the schedule plans it without or its row says why
 *   none was made; a scan that departs from the imaging protocol fails it;
 * - a scan that nobody has read, or fewer readers than the reading charter asks for, waits for a reader, but not while it is
 *   missing;
 * - an open progression or an unconfirmed response awaits its scan; a progression that a scan in its window has left open
 *   waits for the next one, and is not overdue.
 * Nothing is planned for the dead from the day of death on.
 */
export function subjectWork(trial: TrialFacts, subject: SubjectFacts, day: string): WorkItem[] {
  const items: WorkItem[] = [];
  const add = (draft: Draft): void => {
    items.push({
      subject: subject.key,
      site: subject.site,
      visit: null,
      from: null,
      to: null,
      criterion: null,
      label: null,
      ...draft,
    });
  };
  const visits = subject.visits.filter(({ date }) => date <= day);
  const ofClinic = clinicVisits(trial.schedule, subject.treatmentStart, visits);
  planned(trial, subject, visits, day, add);
  for (const visit of visits) {
    const at = `${subject.key}/${visit.id}`;
    const asksForScan = visit.images > 0 || (!visit.scanNotDone && !ofClinic.has(visit.id));
    const lacksScan =
      asksForScan && visit.images === 0 && (trial.images === "demanded" || (trial.images === "some" && !visit.isRead));
    if (lacksScan)
      add({
        id: `scan/${at}`,
        kind: "scan",
        state: "waiting",
        move: "coordinator",
        visit: visit.id,
        what: `No scan of the visit of ${visit.date} is on record.`,
      });
    if (visit.deviations.length > 0)
      add({
        id: `quality/${at}`,
        kind: "scan",
        state: "waiting",
        move: "coordinator",
        visit: visit.id,
        what: `Fails the imaging protocol: ${visit.deviations.join(" ")}`,
      });
    const { reads } = visit;
    if (asksForScan && !lacksScan && (reads ? reads.signed < reads.wanted : visit.images > 0 && !visit.isRead))
      add({
        id: `read/${at}`,
        kind: "read",
        state: "waiting",
        move: "reader",
        visit: visit.id,
        what:
          reads && reads.signed > 0
            ? `The scan of ${visit.date} has been read by ${reads.signed} of ${reads.wanted} readers.`
            : `The scan of ${visit.date} has not been read.`,
      });
  }
  for (const due of subject.confirmations)
    add({
      id: `confirmation/${subject.key}/${due.criterion}/${due.visit}`,
      kind: "confirmation",
      state: confirmationState(due, day),
      move: "coordinator",
      visit: due.visit,
      what: due.text,
      from: due.earliest,
      to: due.latest,
      criterion: due.criterion,
      label: due.label,
    });
  return items;
}

function planned(
  { schedule }: TrialFacts,
  { key, treatmentStart, deathOn }: SubjectFacts,
  visits: readonly VisitFacts[],
  day: string,
  add: (draft: Draft) => void,
): void {
  if (schedule.length === 0) return;
  if (treatmentStart === null) {
    if (deathOn === null || deathOn > day)
      add({
        id: `start/${key}`,
        kind: "visit",
        state: "waiting",
        move: "coordinator",
        what: "No start of treatment is on record, from which the visits are planned.",
      });
    return;
  }
  for (const plan of plannedVisits(schedule, treatmentStart, visits, day)) {
    const { visit, from, to, state, actual, offBy } = plan;
    const common = { id: `visit/${key}/${visit}`, kind: "visit" as const, move: "coordinator" as const, from, to };
    const diedBefore = deathOn !== null && deathOn <= to;
    if (state === "out-of-window" && actual && !visits.find(({ id }) => id === actual.id)?.note?.trim())
      add({
        ...common,
        visit: actual.id,
        state: "waiting",
        what: `Took place on ${actual.date}, ${days(offBy)} its window; its note does not say why.`,
      });
    if (diedBefore || actual) continue;
    if (state === "coming" || state === "due")
      add({
        ...common,
        visit,
        state,
        what: state === "due" ? "The visit is due." : "The visit is planned.",
      });
    else
      add({
        ...common,
        visit,
        state: "overdue",
        what:
          state === "missed"
            ? "The visit is not on record, and a later one is."
            : "The visit is not on record, and its window has closed.",
      });
  }
}

const days = (offBy: number): string => {
  const n = Math.abs(offBy);
  return `${n} ${n === 1 ? "day" : "days"} ${offBy < 0 ? "before" : "after"}`;
};

/**
 * What cannot be mended (a visit that was missed, a scan never made) is settled by a closed query about it. A scan is read
 * all the same.
 */
export const isSettled = (id: string, settled: ReadonlySet<string>): boolean =>
  settled.has(id) && !id.startsWith("read/") && !id.startsWith("adjudication/");

/** Two reads that differ wait for an adjudicator. */
export const adjudicationWork = (
  { subject, visit, differ }: { readonly subject: string; readonly visit: string; readonly differ: readonly string[] },
  site: string,
): WorkItem => ({
  id: `adjudication/${subject}/${visit}`,
  kind: "read",
  state: "waiting",
  move: "adjudicator",
  subject,
  site,
  visit,
  what: `The two reads differ (${differ.join(", ")}); an adjudicator chooses the one that stands.`,
  from: null,
  to: null,
  criterion: null,
  label: null,
});

/** An open query waits for whoever is asked; an answered one for whoever raised it. */
export function queryWork(
  query: {
    readonly queryId: string;
    readonly subject: string;
    readonly act: string;
    readonly text: string;
    readonly askedOf: WorkItem["move"];
    readonly raisedAs: WorkItem["move"];
  },
  site: string,
): WorkItem {
  const isAnswered = query.act === "answered";
  return {
    id: `query/${query.queryId}`,
    kind: "query",
    state: "waiting",
    move: isAnswered ? query.raisedAs : query.askedOf,
    subject: query.subject,
    site,
    visit: null,
    what: `${isAnswered ? "Answered" : "Asked"}: ${query.text}`,
    from: null,
    to: null,
    criterion: null,
    label: null,
  };
}

const RANK = { overdue: 0, due: 1, waiting: 2, coming: 3 } as const;

/**
 * The most pressing first: overdue, due, waiting, coming; within each the one that ends first, then by subject and by what it
 * is. What is alike in all that keeps the order in which it was told, which for the visits of a subject is that of their days:
 * their keys would put D140 before D42.
 */
export const byUrgency = (a: WorkItem, b: WorkItem): number =>
  RANK[a.state] - RANK[b.state] ||
  (a.to ?? a.from ?? "9999").localeCompare(b.to ?? b.from ?? "9999") ||
  byKey(a.subject, b.subject) ||
  sortOf(a).localeCompare(sortOf(b));

const sortOf = ({ id }: WorkItem): string => id.slice(0, id.indexOf("/"));

/** The items that the query chooses, and how many there are of each kind. */
export function narrowed(
  items: readonly WorkItem[],
  {
    site,
    kind,
    move,
    coming = false,
    ...rows
  }: Pick<WorkQuery, "site" | "kind" | "move" | "coming" | "page" | "pageSize">,
): Pick<TrialWork, "counts" | "total" | "items"> {
  const chosen = items.filter(
    (item) =>
      (site === undefined || item.site === site) &&
      (move === undefined || item.move === move) &&
      (coming || item.state !== "coming"),
  );
  const counts = Object.fromEntries(
    workKind.options.map((of) => [of, chosen.filter((i) => i.kind === of && i.state !== "coming").length]),
  ) as TrialWork["counts"];
  const ofKind = kind === undefined ? chosen : chosen.filter((item) => item.kind === kind);
  return { counts, total: ofKind.length, items: pageOf(ofKind, rows) };
}
