import { createHash } from "node:crypto";
import { hashOf, type Manifest, type Problem, type TableName, tableSchemas } from "@nadir/domain";
import { addAll } from "./add-all.ts";
import { A_NUMBER } from "./cell.ts";
import { checkCourse } from "./check-course.ts";
import { checkImages, type FileFacts } from "./check-images.ts";
import { checkImagingProtocol } from "./check-imaging-protocol.ts";
import { checkManifest, unusualCriteriaOf } from "./check-manifest.ts";
import { checkReferences } from "./check-references.ts";
import { knownNames } from "./known-names.ts";
import { restsOn, unreadableTables } from "./mend-manifest.ts";
import { readManifest } from "./read-manifest.ts";
import { readTable, type TableText } from "./read-table.ts";
import { type SealedMember, sealedEndpoints, sealedMembers } from "./sealed-members.ts";
import { todayUtc } from "./today.ts";
import type { TrialFiles } from "./trial-files.ts";
import type { TrialTables } from "./trial-tables.ts";
import { type PlacedRow, type ReadRow, typedRows } from "./typed-rows.ts";

export type OnProgress = (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;

/** Everything that an import brings, checked: ready to be written, and nothing has been written. */
export interface TrialBundle {
  readonly manifest: Manifest;
  readonly tables: TrialTables;
  readonly sealed: readonly SealedMember[];
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** How often each value rule was used. Rows under a seal are not counted: their values are nobody's to count. */
  readonly ruleCounts: Readonly<Record<string, number>>;
  /** SHA-256 over the manifest and every file that it names, by name and content. */
  readonly hash: string;
}

export interface BundleReading {
  /** Absent when there is any problem. */
  readonly bundle?: TrialBundle;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

export const TABLE_NAMES = Object.keys(tableSchemas) as TableName[];

/**
 * Reads and checks a whole trial. All problems of all files come back together, in the order of the files. `today`: beyond
 * which nothing has happened yet.
 */
export async function readTrialBundle(
  files: TrialFiles,
  onProgress: OnProgress = () => {},
  today: string = todayUtc(),
): Promise<BundleReading> {
  const name = files.manifestName;
  const bytes = await files.read(name);
  if (!bytes)
    return {
      problems: [
        {
          code: "MANIFEST_MISSING",
          message: `There is no file '${name}'; the manifest names what an import brings.`,
          where: { file: name },
        },
      ],
      warnings: [],
    };
  const reading = readManifest(bytes, name);
  const manifest = reading.manifest ?? reading.mended?.manifest;
  if (!manifest) return { problems: reading.problems, warnings: [] };
  const unreliable = reading.mended?.unreliable ?? new Set<string>();
  const unread = unreadableTables(unreliable);
  const problems: Problem[] = [...checkManifest(manifest, name, reading.lineOf)];

  const hashes: Record<string, string> = { [name]: sha256(bytes) };
  const tables = {} as { [T in TableName]: readonly PlacedRow<T>[] };
  const read = {} as { [T in TableName]: readonly ReadRow<T>[] };
  const texts: Partial<Record<TableName, TableText | "unreadable">> = {};
  let done = 0;
  const named = TABLE_NAMES.filter((table) => manifest.tables[table] !== undefined);
  for (const table of TABLE_NAMES) {
    tables[table] = [];
    read[table] = [];
    const file = manifest.tables[table];
    if (unread.has(table)) texts[table] = "unreadable";
    else if (file !== undefined) {
      const content = await files.read(file);
      if (content) {
        hashes[file] = sha256(content);
        texts[table] = readInto(tables, read, table, content, file, manifest, problems);
      } else {
        texts[table] = "unreadable";
        problems.push(missingTable(name, table, file));
      }
    }
    if (named.includes(table)) onProgress({ step: "read tables", done: ++done, total: named.length });
  }

  addAll(problems, checkReferences(manifest, read, knownNames(texts)));
  const course = checkCourse(manifest, read, tables, today);
  addAll(problems, course.problems);
  const images = await checkImages(files, read, (at, total) => onProgress({ step: "check images", done: at, total }));
  addAll(problems, images.problems);
  const told = [...reading.problems, ...problems.filter((p) => !restsOn(unreliable, p.where))];
  if (told.length > 0) {
    // With a row of the visits left out, a baseline may be missing only because of that.
    const isWhole = !told.some((p) => p.where?.file === manifest.tables.visits);
    const warnings = course.warnings.filter((w) => isWhole || w.code !== "NO_BASELINE");
    return { problems: inFileOrder(told, manifest, name), warnings };
  }

  for (const { name: file, sha256: hash } of images.facts.values()) hashes[file] = hash;
  const sealed = sealedMembers(
    manifest,
    tables.subjects.map((r) => r.value),
    tables.visits.map((r) => r.value),
    tables.outcomes.map((r) => r.value),
    tables.images.map((r) => r.value),
  );
  const bundle: TrialBundle = {
    manifest,
    tables,
    sealed,
    facts: images.facts,
    ruleCounts: countRules(manifest, tables, sealed),
    hash: hashOf(hashes),
  };
  const deviations = checkImagingProtocol(manifest, tables.images, images.facts);
  const unusual = unusualCriteriaOf(manifest, name, reading.lineOf);
  return { bundle, problems: [], warnings: [...unusual, ...course.warnings, ...deviations] };
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

function readInto<T extends TableName>(
  tables: { [K in TableName]: readonly PlacedRow<K>[] },
  read: { [K in TableName]: readonly ReadRow<K>[] },
  table: T,
  bytes: Uint8Array,
  file: string,
  manifest: Manifest,
  problems: Problem[],
): TableText | "unreadable" {
  const text = readTable(bytes, file, table);
  addAll(problems, text.problems);
  // With its header wrong, every row would repeat the same complaint.
  if (text.problems.some((p) => p.code === "MISSING_COLUMN") || text.columns.length === 0) return "unreadable";
  const typed = typedRows(text, table, manifest.valueRules, table === "outcomes" && manifest.sealed.length > 0);
  addAll(problems, typed.problems.map(withWayOfFiles));
  (tables as Record<TableName, readonly PlacedRow<TableName>[]>)[table] = typed.rows as readonly PlacedRow<TableName>[];
  (read as Record<TableName, readonly ReadRow<TableName>[]>)[table] = typed.read as readonly ReadRow<TableName>[];
  return text;
}

/** Files have one way more than a form or a pasted table: the manifest may say what a word in the place of a figure means. */
const withWayOfFiles = (problem: Problem): Problem =>
  problem.expected === A_NUMBER
    ? { ...problem, message: `${problem.message} The manifest may name a value rule for the word.` }
    : problem;

const missingTable = (manifest: string, table: TableName, file: string): Problem => ({
  code: "FILE_MISSING",
  message: `${manifest}: the table '${table}' is to be in '${file}', but there is no such file beside the manifest.`,
  where: { file: manifest, path: `tables.${table}` },
  found: file,
});

function countRules(manifest: Manifest, tables: TrialTables, sealed: readonly SealedMember[]): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(manifest.valueRules.map((rule) => [rule.id, 0]));
  const endpoints = sealedEndpoints(sealed);
  for (const table of TABLE_NAMES)
    for (const { value, rules } of tables[table]) {
      if (table === "outcomes" && "endpoint" in value && endpoints.get(value.subject)?.has(value.endpoint)) continue;
      for (const rule of rules) counts[rule] = (counts[rule] ?? 0) + 1;
    }
  return counts;
}

/** Manifest first, then the tables in their order, rows ascending. */
function inFileOrder(problems: readonly Problem[], manifest: Manifest, name: string): Problem[] {
  const order = [name, ...TABLE_NAMES.flatMap((table) => manifest.tables[table] ?? [])];
  const rank = (p: Problem): number => {
    const at = order.indexOf(p.where?.file ?? name);
    return at < 0 ? order.length : at;
  };
  return problems
    .map((problem, at) => ({ problem, at }))
    .sort(
      (a, b) =>
        rank(a.problem) - rank(b.problem) || (a.problem.where?.row ?? 0) - (b.problem.where?.row ?? 0) || a.at - b.at,
    )
    .map(({ problem }) => problem);
}
