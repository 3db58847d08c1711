import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asAuditor, asModeller, asPerson, asSystem, type Tx } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { sha256Hex } from "@nadir/domain";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computeTrial } from "../compute/index.ts";
import { readCohort } from "../read/index.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { folderCustodians } from "./custodians.ts";
import { importTrial } from "./import-trial.ts";
import { filesOf, nifti, smallTrial, type TrialText } from "./testing/small-trial.ts";

/**
 * validation.md §3.1, outcome proxies: that a sealed patient was scanned again after the index day must not be known by any
 * way. S3 is sealed, with week 8 as index scan; the scan of week 16 has UIDs, a name, bytes and a scanner that occur
 * nowhere else, and every row that a modelling role can read is searched for them.
 */
const LATE = {
  studyUid: "1.2.826.0.1.777.16",
  seriesUid: "1.2.826.0.1.777.16.1",
  file: "scans/late-week-sixteen.nii",
  maskFile: "scans/late-mask-sixteen.nii",
  scanner: "Scanner of week sixteen",
} as const;
const lateScan = nifti((at) => 1000 + (at % 13));
const lateMask = nifti((at) => (at > 200 && at < 240 ? 1 : 0));

function trialWithScans(): TrialText {
  const small = smallTrial();
  return {
    ...small,
    "images.csv": [
      "subject,visit,id,file,modality,description,unit,studyUid,seriesUid,scanner",
      "S1,base,ct,scans/s1.nii,CT,CT,HU,1.2.826.0.1.777.1,1.2.826.0.1.777.1.1,Scanner One",
      "S3,base,ct,scans/s3-base.nii,CT,CT,HU,1.2.826.0.1.777.3,1.2.826.0.1.777.3.1,Scanner One",
      "S3,wk8,ct,scans/s3-wk8.nii,CT,CT,HU,1.2.826.0.1.777.8,1.2.826.0.1.777.8.1,Scanner One",
      `S3,wk16,ct,${LATE.file},CT,CT,HU,${LATE.studyUid},${LATE.seriesUid},${LATE.scanner}`,
      "",
    ].join("\n"),
    "masks.csv": [
      "subject,visit,image,lesion,file,label",
      "S1,base,ct,T1,scans/s1-mask.nii,1",
      `S3,wk16,ct,T1,${LATE.maskFile},1`,
      "",
    ].join("\n"),
    "scans/s3-base.nii": nifti((at) => 20 + (at % 5)),
    "scans/s3-wk8.nii": nifti((at) => 40 + (at % 11)),
    [LATE.file]: lateScan,
    [LATE.maskFile]: lateMask,
  };
}

