import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./portal.ts";

/** What a page must show as text: markup that would run, end an attribute, a script, a comment or a JSON string. */
export const MARKUP = `<img src=x onerror=window.ran=1><script>window.ran=1</script>"'\`><svg onload=window.ran=1></script>-->{{7*7}}\${7*7}javascript:window.ran=1`;
const inCsv = `"${MARKUP.replaceAll('"', '""')}"`;
const inJson = JSON.stringify(MARKUP);
/** A name that a file can have: no slash, since that would be a folder. */
const FILE = `"><img src=x onerror=window.ran=1>&lt;b&gt;'.nii.gz`;
const fileInCsv = `"${`scans/${FILE}`.replaceAll('"', '""')}"`;

/** Writes a sound trial into the folder, in which every text that is free is markup, the name of a scan too. */
export function writeMarkedUpTrial(folder: string, id: string): string {
  const manifest = `schema: nadir.trial-manifest/1
trial:
  id: ${id}
  title: ${inJson}
  disease: solid-tumour
  criteria:
    - { id: recist-1.1, primary: true }
    - { id: irecist }
  sites: [{ id: north, name: ${inJson} }, { id: east, name: ${inJson} }]
  arms: [{ id: A, name: ${inJson} }]
tables:
  subjects: subjects.csv
  visits: visits.csv
  lesions: lesions.csv
  measurements: measurements.csv
  observations: observations.csv
  biomarkers: biomarkers.csv
  treatments: treatments.csv
  adverseEvents: adverse-events.csv
  images: images.csv
  masks: masks.csv
  outcomes: outcomes.csv
sealed:
  - { id: nobody, arms: [], sites: [east], endpoints: [os], indexTime: first-on-treatment-scan }
valueRules:
  - { id: gone, table: measurements, column: longestMm, is: GONE, becomes: { status: absent }, reason: ${inJson} }
preparation:
  - { rule: ${inJson}, count: 0 }
`;
  const demo = join(repository, "packages", "demo", "trials", "imaging-followup", "images", "IMG-001");
  const files: Record<string, string> = {
    "trial.yaml": manifest,
    "subjects.csv":
      "key,site,arm,treatmentStart,sex,ageYears\nX1,north,A,2024-01-10,female,61\nX2,north,A,2024-01-12,male,70\n",
    "visits.csv": `subject,id,date,role,note
X1,base,2024-01-05,baseline,${inCsv}
X1,wk8,2024-03-06,follow-up,${inCsv}
X1,wk16,2024-05-06,follow-up,${inCsv}
X2,base,2024-01-08,baseline,
X2,wk8,2024-03-09,follow-up,
`,
    "lesions.csv": `subject,id,role,organ,location\nX1,T1,target,${inCsv},${inCsv}\nX1,N1,new,${inCsv},${inCsv}\nX2,T1,target,liver,\n`,
    "measurements.csv": `subject,visit,lesion,reader,longestMm
X1,base,T1,${inCsv},42.5
X1,wk8,T1,${inCsv},61
X1,wk8,N1,${inCsv},11
X1,wk16,T1,${inCsv},GONE
X2,base,T1,r1,20
X2,wk8,T1,r1,30
`,
    "observations.csv": `subject,date,code,value,unit\nX1,2024-01-05,${inCsv},240,${inCsv}\nX1,2024-03-06,${inCsv},250,${inCsv}\n`,
    "biomarkers.csv": `subject,date,code,text\nX1,2024-01-05,${inCsv},${inCsv}\n`,
    "treatments.csv": `subject,id,kind,name,start\nX1,drug,drug,${inCsv},2024-01-10\n`,
    "adverse-events.csv": `subject,id,term,grade,start,immuneRelated\nX1,ae1,${inCsv},3,2024-04-01,yes\nX1,ae2,Colitis,3,2024-04-01,yes\n`,
    "outcomes.csv": `subject,endpoint,timeDays,event,value\nX1,os,300,yes,\nX2,os,200,no,\nX1,benefit,,,${inCsv}\n`,
    "images.csv": `subject,visit,id,file,modality,description,unit\nX1,base,ct,${fileInCsv},CT,${inCsv},HU\n`,
    "masks.csv": `subject,visit,image,lesion,file,label,authorKind,author\nX1,base,ct,T1,scans/mask.nii.gz,1,import,${inCsv}\n`,
  };
  mkdirSync(join(folder, "scans"), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  copyFileSync(join(demo, "D-7-ct.nii.gz"), join(folder, "scans", FILE));
  copyFileSync(join(demo, "D-7-ct-mask.nii.gz"), join(folder, "scans", "mask.nii.gz"));
  return join(folder, "trial.yaml");
}
