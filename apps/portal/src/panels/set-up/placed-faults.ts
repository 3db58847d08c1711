import type { Row, TrialDraft } from "./trial-draft.ts";

/** A fault of a set-up as the server tells it, with its place in the trial: `trial.schedule[1].day`. */
export interface SetUpFault {
  readonly code: string;
  readonly message: string;
  readonly path: string | null;
}

/** The sentences at each field of the form, by the field's name (`schedule.1.day`: row, column); and those of no field. */
export interface PlacedFaults {
  readonly at: (field: string) => readonly string[];
  readonly count: number;
  readonly elsewhere: readonly SetUpFault[];
}

export const NO_FAULTS: PlacedFaults = { at: () => [], count: 0, elsewhere: [] };

/** Each fault at the field that it is about. Rows that were left empty were not sent, so rows are counted without them. */
export function placeFaults(draft: TrialDraft, faults: readonly SetUpFault[]): PlacedFaults {
  const placed = new Map<string, string[]>();
  const elsewhere: SetUpFault[] = [];
  for (const fault of faults) {
    const field = fault.path === null ? null : fieldOf(fault.path, draft);
    if (field === null) elsewhere.push(fault);
    else placed.set(field, [...(placed.get(field) ?? []), withoutPlace(fault)]);
  }
  return { at: (field) => placed.get(field) ?? [], count: placed.size, elsewhere };
}

/** Whether a row was taken out: faults are told by the place of their row, and would now stand at another. */
export const hasFewerRows = (draft: TrialDraft, to: Partial<TrialDraft>): boolean =>
  Object.values(LISTS).some((list) => (to[list]?.length ?? Number.POSITIVE_INFINITY) < draft[list].length);

const LISTS = { sites: "sites", arms: "arms", schedule: "schedule", images: "images" } as const;
const COLUMNS: Readonly<Record<string, string>> = { windowBefore: "before", windowAfter: "after", imaging: "noScan" };
const PLAIN: Readonly<Record<string, string>> = {
  id: "id",
  title: "title",
  disease: "disease",
  setting: "disease",
  tumourTypes: "tumourTypes",
  criteria: "criteria",
};

function fieldOf(path: string, draft: TrialDraft): string | null {
  if (path === "reason") return path;
  if (path === "trial.imagingProtocol.version") return "imagesVersion";
  const inTrial = /^trial\.(.+)$/.exec(path)?.[1]?.replace(/^imagingProtocol\.images/, "images");
  if (inTrial === undefined) return null;
  const [, name = "", at, column] = /^(\w+)(?:\[(\d+)\])?(?:\.([^.[]+))?/.exec(inTrial) ?? [];
  if (PLAIN[name]) return PLAIN[name];
  if (name === "deltaWindow") return column === "toDay" ? "deltaTo" : "deltaFrom";
  const list = LISTS[name as keyof typeof LISTS];
  if (list === undefined) return null;
  const rows = draft[list];
  const row = at === undefined ? 0 : sentRows(rows)[Number(at)];
  if (row === undefined || rows.length === 0) return null;
  const known = column === undefined ? undefined : (COLUMNS[column] ?? column);
  const columns = Object.keys(rows[row] ?? {});
  return `${list}.${row}.${known !== undefined && columns.includes(known) ? known : columns[0]}`;
}

/** Which rows of the form were sent, in their order. */
const sentRows = (rows: readonly Row[]): number[] =>
  rows.flatMap((row, at) => (Object.values(row).some((cell) => cell.trim() !== "") ? [at] : []));

/** At its field the place of a fault is seen. */
const withoutPlace = ({ message, path }: SetUpFault): string => {
  const bare = path !== null && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  return bare.charAt(0).toUpperCase() + bare.slice(1);
};
