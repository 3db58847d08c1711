import { type CriterionOutcome, daysBetween, type ResponseCase } from "@nadir/domain";

/** A time from treatment start, in days (plain difference of dates), and the rule by which it ended. */
export interface TimeToEvent {
  readonly status: "event" | "censored";
  /** What happened; null where the time is censored. */
  readonly cause: "progression" | "death" | null;
  readonly date: string;
  readonly days: number;
  /** Why it ended there, for the statistician. */
  readonly rule: string;
}

/** What of a case its times rest on. */
export interface TimedCase {
  readonly course: Pick<ResponseCase["course"], "treatmentStart" | "deathDate">;
  /** In the order of their days. */
  readonly visits: readonly { readonly date: string }[];
}

/** What of an outcome its times rest on. */
export interface TimedOutcome
  extends Pick<CriterionOutcome, "visitOrder" | "pfs" | "progressionDate" | "progressionConfirmed"> {
  readonly visits: Readonly<Record<string, { readonly date: string; readonly overall: string }>>;
}

const timed = (document: TimedCase, date: string, cause: TimeToEvent["cause"], rule: string): TimeToEvent => ({
  status: cause === null ? "censored" : "event",
  cause,
  date,
  days: daysBetween(document.course.treatmentStart, date),
  rule,
});

/** Date of the last visit that was evaluable under the criterion; null where none was. */
export function lastEvaluable(outcome: TimedOutcome): string | null {
  const id = outcome.visitOrder.findLast((visit) => outcome.visits[visit]?.overall !== "NE");
  return id === undefined ? null : (outcome.visits[id]?.date ?? null);
}

const atLastAssessment = (document: TimedCase, outcome: TimedOutcome, why: string): TimeToEvent => {
  const date = lastEvaluable(outcome);
  return date === null
    ? timed(document, document.course.treatmentStart, null, `${why}; no evaluable scan: censored at treatment start.`)
    : timed(document, date, null, `${why}: censored at the last evaluable scan.`);
};

/**
 * Progression-free survival: progression by the criterion or death, whichever the criterion's PFS names; else censored at
 * the last evaluable scan, else at treatment start. Missed visits do not censor (rule book §1.11).
 */
export function progressionFreeSurvival(document: TimedCase, outcome: TimedOutcome): TimeToEvent {
  const { pfs } = outcome;
  if (pfs.status === "censored") return atLastAssessment(document, outcome, "No progression and no death");
  return pfs.cause === "death"
    ? timed(document, pfs.date, "death", "Death without progression.")
    : timed(document, pfs.date, "progression", progressionRule(outcome));
}

/** Time to progression: death without progression is no event; the time is censored at the last evaluable scan. */
export function timeToProgression(document: TimedCase, outcome: TimedOutcome): TimeToEvent {
  if (outcome.progressionDate !== null)
    return timed(document, outcome.progressionDate, "progression", progressionRule(outcome));
  return atLastAssessment(
    document,
    outcome,
    outcome.pfs.status === "event" ? "Death without progression is no event here" : "No progression",
  );
}

const progressionRule = (outcome: TimedOutcome): string =>
  outcome.progressionConfirmed === false
    ? "Progression that was not confirmed: an event at its first date (A20)."
    : outcome.progressionConfirmed === true
      ? "Confirmed progression, dated to where it was first seen."
      : "Progression.";

/** Overall survival: death, else censored at the last contact, or at the last visit where no contact is recorded. */
export function overallSurvival(document: TimedCase, lastContact?: string): TimeToEvent {
  const { deathDate, treatmentStart } = document.course;
  if (deathDate !== undefined) return timed(document, deathDate, "death", "Death of any cause.");
  const seen = document.visits.at(-1)?.date ?? treatmentStart;
  // ISO days sort as text: the latest of the three.
  const alive = [treatmentStart, seen, lastContact ?? seen].sort().at(-1) as string;
  return timed(
    document,
    alive,
    null,
    lastContact === undefined
      ? "Alive at the last visit: censored there."
      : "Alive at the last contact: censored there.",
  );
}

/**
 * On which side of a cut-off a time lies: `beyond` reaches it, `within` had its event before it; censored before it the
 * patient is `left-out`. The cut-off is in days and may be a fraction (2 months = 60.875).
 */
export const sideOf = (time: TimeToEvent, cutOffDays: number): "within" | "beyond" | "left-out" =>
  time.days >= cutOffDays ? "beyond" : time.status === "event" ? "within" : "left-out";

/**
 * Why overall survival is not estimated where no patient's record holds a death: whether nobody died or no death was recorded
 * cannot be told, and a curve of it would stay at 100 % either way.
 */
export const NO_DEATH_RECORDED =
  "No death is recorded of these patients: overall survival cannot be estimated from their records.";
