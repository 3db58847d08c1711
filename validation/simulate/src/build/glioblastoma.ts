import { DAYS_PER_MONTH } from "@nadir/domain";
import { type BuiltTrial, builtTrial, type ReadSource } from "./built-trial.ts";
import { type Cell, column, sourceRows } from "./csv-text.ts";

/**
 * Glioblastoma survival: clinical tables of Utrecht (647 patients) and Munich (60), CC BY 4.0. Age is the one factor that
 * both tables hold; what only one of them holds is kept as biomarkers and cannot enter a common model.
 */
const DAY_ZERO = "2000-01-01";
const YEAR = 365;

type Row = Record<string, Cell>;

/** Alive or dead a year after day 0; who was last seen alive before that is not known. */
export function deadWithinAYear(days: number, died: boolean): "dead" | "alive" | undefined {
  if (days > YEAR) return "alive";
  return died ? "dead" : undefined;
}

export async function buildGlioblastoma(read: ReadSource): Promise<BuiltTrial> {
  const sites = [
    { id: "UTRECHT", prefix: "U", rows: sourceRows(await read("gbm_clinical_cohorts/Utrecht2019dataset.csv")) },
    { id: "MUNICH", prefix: "M", rows: sourceRows(await read("gbm_clinical_cohorts/Munich2019dataset.csv")) },
  ];
  const subjects: Row[] = [];
  const outcomes: Row[] = [];
  const biomarkers: Row[] = [];
  let unknownYear = 0;
  let rounded = 0;
  for (const { id: site, prefix, rows } of sites)
    rows.forEach((patient, at) => {
      const subject = `${prefix}${String(at + 1).padStart(4, "0")}`;
      const sex = patient["sex_male0_female1"];
      subjects.push({
        key: subject,
        site,
        arm: "all",
        treatmentStart: DAY_ZERO,
        sex: sex === "1" ? "female" : sex === "0" ? "male" : "unknown",
        ageYears: column(patient, "age_years"),
      });
      for (const { code, from, meaning } of ONE_SITE_ONLY) {
        const value = patient[from];
        if (value === undefined || value === "" || value === "NA") continue;
        biomarkers.push({ subject, date: DAY_ZERO, code, value, text: undefined, unit: undefined, assay: meaning });
      }
      const exact = Number(column(patient, "OS_months")) * DAYS_PER_MONTH;
      const days = Math.round(exact);
      if (days !== exact) rounded++;
      const died = column(patient, "survived_yes1_no0") === "0";
      outcomes.push({ subject, endpoint: "os", timeDays: days, event: died, value: undefined });
      const value = deadWithinAYear(days, died);
      if (value === undefined) unknownYear++;
      else outcomes.push({ subject, endpoint: "one-year", timeDays: undefined, event: undefined, value });
    });
  const manifest = {
    schema: "nadir.trial-manifest/1",
    trial: {
      id: "gbm-two-centres",
      title: "Glioblastoma: survival and clinical factors in Utrecht and Munich",
      disease: "glioma",
      setting: "newly-diagnosed",
      dates: {
        kind: "offset",
        dayZero: DAY_ZERO,
        note: "The sources give months of survival only. Day 0, from which they count, was laid on 2000-01-01.",
      },
      criteria: [{ id: "rano-2.0", primary: true }],
      sites: [
        { id: "UTRECHT", name: "University Medical Center Utrecht", country: "NL" },
        { id: "MUNICH", name: "Technical University of Munich", country: "DE" },
      ],
      arms: [{ id: "all", name: "Treated as each centre treated" }],
      provenance: {
        origin:
          "Samumar4321/glioblastomaEHRsData at commit 1cc95f8, data-raw/Utrecht2019dataset.csv and Munich2019dataset.csv",
        licence: "CC BY 4.0",
        citation:
          "Utrecht: PLoS ONE 2019, doi:10.1371/journal.pone.0222717. Munich: PLoS ONE 2021, doi:10.1371/journal.pone.0248612.",
        notice:
          "Real patients, retrospective. Dates are days laid on an arbitrary calendar. Outcomes of Munich are sealed as a test set although the source is public.",
      },
    },
    preparation: [
      { rule: "Survival in months × 30.4375, to the nearest whole day.", count: rounded },
      {
        rule: "Vital status at one year (day 365) from time and status; no row for patients last seen alive before.",
        count: unknownYear,
      },
      { rule: "Keys are the site's letter and the row's number in the source.", count: subjects.length },
      { rule: "Rows of the sources left out.", count: 0 },
    ],
    sealed: [{ id: "munich", sites: ["MUNICH"], endpoints: ["os", "one-year"], indexTime: 0 }],
  };
  return builtTrial(
    manifest,
    {
      subjects: { file: "subjects.csv", rows: subjects },
      biomarkers: { file: "biomarkers.csv", rows: biomarkers },
      outcomes: { file: "outcomes.csv", rows: outcomes },
    },
    ORIGIN,
  );
}

const ONE_SITE_ONLY = [
  {
    code: "KPS-70-or-more",
    from: "KPS_less70-0_more70-1",
    meaning: "0 = Karnofsky below 70, 1 = 70 or more (Utrecht)",
  },
  {
    code: "post-surgery-therapy",
    from: "post_surgery_therapy_none0_monotherapy1_RTandTMZ2",
    meaning: "0 none, 1 monotherapy, 2 radiotherapy and temozolomide (Utrecht)",
  },
  { code: "resection", from: "surgery_biopsy0_resection1", meaning: "0 biopsy, 1 resection (Utrecht)" },
  {
    code: "SVZ-contact",
    from: "SVZ_status_nocontact0_contact1",
    meaning: "contact with the subventricular zone (Utrecht)",
  },
  { code: "MGMT-methylated", from: "MGMTmethylation_methylated1_unmethylated0", meaning: "MGMT promoter (Munich)" },
  { code: "cHsp70-high", from: "cHsp70_low0_high1", meaning: "cytosolic Hsp70 (Munich)" },
] as const;

const ORIGIN = `# Glioblastoma in two centres: where this comes from

**Origin.** Samumar4321/glioblastomaEHRsData at commit 1cc95f8, \`data-raw/Utrecht2019dataset.csv\` (647 patients) and
\`data-raw/Munich2019dataset.csv\` (60 patients). Papers: PLoS ONE 2019, doi:10.1371/journal.pone.0222717 (Utrecht) and PLoS ONE 2021,
doi:10.1371/journal.pone.0248612 (Munich).

**Licence.** CC BY 4.0. Attribution: the authors of the two papers above; changed as said below.

**What was done.** \`pnpm --filter @nadir/simulate build-examples DATA_FOLDER\` turned the two tables into the record's: months became days, vital
status at one year was read from time and status. The rules, with counts, are in \`trial.yaml\`. Nothing was left out.

**The seal.** Outcomes of Munich are sealed on import. The source is public: the seal shows the procedure, it hides nothing that was published.
`;
