import type { TableName } from "@nadir/domain";
import type { TableText } from "./read-table.ts";

/**
 * The subjects, visits, lesions and images that the files name, read from the text of their tables: a row that cannot
 * be used for another reason still names its thing, so that one fault is told once. A row with a cell too many or too
 * few names whatever stands in it, in whichever cell. Of a table that could not be read at all, every name counts as known.
 */
export interface KnownNames {
  subject(key: string): boolean;
  /** Whether the tables hold every subject of the trial, so that the others may be told as those that there are. */
  readonly hasAllSubjects: boolean;
  visit(subject: string, id: string): boolean;
  lesion(subject: string, id: string): boolean;
  image(subject: string, visit: string, id: string): boolean;
}

type Texts = Partial<Record<TableName, TableText | "unreadable">>;

export function knownNames(texts: Texts): KnownNames {
  const names = (table: TableName, columns: readonly string[]): ((...key: string[]) => boolean) => {
    const text = texts[table];
    if (text === "unreadable") return () => true;
    const known = new Set(text?.rows.map((row) => columns.map((c) => row.cells.get(c) ?? "").join("\u001f")));
    const leftOut = text?.leftOut ?? [];
    return (...key) => known.has(key.join("\u001f")) || leftOut.some((cells) => key.every((name) => cells.has(name)));
  };
  return {
    subject: names("subjects", ["key"]),
    hasAllSubjects: true,
    visit: names("visits", ["subject", "id"]),
    lesion: names("lesions", ["subject", "id"]),
    image: names("images", ["subject", "visit", "id"]),
  };
}
