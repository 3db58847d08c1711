import { DAYS_PER_MONTH } from "@nadir/domain";
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

/** `day 57 (week 8.1)`: the exact day with the unit that clinicians speak in. */
export const dayWords = (day: number): string => `day ${figure(day)} (week ${figure(day / 7, 1)})`;
