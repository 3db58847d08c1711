import { DAYS_PER_MONTH, daysBetween, type ResponseCase } from "@nadir/domain";
import { sideOf, type TimeToEvent } from "./time-to-event.ts";

/** A survival endpoint made two-sided by a named cut-off of the literature. */
export interface CutOff {
  readonly id: string;
  readonly title: string;
  readonly of: "os" | "pfs" | "ttp" | "os-from-last-scan";
  /** `long` from so many days on (may be a fraction), or beyond them where `exclusive`. */
  readonly longDays: number;
  readonly exclusive?: true;
  /** `short` when the event came before so many days; where it lies below `longDays`, what is in between belongs to neither. */
  readonly shortDays: number;
  readonly source: string;
}

const months = (n: number): number => n * DAYS_PER_MONTH;

/** Month 30.4375 days, year twelve of them (A19). */
export const CUT_OFFS: readonly CutOff[] = [
  {
    id: "os-1-year",
    title: "Overall survival of one year",
    of: "os",
    longDays: months(12),
    shortDays: months(12),
    source: "survival under and over one year (radiomics models of checkpoint inhibition)",
  },
  {
    id: "os-5-months",
    title: "Overall survival of five months",
    of: "os",
    longDays: months(5),
    shortDays: months(5),
    source: "survival under and over five months",
  },
  {
    id: "os-500-270-days",
    title: "Overall survival over 500 against under 270 days",
    of: "os",
    longDays: 500,
    exclusive: true,
    shortDays: 270,
    source: "long against short survivors of glioblastoma; those in between belong to neither",
  },
  {
    id: "pfs-12-months",
    title: "Progression-free survival of twelve months",
    of: "pfs",
    longDays: months(12),
    shortDays: months(12),
    source: "progression-free survival under twelve months",
  },
  {
    id: "ttp-2-months",
    title: "Time to progression of two months",
    of: "ttp",
    longDays: months(2),
    shortDays: months(2),
    source: "Tunali 2019, Lung Cancer 129:75 (rapid progression: under two months)",
  },
  {
    id: "os-1-year-from-last-scan",
    title: "One year of survival from the last scan",
    of: "os-from-last-scan",
    longDays: months(12),
    shortDays: months(12),
    source: "Trebeschi 2021 (monitoring: one-year survival from the last scan)",
  },
];

export interface CutOffState {
  readonly id: string;
  /** `between`: the event lies in the gap of a cut-off with two bounds. `left-out`: censored before it could be told. */
  readonly state: "long" | "short" | "between" | "left-out";
  readonly days: number;
}

/** On which side of each cut-off a patient lies; who was censored before it is left out, never guessed. */
export function cutOffStates(
  document: ResponseCase,
  times: { readonly os: TimeToEvent; readonly pfs: TimeToEvent; readonly ttp: TimeToEvent },
): CutOffState[] {
  const lastScan = document.visits.findLast((visit) => visit.imaged !== false)?.date;
  const fromLastScan: TimeToEvent | null =
    lastScan === undefined ? null : { ...times.os, days: Math.max(0, daysBetween(lastScan, times.os.date)) };
  return CUT_OFFS.flatMap((cutOff): CutOffState[] => {
    const time = cutOff.of === "os-from-last-scan" ? fromLastScan : times[cutOff.of];
    return time === null ? [] : [{ id: cutOff.id, state: stateOf(time, cutOff), days: time.days }];
  });
}

function stateOf(time: TimeToEvent, { longDays, exclusive, shortDays }: CutOff): CutOffState["state"] {
  const isLong = exclusive ? time.days > longDays : sideOf(time, longDays) === "beyond";
  if (isLong) return "long";
  if (time.status === "censored") return "left-out";
  return time.days < shortDays ? "short" : "between";
}
