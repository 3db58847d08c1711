import { gunzipSync, gzipSync } from "node:zlib";
import { csvText, type Manifest, type Trial } from "@nadir/domain";
import { isNrrd, readVolume, wipeNifti, writeNifti } from "@nadir/imaging";
import type { ObjectStore } from "@nadir/storage";
import { cellText } from "../entry/live-course.ts";
import type { ChangedRows } from "./change-rows.ts";
import { EXPORTED, type ExportedTable, ruledColumns } from "./column-rules.ts";

export interface ExportedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();
const fileOf = (table: ExportedTable): string => `${table.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}.csv`;

/** The tables that have rows, as CSV; columns without a value are left out, those that a table must have stay. */
export function tableFiles({ rows }: Pick<ChangedRows, "rows">): { tables: Manifest["tables"]; files: ExportedFile[] } {
  const tables: Partial<Record<ExportedTable, string>> = {};
  const files: ExportedFile[] = [];
  for (const table of EXPORTED) {
    if (rows[table].length === 0) continue;
    const columns = ruledColumns(table)
      .filter(({ name, required }) => required || rows[table].some((row) => row[name] !== undefined))
      .map(({ name }) => name);
    const text = csvText(
      columns,
      rows[table].map((row) => columns.map((name) => cellText(row[name]))),
    );
    tables[table] = fileOf(table);
    files.push({ name: fileOf(table), bytes: encoder.encode(text) });
  }
  return { tables, files };
}

/** The trial as it leaves: its own set-up under another key, sites without their names, no calendar. */
export function exportedTrial(trial: Trial, { sites }: Pick<ChangedRows, "sites">, id: string, dayZero: string): Trial {
  const { ethnicityBasis: _basis, ...kept } = trial;
  return {
    ...kept,
    id,
    sites: [...sites.values()].sort(bySite).map((site) => ({ id: site, name: site.replace("site-", "Site ") })),
    arms: trial.arms.map(({ id: arm, name }) => ({ id: arm, name })),
    dates: {
      kind: "offset",
      dayZero,
      count: "from-0",
      note: "De-identified: each patient's first day of treatment is day 0. No day of the calendar is left.",
    },
  };
}
const bySite = (a: string, b: string): number => Number(a.slice(5)) - Number(b.slice(5));

/** An image or mask without any text in its header: NIfTI as it was, NRRD written anew as NIfTI. Its time stamp is none. */
export async function imageFile(store: ObjectStore, hash: string, name: string): Promise<ExportedFile> {
  const stored = await store.get(hash);
  const plain = stored[0] === 0x1f && stored[1] === 0x8b ? new Uint8Array(gunzipSync(stored)) : stored;
  const wiped = isNrrd(plain) ? writeNifti(readVolume(plain)) : wipeNifti(plain);
  // Node writes neither a name nor a time into the header of what it compresses.
  return { name, bytes: new Uint8Array(gzipSync(wiped)) };
}
