import { studyDay, type TrialDates } from "@nadir/domain";
import type { Table } from "./table.ts";

/**
 * The table, and where the trial counts study days at its end one column more for each of its `dates`: the dates of such a trial
 * were laid on an arbitrary calendar, and the study day is what its source said. `pfs_date` has its own in `pfs_study_day`.
 */
export function withStudyDays(table: Table, dates: readonly string[], of: TrialDates): Table {
  if (of.kind === "calendar") return table;
  const places = dates.map((name) => table.columns.indexOf(name));
  const day = (cell: Table["rows"][number][number] | undefined) =>
    typeof cell === "string" && cell !== "" ? studyDay(of, cell) : null;
  return {
    columns: [...table.columns, ...dates.map(columnName)],
    rows: table.rows.map((row) => [...row, ...places.map((at) => day(row[at]))]),
  };
}

const columnName = (date: string): string => `${date}_study_day`.replace(/^date_|_date(?=_study_day$)/, "");
