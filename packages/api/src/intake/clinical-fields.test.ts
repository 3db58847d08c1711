import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readPatient } from "../read/index.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { folderCustodians } from "./custodians.ts";
import { importTrial } from "./import-trial.ts";
import { altered, filesOf, smallTrial } from "./testing/small-trial.ts";

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-clinical-"));
  const trial = {
    ...altered(smallTrial(), "trial.yaml", "  sites:\n", "  ethnicityBasis: consent form 3.2, section 7\n  sites:\n"),
    "biomarkers.csv": `subject,code,value,text,unit,assay,clone,scoring,region,cutOff,assayKind,tool
S1,PD-L1,55,,%,PharmDx,22C3,TPS,,50,ihc,
S1,TIL,30,,%,H&E,,,stroma,,,
S1,CD8,480,,cells/mm²,IHC,C8/144B,,centre,,,
S1,CD66b,2.5,,%,IHC,,,margin,,multiplex-ihc,
S1,Immunoscore,,high,,HalioDx,,,,,,
S1,MGMT,,methylated,,pyrosequencing,,,,,methylation,
S1,TMB,12.5,,mutations/Mb,FoundationOne CDx,,,,10,dna-sequencing,
S1,MSI,,MSI-H,,PCR Bethesda panel,,,,,pcr,
S1,MMR,,deficient,,IHC of four proteins,,,,,ihc,
S1,exosomal PD-L1,3.1,,copies/mL,droplet digital PCR,,,,,pcr,
S1,molecular subtype,,mesenchymal,,,,,,,rna-seq,nearest centroid 1
S1,NF-kB,0.42,,,,,,,,microarray,GSVA 1.50 HALLMARK_TNFA_SIGNALING_VIA_NFKB
S1,IFN-gamma,1.5,,,,,,,,rna-seq,ssGSEA 10.1
S1,GO:0006955,3.2,,-log10 p,,,,,,rna-seq,DAVID 2021
S1,CIBERSORT CD8 T,0.18,,,,,,,,rna-seq,CIBERSORT 1.06 LM22
`,
    "treatments.csv": `subject,id,kind,name,start,end,dose,doseUnit,fractions,line,setting,cycles,extent,lesionsInField,agentClass,code
S1,op,surgery,resection,2023-11-01,,,,,,neo-adjuvant,,subtotal,,,
S1,rt,radiotherapy,SBRT,2024-02-01,2024-02-05,24,Gy,3,,palliative,,,T1,,
S1,drug,drug,pembrolizumab,2024-01-10,,200,mg,,2,,4,,,anti-pd-1,ATC L01FF02
S1,ipi,drug,ipilimumab,2024-01-10,,,,,2,,4,,,anti-ctla-4,ATC L01FX04
S1,dc,drug,DC vaccine,2024-03-01,,,,,3,,,,,dendritic-cell-vaccine,
`,
    "subjects.csv": `key,site,arm,treatmentStart,sex,ageYears,ethnicity,race
S1,north,A,2024-01-10,female,61.5,not-hispanic-or-latino,asian
S2,south,A,2024-02-01,male,70,not-reported,
S3,north,B,2024-03-05,unknown,,,
`,
    "adverse-events.csv": `subject,id,term,grade,start,end,immuneRelated,serious,action,steroids
S1,ae1,Colitis,3,2024-04-01,2024-04-20,yes,yes,interrupted,yes
`,
    "lesions.csv": `subject,id,role,organ,node,spread
S1,T1,target,liver,no,distant
S1,N1,new,lung,no,
S2,T1,target,lymph-node,yes,regional-node
S3,T1,target,lung,no,primary
`,
  };
  const store = await openLocalStore(join(folder, "objects"));
  const custodians = folderCustodians(join(folder, "custodians"));
  const { problems } = await importTrial({
    db: test.db,
    store,
    by: "system",
    files: filesOf(trial),
    dryRun: false,
    custodians,
  });
  expect(problems).toEqual([]);
  const [row] = await test.admin<{ id: string }[]>`select id from record.trial where key = 'small-trial'`;
  await plantPerson(test.db, row!.id, "coordinator");
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

it("clone, scoring, region, cut-off, line, setting, cycles, extent, spread, hold and steroids read back as they were written", async () => {
  const patient = await asPerson(test.db, "coordinator", (tx) =>
    readPatient(tx, "coordinator", { trial: "small-trial", subject: "S1" }),
  );
  expect(patient.biomarkers.filter(({ code }) => /^(CD|PD-L1|TIL)/.test(code))).toEqual([
    { code: "CD66b", value: 2.5, unit: "%", assay: "IHC", region: "margin", assayKind: "multiplex-ihc" },
    { code: "CD8", value: 480, unit: "cells/mm²", assay: "IHC", clone: "C8/144B", region: "centre" },
    {
      code: "PD-L1",
      value: 55,
      unit: "%",
      assay: "PharmDx",
      clone: "22C3",
      scoring: "TPS",
      cutOff: 50,
      assayKind: "ihc",
    },
    { code: "TIL", value: 30, unit: "%", assay: "H&E", region: "stroma" },
  ]);
  expect(patient.treatments).toMatchObject([
    { id: "op", setting: "neo-adjuvant", extent: "subtotal" },
    { id: "drug", line: 2, cycles: 4, agentClass: "anti-pd-1", code: "ATC L01FF02" },
    { id: "ipi", line: 2, agentClass: "anti-ctla-4", code: "ATC L01FX04" },
    { id: "rt", dose: 24, doseUnit: "Gy", fractions: 3, setting: "palliative", lesionsInField: ["T1"] },
    { id: "dc", line: 3, agentClass: "dendritic-cell-vaccine" },
  ]);
  expect(patient.adverseEvents).toMatchObject([
    { id: "ae1", immuneRelated: true, action: "interrupted", steroids: true },
  ]);
  expect(patient.lesions.find(({ id }) => id === "T1")).toMatchObject({ spread: "distant" });
});

