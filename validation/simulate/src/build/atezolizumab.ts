import { dayOfStudyDay } from "@nadir/domain";
import { type BuiltTrial, builtTrial, type ReadSource } from "./built-trial.ts";
import { column, sourceRows } from "./csv-text.ts";

/**
 * Longest target diameter by treatment day of 628 patients in three atezolizumab studies (CC BY 4.0).
 * Every row of the source becomes one measurement: 3,599 in, 3,599 out. Awkward values stay as the source wrote them;
 * the manifest's value rules turn them into a status when they are imported, and count it.
 */
/** The source has no day 0 in 3,599 rows: it counts as CDISC study days do, from day 1, the first day of treatment. */
const DATES = {
  kind: "offset",
  dayZero: "2000-01-01",
  count: "from-1",
  note: "The source gives treatment days only and has no day 0: like CDISC study days, day 1 is the first day of treatment and day -1 the day before it. Day 1 was laid on 2000-01-01.",
} as const;
const STUDIES = ["study1", "study2", "study3"] as const;

interface SourceRow {
  readonly patient: string;
  readonly day: number;
  readonly diameter: string;
  readonly arm: string;
}

export async function buildAtezolizumab(read: ReadSource): Promise<BuiltTrial> {
  const sites: Record<string, unknown>[] = [];
  const arms = new Map<string, string>();
  const subjects: Record<string, string>[] = [];
  const visits: Record<string, string | boolean>[] = [];
  const lesions: Record<string, string>[] = [];
  const measurements: Record<string, string>[] = [];
  const count = { baselineEarly: 0, baselineOnDay1: 0, duplicates: 0, unordered: 0, preBaseline: 0 };

  for (const study of STUDIES) {
    const number = study.slice(-1);
    sites.push({ id: `study-${number}`, name: `Study ${number} (all sites; the source names none)` });
    const rows = sourceRows(await read(`tumour_kinetics_atezolizumab/${study}.csv`)).map(
      (row): SourceRow => ({
        patient: column(row, "patient"),
        day: wholeDay(column(row, "treatment_day")),
        diameter: column(row, "target_lesion_long_diam_mm"),
        arm: column(row, "study_arm"),
      }),
    );
    const patients = [...new Set(rows.map((row) => row.patient))];
    for (const patient of patients) {
      const own = rows.filter((row) => row.patient === patient);
      const arm = own[0]!.arm;
      if (own.some((row) => row.arm !== arm)) throw new Error(`${patient} stands in two arms; no rule covers that.`);
      arms.set(arm, arm.replaceAll("_", " "));
      const before = own.filter((row) => row.day <= 1).map((row) => row.day);
      if (before.length === 0) throw new Error(`${patient} has no measurement up to day 1; no rule covers that.`);
      const baseline = Math.max(...before);
      if (baseline < -28) count.baselineEarly++;
      if (baseline === 1) count.baselineOnDay1++;
      if (own.some((row, at) => at > 0 && row.day < own[at - 1]!.day)) count.unordered++;

      subjects.push({
        key: patient,
        site: `study-${number}`,
        arm,
        treatmentStart: DATES.dayZero,
        sex: "unknown",
      });
      lesions.push({ subject: patient, id: "T1", role: "target", organ: "not-stated" });
      const seen = new Map<number, string>();
      for (const row of own) {
        const earlier = seen.get(row.day);
        if (earlier === undefined) {
          const role = row.day === baseline ? "baseline" : row.day < baseline ? "pre-baseline" : "follow-up";
          if (role === "pre-baseline") count.preBaseline++;
          visits.push({ subject: patient, id: `D${row.day}`, date: dayOfStudyDay(DATES, row.day), role });
        } else {
          if (earlier !== row.diameter)
            throw new Error(`${patient}, day ${row.day}: two different values; no rule covers that.`);
          count.duplicates++;
        }
        seen.set(row.day, row.diameter);
        measurements.push({
          subject: patient,
          visit: `D${row.day}`,
          lesion: "T1",
          reader: earlier === undefined ? "source" : "source-repeated-row",
          method: "longest diameter of the target lesion, as published",
          longestMm: row.diameter,
        });
      }
    }
  }

  const manifest = {
    schema: "nadir.trial-manifest/1",
    trial: {
      id: "atezolizumab-kinetics",
      title: "Atezolizumab kinetics: longest target diameter in three studies",
      disease: "solid-tumour",
      dates: DATES,
      criteria: [{ id: "recist-1.1", primary: true }, { id: "irecist" }],
      sites,
      arms: [...arms].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, name]) => ({ id, name })),
      provenance: {
        origin:
          "Genentech/jmpost at commit f8cd83a, data-raw/journal.pcbi.1009822.s006.xlsx (supporting data S1 of the paper), studies 1 to 3",
        licence: "CC BY 4.0",
        citation:
          "Ghaffari Laleh N, Loeffler CML, Grajek J, et al. Classical mathematical models for prediction of response to chemotherapy and immunotherapy. PLoS Comput Biol 2022;18(2):e1009822. doi:10.1371/journal.pcbi.1009822",
        notice:
          "Real patients; the only figure is one target lesion's longest diameter, so that a response here is that lesion's, without non-target disease, new lesions or outcomes. Dates are treatment days laid on an arbitrary calendar.",
      },
    },
    valueRules: [
      rule(
        "not-evaluable",
        "NOT EVALUABLE",
        "not-evaluable",
        "The source says NOT EVALUABLE: there is no figure, and the lesion is not evaluable at this visit.",
      ),
      rule(
        "too-small",
        "TOO SMALL TO MEASURE",
        "too-small",
        "The source says TOO SMALL TO MEASURE: the lesion is seen but not measurable; criteria count it as 5 mm (RECIST 1.1).",
      ),
      rule(
        "blank",
        "",
        "not-evaluable",
        "The source has a blank cell: a visit without a figure; nothing is guessed, the lesion is not evaluable.",
      ),
    ],
    preparation: [
      {
        rule: "Baseline is the last measurement on or before treatment day 1; every patient has exactly one such measurement.",
        count: subjects.length,
      },
      { rule: "Of these baselines, measured on day 1 itself.", count: count.baselineOnDay1 },
      {
        rule: "Of these baselines, measured more than 28 days before treatment; kept, and told as an issue by RECIST 1.1.",
        count: count.baselineEarly,
      },
      { rule: "Measurements before the baseline one (role pre-baseline).", count: count.preBaseline },
      {
        rule: "Rows that repeat a patient's day with the same value: kept as a second entry (reader 'source-repeated-row'); responses use the first.",
        count: count.duplicates,
      },
      {
        rule: "Patients whose rows are not in the order of days: ordered by date in the record, nothing else changed.",
        count: count.unordered,
      },
      { rule: "Rows of the source left out.", count: 0 },
    ],
    sealed: [],
  };
  return builtTrial(
    manifest,
    {
      subjects: { file: "subjects.csv", rows: subjects },
      visits: { file: "visits.csv", rows: visits },
      lesions: { file: "lesions.csv", rows: lesions },
      measurements: { file: "measurements.csv", rows: measurements },
    },
    ORIGIN,
  );
}

