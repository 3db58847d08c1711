import { addDays, DAYS_PER_MONTH, studyDay, type TrialDates } from "@nadir/domain";
import { figure } from "./numerals.ts";

/** Ticks on an axis of days, told in weeks or months, whichever a reader counts in over that span. */
export interface DayAxis {
  readonly unit: "days" | "weeks" | "months";
  readonly ticks: readonly { readonly day: number; readonly label: string }[];
}

const WEEK_STEPS = [1, 2, 4, 6, 8, 12, 16, 24, 48, 96, 192];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 36, 60, 120];

/** `most`: how many labels there is room for. `unit` holds to weeks over any span. */
export function dayAxis(from: number, to: number, most: number, unit?: "weeks"): DayAxis {
  const span = to - from;
  if (unit === "weeks") return build("weeks", 7, from, to, most, WEEK_STEPS);
  if (span <= 21) return build("days", 1, from, to, most, [1, 2, 3, 7, 14]);
  if (span <= 7 * 72) return build("weeks", 7, from, to, most, WEEK_STEPS);
  return build("months", DAYS_PER_MONTH, from, to, most, MONTH_STEPS);
}

function build(
  unit: DayAxis["unit"],
  days: number,
  from: number,
  to: number,
  most: number,
  steps: readonly number[],
): DayAxis {
  const step = steps.find((s) => (to - from) / (s * days) <= Math.max(1, most)) ?? steps.at(-1)!;
  const list: { day: number; label: string }[] = [];
  for (let k = Math.ceil(from / (step * days) - 1e-9); k * step * days <= to + 1e-9; k++)
    list.push({ day: k * step * days + 0, label: figure(k * step) });
  return { unit, ticks: list };
}

/** How a trial numbers its days, and the day that lies at 0 of the axis: so a day of the axis is told as the trial tells it. */
export interface StudyDayRule {
  readonly dates: Extract<TrialDates, { kind: "offset" }>;
  /** ISO day. */
  readonly origin: string;
}

/** A day of the axis in words. */
export type TellDay = (day: number) => string;

/**
 * `day 57 (week 8.1)`: the exact day with the unit that clinicians speak in. By `rule` the day is the trial's study day, which
 * need not begin with 0 nor at the axis's; the week stays the time that has passed on the axis.
 */
export const dayTeller =
  (rule?: StudyDayRule): TellDay =>
  (day) =>
    `day ${figure(rule ? studyDayOf(rule, day) : day)} (week ${figure(day / 7, 1)})`;

/** The study day of a day of the axis. */
export const studyDayOf = ({ dates, origin }: StudyDayRule, day: number): number =>
  studyDay(dates, addDays(origin, day)) as number;

/** `57 days from baseline (week 8.1)`, for an axis on which each subject has a day 0 of its own: a time, no day of the trial's. */
export const elapsedWords = (day: number, origin: string): string =>
  day === 0
    ? `at ${origin}`
    : `${figure(Math.abs(day))} ${Math.abs(day) === 1 ? "day" : "days"} ${day < 0 ? "before" : "from"} ${origin} (week ${figure(day / 7, 1)})`;
