import { dayTyped, isoDay, MOST_STUDY_DAYS, studyDay, type TrialDates } from "@nadir/domain";

/** How a trial counts whose days are no dates. */
export type StudyDays = Extract<TrialDates, { kind: "offset" }>;

/** What is wrong with a typed study day, as the end of a sentence; null where it is one. */
export function dayFault(days: StudyDays, text: string): string | null {
  if (dayTyped(days, text) !== null) return null;
  const number = /^(?:d|day)?\s*([+-]?\d+)$/i.exec(text.trim().replace("−", "-"))?.[1];
  if (number === undefined)
    return `write a study day as 112 or D112${days.count === "from-1" ? "; there is no day 0" : ""}`;
  return Number(number) === 0
    ? "there is no day 0: the day before day 1 is D-1"
    : `day ${Number(number)} is out of range: a study day lies between D-${MOST_STUDY_DAYS} and D${MOST_STUDY_DAYS}`;
}

/** The study day of what stands in a date field; empty where no day stands there yet. */
export const dayStanding = (days: StudyDays, text: string): string =>
  isoDay.safeParse(text).success ? String(studyDay(days, text)) : "";
