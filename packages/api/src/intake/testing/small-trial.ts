import { makeVolume, writeNifti } from "@nadir/imaging";
import { filesOfMap, type TrialFiles } from "../trial-files.ts";

/** A small sound trial in memory, for tests: two sites, three subjects, one with an image and a mask, one sealed. */
export type TrialText = Record<string, string | Uint8Array>;

const MANIFEST = `schema: nadir.trial-manifest/1
trial:
  id: small-trial
  title: A small trial
  disease: solid-tumour
  criteria:
    - id: recist-1.1
      primary: true
    - id: irecist
  sites:
    - id: north
      name: Site North
    - id: south
      name: Site South
  arms:
    - id: A
      name: Arm A
    - id: B
      name: Arm B
tables:
  subjects: subjects.csv
  visits: visits.csv
  lesions: lesions.csv
  measurements: measurements.csv
  nonTarget: non-target.csv
  observations: observations.csv
  biomarkers: biomarkers.csv
  treatments: treatments.csv
  adverseEvents: adverse-events.csv
  outcomes: outcomes.csv
  images: images.csv
  masks: masks.csv
valueRules:
  - id: gone
    table: measurements
    column: longestMm
    is: GONE
    becomes:
      status: absent
    reason: The source says GONE.
preparation:
  - rule: Nothing was left out.
    count: 0
sealed:
  - id: arm-B
    arms: [B]
    endpoints: [os, response]
    indexTime: first-on-treatment-scan
`;

const spacing = [1, 1, 2] as const;
const dims = [12, 10, 6] as const;

export const nifti = (value: (at: number) => number, slice: number = spacing[2]): Uint8Array =>
  writeNifti(
    makeVolume({
      data: Float32Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, at) => value(at)),
      dims,
      spacing: [spacing[0], spacing[1], slice],
    }),
  );

/** In the middle of the small volume. */
export const inLesion = (at: number): boolean => {
  const [i, j, k] = [at % 12, Math.floor(at / 12) % 10, Math.floor(at / 120)];
  return i >= 4 && i < 9 && j >= 3 && j < 7 && k >= 2 && k < 4;
};

/** The files of the small trial; change what a test needs changed. */
export function smallTrial(): TrialText {
  return {
    "trial.yaml": MANIFEST,
    "subjects.csv": `key,site,arm,treatmentStart,sex,ageYears,deathOn
S1,north,A,2024-01-10,female,61.5,
S2,south,A,2024-02-01,male,70,2024-11-30
S3,north,B,2024-03-05,unknown,,
`,
    "visits.csv": `subject,id,date,role,ecog,note
S1,base,2024-01-05,baseline,0,
S1,wk8,2024-03-06,follow-up,1,"seen late, ""by a week"""
S2,base,2024-01-30,baseline,1,
S2,wk8,2024-03-27,follow-up,,
S3,base,2024-03-01,baseline,0,
S3,wk8,2024-04-30,follow-up,0,
S3,wk16,2024-06-25,follow-up,1,
`,
    "lesions.csv": `subject,id,role,organ,node
S1,T1,target,liver,no
S1,N1,new,lung,no
S2,T1,target,lymph-node,yes
S3,T1,target,lung,
`,
    "measurements.csv": `subject,visit,lesion,reader,longestMm,shortMm,status
S1,base,T1,r1,42.5,31,
S1,wk8,T1,r1,GONE,,
S1,wk8,T1,r2,3.25,,
S1,wk8,N1,r1,11,,
S2,base,T1,r1,,18.4,
S2,wk8,T1,r1,,,not-evaluable
S3,base,T1,r1,20,,
S3,wk8,T1,r1,26.1,,
S3,wk16,T1,r1,31,,
`,
    "non-target.csv": "subject,visit,status,sinceLast\nS1,base,present,\nS1,wk8,present,decreased\n",
    "observations.csv": "subject,date,code,value,unit\nS1,2024-01-05,LDH,240,U/L\nS1,2024-01-05,LDH,251,U/L\n",
    "biomarkers.csv": "subject,date,code,value,text,unit\nS1,,PD-L1,55,,%\nS3,2024-03-01,ctDNA,,high,\n",
    "treatments.csv":
      "subject,id,kind,name,start,end,lesionsInField\nS1,rt,radiotherapy,SBRT,2024-02-01,2024-02-05,T1|N1\n",
    "adverse-events.csv": "subject,id,term,grade,start,immuneRelated\nS2,ae1,Colitis,3,2024-04-01,yes\n",
    "outcomes.csv": `subject,endpoint,timeDays,event,value
S1,os,412,no,
S1,response,,,CR
S2,os,303,yes,
S3,os,271.828,yes,
S3,response,,,SEALEDWORD
`,
    "images.csv": "subject,visit,id,file,modality,description,unit\nS1,base,ct,scans/s1.nii,CT,CT,HU\n",
    "masks.csv": "subject,visit,image,lesion,file,label\nS1,base,ct,T1,scans/s1-mask.nii,1\n",
    "scans/s1.nii": nifti((at) => (inLesion(at) ? 60 + (at % 7) : -50)),
    "scans/s1-mask.nii": nifti((at) => (inLesion(at) ? 1 : 0)),
  };
}

export function filesOf(trial: TrialText): TrialFiles {
  const encoder = new TextEncoder();
  return filesOfMap(
    "trial.yaml",
    new Map(
      Object.entries(trial).map(([name, content]) => [
        name,
        typeof content === "string" ? encoder.encode(content) : content,
      ]),
    ),
  );
}

/** The file with one piece of text replaced; fails when the piece is not there. */
export function altered(trial: TrialText, file: string, from: string, to: string): TrialText {
  const text = trial[file];
  if (typeof text !== "string" || !text.includes(from)) throw new Error(`'${from}' is not in ${file}.`);
  return { ...trial, [file]: text.replace(from, to) };
}