function wholeDay(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new Error(`'${text}' is no whole treatment day.`);
  return Number(text);
}

const rule = (id: string, is: string, status: string, reason: string): Record<string, unknown> => ({
  id,
  table: "measurements",
  column: "longestMm",
  is,
  becomes: { status },
  reason,
});

const ORIGIN = `# Atezolizumab kinetics: where this comes from

**Origin.** Genentech/jmpost at commit f8cd83a, \`data-raw/journal.pcbi.1009822.s006.xlsx\`, which is the supporting data S1 of
Ghaffari Laleh N, et al. *Classical mathematical models for prediction of response to chemotherapy and immunotherapy.*
PLoS Comput Biol 2022;18(2):e1009822. doi:10.1371/journal.pcbi.1009822. Studies 1 to 3 (atezolizumab).

**Licence.** CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). Attribution: the paper above.

**What it is.** Real patients: 628, with 3,599 values of one target lesion's longest diameter by treatment day.

**What was done.** \`pnpm --filter @nadir/simulate build-demo DATA_FOLDER\` turned the three tables into subjects, visits, lesions and
measurements; every row of the source is one row here, and every value stands as the source wrote it. The written rules, with counts,
are in \`trial.yaml\` (\`valueRules\`, \`preparation\`, \`trial.dates.note\`). Nothing was left out, nothing was guessed.
`;
