import { daysBetween, type ImmuneEventTarget } from "@nadir/domain";
import type { ImmuneEvent } from "./immune-events.ts";

/** What the record knows of a patient's follow-up. */
export interface ImmuneFollowUp {
  /** First day of immunotherapy; null where the record has none. */
  readonly start: string | null;
  /** The last day on which the record says anything of the patient. */
  readonly lastKnown: string | null;
  readonly deathOn: string | null;
}

/** Whether the event that a model foretells came. */
export interface ImmuneEventOutcome {
  /** Within the days of the target; null where the patient was not followed so long. Who died before without it is a no. */
  readonly happened: boolean | null;
  /** Whether it came at any time, and the days to it, else to the last that is known; for a model of time. */
  readonly event: boolean;
  readonly days: number | null;
  readonly grade: number | null;
  readonly term: string | null;
}

/**
 * The first event of the target's organ that began on the first day of immunotherapy or later and reached the grade. The grade is the highest of
 * the event, the day its first: an event that began within the days and grew worse after them counts.
 */
export function immuneEventOutcome(
  events: readonly ImmuneEvent[],
  target: ImmuneEventTarget,
  { start, lastKnown, deathOn }: ImmuneFollowUp,
): ImmuneEventOutcome {
  const first = events.find(
    (e) => e.organ === target.organ && e.grade >= target.leastGrade && e.onsetDays !== null && e.onsetDays >= 0,
  );
  if (start === null) return { happened: null, event: false, days: null, grade: null, term: null };
  const last = [lastKnown, deathOn]
    .filter((day) => day !== null)
    .sort()
    .at(-1);
  const followed = last === undefined ? null : daysBetween(start, last);
  if (first) {
    const days = first.onsetDays!;
    return { happened: days <= target.withinDays, event: true, days, grade: first.grade, term: first.term };
  }
  const isWhole = followed !== null && (followed >= target.withinDays || deathOn !== null);
  return {
    happened: isWhole ? false : null,
    event: false,
    days: followed !== null && followed >= 0 ? followed : null,
    grade: null,
    term: null,
  };
}
