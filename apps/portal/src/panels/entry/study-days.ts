import { isoDay, studyDay, type TrialDates } from "@nadir/domain";

/** How a trial counts whose days are no dates. */
export type StudyDays = Extract<TrialDates, { kind: "offset" }>;

/** The study day of what stands in a date field; empty where no day stands there yet. */
export const dayStanding = (days: StudyDays, text: string): string =>
  isoDay.safeParse(text).success ? String(studyDay(days, text)) : "";

/** What stands in a date field and is no day: typed as one, and kept so that it is refused by what it says. */
export const notADay = (text: string): string | null =>
  text.trim() === "" || isoDay.safeParse(text).success ? null : text;
