import { addDays, type CaseVisit, parseResponseCase, type ResponseCase } from "@nadir/domain";

/**
 * The kinetics studies (Ghaffari Laleh 2022, S1 data; 628 patients): one figure a day, the longest diameter of the target
 * lesion. Treatment day 1 is laid on 2000-01-01. The last scan up to day 1 is the baseline, those before it precede it; a
 * patient first scanned later has that scan as baseline. Of several rows of a day the first with a figure counts.
 */
export interface KineticsReading {
  readonly cases: readonly ResponseCase[];
  readonly rows: number;
  readonly oddities: Readonly<Record<string, number>>;
}

const DAY_ONE = "2000-01-01";

export function kineticsCases(rows: readonly Readonly<Record<string, string>>[]): KineticsReading {
  const oddities: Record<string, number> = {};
  const odd = (what: string) => {
    oddities[what] = (oddities[what] ?? 0) + 1;
  };
  const patients = new Map<string, Map<number, string>>();
  for (const row of rows) {
    const { patient = "", treatment_day: dayText = "", target_lesion_long_diam_mm: size = "" } = row;
    const days = patients.get(patient) ?? new Map<number, string>();
    patients.set(patient, days);
    const day = Number(dayText);
    if (dayText.trim() === "" || !Number.isInteger(day))
      throw new RangeError(`${patient}: treatment day '${dayText}'.`);
    const before = days.get(day);
    if (before !== undefined) {
      odd(before === size ? "day listed twice, same figure" : "day listed twice, figures differ (first figure kept)");
      if (isFigure(before)) continue;
    }
    days.set(day, size);
  }
  const cases = [...patients].map(([patient, days]) => {
    const sorted = [...days].sort(([a], [b]) => a - b);
    const upToStart = sorted.filter(([day]) => day <= 1).length;
    if (upToStart === 0) odd("first scan after treatment start taken as baseline");
    const baseline = Math.max(0, upToStart - 1);
    const visits = sorted.map(([day, size], i): CaseVisit => {
      const kind = isFigure(size) ? { longestMm: Number(size) } : { status: statusOf(size) };
      if (!isFigure(size)) odd(`'${size.trim()}' read as ${statusOf(size)}`);
      return {
        id: `D${day}`,
        date: addDays(DAY_ONE, day - 1),
        role: i < baseline ? "pre-baseline" : i === baseline ? "baseline" : "follow-up",
        measurements: [{ lesion: "T1", ...kind }],
      };
    });
    return parseResponseCase({
      schema: "nadir.response-case/1",
      id: patient,
      course: { disease: "solid-tumour", treatmentStart: DAY_ONE },
      lesions: [{ id: "T1", role: "target", organ: "unknown" }],
      visits,
    });
  });
  return { cases, rows: rows.length, oddities };
}

const isFigure = (text: string): boolean => /^\d+(\.\d+)?$/.test(text.trim());
const statusOf = (text: string): "too-small" | "not-evaluable" =>
  /TOO SMALL/i.test(text) ? "too-small" : "not-evaluable";
