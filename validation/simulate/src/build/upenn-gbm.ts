import { type BuiltTrial, builtTrial, type ReadSource } from "./built-trial.ts";
import { type Cell, column, sourceRows } from "./csv-text.ts";
import { deadWithinAYear } from "./glioblastoma.ts";

/** UPENN-GBM: 136 patients with CaPTk features of the necrotic core on FLAIR, age, resection and survival (CC BY 4.0). */
const DAY_ZERO = "2000-01-01";

/** Features that the protocol may name: four of 144, chosen by what they measure and not by any outcome. */
const FEATURES = [
  { code: "NC-volume", from: "FLAIR_NC_Volumetric_Volume", unit: "mm3", what: "volume of the necrotic core" },
  {
    code: "NC-intensity-CV",
    from: "FLAIR_NC_Intensity_CoefficientOfVariation",
    unit: undefined,
    what: "coefficient of variation of FLAIR",
  },
  { code: "NC-skewness", from: "FLAIR_NC_Intensity_Skewness", unit: undefined, what: "skewness of FLAIR" },
  {
    code: "NC-GLCM-entropy",
    from: "FLAIR_NC_GLCM_Bins-16_Radius-1_Entropy",
    unit: undefined,
    what: "GLCM entropy of FLAIR, 16 bins, radius 1",
  },
] as const;

type Row = Record<string, Cell>;

export async function buildUpennGbm(read: ReadSource): Promise<BuiltTrial> {
  const clinical = sourceRows(await read("upenn_gbm/clinical_info.csv"));
  const features = sourceRows(await read("upenn_gbm/captk_flair_nc_features.csv"));
  const subjects: Row[] = [];
  const biomarkers: Row[] = [];
  const outcomes: Row[] = [];
  const count = { alive: 0, noResection: 0, unknownYear: 0 };
  for (const row of features) {
    const scan = column(row, "SubjectID");
    const patient = clinical.find((c) => column(c, "ID") === scan);
    if (!patient) throw new Error(`${scan} has features and no clinical row; no rule covers that.`);
    if (!scan.endsWith("_11")) throw new Error(`${scan} is no baseline scan; no rule covers that.`);
    const subject = scan.slice(0, -"_11".length);
    subjects.push({
      key: subject,
      site: "UPENN",
      arm: "all",
      treatmentStart: DAY_ZERO,
      sex: column(patient, "Gender") === "F" ? "female" : "male",
      ageYears: column(patient, "Age_at_scan_years"),
    });
    const add = (code: string, value: string, unit: string | undefined, assay: string) =>
      biomarkers.push({ subject, date: DAY_ZERO, code, value, text: undefined, unit, assay });
    for (const { code, from, unit, what } of FEATURES)
      add(code, column(row, from), unit, `CaPTk, ${what}, column ${from}`);
    const resection = column(patient, "GTR_over90percent");
    if (resection === "Y" || resection === "N")
      add(
        "resection-over-90",
        resection === "Y" ? "1" : "0",
        undefined,
        "gross total resection over 90 %: 1 yes, 0 no",
      );
    else count.noResection++;
    const died = column(patient, "Survival_Status") === "Deceased";
    if (!died) count.alive++;
    const days = Math.round(Number(column(patient, died ? "Survival_from_surgery_days_UPDATED" : "Survival_Censor")));
    if (!(days >= 0)) throw new Error(`${scan} has no time of survival; no rule covers that.`);
    outcomes.push({ subject, endpoint: "os", timeDays: days, event: died, value: undefined });
    const value = deadWithinAYear(days, died);
    if (value === undefined) count.unknownYear++;
    else outcomes.push({ subject, endpoint: "one-year", timeDays: undefined, event: undefined, value });
  }
  const manifest = {
    schema: "nadir.trial-manifest/1",
    trial: {
      id: "upenn-gbm",
      title: "UPENN-GBM: radiomics of the necrotic core and survival",
      disease: "glioma",
      setting: "newly-diagnosed",
      dates: {
        kind: "offset",
        dayZero: DAY_ZERO,
        note: "The source gives days from surgery only. Day 0 = surgery, laid on 2000-01-01; scans are preoperative.",
      },
      criteria: [{ id: "rano-2.0", primary: true }],
      sites: [{ id: "UPENN", name: "University of Pennsylvania Health System", country: "US" }],
      arms: [{ id: "all", name: "Standard of care" }],
      provenance: {
        origin: "junseoparkX/upenn-gbm-mgmt-radiomics-benchmark at commit ed86446, MRI/; TCIA UPENN-GBM",
        licence: "CC BY 4.0",
        citation:
          "Bakas S, Sako C, Akbari H, et al. The University of Pennsylvania glioblastoma (UPenn-GBM) cohort. Sci Data 2022;9:453. doi:10.1038/s41597-022-01560-7",
        notice:
          "Real patients. Dates are days from surgery laid on an arbitrary calendar. Outcomes of a drawn share are sealed as a test set although the source is public.",
      },
    },
    preparation: [
      { rule: "Patients alive at last contact: time is the source's Survival_Censor.", count: count.alive },
      { rule: "Extent of resection not available: no biomarker row.", count: count.noResection },
      { rule: "Vital status at one year not known (last seen alive before): no row.", count: count.unknownYear },
      {
        rule: "Patients of the clinical table without features of this region: left out.",
        count: clinical.length - features.length,
      },
      {
        rule: "Features of the region left out: 140 of 144; four were named in advance by what they measure.",
        count: 140,
      },
    ],
    sealed: [
      {
        id: "drawn-third",
        drawn: { share: 0.35, seed: 20221, strata: ["sex"], outcome: "one-year" },
        endpoints: ["os", "one-year"],
        indexTime: 0,
      },
    ],
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

const ORIGIN = `# UPENN-GBM: where this comes from

**Origin.** junseoparkX/upenn-gbm-mgmt-radiomics-benchmark at commit ed86446, \`MRI/\` (clinical table and CaPTk features of the TCIA collection
UPENN-GBM). Bakas S, Sako C, Akbari H, et al. *The University of Pennsylvania glioblastoma (UPenn-GBM) cohort: advanced MRI, clinical,
genomics, & radiomics.* Sci Data 2022;9:453. doi:10.1038/s41597-022-01560-7.

**Licence.** CC BY 4.0. Attribution: the authors of the paper above; changed as said below.

**What was done.** \`pnpm --filter @nadir/simulate build-examples DATA_FOLDER\` kept the 136 patients with FLAIR features of the necrotic core, four
features, age, sex, extent of resection and survival. The rules, with counts, are in \`trial.yaml\`.

**The seal.** A drawn 35 %, stratified by sex and vital status at one year, is sealed on import. The source is public: the seal shows the
procedure, it hides nothing that was published.
`;
