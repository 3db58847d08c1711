import { addDays, csvText, parseResponseCase } from "@nadir/domain";
import { hyperprogression } from "@nadir/risk";

const START = "2000-01-01";

/**
 * The tables of the example on hyperprogression, from the rows of the published data (one target lesion a patient): the product's own
 * decision by Matos 2020, the one definition that wants no scan before treatment, beside what was known before treatment: the
 * size at baseline and its day. `TOO SMALL TO MEASURE` counts 5 mm; patients for whom the definition cannot be decided are left out.
 */
export function hyperprogressionTable(
  measurements: readonly { subject: string; day: number; value: string }[],
): string {
  const courses = new Map<string, { day: number; mm: number }[]>();
  for (const { subject, day, value } of measurements) {
    const mm = value === "TOO SMALL TO MEASURE" ? 5 : value === "" ? Number.NaN : Number(value);
    if (Number.isFinite(mm)) courses.set(subject, [...(courses.get(subject) ?? []), { day, mm }]);
  }
  const rows = [...courses].flatMap(([subject, course]): (string | number)[][] => {
    const sorted = [...course].sort((a, b) => a.day - b.day);
    const baseline = sorted.filter((m) => m.day <= 1).at(-1);
    const first = sorted.find((m) => m.day > 1);
    if (!baseline || baseline.mm === 0 || !first) return [];
    const { result } = hyperprogression(
      parseResponseCase({
        schema: "nadir.response-case/1",
        id: subject,
        title: subject,
        course: { disease: "solid-tumour", treatmentStart: START },
        lesions: [{ id: "T1", role: "target", organ: "other" }],
        // The definition asks of the first evaluation alone.
        visits: [baseline, first].map(({ day, mm }, k) => ({
          id: `D${day}`,
          // Day 1 of the data is the first day of treatment.
          date: addDays(START, day - 1),
          role: k === 0 ? "baseline" : "follow-up",
          measurements: [{ lesion: "T1", longestMm: mm }],
        })),
      }),
    ).definitions["matos-2020"];
    return result === "yes" || result === "no" ? [[subject, baseline.mm, baseline.day, result]] : [];
  });
  return csvText(["subject", "baseline_size_mm", "baseline_day", "hyperprogression"], rows);
}
