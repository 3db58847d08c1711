import { z } from "zod";

/**
 * Calendar days as ISO 8601 text (`2024-02-29`), with plain-difference arithmetic.
 * No clock, no time zone: a day is a day (proleptic Gregorian).
 */
/** Days from 1970-01-01 to the day; the inverse is `dayFromNumber`. Throws RangeError if the text is no calendar day. */
export function dayNumber(day: string): number {
  const year = digits(day, 0, 4);
  const month = digits(day, 5, 7);
  const date = digits(day, 8, 10);
  if (day.length !== 10 || day[4] !== "-" || day[7] !== "-" || year < 0 || month < 0 || date < 0)
    throw new RangeError(`'${day}' is not a day; write it as YYYY-MM-DD.`);
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month))
    throw new RangeError(`'${day}' is not in the calendar; write an existing day as YYYY-MM-DD.`);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The ISO day that lies `n` days after 1970-01-01. */
export function dayFromNumber(n: number): string {
  const z0 = n + 719468;
  const era = Math.floor(z0 / 146097);
  const dayOfEra = z0 - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}

/** The number that the digits from `from` up to `to` write; -1 where one of them is none. Days are read by the million. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

export const addDays = (day: string, n: number): string => dayFromNumber(dayNumber(day) + n);

/** The same date `n` calendar months later; the last day of the month where that date does not exist. */
export function addMonths(day: string, n: number): string {
  dayNumber(day);
  const index = Number(day.slice(0, 4)) * 12 + (Number(day.slice(5, 7)) - 1) + n;
  const year = Math.floor(index / 12);
  const month = (index % 12) + 1;
  const date = Math.min(Number(day.slice(8, 10)), daysInMonth(year, month));
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}

/** A month in rates (response-criteria §1.13, A19). */
export const DAYS_PER_MONTH = 30.4375;

/** An existing calendar day as `YYYY-MM-DD`. */
export const isoDay = z.string().superRefine((text, context) => {
  try {
    dayNumber(text);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
  }
});
