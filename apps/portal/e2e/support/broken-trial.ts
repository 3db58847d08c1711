/** A trial's files with ten faults, each in its own place; two of them are the same mistake in two rows. */
export const brokenTrial: Readonly<Record<string, string>> = {
  "trial.yaml": `schema: nadir.trial-manifest/1
trial:
  id: broken-trial
  title: Ten planted faults
  disease: solid-tumour
  criteria:
    - { id: recist-1.1, primary: true }
  sites: [{ id: S1, name: University Hospital }]
  arms: [{ id: A, name: Anti-PD-1 }]
tables:
  subjects: subjects.csv
  visits: visits.csv
  lesions: lesions.csv
  measurements: measurements.csv
`,
  "subjects.csv": `key,site,arm,treatmentStart
P01,S9,A,2024-03-04
P02,S1,A,04.03.2024
P03,S1,A,04.03.2024
P04,S1,A,2024-03-04
`,
  "visits.csv": `subject,id,date,role
P01,base,2024-02-30,baseline
P01,week9,2024-05-06,followup
P04,base,2024-02-26,baseline
P04,week9,2024-05-06,follow-up
`,
  "lesions.csv": `subject,id,role,organ
P01,T1,target,
P77,T1,target,liver
P04,T1,target,liver
`,
  "measurements.csv": `subject,visit,lesion,longestMm
P04,base,T1,"34,5"
P04,base,T2,12
P04,week9,T1,ABOUT 5
`,
};

/** Where each fault stands, and what was found there. Rows count from 1, which is the header. */
export const plantedFaults: readonly { file: string; row: number; column: string; found: string }[] = [
  { file: "subjects.csv", row: 2, column: "site", found: "S9" },
  { file: "subjects.csv", row: 3, column: "treatmentStart", found: "04.03.2024" },
  { file: "subjects.csv", row: 4, column: "treatmentStart", found: "04.03.2024" },
  { file: "visits.csv", row: 2, column: "date", found: "2024-02-30" },
  { file: "visits.csv", row: 3, column: "role", found: "followup" },
  { file: "lesions.csv", row: 2, column: "organ", found: "" },
  { file: "lesions.csv", row: 3, column: "subject", found: "P77" },
  { file: "measurements.csv", row: 2, column: "longestMm", found: "34,5" },
  { file: "measurements.csv", row: 3, column: "lesion", found: "T2" },
  { file: "measurements.csv", row: 4, column: "longestMm", found: "ABOUT 5" },
];
