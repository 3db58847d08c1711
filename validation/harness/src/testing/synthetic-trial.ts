import { filesOfMap, type TrialFiles } from "@nadir/api/intake";
import type { ProtocolDocument } from "@nadir/domain";
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
