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
import { filesOf, smallTrial } from "./testing/small-trial.ts";

let test: TestDatabase;
let folder: string;
beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-clinical-"));
  const trial = {
    ...smallTrial(),
    "biomarkers.csv": `subject,code,value,text,unit,assay,clone,scoring,region,cutOff
S1,PD-L1,55,,%,PharmDx,22C3,TPS,,50
S1,TIL,30,,%,H&E,,,stroma,
S1,CD8,480,,cells/mm²,IHC,C8/144B,,centre,
S1,CD66b,2.5,,%,IHC,,,margin,
`,
    "treatments.csv": `subject,id,kind,name,start,end,dose,doseUnit,fractions,line,setting,cycles,extent,lesionsInField
S1,op,surgery,resection,2023-11-01,,,,,,neo-adjuvant,,subtotal,
S1,rt,radiotherapy,SBRT,2024-02-01,2024-02-05,24,Gy,3,,palliative,,,T1
S1,drug,drug,pembrolizumab,2024-01-10,,200,mg,,2,,4,,
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
  expect(patient.biomarkers).toEqual([
    { code: "CD66b", value: 2.5, unit: "%", assay: "IHC", region: "margin" },
    { code: "CD8", value: 480, unit: "cells/mm²", assay: "IHC", clone: "C8/144B", region: "centre" },
    { code: "PD-L1", value: 55, unit: "%", assay: "PharmDx", clone: "22C3", scoring: "TPS", cutOff: 50 },
    { code: "TIL", value: 30, unit: "%", assay: "H&E", region: "stroma" },
  ]);
  expect(patient.treatments).toMatchObject([
    { id: "op", setting: "neo-adjuvant", extent: "subtotal" },
    { id: "drug", line: 2, cycles: 4 },
    { id: "rt", dose: 24, doseUnit: "Gy", fractions: 3, setting: "palliative", lesionsInField: ["T1"] },
  ]);
  expect(patient.adverseEvents).toMatchObject([
    { id: "ae1", immuneRelated: true, action: "interrupted", steroids: true },
  ]);
  expect(patient.lesions.find(({ id }) => id === "T1")).toMatchObject({ spread: "distant" });
});
