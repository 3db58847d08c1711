/**
 * The tables of the example on early change, from the rows of the published data (one target lesion a patient): baseline is the last
 * measurement up to day 1, the first scan the first one after it, and what is asked is whether the lesion grows later: at least 20 % and
 * 5 mm over the least before, on a scan after the first. `TOO SMALL TO MEASURE` counts 5 mm (RECIST 1.1, section 4.2); what is not
 * evaluable or empty is no measurement; patients with fewer than two measurements after baseline, or a baseline of 0, are left out.
 */
export function earlyChangeTable(measurements: readonly { subject: string; day: number; value: string }[]): string {
  const courses = new Map<string, { day: number; mm: number }[]>();
  for (const { subject, day, value } of measurements) {
    const mm = value === "TOO SMALL TO MEASURE" ? 5 : value === "" ? Number.NaN : Number(value);
    if (!Number.isFinite(mm)) continue;
    courses.set(subject, [...(courses.get(subject) ?? []), { day, mm }]);
  }
  const rows: string[] = [];
  for (const [subject, course] of courses) {
    const sorted = [...course].sort((a, b) => a.day - b.day);
    const baseline = sorted.filter((m) => m.day <= 1).at(-1);
    const [first, ...later] = sorted.filter((m) => m.day > 1);
    if (!baseline || !first || later.length === 0 || baseline.mm === 0) continue;
    let least = Math.min(baseline.mm, first.mm);
    let grows = false;
    for (const { mm } of later) {
      if (mm >= 1.2 * least && mm - least >= 5) grows = true;
      least = Math.min(least, mm);
    }
    const change = first.mm / baseline.mm - 1;
    rows.push([subject, baseline.mm, first.day, change.toFixed(4), grows ? "yes" : "no"].join(","));
  }
  return `${["subject,baseline_size_mm,first_scan_day,first_change,grows_later", ...rows].join("\n")}\n`;
}
