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
  readonly text: string;
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
  return {
    criterion: outcome.criterion,
    of: "progression",
    label,
    visit,
    date,
    earliest,
    latest,
    ...settles,
    text: `${label} of ${date} (${visit}) awaits its confirmation scan ${when}.`,
  };
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
    text: `${last.overall} of ${visit.date} (${id}) is confirmed by a scan from ${earliest} on.`,
  };
}
