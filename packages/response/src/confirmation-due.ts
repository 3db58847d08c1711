import { addDays, type CriterionId, type CriterionOutcome, type ProgressionEpisode } from "@nadir/domain";
import { parametersOf } from "./settings.ts";
import { whatSettlesProgression, whatSettlesResponse } from "./what-settles.ts";

/** A scan that a criterion waits for: to confirm a progression or a response. Days are ISO; `latest` null = no last day. */
export interface ConfirmationDue {
  readonly criterion: string;
  readonly of: "progression" | "response";
  /** The label that waits: iUPD, pPD, uPD, imPD, PR, iCR, … */
  readonly label: string;
  readonly visit: string;
  readonly date: string;
  readonly earliest: string;
  readonly latest: string | null;
  /** What on that scan confirms, and what resets or breaks it, with the patient's own figures. */
  readonly confirms: string;
  readonly resets: string;
  /** The last visit since the window opened that left it open: one that could be judged, else one that could not. */
  readonly looked: LaterLook | null;
  readonly text: string;
}

export interface LaterLook {
  readonly visit: string;
  readonly date: string;
  readonly overall: string;
}

type Window = Pick<ConfirmationDue, "earliest" | "latest" | "looked">;

/**
 * Where a day lies in the window. Nothing is overdue that a scan has looked for: the criterion has no second window (Seymour
 * 2017 counts from the first iUPD), so that what the scan left open waits for whichever scan comes next.
 */
export function confirmationState(due: Window, day: string): "coming" | "due" | "overdue" | "waiting" {
  if (due.looked !== null && due.looked.overall !== "NE") return "waiting";
  if (day < due.earliest) return "coming";
  return due.latest !== null && day > due.latest ? "overdue" : "due";
}

/** What the scan since the window opened has left, as a sentence with ISO days; empty where there was none. */
export function sayLooked({ looked, latest }: Window): string {
  if (looked === null) return "";
  const when = latest === null ? "" : looked.date <= latest ? ", within the window," : ", after the window,";
  const of = `of ${looked.date} (${looked.visit})${when}`;
  return looked.overall === "NE"
    ? `The visit ${of} could not be judged.`
    : `The scan ${of} did not confirm it (${looked.overall}); it stays open until a later one confirms or resets it.`;
}

/** The criterion's own days; a published one where an outcome was stored before parameters were. */
const parametersBy = (outcome: CriterionOutcome) =>
  outcome.parameters ?? parametersOf(outcome.criterion as CriterionId);
function daysOf(outcome: CriterionOutcome, parameter: string): number | null {
  const value = parametersBy(outcome)[parameter];
  return typeof value === "number" ? value : null;
}

const RESPONSES = /^(i|ir|im)?(CR|PR|MR)$/;

/**
 * What is due at the end of the course as the outcome shows it: an open unconfirmed progression, or the response of the
 * last evaluable visit if it has not been seen for 28 days. Nothing once progression is settled or the patient has died:
 * a death after an open progression is no event of the outcome, so that whoever knows of it says so with `diedOn`.
 */
export function confirmationsDue(outcome: CriterionOutcome, diedOn?: string): ConfirmationDue[] {
  const open = outcome.episodes.find((episode) => episode.resolution === "open");
  if (diedOn !== undefined || (outcome.pfs.status === "event" && outcome.pfs.cause === "death")) return [];
  if (open) return [progressionDue(outcome, open)];
  if (outcome.progressionDate !== null) return [];
  const due = responseDue(outcome);
  return due ? [due] : [];
}

function progressionDue(outcome: CriterionOutcome, { visit, date, label }: ProgressionEpisode): ConfirmationDue {
  const from = daysOf(outcome, "progressionConfirmationDays") ?? 28;
  const to = daysOf(outcome, "confirmByDays");
  const earliest = addDays(date, from);
  const latest = to === null ? null : addDays(date, to);
  const opened = outcome.visits[visit];
  const settles = opened
    ? whatSettlesProgression(outcome.criterion, opened, parametersBy(outcome))
    : { confirms: "Progression again.", resets: "No progression." };
  const when = latest === null ? `from ${earliest}` : `from ${earliest} to ${latest}`;
  const looked = laterLook(outcome, visit, addDays(date, from - (daysOf(outcome, "earlyToleranceDays") ?? 0)));
  const told = sayLooked({ earliest, latest, looked });
  return {
    criterion: outcome.criterion,
    of: "progression",
    label,
    visit,
    date,
    earliest,
    latest,
    ...settles,
    looked,
    text: `${label} of ${date} (${visit}) awaits its confirmation scan ${when}.${told === "" ? "" : ` ${told}`}`,
  };
}

/** The last visit from `since` on after the one that opened the progression; a judged one before one that is not. */
function laterLook(outcome: CriterionOutcome, opened: string, since: string): LaterLook | null {
  const later = outcome.visitOrder.slice(outcome.visitOrder.indexOf(opened) + 1).flatMap((id): LaterLook[] => {
    const visit = outcome.visits[id];
    return visit && visit.date >= since ? [{ visit: id, date: visit.date, overall: visit.overall }] : [];
  });
  return later.findLast(({ overall }) => overall !== "NE") ?? later.at(-1) ?? null;
}

/** The response of the last evaluable visit, from where it was first seen without a break, unless it is confirmed. */
function responseDue(outcome: CriterionOutcome): ConfirmationDue | null {
  const evaluable = outcome.visitOrder
    .map((id) => ({ id, visit: outcome.visits[id] }))
    .filter(({ visit }) => visit !== undefined && visit.overall !== "NE");
  const last = evaluable.at(-1)?.visit;
  if (!last || !RESPONSES.test(last.overall) || outcome.bestOverall.confirmed === last.overall) return null;
  // A confirmed CR needs no further confirmation of the PR that a later loosening was labelled with.
  if (outcome.durationOfResponse !== null && !last.overall.endsWith("CR")) return null;
  let first = evaluable.length - 1;
  while (first > 0 && evaluable[first - 1]?.visit?.overall === last.overall) first--;
  const { id, visit } = evaluable[first] as (typeof evaluable)[number];
  if (!visit) return null;
  const earliest = addDays(visit.date, daysOf(outcome, "responseConfirmationDays") ?? 28);
  return {
    criterion: outcome.criterion,
    of: "response",
    label: last.overall,
    visit: id,
    date: visit.date,
    earliest,
    latest: null,
    ...whatSettlesResponse(outcome, last.overall, parametersBy(outcome)),
    looked: null,
    text: `${last.overall} of ${visit.date} (${id}) is confirmed by a scan from ${earliest} on.`,
  };
}
