import { isoDay, studyDay, type TrialDates } from "@nadir/domain";

/** How a trial counts whose days are no dates. */
export type StudyDays = Extract<TrialDates, { kind: "offset" }>;

/** The study day of what stands in a date field; empty where no day stands there yet. */
export const dayStanding = (days: StudyDays, text: string): string =>
  isoDay.safeParse(text).success ? String(studyDay(days, text)) : "";
