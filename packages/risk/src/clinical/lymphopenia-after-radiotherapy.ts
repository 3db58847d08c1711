import { LYMPHOPENIA_SOURCE, lymphopeniaGrade } from "@nadir/domain";
import type { LabSeries } from "./lab-series.ts";

export interface LymphopeniaAfterRadiotherapy {
  /** Worst CTCAE grade from the first day of radiotherapy on; null where it cannot be told. */
  readonly grade: 0 | 1 | 2 | 3 | 4 | null;
  /** The lowest count, 10⁹/L, and its day. */
  readonly nadir: number | null;
  readonly date: string | null;
  readonly missing: readonly string[];
  readonly source: string;
}

/** Lymphopenia from the first day of radiotherapy to `until` (both inclusive), graded at the lowest count. */
export function lymphopeniaAfterRadiotherapy(
  lymphocytes: LabSeries | undefined,
  radiotherapyStart: string | null,
  until: string,
): LymphopeniaAfterRadiotherapy {
  const none = { grade: null, nadir: null, date: null, source: LYMPHOPENIA_SOURCE };
  if (radiotherapyStart === null) return { ...none, missing: ["the first day of radiotherapy"] };
  const after = lymphocytes?.points.filter(({ date }) => date >= radiotherapyStart && date <= until) ?? [];
  if (after.length === 0) return { ...none, missing: ["a lymphocyte count after the start of radiotherapy"] };
  const nadir = after.reduce((least, point) => (point.value < least.value ? point : least));
  const grade = lymphopeniaGrade(nadir.value, nadir.low);
  return {
    grade,
    nadir: nadir.value,
    date: nadir.date,
    missing: grade === null ? ["the laboratory's lower limit of the lymphocyte count (referenceLow)"] : [],
    source: LYMPHOPENIA_SOURCE,
  };
}
