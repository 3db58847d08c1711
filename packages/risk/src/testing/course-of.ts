import { addDays, parseResponseCase, type ResponseCase } from "@nadir/domain";

/** A course of targets by diameter (null: no entry), first column baseline; `news` are new lesions. Starts on day 7. */
export function courseOfSizes(
  id: string,
  days: readonly number[],
  targets: Readonly<Record<string, readonly (number | null)[]>>,
  news: Readonly<Record<string, readonly (number | null)[]>> = {},
): ResponseCase {
  const rows = Object.entries({ ...targets, ...news });
  return parseResponseCase({
    schema: "nadir.response-case/1",
    id,
    course: { disease: "solid-tumour", treatmentStart: "2024-01-08" },
    lesions: rows.map(([lesion]) => ({ id: lesion, role: lesion in targets ? "target" : "new", organ: "liver" })),
    visits: days.map((day, i) => ({
      id: i === 0 ? "BL" : `V${i}`,
      date: addDays("2024-01-01", day),
      role: i === 0 ? "baseline" : "follow-up",
      measurements: rows.flatMap(([lesion, sizes]) => {
        const mm = sizes[i] ?? null;
        return mm === null ? [] : [{ lesion, ...(mm === 0 ? { status: "absent" } : { longestMm: mm }) }];
      }),
    })),
  });
}
