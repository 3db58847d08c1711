import type { CriterionId } from "@nadir/domain";
import { assessAll } from "../assess.ts";
import type { SdtmRow } from "../sdtm/columns.ts";
import type { SdtmSubject } from "../sdtm/subject.ts";
import { type SdtmRows, sdtmRows } from "../sdtm/tables.ts";
import { type CourseTable, courseTable } from "./course-table.ts";

/** The cells of some columns, row by row. */
export const cells = (rows: readonly SdtmRow[], ...names: string[]) =>
  rows.map((row) => names.map((name) => row[name] ?? ""));

/** The rows of a course under some criteria. */
export function sdtmOf(
  table: CourseTable,
  criteria: readonly CriterionId[],
  more: Partial<SdtmSubject> = {},
): SdtmRows {
  const document = courseTable(table);
  const outcomes = Object.values(assessAll(document, criteria));
  const base = { study: "EX", document, outcomes, planned: [], evaluator: null, scanNotDone: {} } as const;
  return sdtmRows({ ...base, ...more });
}
