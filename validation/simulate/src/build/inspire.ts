import { addDays, DAYS_PER_MONTH } from "@nadir/domain";
import { type BuiltTrial, builtTrial, type ReadSource } from "./built-trial.ts";
import { type Cell, column, sourceRows } from "./csv-text.ts";

/** INSPIRE (pembrolizumab), cohorts A to D: 64 real patients; 46 with the change of the target sum over weeks (MIT). */
const DAY_ZERO = "2000-01-01";
/** Cycles of 3 weeks: cycle 3 starts on day 42. */
const CYCLE_3_DAY = 42;
const LESION = "target-sum";
const ARMS = [
  { id: "A", name: "Cohort A: squamous cell carcinoma of head and neck" },
  { id: "B", name: "Cohort B: triple-negative breast cancer" },
  { id: "C", name: "Cohort C: high-grade serous ovarian cancer" },
  { id: "D", name: "Cohort D: melanoma" },
];

type Row = Record<string, Cell>;

export async function buildInspire(read: ReadSource): Promise<BuiltTrial> {
  const patients = sourceRows(await read("pembrolizumab_inspire/patients.csv"));
  const changes = sourceRows(await read("pembrolizumab_inspire/tumour_size_change.csv"));
  const subjects: Row[] = [];
  const visits: Row[] = [];
  const lesions: Row[] = [];
  const measurements: Row[] = [];
  const biomarkers: Row[] = [];
  const treatments: Row[] = [];
  const outcomes: Row[] = [];
  const count = { derived: 0, unordered: 0, noFollowUp: 0, noChange: 0, pdl1: 0, times: 0 };

  for (const patient of patients) {
    const key = column(patient, "id");
    const arm = column(patient, "cohort");
    const own = changes.filter((row) => column(row, "id") === key);
    const days = own.map((row) => scanDay(column(row, "time")));
    if (new Set(days).size !== days.length) throw new Error(`${key} has two scans on one day; no rule covers that.`);
    if (days.some((day, at) => at > 0 && day < days[at - 1]!)) count.unordered++;
    if (own.length === 0) count.noFollowUp++;

    subjects.push({
      key,
      site: "PMCC",
      arm,
      treatmentStart: DAY_ZERO,
      sex: column(patient, "sex").toLowerCase(),
      ageYears: column(patient, "age"),
    });
    lesions.push({
      subject: key,
      id: LESION,
      role: "target",
      organ: "all-targets",
      location: "sum of the target lesions",
    });
    visits.push({ subject: key, id: "baseline", date: DAY_ZERO, role: "baseline" });
    const baseline = column(patient, "l_size");
    measurements.push({
      subject: key,
      visit: "baseline",
      lesion: LESION,
      reader: "source",
      method: "sum of the target lesions at baseline, as published (l_size, taken as mm)",
      longestMm: baseline,
      sourceValue: baseline,
    });
    for (const [at, row] of own.entries()) {
      const id = `D${days[at]!}`;
      const change = column(row, "size_change");
      visits.push({ subject: key, id, date: addDays(DAY_ZERO, days[at]!), role: "follow-up" });
      if (change !== "") count.derived++;
      measurements.push({
        subject: key,
        visit: id,
        lesion: LESION,
        reader: "source",
        method: "derived from percentage: baseline sum × (1 + published change / 100)",
        longestMm: change === "" ? "" : changed(baseline, change),
        sourceValue: change === "" ? undefined : `${change} % from baseline`,
      });
    }
    treatments.push({ subject: key, id: "pembrolizumab", kind: "drug", name: "pembrolizumab", start: DAY_ZERO });
    biomarkers.push(...biomarkersOf(patient, key, own, days, count));
    outcomes.push(...outcomesOf(patient, key));
    count.times += 2;
  }

  const manifest = {
    schema: "nadir.trial-manifest/1",
    trial: {
      id: "inspire-pembrolizumab",
      title: "INSPIRE: pembrolizumab in advanced solid tumours, cohorts A to D",
      disease: "solid-tumour",
      tumourTypes: ["hnscc", "breast", "ovary", "melanoma"],
      dates: {
        kind: "offset",
        dayZero: DAY_ZERO,
        note: "The source gives weeks on treatment only. Day 0 = first dose, laid on 2000-01-01; the baseline scan, whose day the source does not give, was laid on day 0.",
      },
      criteria: [{ id: "recist-1.1", primary: true }, { id: "irecist" }],
      sites: [{ id: "PMCC", name: "Princess Margaret Cancer Centre, Toronto", country: "CA" }],
      arms: ARMS,
      provenance: {
        origin:
          "biostatsPMH/reportRmd at commit 80fbb3f, data/pembrolizumab.rda and data/ctDNA.rda, cohorts A to D (trial NCT02644369)",
        licence: "MIT (package reportRmd)",
        citation:
          "Bratman SV, Yang SYC, Iafolla MAJ, et al. Personalized circulating tumor DNA analysis as a predictive biomarker in solid tumor patients treated with pembrolizumab. Nat Cancer 2020;1:873-881. doi:10.1038/s43018-020-0096-5",
        notice:
          "Real patients. Follow-up sums in mm are derived from published percentages of the baseline sum; single lesions, non-target disease and new lesions are not in the source. Dates are treatment days laid on an arbitrary calendar. Outcomes of cohort D are sealed as a test set although the source is public.",
      },
    },
    valueRules: [
      {
        id: "blank-change",
        table: "measurements",
        column: "longestMm",
        is: "",
        becomes: { status: "not-evaluable" },
        reason:
          "The source has a scan time without a change of size: nothing is guessed, the sum is not evaluable at this scan.",
      },
    ],
    preparation: [
      {
        rule: "Follow-up sum in mm = baseline sum × (1 + published change / 100), exact in decimals; the percentage is kept as source value.",
        count: count.derived,
      },
      {
        rule: "Weeks on treatment × 7, to the nearest whole day (the source's fractions are a time-zone artefact of at most 5 hours).",
        count: changes.length,
      },
      {
        rule: "Survival and progression times in months × 30.4375, to the nearest whole day (each lies within 0.01 day of one).",
        count: count.times,
      },
      { rule: "Patients without any follow-up scan in the source.", count: count.noFollowUp },
      {
        rule: "Patients whose scans are not in the order of weeks: ordered by date in the record, nothing else changed.",
        count: count.unordered,
      },
      { rule: "Patients without a ctDNA change from baseline to cycle 3: no biomarker row.", count: count.noChange },
      { rule: "Patients without a PD-L1 figure: no biomarker row.", count: count.pdl1 },
      {
        rule: "Biomarkers drawn before treatment are dated day 0; ctDNA-change is dated day 42, the planned start of cycle 3.",
        count: patients.length,
      },
      {
        rule: "ctDNA-status sums up the whole course, so it is dated with the patient's last scan and can never serve as an early predictor.",
        count: biomarkers.filter((row) => row["code"] === "ctDNA-status").length,
      },
      { rule: "Rows of the source left out.", count: 0 },
    ],
    sealed: [
      {
        id: "cohort-D",
        arms: ["D"],
        sites: [],
        endpoints: ["os", "pfs", "orr", "cbr"],
        indexTime: "first-on-treatment-scan",
      },
    ],
  };
  return builtTrial(
    manifest,
    {
      subjects: { file: "subjects.csv", rows: subjects },
      visits: { file: "visits.csv", rows: visits },
      lesions: { file: "lesions.csv", rows: lesions },
      measurements: { file: "measurements.csv", rows: measurements },
      biomarkers: { file: "biomarkers.csv", rows: biomarkers },
      treatments: { file: "treatments.csv", rows: treatments },
      outcomes: { file: "outcomes.csv", rows: outcomes },
    },
    ORIGIN,
  );
}

