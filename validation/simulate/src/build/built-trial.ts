import { manifest as manifestSchema } from "@nadir/domain";
import { stringify } from "yaml";
import { type Cell, csvText } from "./csv-text.ts";

/** Reads a file of the source data by its path below the data folder. */
export type ReadSource = (path: string) => Promise<Uint8Array>;

/** A bundled trial: its files by name. The same source always gives the same bytes. */
export type BuiltTrial = ReadonlyMap<string, Uint8Array>;

type Tables = Readonly<
  Record<string, { readonly file: string; readonly rows: readonly Readonly<Record<string, Cell>>[] }>
>;

/** Puts manifest, tables, origin note and binary files together; the manifest is checked against its schema here. */
export function builtTrial(
  manifest: Readonly<Record<string, unknown>>,
  tables: Tables,
  origin: string,
  binaries: ReadonlyMap<string, Uint8Array> = new Map(),
): BuiltTrial {
  const text = new TextEncoder();
  const files = new Map<string, Uint8Array>();
  const named = Object.fromEntries(Object.entries(tables).map(([name, { file }]) => [name, file]));
  const document = { ...manifest, tables: named };
  manifestSchema.parse(document);
  files.set("trial.yaml", text.encode(stringify(document, { lineWidth: 0, version: "1.2", schema: "core" })));
  for (const { file, rows } of Object.values(tables)) files.set(file, text.encode(csvText(rows)));
  files.set("ORIGIN.md", text.encode(origin));
  for (const [name, bytes] of binaries) files.set(name, bytes);
  return files;
}
