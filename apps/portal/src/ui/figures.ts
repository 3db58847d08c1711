import { dayInWords, daysInWords, percentText, type ShownDates } from "@nadir/domain";

/** How figures stand on every screen. */
const minus = "−";
/** A figure with a minus sign for its hyphen. */
export const signed = (text: string): string => text.replace("-", minus);

/** A change in per cent with its sign, one decimal, as the charts and the criteria's own sentences show it: `−31.2 %`. */
export const percent = (value: number): string => percentText(value);

/** A count with thin spaces between thousands: `3 599`. */
export const count = (value: number): string => value.toString().replace(/\B(?=(\d{3})+$)/g, " ");

/** How many of what: `1 patient`, `3 599 patients`. */
export const counted = (value: number, one: string): string => `${count(value)} ${one}${value === 1 ? "" : "s"}`;

/** `opened once`, `opened twice`, `opened 4 times`, `never opened`. */
export const howOften = (done: string, n: number): string =>
  n === 0 ? `never ${done}` : `${done} ${n === 1 ? "once" : n === 2 ? "twice" : `${count(n)} times`}`;

/** At most `digits` significant figures, never in exponent form for ordinary sizes. */
export function significant(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return "not a number";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return signed(value.toExponential(digits - 1));
  return signed(String(Number(value.toPrecision(digits))));
}

/** How a trial's days are shown: as dates, as day numbers where the source gave only those, or not at all to a blinded reader. */
export interface DayStyle {
  readonly dates: ShownDates;
}

/** `2024-03-01`, or `day 43` where the trial's dates are offsets; `date hidden` where the reading charter hides them. */
export function dayText(day: string, style: DayStyle): string {
  return style.dates.kind === "hidden" ? "date hidden" : dayInWords(style.dates, day);
}

/** A sentence of the engine, its ISO dates shown as the trial shows days. */
export const withDays = (sentence: string, { dates }: DayStyle): string =>
  dates.kind === "hidden" ? sentence.replace(/\b\d{4}-\d{2}-\d{2}\b/g, "date hidden") : daysInWords(dates, sentence);

/** The first twelve digits of a hash: enough to tell two apart by eye; the whole stands in the title. */
export const shortHash = (hash: string): string => hash.slice(0, 12);
