import type { TableName } from "@nadir/domain";
import { type Column, columnsOf } from "../intake/cell.ts";

/**
 * What happens to a column. `number`, `yes/no` and closed choices stay and days are laid on day numbers without a rule here.
 * A `word` stays where it is known to the field, or where at least `WORD_FROM` patients have it; else it is left out, or
 * replaced by a number where the row needs one. `out`: never leaves.
 */
export type ColumnRule =
  | "subject"
  | "visit"
  | "lesion"
  | "lesions"
  | "image"
  | "treatment"
  | "event"
  | "site"
  | "reader"
  | "file"
  | "uid"
  | "age"
  | "word"
  | "needed word"
  | "keep"
  | "out";

/** A word that fewer patients have may name one. */
export const WORD_FROM = 3;

const WORDS = Object.fromEntries(
  [
    "manufacturer",
    "scannerModel",
    "contrastAgent",
    "kernel",
    "acquisitionType",
    "scanningSequence",
    "tracer",
    "radionuclide",
    "reconstruction",
    "decayCorrection",
  ].map((name) => [name, "word" as const]),
);
const OF_VISIT = { subject: "subject", visit: "visit" } as const;
const READ = { ...OF_VISIT, reader: "reader" } as const;

/** Every column of text, of keys, or of a list, by table; the arm and the endpoint are names that the trial gave, not of patients. */
const RULES: Readonly<Record<Exclude<TableName, "importedFeatures">, Readonly<Record<string, ColumnRule>>>> = {
  subjects: {
    key: "subject",
    site: "site",
    arm: "keep",
    ageYears: "age",
    ethnicity: "out",
    race: "out",
    note: "out",
    linkTags: "out",
  },
  visits: { subject: "subject", id: "visit", scanNotDone: "out", note: "out" },
  lesions: {
    subject: "subject",
    id: "lesion",
    organ: "needed word",
    location: "out",
    injectedFrom: "visit",
    confirmedAt: "visit",
    reader: "reader",
  },
  measurements: { ...READ, lesion: "lesion", method: "needed word", parts: "keep", sourceValue: "out" },
  nonTarget: READ,
  observations: { subject: "subject", code: "needed word", text: "out", unit: "word" },
  biomarkers: {
    subject: "subject",
    code: "needed word",
    text: "word",
    unit: "word",
    assay: "word",
    tool: "word",
    clone: "word",
  },
  treatments: {
    subject: "subject",
    id: "treatment",
    name: "needed word",
    code: "keep",
    doseUnit: "word",
    lesionsInField: "lesions",
  },
  adverseEvents: { subject: "subject", id: "event", term: "needed word" },
  outcomes: { subject: "subject", endpoint: "keep", value: "word" },
  images: {
    ...OF_VISIT,
    id: "image",
    file: "file",
    description: "needed word",
    studyUid: "uid",
    seriesUid: "uid",
    scanner: "out",
    imagingSite: "site",
    readingSite: "site",
    ...WORDS,
  },
  masks: { ...OF_VISIT, image: "image", lesion: "lesion", file: "file", partLabels: "keep", author: "reader" },
  vasari: READ,
  semanticReadings: { ...READ, lesion: "lesion" },
  biradsReadings: { ...READ, lesion: "lesion" },
};

/** The tables that are exported. Vectors of imported models are not: what a model says may carry what it was trained on. */
export const EXPORTED = Object.keys(RULES) as (keyof typeof RULES)[];
export type ExportedTable = (typeof EXPORTED)[number];

/** The columns of a table with what happens to each. Throws where a column of text has no rule: a new one leaks nothing. */
export function ruledColumns(table: ExportedTable): readonly (Column & { readonly rule: ColumnRule | "day" })[] {
  return columnsOf(table).map((column) => {
    const rule = RULES[table][column.name];
    if (rule !== undefined) return { ...column, rule };
    if (column.kind === "day") return { ...column, rule: "day" as const };
    if (column.kind === "number" || column.kind === "boolean" || column.kind === "choice")
      return { ...column, rule: "keep" as const };
    throw new TypeError(`The column '${column.name}' of ${table} has no rule of de-identification.`);
  });
}
