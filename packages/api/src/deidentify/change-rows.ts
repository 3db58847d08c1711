import { addDays, daysBetween, type Trial } from "@nadir/domain";
import { EXPORTED, type ExportedTable, ruledColumns, WORD_FROM } from "./column-rules.ts";
import { isKnownWord, plainDescription } from "./known-words.ts";
import { numbered, type Pseudonyms } from "./pseudonyms.ts";
import type { RecordToExport, Row } from "./read-record.ts";

/** The day on which each patient's first day of treatment is laid. */
export const DAY_ZERO = "2000-01-01";
/** Ages above are one (45 CFR 164.514(b)(2)(i)(C): all ages over 89 into one category of 90 or older). */
const OLDEST = 89;

export interface ChangedRows {
  readonly rows: Readonly<Record<ExportedTable, readonly Row[]>>;
  readonly sites: ReadonlyMap<string, string>;
  /** Patient to pseudonym: secret, told to whoever asked for the key. */
  readonly subjects: ReadonlyMap<string, string>;
  /** How many values were left out, by `table.column`. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** How many words were replaced by a number, by `table.column`. */
  readonly replaced: Readonly<Record<string, number>>;
  readonly topCoded: number;
  /** Rows without anything left to say. */
  readonly rowsLeftOut: number;
}

/** Every row by the rules of its columns. Patients come in the order of their pseudonyms, which tells nothing of the former one. */
export function changeRows({ trial, rows }: RecordToExport, names: Pseudonyms): ChangedRows {
  const subjects = new Map(rows.subjects.map(({ key }) => [String(key), `D-${names.word("subject", String(key))}`]));
  const sites = siteNames(trial, names);
  const readers = numbered(
    "reader-",
    EXPORTED.flatMap((table) => rows[table].flatMap((row) => [row["reader"], row["author"]].flatMap(text))),
  );
  const zero = zeroDays(rows);
  const own = new Map(rows.subjects.map(({ key }) => [String(key), keysOf(rows, String(key), trial)]));
  const words = new Words(rows);
  const leftOut = new Tally();
  let topCoded = 0;
  let rowsLeftOut = 0;
  const changed = {} as Record<ExportedTable, Row[]>;
  for (const table of EXPORTED) {
    const columns = ruledColumns(table);
    changed[table] = [];
    for (const row of rows[table]) {
      const subject = String(table === "subjects" ? row["key"] : row["subject"]);
      const keys = own.get(subject)!;
      const next: Record<string, unknown> = {};
      for (const { name, rule } of columns) {
        const value = row[name];
        if (value === undefined || value === null) continue;
        const at = `${table}.${name}`;
        switch (rule) {
          case "keep":
            next[name] = value;
            break;
          case "subject":
            next[name] = subjects.get(String(value));
            break;
          case "site":
            next[name] = sites.get(String(value));
            break;
          case "reader":
            next[name] = readers.get(String(value));
            break;
          case "visit":
          case "lesion":
          case "image":
          case "treatment":
          case "event":
            next[name] = keys[rule].get(String(value));
            break;
          case "lesions":
            next[name] = (value as string[]).flatMap((lesion) => keys.lesion.get(lesion) ?? []);
            break;
          case "day":
            next[name] = addDays(DAY_ZERO, daysBetween(zero.get(subject)!, String(value)));
            break;
          case "age":
            if (Number(value) > OLDEST) topCoded++;
            next[name] = Number(value) > OLDEST ? OLDEST + 1 : Math.floor(Number(value));
            break;
          case "uid":
            next[name] = names.uid(String(value));
            break;
          case "file":
            next[name] = fileName(table, String(value), names);
            break;
          case "word":
            if (words.mayStay(table, name, String(value))) next[name] = value;
            else leftOut.add(at);
            break;
          case "needed word":
            next[name] = words.inPlace(table, name, String(value), String(row["modality"] ?? ""));
            break;
          case "out":
            leftOut.add(at);
            break;
        }
      }
      if (hasSomething(table, next)) changed[table].push(next);
      else rowsLeftOut++;
    }
    changed[table].sort((a, b) => (subjectOf(a) < subjectOf(b) ? -1 : subjectOf(a) > subjectOf(b) ? 1 : 0));
  }
  return {
    rows: changed,
    sites,
    subjects,
    leftOut: leftOut.counts,
    replaced: words.replaced.counts,
    topCoded,
    rowsLeftOut,
  };
}

const subjectOf = (row: Row): string => String(row["key"] ?? row["subject"]);
const text = (value: unknown): string[] => (value === undefined || value === null ? [] : [String(value)]);
export const fileName = (table: string, hash: string, names: Pseudonyms): string =>
  `images/${names.word("file", hash).toLowerCase()}${table === "masks" ? "-mask" : ""}.nii.gz`;

