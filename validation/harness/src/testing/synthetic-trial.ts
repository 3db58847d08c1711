import { filesOfMap, type TrialFiles } from "@nadir/api/intake";
import { type ProtocolDocument, readProtocol } from "@nadir/domain";
import { inspirePlan, type SyntheticSubject } from "./synthetic-facts.ts";

export const SYNTHETIC_TRIAL = "synthetic-growth";

/** The cohort as the files of a trial: two target lesions each, the outcomes of site S3 sealed. */
export const syntheticFiles = (cohort: readonly SyntheticSubject[]): TrialFiles => filesOfTexts(syntheticTexts(cohort));

/** The texts of a trial by file name, as files. */
export function filesOfTexts(files: Readonly<Record<string, string>>): TrialFiles {
  const encoder = new TextEncoder();
  return filesOfMap("trial.json", new Map(Object.entries(files).map(([n, text]) => [n, encoder.encode(text)])));
}

/** The same as texts by file name, for a test that changes some of them. */
export function syntheticTexts(cohort: readonly SyntheticSubject[]): Record<string, string> {
  const table = (head: string, rows: readonly (readonly (string | number | null)[])[]): string =>
    `${[head, ...rows.map((r) => r.map((c) => c ?? "").join(","))].join("\n")}\n`;
  const of = (row: (s: SyntheticSubject) => (string | number | null)[][]) => cohort.flatMap(row);
  const part = (sum: number, lesion: number) => Math.round(10 * sum * (lesion === 1 ? 0.6 : 0.4)) / 10;
  return {
    "subjects.csv": table(
      "key,site,arm,treatmentStart,sex,ageYears",
      of(({ facts: f }) => [[f.key, f.site, f.arm, f.treatmentStart, f.sex, f.ageYears]]),
    ),
    "visits.csv": table(
      "subject,id,date,role",
      of(({ facts: f }) => f.visits.map((v) => [f.key, v.key, v.date, v.role])),
    ),
    "lesions.csv": table(
      "subject,id,role,organ",
      of(({ facts: f }) => [1, 2].map((l) => [f.key, `t${l}`, "target", "lung"])),
    ),
    "measurements.csv": table(
      "subject,visit,lesion,longestMm",
      of(({ facts: f }) =>
        f.visits.flatMap((v) => [1, 2].map((l) => [f.key, v.key, `t${l}`, part(v.targetSumMm!, l)])),
      ),
    ),
    "biomarkers.csv": table(
      "subject,date,code,value,text",
      of(({ facts: f }) => f.biomarkers.map((b) => [f.key, b.date, b.code, b.value, b.text])),
    ),
    "outcomes.csv": table(
      "subject,endpoint,timeDays,event,value",
      of(({ facts: f, outcomes }) =>
        outcomes.map((o) => [f.key, o.endpoint, o.timeDays, o.event === null ? null : o.event ? "yes" : "no", o.value]),
      ),
    ),
    "trial.json": JSON.stringify({
      schema: "nadir.trial-manifest/1",
      trial: {
        id: SYNTHETIC_TRIAL,
        title: "Synthetic growth and benefit",
        disease: "solid-tumour",
        criteria: [{ id: "recist-1.1", primary: true }],
        sites: ["S1", "S2", "S3"].map((id) => ({ id, name: `Site ${id}` })),
        arms: ["A", "B", "C", "D"].map((id) => ({ id, name: `Arm ${id}` })),
      },
      tables: {
        subjects: "subjects.csv",
        visits: "visits.csv",
        lesions: "lesions.csv",
        measurements: "measurements.csv",
        biomarkers: "biomarkers.csv",
        outcomes: "outcomes.csv",
      },
      sealed: [
        {
          id: "site-S3",
          sites: ["S3"],
          endpoints: ["cbr", "os", "pfs"],
          indexTime: "first-on-treatment-scan",
        },
      ],
    }),
  };
}

/** An external-site protocol on the synthetic trial: developed at S1 and S2, tested at S3. */
export function syntheticPlan(family = "synthetic-first-scan"): ProtocolDocument {
  const plan = inspirePlan();
  return {
    ...plan,
    identity: { ...plan.identity, family, study: SYNTHETIC_TRIAL, title: "Synthetic growth, external site" },
    population: { ...plan.population, sites: ["S1", "S2", "S3"], publicCollections: [] },
    split: {
      ...plan.split,
      type: "external-site",
      rule: { by: "site", training: ["S1", "S2"], tuning: [], test: ["S3"] },
      testSet: "site-S3",
      disjointBy: ["subject", "site"],
    },
  };
}

const OTHERS = {
  age: { label: "Age at enrolment", unit: "years", source: { from: "age" }, allowedRange: [18, 110] },
  "pd-l1": {
    label: "PD-L1",
    unit: "%",
    source: { from: "biomarker-value", code: "PD-L1" },
    allowedRange: [0, 100],
  },
} as const;

/** The same trial with a Cox model of overall survival: risk of death by day 300 after the first scan. */
export function syntheticCoxPlan(family = "synthetic-cox"): ProtocolDocument {
  const plan = syntheticPlan(family);
  const [change] = plan.predictors;
  const predictors = [
    ...plan.predictors,
    ...Object.entries(OTHERS).map(([id, other]) => ({
      ...change!,
      ...other,
      id,
      allowedRange: [...other.allowedRange] as [number, number],
      timeWindow: "baseline",
      delta: "none" as const,
      segmentation: { source: "none" as const },
    })),
  ];
  const analysis = { sets: ["training", "test"] as ("training" | "test")[], family: "descriptive" };
  return readProtocol({
    ...plan,
    predictors,
    missing: {
      ...plan.missing,
      predictors: predictors.map((p) => ({ predictor: p.id, rule: "not-computable" as const })),
    },
    model: {
      type: "cox",
      endpoint: "overall-survival",
      horizonDays: 300,
      predictors: ["target-change", "age", "pd-l1"],
      scaling: "centre-and-scale",
      output: "risk-by-horizon",
      positiveDirection: "larger risk = event more likely by the horizon",
      penalty: "none",
      whyThisModel: "The law of the cohort: growth shortens life.",
    },
    development: {
      ...plan.development,
      internalValidation: { method: "optimism-bootstrap", resamples: 40, measures: "all" },
    },
    primary: {
      endpoint: "overall-survival",
      set: "test",
      metric: "c-harrell",
      score: "model",
      ci: { method: "infinitesimal-jackknife", level: 0.95 },
      nullValue: 0.5,
      success: [{ quantity: "lower", is: ">", than: 0.5 }],
      conclusiveOnlyWith: { events: 20, nonEvents: 5 },
      notEstimable: "success-not-shown",
    },
    subgroups: { ...plan.subgroups, metric: "c-harrell", minimumN: 10, minimumEvents: 3 },
    secondary: [
      {
        ...analysis,
        id: "risk-by-day-300",
        title: "Risk of death by day 300",
        kind: "horizon-performance",
        endpoint: "overall-survival",
        landmark: "index-time",
        horizonDays: 300,
        aucAtDays: [200, 300],
        smoothCalibration: true,
        thresholds: { from: 0.1, to: 0.5, step: 0.1 },
        level: 0.95,
      },
      {
        ...analysis,
        id: "survival-by-risk",
        title: "Survival by tertile of the risk",
        kind: "survival-by-risk-group",
        endpoint: "overall-survival",
        cuts: { from: "training-quantiles", at: [1 / 3, 2 / 3] },
        landmark: "index-time",
        level: 0.95,
      },
    ],
  } satisfies ProtocolDocument);
}
