import type { VersionedTable } from "@nadir/db";
import { key, type TableName } from "@nadir/domain";
import { z } from "zod";

/** The tables of a manifest that can be entered by hand, in the order in which they are checked and written. */
export const ENTRY_TABLES = [
  "subjects",
  "visits",
  "lesions",
  "measurements",
  "nonTarget",
  "observations",
  "biomarkers",
  "treatments",
  "adverseEvents",
  "images",
] as const satisfies readonly TableName[];
export type EntryTable = (typeof ENTRY_TABLES)[number];

/** Where each stands in the record. */
export const RECORD_TABLE: Readonly<Record<EntryTable, VersionedTable>> = {
  subjects: "subject",
  visits: "visit",
  lesions: "lesion",
  measurements: "measurement",
  nonTarget: "non_target_assessment",
  observations: "observation",
  biomarkers: "biomarker",
  treatments: "treatment",
  adverseEvents: "adverse_event",
  images: "image",
};

/** The columns that name a row within its trial; none where several rows may say the same of one day. */
export const KEY_COLUMNS: Readonly<Record<EntryTable, readonly string[]>> = {
  subjects: ["key"],
  visits: ["subject", "id"],
  lesions: ["subject", "id"],
  measurements: ["subject", "visit", "lesion", "reader", "method"],
  nonTarget: ["subject", "visit", "reader"],
  observations: [],
  biomarkers: [],
  treatments: ["subject", "id"],
  adverseEvents: ["subject", "id"],
  images: ["subject", "visit", "id"],
};

/** The tables that can be pasted: a scan comes with its file, one at a time. */
export const PASTED_TABLES = ENTRY_TABLES.filter((table) => table !== "images");

/** A row on record as the person saw it when they began to change it. */
const seenRow = z.object({ id: z.uuid(), version: z.int().min(1) });

/** One row as text, column by column: what a cell of the manifest's table of that name would hold. */
export const entryRow = z.object({
  table: z.enum(ENTRY_TABLES),
  cells: z.record(z.string().max(64), z.string().max(4000)),
  /** The row on record that this one corrects. Columns that are not given stay as they are. */
  of: seenRow.optional(),
  /** The row was recorded in error: it ends without a successor. */
  isRetracted: z.boolean().default(false),
  /** What the row is called in a message; its place in what is sent, from 1, where nothing is given. */
  at: z.int().min(1).optional(),
});
export type EntryRow = z.input<typeof entryRow>;

const MOST_ROWS = 2000;

export const entryRequest = z.object({
  /** Made by the browser when the entry is begun: sent twice, it is recorded once. */
  entry: z.uuid(),
  trial: key,
  rows: z.array(entryRow).min(1).max(MOST_ROWS),
  /** Why rows on record are changed; needed only then. */
  reason: z.string().trim().max(500).optional(),
});
export type EntryRequest = z.input<typeof entryRequest>;

const problem = z.object({
  code: z.string(),
  message: z.string(),
  where: z
    .object({
      file: z.string().optional(),
      row: z.int().optional(),
      column: z.string().optional(),
      path: z.string().optional(),
    })
    .optional(),
  found: z.string().optional(),
  expected: z.string().optional(),
});

export const fieldChange = z.object({ field: z.string(), from: z.unknown(), to: z.unknown() });

/** What becomes of each row that was sent, in their order. */
export const rowFate = z.object({
  table: z.enum(ENTRY_TABLES),
  at: z.int(),
  /** `refused`: it has a fault of its own, told among the problems. */
  kind: z.enum(["new", "changed", "unchanged", "retracted", "refused"]),
  /** Of a row that is on record: which one, in which version. */
  of: seenRow.nullable(),
  fields: z.array(fieldChange),
});
export type RowFate = z.infer<typeof rowFate>;

export const entryOutcome = z.object({
  /** True when the record holds the entry now. */
  isRecorded: z.boolean(),
  /** True when it had been recorded before: nothing was written again. */
  isRepeated: z.boolean(),
  rows: z.array(rowFate),
  /** What is wrong; with any problem nothing was written. */
  problems: z.array(problem),
  /** What is odd but usable. */
  warnings: z.array(problem),
  counts: z.object({ new: z.int(), changed: z.int(), unchanged: z.int(), retracted: z.int() }),
});
export type EntryOutcome = z.infer<typeof entryOutcome>;