/** A row whose only figure was a word that was left out says nothing any more. */
function hasSomething(table: ExportedTable, row: Row): boolean {
  if (table === "observations" || table === "biomarkers")
    return row["value"] !== undefined || row["text"] !== undefined;
  if (table === "outcomes")
    return row["timeDays"] !== undefined || row["event"] !== undefined || row["value"] !== undefined;
  return true;
}

/** Sites in an order that is not that of their keys. */
function siteNames(trial: Trial, names: Pseudonyms): Map<string, string> {
  const shuffled = trial.sites
    .map(({ id }) => id)
    .sort((a, b) => (names.word("site", a) < names.word("site", b) ? -1 : 1));
  return new Map(shuffled.map((id, at) => [id, `site-${at + 1}`]));
}

/** Of each patient the day that becomes `DAY_ZERO`: of the first treatment, else of the baseline, else the first of any. */
function zeroDays(rows: RecordToExport["rows"]): Map<string, string> {
  const first = new Map<string, string>();
  const baseline = new Map<string, string>();
  for (const table of EXPORTED)
    for (const row of rows[table]) {
      const subject = String(table === "subjects" ? row["key"] : row["subject"]);
      for (const { name, rule } of ruledColumns(table)) {
        const day = rule === "day" ? row[name] : undefined;
        if (typeof day === "string" && (first.get(subject) ?? "9999") > day) first.set(subject, day);
      }
      if (table === "visits" && row["role"] === "baseline") baseline.set(subject, String(row["date"]));
    }
  return new Map(
    rows.subjects.map(({ key, treatmentStart }) => {
      const of = String(key);
      return [of, String(treatmentStart ?? baseline.get(of) ?? first.get(of) ?? DAY_ZERO)];
    }),
  );
}

/** New keys of what belongs to one patient, in the order of the former ones. A visit of the schedule keeps its name. */
function keysOf(rows: RecordToExport["rows"], subject: string, trial: Trial) {
  const of = (table: ExportedTable) => rows[table].filter((row) => row["subject"] === subject);
  const planned = new Set(trial.schedule.map(({ id }) => id));
  const ids = (table: ExportedTable) => [...new Set(of(table).map(({ id }) => String(id)))];
  const inOrder = (prefix: string, all: readonly string[]): Map<string, string> =>
    new Map(all.map((id, at) => [id, `${prefix}${String(at + 1).padStart(3, "0")}`]));
  const visits = inOrder("V", ids("visits"));
  for (const id of visits.keys()) if (planned.has(id)) visits.set(id, id);
  return {
    visit: visits,
    lesion: inOrder("L", ids("lesions")),
    image: inOrder("I", ids("images")),
    treatment: inOrder("T", ids("treatments")),
    event: inOrder("E", ids("adverseEvents")),
  };
}

/** Which words may stay, by how many patients have them; and numbers for those that may not but are needed. */
class Words {
  readonly replaced = new Tally();
  readonly #patients = new Map<string, Set<string>>();
  readonly #numbers = new Map<string, Map<string, string>>();

  constructor(rows: RecordToExport["rows"]) {
    for (const table of EXPORTED)
      for (const row of rows[table])
        for (const { name, rule } of ruledColumns(table))
          if ((rule === "word" || rule === "needed word") && row[name] !== undefined) {
            const of = [table, name, String(row[name])].join("\u001f");
            this.#patients.set(of, (this.#patients.get(of) ?? new Set()).add(String(row["subject"])));
          }
    for (const of of this.#patients.keys()) {
      const [table, name, word] = of.split("\u001f") as [string, string, string];
      if (this.mayStay(table, name, word)) continue;
      const at = `${table}\u001f${name}`;
      const list = this.#numbers.get(at) ?? new Map<string, string>();
      this.#numbers.set(at, list.set(word, ""));
    }
    for (const [at, list] of this.#numbers)
      this.#numbers.set(at, numbered(`${PREFIX[at.split("\u001f")[1]!] ?? "word"}-`, list.keys()));
  }

  mayStay(table: string, column: string, word: string): boolean {
    if (isKnownWord(table, column, word)) return true;
    return (this.#patients.get([table, column, word].join("\u001f"))?.size ?? 0) >= WORD_FROM;
  }

  inPlace(table: string, column: string, word: string, modality: string): string {
    if (this.mayStay(table, column, word)) return word;
    this.replaced.add(`${table}.${column}`);
    if (table === "images") return plainDescription(word, modality);
    return this.#numbers.get(`${table}\u001f${column}`)!.get(word)!;
  }
}
const PREFIX: Readonly<Record<string, string>> = {
  organ: "organ",
  method: "method",
  code: "code",
  name: "treatment",
  term: "event",
};

class Tally {
  readonly counts: Record<string, number> = {};
  add(at: string): void {
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }
}