let test: TestDatabase;
let store: ObjectStore;
let folder: string;
let secrets: readonly string[];
beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-sealed-scans-"));
  store = await openLocalStore(join(folder, "objects"));
  const brought = await importTrial({
    db: test.db,
    store,
    by: "system",
    files: filesOf(trialWithScans()),
    custodians: folderCustodians(join(folder, "custodians")),
  });
  expect(brought.problems).toEqual([]);
  const [trial] = await test.admin<{ id: string }[]>`select id from record.trial where key = 'small-trial'`;
  await computeTrial({ db: test.db, store, trialKey: "small-trial" });
  await plantPerson(test.db, trial!.id, "statistician");
  const ids = await test.admin<{ id: string }[]>`
    select i.id from record.image i join record.visit v on v.id = i.visit_id where v.key = 'wk16'
    union all select m.id from record.mask m where m.document ->> 'file' = ${LATE.maskFile}
    union all select v.id from record.visit v where v.key = 'wk16'`;
  expect(ids).toHaveLength(3);
  await asSystem(
    test.db,
    "a job of the import, for a test",
    ({ sql }) => sql`
    insert into derived.job (kind, trial_id, state, done, total, result, created_by)
    values ('import', ${trial!.id}, 'done', 6, 6, '{"counts": {"image": 4, "mask": 2}}', 'system')`,
  );
  secrets = [...Object.values(LATE), await sha256Hex(lateScan), await sha256Hex(lateMask), ...ids.map((row) => row.id)];
});
afterAll(async () => {
  await test?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Tables and views of the installation's own schemas. */
const relations = () =>
  test.admin<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'v', 'm', 'p') and n.nspname in
       ('record', 'derived', 'validation', 'identity', 'analysis', 'audit', 'sealed', 'pgboss') order by 1`;

/** Every row of every relation that the role may read, as text; a relation that it may not read is counted as refused. */
async function everythingTo(work: (inner: (tx: Tx) => Promise<unknown>) => Promise<unknown>) {
  const rows: { relation: string; text: string }[] = [];
  const refused: string[] = [];
  for (const { name } of await relations())
    await work(async ({ sql }) => {
      for (const { text } of await sql.unsafe<{ text: string }[]>(`select r::text as text from ${name} r`))
        rows.push({ relation: name, text });
    }).catch((error: unknown) => {
      if (!/permission denied/.test(String(error))) throw error;
      refused.push(name);
    });
  return { rows, refused };
}

const ROLES = [
  ["nadir_modeller", (inner: (tx: Tx) => Promise<unknown>) => asModeller(test.db, "statistician", inner)],
  ["nadir_app, for a statistician", (inner: (tx: Tx) => Promise<unknown>) => asPerson(test.db, "statistician", inner)],
  [
    "nadir_auditor, for a statistician",
    (inner: (tx: Tx) => Promise<unknown>) => asAuditor(test.db, "statistician", inner),
  ],
] as const;

describe("a later scan of a sealed patient", () => {
  it("is there for who treats the patient, so that the search can find it", async () => {
    const found = await test.admin<{ n: number }[]>`
      select count(*)::int as n from record.image i where i::text like ${`%${LATE.seriesUid}%`}`;
    expect(found[0]!.n).toBe(1);
  });

  it.each(ROLES)("cannot be read in any row by %s: no UID, name, hash, scanner or id", async (_, work) => {
    const { rows, refused } = await everythingTo(work);
    expect(rows.length + refused.length).toBeGreaterThan(0);
    const told = rows.flatMap((r) => secrets.filter((s) => r.text.includes(s)).map((s) => `${r.relation}: ${s}`));
    expect(told).toEqual([]);
  });

  it.each(ROLES)(
    "is not counted by %s: neither among the rows nor in what an import says of itself",
    async (_, work) => {
      const { rows } = await everythingTo(work);
      const scans = rows.filter((r) => r.relation === "record.image");
      if (scans.length > 0) expect(scans).toHaveLength(3);
      expect(rows.filter((r) => r.relation === "record.mask").length).toBeLessThan(2);
      // Four images and two masks came in; the counts of the files would say so.
      expect(rows.filter((r) => ["record.import_run", "derived.job"].includes(r.relation)).map((r) => r.text)).toEqual(
        [],
      );
    },
  );

  it("leaves no gap in a number that a modelling role sees", async () => {
    const sequences = await test.admin<{ name: string }[]>`
      select format('%I.%I', schemaname, sequencename) as name from pg_sequences
       where schemaname in ('record', 'derived', 'validation', 'sealed')`;
    for (const { name } of sequences)
      await expect(
        asModeller(test.db, "statistician", ({ sql }) => sql.unsafe(`select last_value from ${name}`)),
      ).rejects.toThrow(/permission denied/);
  });

  it("is refused with the same words as one that never was, when it is brought in again", async () => {
    const put = (object: string) =>
      asModeller(
        test.db,
        "statistician",
        ({ sql }) => sql`
        insert into record.image (trial_id, site_id, subject_id, visit_id, key, object_hash)
        select trial_id, site_id, id, id, 'ct', ${object} from record.subject where key = 'S3'`,
      ).catch(String);
    expect(await put(await sha256Hex(lateScan))).toEqual(await put("00".repeat(32)));
  });

  it("is not told by the page of the trial", async () => {
    const seen = await asPerson(test.db, "statistician", (tx) => readCohort(tx, "statistician", "small-trial"));
    expect(JSON.stringify(seen)).not.toMatch(/wk16|sixteen|777\.16/);
    expect(seen.imports.every((i) => i.manifestHash === null && Object.keys(i.ruleCounts).length === 0)).toBe(true);
  });
});