/** Weeks to whole days; the source's instants lie 4 or 5 hours before midnight. */
function scanDay(weeks: string): number {
  const days = Number(weeks) * 7;
  const whole = Math.round(days);
  if (!(Math.abs(days - whole) < 0.25)) throw new Error(`${weeks} weeks is no whole number of days.`);
  return whole;
}

/** `base` × (1 + `percent` / 100) in exact decimals: both have at most one decimal, so the product has at most four. */
function changed(base: string, percent: string): string {
  const tenths = (text: string): bigint => {
    const m = /^(-?)(\d+)(?:\.(\d))?$/.exec(text);
    if (!m) throw new Error(`'${text}' has more than one decimal; no rule covers that.`);
    return BigInt(`${m[1]}${m[2]}${m[3] ?? "0"}`);
  };
  const tenThousandths = tenths(base) * (1000n + tenths(percent));
  const digits = tenThousandths.toString().padStart(5, "0");
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, "");
}

function biomarkersOf(
  patient: Record<string, string>,
  subject: string,
  own: readonly Record<string, string>[],
  days: readonly number[],
  count: { noChange: number; pdl1: number },
): Row[] {
  const at = (day: number): string => addDays(DAY_ZERO, day);
  const rows: Row[] = [];
  const add = (date: string, code: string, value: Cell, text: Cell, unit: Cell, assay: string): void => {
    rows.push({ subject, date, code, value, text, unit, assay });
  };
  const pdl1 = column(patient, "pdl1");
  if (pdl1 === "") count.pdl1++;
  else add(at(0), "PD-L1", pdl1, undefined, "%", "PD-L1 percent, as published");
  add(
    at(0),
    "TMB-log",
    column(patient, "tmb"),
    undefined,
    undefined,
    "logarithm of tumour mutational burden, as published (base not stated)",
  );
  add(
    at(0),
    "ctDNA-baseline",
    column(patient, "baseline_ctdna"),
    undefined,
    undefined,
    "personalised ctDNA assay, as published (unit not stated)",
  );
  const change = column(patient, "change_ctdna_group");
  if (change === "") count.noChange++;
  else
    add(at(CYCLE_3_DAY), "ctDNA-change", undefined, change, undefined, "ctDNA from baseline to cycle 3, as published");
  const status = new Set(own.map((row) => column(row, "ctdna_status")));
  if (status.size > 1) throw new Error(`${subject} has two ctDNA statuses; no rule covers that.`);
  for (const text of status)
    add(
      at(Math.max(...days)),
      "ctDNA-status",
      undefined,
      text,
      undefined,
      "change of ctDNA over the whole course, as published",
    );
  return rows;
}

