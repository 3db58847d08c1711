import { dayFromNumber, dayNumber, isoDay } from "@nadir/domain";
import type { DataSet } from "./data-set.ts";
import type { Keyword } from "./tags.ts";

/** Seconds of the scanner's own clock since 1970-01-01T00:00; only differences mean anything. */
export type ClockSeconds = number;

const DATE = /^(\d{4})[.]?(\d\d)[.]?(\d\d)$/;
const TIME = /^(\d\d)(?::?(\d\d)(?::?(\d\d(?:\.\d{1,6})?))?)?$/;

/** The day number of a DA value (also the retired 2024.03.05); undefined where it is no day. */
function day(text: string | undefined): number | undefined {
  const [, y, m, d] = DATE.exec(text ?? "") ?? [];
  const iso = `${y}-${m}-${d}`;
  return y !== undefined && isoDay.safeParse(iso).success ? dayNumber(iso) : undefined;
}

/** Seconds into the day of a TM value; undefined where it is no time. */
export function timeOfDay(text: string | undefined): number | undefined {
  const [, h, m = "0", s = "0"] = TIME.exec(text ?? "") ?? [];
  if (h === undefined || Number(h) > 23 || Number(m) > 59 || Number(s) > 60) return undefined;
  return 3600 * Number(h) + 60 * Number(m) + Number(s);
}

/** A DA and a TM attribute as one moment. */
export function moment(data: DataSet, date: Keyword, time: Keyword): ClockSeconds | undefined {
  const [days, seconds] = [day(data.text(date)), timeOfDay(data.text(time))];
  return days === undefined || seconds === undefined ? undefined : 86_400 * days + seconds;
}

/** A DT value (its offset from UTC left aside: the clock is the scanner's); undefined without a time of day. */
export function dateTime(text: string | undefined): ClockSeconds | undefined {
  const plain = (text ?? "").replace(/[+-]\d{4}$/, "");
  const [days, seconds] = [day(plain.slice(0, 8)), timeOfDay(plain.slice(8))];
  return days === undefined || seconds === undefined ? undefined : 86_400 * days + seconds;
}

/** Start of the acquisition of one image: Acquisition DateTime, else Acquisition Date and Time. */
export const acquiredAt = (data: DataSet): ClockSeconds | undefined =>
  moment(data, "AcquisitionDate", "AcquisitionTime") ?? dateTime(data.text("AcquisitionDateTime"));

/** A moment as ISO 8601 with Z in place of the scanner's own zone. */
export function isoMoment(seconds: ClockSeconds): string {
  const days = Math.floor(seconds / 86_400);
  const rest = seconds - 86_400 * days;
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  const s = Number((rest % 60).toFixed(6));
  return `${dayFromNumber(days)}T${two(rest / 3600)}:${two((rest / 60) % 60)}:${s < 10 ? "0" : ""}${s}Z`;
}
