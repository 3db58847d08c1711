import type { Database } from "@nadir/db";
import { type Problem, Refusal } from "@nadir/domain";
import type { ObjectStore } from "@nadir/storage";
import { columnsOf } from "../intake/cell.ts";
import { checkImages, type FileFacts } from "../intake/check-images.ts";
import { filesOfMap } from "../intake/trial-files.ts";
import type { ReadTables } from "../intake/trial-tables.ts";
import { type ReadRow, typedRows } from "../intake/typed-rows.ts";
import { niftiOfScan, type ScanFile } from "../scan-file/index.ts";
import { enter } from "./enter.ts";
import type { EntryOutcome, EntryRequest } from "./entry-shape.ts";
import { readScanUpload, type ScanUpload } from "./scan-upload.ts";

interface ScanPlaces {
  readonly db: Database;
  readonly store: ObjectStore;
  readonly onProgress?: (progress: { readonly step: string; readonly done: number; readonly total: number }) => void;
}

const STEPS = 3;

/**
 * Records one scan that was uploaded by hand: its file read and checked by the code that reads those of an import, its row entered
 * like any other, both or neither. Faults of file and row come back together as `problems`. Refuses what `enter` refuses.
 */
export async function addScan(
  { db, store, onProgress = () => {} }: ScanPlaces,
  personId: string,
  address: string,
): Promise<EntryOutcome> {
  const upload = await readScanUpload(store, address);
  onProgress({ step: "read the scan", done: 0, total: STEPS });
  const read = fileOf(await store.get(upload.file.hash));
  const { cells, differ } = cellsOf(upload, read.file);
  const request: EntryRequest = { entry: upload.entry, trial: upload.trial, rows: [{ table: "images", cells }] };
  const checked = await checkFile(cells, read.file);
  const problems = [...read.problems, ...differ, ...checked.problems];
  onProgress({ step: "record the scan", done: 1, total: STEPS });
  if (problems.length > 0 || !read.file) {
    const { rows, counts, ...rest } = await enter(db, personId, request, true, checked.facts);
    // Without its file nothing more is said of the file than why it cannot be read.
    const others = rest.problems.filter(({ code }) => code !== "SCAN_WITHOUT_FILE");
    return { ...rest, rows, counts, isRecorded: false, problems: [...problems, ...others] };
  }
  // Before the record, as an import does: without a row that names it an object means nothing.
  await store.put(read.file.bytes);
  const outcome = await enter(db, personId, request, false, checked.facts);
  const notes = read.file.notes.map((message): Problem => ({ code: "FILE_NOTE", message }));
  return { ...outcome, warnings: [...outcome.warnings, ...notes] };
}

function fileOf(bytes: Uint8Array): { file: ScanFile | undefined; problems: readonly Problem[] } {
  try {
    return { file: niftiOfScan(bytes), problems: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { file: undefined, problems: error.problems };
  }
}

/** What was typed, with what the file's own header says where nothing was; where the two differ, that is told. */
function cellsOf({ cells: typed, entry: _ }: ScanUpload, file: ScanFile | undefined) {
  const cells: Record<string, string> = {};
  const differ: Problem[] = [];
  for (const { name } of columnsOf("images")) {
    const own = typed[name]?.trim() ?? "";
    const said = file?.said[name] ?? "";
    if (own !== "" || said !== "") cells[name] = own || said;
    if (own !== "" && said !== "" && own !== said && (name === "modality" || name === "unit"))
      differ.push({
        code: "FILE_SAYS_OTHERWISE",
        message: `images, row 1, column ${name}: '${own}' is not what the file says, which is '${said}'; choose the right file, or ${said}.`,
        where: { file: "images", row: 1, column: name },
        found: own,
        expected: said,
      });
  }
  const place = [cells["subject"], cells["visit"], cells["id"]].join("-");
  return { cells: { ...cells, file: `${place}${file?.ending ?? ".nii.gz"}` }, differ };
}

/** The file by the checks of an import. */
async function checkFile(cells: Readonly<Record<string, string>>, file: ScanFile | undefined) {
  const nothing = { problems: [] as readonly Problem[], facts: new Map<string, FileFacts>() };
  if (!file) return nothing;
  const text = { row: 1, cells: new Map(Object.entries(cells)) };
  const columns = columnsOf("images");
  const { read } = typedRows(
    { file: "images", table: "images", columns, rows: [text], leftOut: [], problems: [] },
    "images",
    [],
    false,
  );
  const files = filesOfMap("", new Map([[cells["file"]!, file.bytes]]));
  return checkImages(
    files,
    { images: read as readonly ReadRow<"images">[], masks: [] } as unknown as ReadTables,
    () => {},
  );
}