it("ECOG, MGMT, TMB, MSI, MMR, the Immunoscore and exosomal PD-L1 read back with value, unit and assay", async () => {
  const patient = await asPerson(test.db, "coordinator", (tx) =>
    readPatient(tx, "coordinator", { trial: "small-trial", subject: "S1" }),
  );
  expect(patient.visits.map(({ id, ecog }) => [id, ecog])).toEqual([
    ["base", 0],
    ["wk8", 1],
  ]);
  const markers = patient.biomarkers.filter(({ code }) => /^(exosomal|Immunoscore|M|TMB)/.test(code));
  expect(markers.map(({ code, value, text, unit, assay }) => [code, value ?? text, unit, assay])).toEqual([
    ["Immunoscore", "high", undefined, "HalioDx"],
    ["MGMT", "methylated", undefined, "pyrosequencing"],
    ["MMR", "deficient", undefined, "IHC of four proteins"],
    ["MSI", "MSI-H", undefined, "PCR Bethesda panel"],
    ["TMB", 12.5, "mutations/Mb", "FoundationOne CDx"],
    ["exosomal PD-L1", 3.1, "copies/mL", "droplet digital PCR"],
  ]);
});

it("scores keep the tool that made them, and every marker its kind of assay", async () => {
  const rows = await test.admin<{ code: string; document: { assayKind?: string; tool?: string; value?: number } }[]>`
    select code, document from record.biomarker where document ? 'tool' order by code collate "C"`;
  expect(rows.map(({ code, document: { assayKind, tool, value } }) => [code, assayKind, tool, value])).toEqual([
    ["CIBERSORT CD8 T", "rna-seq", "CIBERSORT 1.06 LM22", 0.18],
    ["GO:0006955", "rna-seq", "DAVID 2021", 3.2],
    ["IFN-gamma", "rna-seq", "ssGSEA 10.1", 1.5],
    ["NF-kB", "microarray", "GSVA 1.50 HALLMARK_TNFA_SIGNALING_VIA_NFKB", 0.42],
    ["molecular subtype", "rna-seq", "nearest centroid 1", undefined],
  ]);
});

it("ethnicity and race read back as they were written, and are refused where no basis is named", async () => {
  const rows = await test.admin<{ key: string; ethnicity: string | null; race: string | null }[]>`
    select key, document ->> 'ethnicity' as ethnicity, document ->> 'race' as race from record.subject order by key`;
  expect(rows).toEqual([
    { key: "S1", ethnicity: "not-hispanic-or-latino", race: "asian" },
    { key: "S2", ethnicity: "not-reported", race: null },
    { key: "S3", ethnicity: null, race: null },
  ]);
  const without = {
    ...smallTrial(),
    "subjects.csv":
      "key,site,arm,treatmentStart,ethnicity,race\nS1,north,A,2024-01-10,,white\nS2,south,A,2024-02-01,latino,\nS3,north,B,2024-03-05,unknown,\n",
  };
  const store = await openLocalStore(join(folder, "objects"));
  const { problems } = await importTrial({
    db: test.db,
    store,
    by: "system",
    files: filesOf(without),
    dryRun: true,
    custodians: folderCustodians(join(folder, "custodians")),
  });
  expect(problems.map(({ where, code }) => [where?.row, where?.column, code])).toEqual([
    [2, "race", "NO_BASIS"],
    [3, "ethnicity", "BAD_VALUE"],
    [4, "ethnicity", "NO_BASIS"],
  ]);
});

it.each([
  ["an agent's code without its system", "drug,drug,pembrolizumab,2024-01-10,anti-pd-1,L01FF02", "code"],
  ["an agent's class that is none", "drug,drug,pembrolizumab,2024-01-10,immunotherapy,ATC L01FF02", "agentClass"],
])("%s is refused with its column", async (_, row, column) => {
  const trial = { ...smallTrial(), "treatments.csv": `subject,id,kind,name,start,agentClass,code\nS1,${row}\n` };
  const { problems } = await importTrial({
    db: test.db,
    store: await openLocalStore(join(folder, "objects")),
    by: "system",
    files: filesOf(trial),
    dryRun: true,
    custodians: folderCustodians(join(folder, "custodians")),
  });
  expect(problems.map(({ where }) => where?.column)).toEqual([column]);
});
