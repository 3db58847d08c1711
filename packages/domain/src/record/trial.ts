import { z } from "zod";
import { addDays, daysBetween, isoDay } from "../day.ts";
import { tumourTypeId } from "../tumour-types/tumour-type.ts";
import { imagingProtocol } from "./imaging-protocol.ts";
import { criterionId, disease, key } from "./vocabulary.ts";

/** A criterion that the trial judges by. `parameters` are the named options of that criterion; empty = as published. */
export const trialCriterion = z.strictObject({
  id: criterionId,
  /** Exactly one criterion of a trial is primary: the one whose response stands first on the patient's page. */
  primary: z.boolean().default(false),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});
export type TrialCriterion = z.infer<typeof trialCriterion>;

export const site = z.strictObject({ id: key, name: z.string().min(1), country: z.string().optional() });
export type Site = z.infer<typeof site>;

export const arm = z.strictObject({ id: key, name: z.string().min(1), description: z.string().optional() });
export type Arm = z.infer<typeof arm>;

/** A planned visit: `day` counts from treatment start; the window is inclusive on both sides. */
export const plannedVisit = z.strictObject({
  id: key,
  day: z.int(),
  windowBefore: z.int().min(0).default(0),
  windowAfter: z.int().min(0).default(0),
  /** `none`: a visit in the clinic alone, at which the protocol asks for no scan. Left out: `demanded`. */
  imaging: z.enum(["demanded", "none"]).optional(),
});

/** Where bundled or public data came from. Shown wherever the data is shown. */
export const dataProvenance = z.strictObject({
  origin: z.string().min(1),
  licence: z.string().min(1),
  citation: z.string().min(1),
  /** One sentence a reader must see beside the data, e.g. what was simulated or how days became dates. */
  notice: z.string().optional(),
});
export type DataProvenance = z.infer<typeof dataProvenance>;

const DATE_KINDS = [
  z.strictObject({ kind: z.literal("calendar") }),
  z.strictObject({
    kind: z.literal("offset"),
    dayZero: isoDay,
    /** `from-1`: the source has no day 0, as CDISC study days; its day 1 was laid on `dayZero`, its day -1 on the day before. */
    count: z.enum(["from-0", "from-1"]).default("from-0"),
    note: z.string().min(1),
  }),
] as const;

export const trial = z.strictObject({
  id: key,
  title: z.string().min(1),
  disease,
  /** What was treated, one or (a basket) several; the import remarks on a criterion that was not written for any (`nadir criteria`). */
  tumourTypes: z.array(tumourTypeId).min(1).optional(),
  /** `calendar`: dates are real days. `offset`: the source gives only days; day 0 was laid on `dayZero`, screens show day numbers. */
  dates: z.discriminatedUnion("kind", DATE_KINDS).default({ kind: "calendar" }),
  /** Glioma: `newly-diagnosed` takes its baseline after radiotherapy; `recurrent` and `neo-adjuvant` before treatment. */
  setting: z.enum(["newly-diagnosed", "recurrent", "neo-adjuvant"]).optional(),
  criteria: z.array(trialCriterion).min(1),
  sites: z.array(site).min(1),
  arms: z.array(arm).min(1),
  schedule: z.array(plannedVisit).default([]),
  /**
   * When changes of features are taken (delta-radiomics): the visit from `fromDay` to `toDay` after treatment start that
   * lies nearest to the middle, e.g. days 42 to 56 for six to eight weeks, or two to three cycles of three weeks, 42 to 63.
   */
  deltaWindow: z
    .strictObject({ fromDay: z.int().min(1), toDay: z.int().min(1), meaning: z.string().min(1).optional() })
    .refine((w) => w.fromDay <= w.toDay, "fromDay must not lie after toDay")
    .optional(),
  /** How the images are to be taken; where an image departs from it is told at import and on the patient's page. */
  imagingProtocol: imagingProtocol.optional(),
  /** On which legal basis ethnicity and race of subjects are held, e.g. consent and the approval of the ethics committee. */
  ethnicityBasis: z.string().trim().min(1).optional(),
  provenance: dataProvenance.optional(),
});
export type Trial = z.infer<typeof trial>;

/** How a trial tells its days: calendar dates, or day numbers laid on an arbitrary calendar. */
export type TrialDates = Trial["dates"];

/**
 * How days are told to a person: as the trial tells them, or `hidden`, to a reader whose charter hides them. Then the days of
 * an answer stand in for the order of the scans and are none of the record's.
 */
export const shownDates = z.discriminatedUnion("kind", [...DATE_KINDS, z.strictObject({ kind: z.literal("hidden") })]);
export type ShownDates = z.infer<typeof shownDates>;

/**
 * The study day of a calendar day, as the source numbered it (SDTM IG §4.4.4 for `from-1`: no day 0).
 * `null` where the trial's dates are real dates.
 */
export function studyDay(dates: TrialDates, day: string): number | null {
  if (dates.kind === "calendar") return null;
  const n = daysBetween(dates.dayZero, day);
  return dates.count === "from-1" && n >= 0 ? n + 1 : n;
}

/** `2024-03-01`, or `day −3` where the trial counts study days; what is no day as it stands. */
export function dayInWords(dates: TrialDates, day: string): string {
  if (dates.kind === "calendar" || !isoDay.safeParse(day).success) return day;
  return `day ${String(studyDay(dates, day)).replace("-", "−")}`;
}

/** A sentence, its ISO dates told as the trial tells its days. */
export const daysInWords = (dates: TrialDates, sentence: string): string =>
  sentence.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => dayInWords(dates, day));

/** A century either way: what is typed beyond that is a slip. */
export const MOST_STUDY_DAYS = 36_500;

/** The ISO day that a typed study day stands for, `112`, `D112`, `day 112` or `D-2`; null where it is none. */
export function dayTyped(dates: Extract<TrialDates, { kind: "offset" }>, text: string): string | null {
  const digits = /^(?:d|day)?\s*([+-]?\d{1,5})$/i.exec(text.trim().replace("−", "-"))?.[1];
  const n = Number(digits);
  if (digits === undefined || Math.abs(n) > MOST_STUDY_DAYS || (n === 0 && dates.count === "from-1")) return null;
  return dayOfStudyDay(dates, n);
}

/** What is wrong with a typed study day, as the end of a sentence; null where it is one. */
export function dayFault(dates: Extract<TrialDates, { kind: "offset" }>, text: string): string | null {
  if (dayTyped(dates, text) !== null) return null;
  const number = /^(?:d|day)?\s*([+-]?\d+)$/i.exec(text.trim().replace("−", "-"))?.[1];
  if (number === undefined)
    return `write a study day as 112 or D112${dates.count === "from-1" ? "; there is no day 0" : ""}`;
  return Number(number) === 0
    ? "there is no day 0: the day before day 1 is D-1"
    : `day ${Number(number)} is out of range: a study day lies between D-${MOST_STUDY_DAYS} and D${MOST_STUDY_DAYS}`;
}

/** The calendar day on which a study day was laid: the inverse of `studyDay`. Day 0 of a source that has none is a RangeError. */
export function dayOfStudyDay(dates: Extract<TrialDates, { kind: "offset" }>, n: number): string {
  if (dates.count === "from-1" && n === 0) throw new RangeError("A source that counts from day 1 has no day 0.");
  return addDays(dates.dayZero, dates.count === "from-1" && n > 0 ? n - 1 : n);
}