function outcomesOf(patient: Record<string, string>, subject: string): Row[] {
  const survival = (endpoint: string): Row => {
    const status = column(patient, `${endpoint}_status`);
    if (status !== "0" && status !== "1")
      throw new Error(`${subject}: ${endpoint}_status '${status}' is neither 0 nor 1.`);
    return {
      subject,
      endpoint,
      timeDays: wholeDays(column(patient, `${endpoint}_time`)),
      event: status === "1",
      value: undefined,
    };
  };
  const category = (endpoint: string): Row => ({
    subject,
    endpoint,
    timeDays: undefined,
    event: undefined,
    value: column(patient, endpoint),
  });
  return [survival("os"), survival("pfs"), category("orr"), category("cbr")];
}

function wholeDays(months: string): number {
  const days = Number(months) * DAYS_PER_MONTH;
  const whole = Math.round(days);
  if (!(Math.abs(days - whole) < 0.01)) throw new Error(`${months} months is no whole number of days.`);
  return whole;
}

const ORIGIN = `# INSPIRE pembrolizumab: where this comes from

**Origin.** biostatsPMH/reportRmd at commit 80fbb3f, \`data/pembrolizumab.rda\` and \`data/ctDNA.rda\`, cohorts A to D, as CSV.
The data are of the trial INSPIRE (NCT02644369): Bratman SV, Yang SYC, Iafolla MAJ, et al. *Personalized circulating tumor DNA analysis
as a predictive biomarker in solid tumor patients treated with pembrolizumab.* Nat Cancer 2020;1:873-881. doi:10.1038/s43018-020-0096-5.

**Licence.** MIT (package reportRmd, https://github.com/biostatsPMH/reportRmd).

**What it is.** Real patients: 64 of cohorts A (16), B (18), C (18) and D (12); 46 of them with the change of their target lesions over weeks.
Cohort E of the trial is not in this set.

**What was done.** \`pnpm --filter @nadir/simulate build-demo DATA_FOLDER\` turned the two tables into the record's. Percentages became
millimetres of the baseline sum, weeks and months became days; the rules, with counts, are in \`trial.yaml\`. Nothing was left out.

**The seal.** \`trial.yaml\` seals the outcomes of cohort D: on import they go to the sealed store only, and the modelling role of the database
cannot read them before a locked protocol is opened. The source itself is public, and the file \`outcomes.csv\` here is not encrypted: the seal
shows the procedure, it does not hide what was published.
`;
