import { criterionId, isoDay, key, trial as trialDocument } from "@nadir/domain";
import { z } from "zod";
import { presentLock } from "../identity/data-lock.ts";
import { rowsPage } from "../read/rows-page.ts";

/** What kind of thing waits. */
export const workKind = z.enum(["visit", "scan", "confirmation", "read", "query"]);
export type WorkKind = z.infer<typeof workKind>;

/** Whose move it is. */
export const mover = z.enum(["coordinator", "reader", "adjudicator", "data-manager"]);
export type Mover = z.infer<typeof mover>;

/** `coming` is shown on demand and never counted: nothing is to be done yet. */
export const workState = z.enum(["overdue", "due", "waiting", "coming"]);

export const workItem = z.object({
  /** Names the thing over time, `visit/S1/wk8`: a query about it names the same. */
  id: z.string(),
  kind: workKind,
  state: workState,
  move: mover,
  subject: z.string(),
  site: z.string(),
  /** The visit that it is about: its key on record, or in the schedule. */
  visit: z.string().nullable(),
  /** One sentence: what is missing or to be done. */
  what: z.string(),
  /** The days between which it is to be done, ISO; null = no such day. */
  from: isoDay.nullable(),
  to: isoDay.nullable(),
  /** Of a confirmation: the criterion and the label that waits. */
  criterion: criterionId.nullable(),
  label: z.string().nullable(),
});
export type WorkItem = z.infer<typeof workItem>;

export const workQuery = z.object({
  /** The day as which trials with real dates are looked at. */
  asOf: isoDay,
  /** The study day for trials whose days are numbers only; left out, the last day on their record. */
  studyDay: z.int().min(-3650).max(36500).optional(),
  trial: key.optional(),
  site: z.string().max(200).optional(),
  kind: workKind.optional(),
  move: mover.optional(),
  /** Also what is only coming. */
  coming: z.boolean().default(false),
  ...rowsPage,
});
export type WorkQuery = z.input<typeof workQuery>;

export const trialWork = z.object({
  trial: z.object({ key: z.string(), title: z.string(), dates: trialDocument.shape.dates }),
  /** The day as which this trial is looked at. */
  asOf: isoDay,
  /** False where the trial plans no visits: then nothing is told as due by a schedule. */
  hasSchedule: z.boolean(),
  /** The lock under which nothing of this is done; null where there is none. */
  locked: presentLock.nullable(),
  sites: z.array(z.string()),
  /** How many of each kind are to be done, before the choice of a kind; what is coming is not counted. */
  counts: z.record(workKind, z.int()),
  /** How many the choice has, and those of the page asked for, the most pressing first. */
  total: z.int(),
  items: z.array(workItem),
});
export type TrialWork = z.infer<typeof trialWork>;
