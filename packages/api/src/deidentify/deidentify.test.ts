import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { asSystem, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { DEMO_TRIALS } from "@nadir/demo";
import { type CriterionId, daysBetween, type ResponseCase, type TableName, tableSchemas } from "@nadir/domain";
import { makeVolume, readNifti, writeNifti } from "@nadir/imaging";
import { CRITERIA } from "@nadir/response";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCases } from "../compute/response-case.ts";
import { filesOfFolder, filesOfMap, folderCustodians, importTrial } from "../intake/index.ts";
import { filesOf, smallTrial, type TrialText } from "../intake/testing/small-trial.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { outcomesOf } from "../responses/cohort-outcomes.ts";
import { readZip } from "../upload/zip.ts";
import { EXPORTED, ruledColumns } from "./column-rules.ts";
import { deidentifyTrial, madeExports, shareTrial } from "./index.ts";
import { kAnonymity } from "./k-anonymity.ts";

let test: TestDatabase;
let store: ObjectStore;
let folder: string;
beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-deid-"));
  store = await openLocalStore(join(folder, "objects"));
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

/** Each name, day and word of the small trial that may point to somebody, and what nothing else could be mistaken for. */
const TELLING: Readonly<Record<string, string>> = {
  S1: "PATIENT-ALPHA",
  S2: "PATIENT-BRAVO",
  S3: "PATIENT-CHARLIE",
  T1: "LESION-ONE",
  N1: "LESION-TWO",
  base: "VISIT-FIRST",
  wk8: "VISIT-SECOND",
  wk16: "VISIT-THIRD",
  north: "NORTHFIELD",
  south: "SOUTHFIELD",
  r1: "DR-REDWOOD",
  r2: "DR-OAK",
  rt: "SBRT-COURSE",
  SBRT: "SBRT-AT-NORTHFIELD",
  ae1: "EVENT-OF-BRAVO",
  Colitis: "Colitis-of-the-mayor",
};
function tellingTrial(): TrialText {
  const files = smallTrial();
  for (const [name, content] of Object.entries(files)) {
    if (typeof content !== "string") continue;
    files[name] = content.replace(
      /\b[A-Za-z]\w*\b/g,
      (word) => (name.endsWith(".csv") || /^(north|south)$/.test(word) ? TELLING[word] : undefined) ?? word,
    );
  }
  files["trial.yaml"] = String(files["trial.yaml"])
    .replace("Site North", "Northfield Hospital")
    .replace("Site South", "Southfield Hospital")
    .replace("id: small-trial", "id: telling");
  // Texts that a person typed, an age above 89, a scanner with its number, UIDs, a link.
  files["subjects.csv"] = String(files["subjects.csv"])
    .replace("deathOn\n", "deathOn,note,ethnicity,linkTags\n")
    .replace(/(61\.5,)\n/, `$1,His brother is the MAYOR,not-reported,mrn:${"ab".repeat(32)}\n`)
    .replace("2024-11-30\n", "2024-11-30,,,\n")
    .replace("male,70,", "male,93,")
    .replace(/(unknown,,)\n/, "$1,,,\n");
  files["trial.yaml"] = String(files["trial.yaml"]).replace(
    "  sites:\n",
    "  ethnicityBasis: the COMMITTEE agreed\n  sites:\n",
  );
  files["lesions.csv"] = String(files["lesions.csv"])
    .replace("node\n", "node,location\n")
    .replace("liver,no\n", "liver,no,beside the TATTOO\n")
    .replace("lung,no\n", "UNUSUAL-ORGAN,no,\n")
    .replace("yes\n", "yes,\n")
    .replace(/lung,\n$/, "lung,,\n");
  files["observations.csv"] = String(files["observations.csv"])
    .replace("unit\n", "unit,text\n")
    .replaceAll("U/L\n", "U/L,drawn by NURSE-JOY\n");
  files["images.csv"] = String(files["images.csv"])
    .replace("unit\n", "unit,scanner,seriesUid,manufacturer\n")
    .replace("CT,CT,HU\n", "CT,CT of the MAYOR,HU,Siemens 45231,1.2.840.99999.7,MAKER-OF-ONE\n");
  const scan = makeVolume({
    data: Float32Array.from({ length: 720 }, (_, n) => n % 97),
    dims: [12, 10, 6],
    spacing: [1, 1, 2],
  });
  files["scans/s1.nii"] = writeNifti(scan, "DOE^JANE 19520301");
  return files;
}
const GONE = [
  ...Object.values(TELLING),
  ..."MAYOR mayor TATTOO NURSE-JOY COMMITTEE UNUSUAL-ORGAN 45231 Siemens MAKER-OF-ONE DOE 19520301 99999 not-reported Northfield Southfield GONE SEALEDWORD".split(
    " ",
  ),
  "ab".repeat(8),
];

const bring = async (files: TrialText) => {
  const outcome = await importTrial({
    db: test.db,
    store,
    by: "system",
    files: filesOf(files),
    custodians: folderCustodians(join(folder, "custodians")),
  });
  expect(outcome.problems).toEqual([]);
};
async function leave(trial: string, as?: string) {
  const files = new Map<string, Uint8Array>();
  const leaving = deidentifyTrial({ db: test.db, store, by: "system", trial, as });
  for (;;) {
    const next = await leaving.next();
    if (next.done) return { ...next.value, files };
    files.set(next.value.name, next.value.bytes);
  }
}
const plain = (bytes: Uint8Array): Buffer =>
  bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : Buffer.from(bytes);

/** New UIDs are forty digits, among which any four may stand. */
const withoutUids = (bytes: Buffer): string => bytes.toString("latin1").replace(/\b2\.25\.\d{20,39}\b/g, "");

describe("what leaves", () => {
  it("has no former key, day, site, reader or word in any byte, and nobody of a sealed set", async () => {
    await bring(tellingTrial());
    const { files, report, secret } = await leave("telling");
    const days = [
      ...new Set(
        Object.values(tellingTrial()).flatMap((f) => (typeof f === "string" ? (f.match(/2024-\d\d-\d\d/g) ?? []) : [])),
      ),
    ];
    expect(days.length).toBeGreaterThan(10);
    for (const [name, bytes] of files)
      for (const word of [...GONE, ...days, "2024"]) {
        const at = withoutUids(plain(bytes)).indexOf(word);
        expect([name, word, at]).toEqual([name, word, -1]);
        expect(name).not.toContain(word);
      }
    expect(report.counts).toMatchObject({ subjects: 2, images: 1, masks: 1 });
    expect(report.leftOut.patientsOfSealedTestSets).toBe(1);
    expect(report.agesTopCoded).toBe(1);
    expect(report.leftOut.values).toMatchObject({
      "subjects.note": 1,
      "subjects.linkTags": 1,
      "lesions.location": 1,
      "observations.text": 2,
      "images.scanner": 1,
      "images.manufacturer": 1,
    });
    expect(report.replaced.wordsByNumbers).toMatchObject({
      "lesions.organ": 1,
      "treatments.name": 1,
      "adverseEvents.term": 1,
    });
    expect(plain(files.get("subjects.csv")!).toString()).toMatch(/,90,/);
    // What is left is what is worth sharing: figures, intervals, the voxels.
    expect(plain(files.get("lesions.csv")!).toString()).toContain("liver");
    expect(plain(files.get("visits.csv")!).toString()).toContain("2000-02-26");
    const image = [...files].find(([name]) => /^images\/\w+\.nii\.gz$/.test(name))![1];
    expect(readNifti(plain(image)).data[96]).toBe(96);
    // The key names them, for whoever kept it.
    expect(Object.values(secret.subjects).sort()).toEqual(["PATIENT-ALPHA", "PATIENT-BRAVO"]);
    expect(secret.key).toMatch(/^[0-9a-f]{64}$/);
    const [event] = await test.admin<
      { payload: string }[]
    >`select payload from audit.event where action = 'exported-deidentified'`;
    expect(JSON.parse(event!.payload)).toMatchObject({ as: "telling-deid", subjects: 2 });
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("has other names every time, and intervals that are the same to the day", async () => {
    const [one, two] = [await leave("telling"), await leave("telling")];
    const keys = (of: typeof one) => Object.keys(of.secret.subjects);
    expect(keys(one).filter((key) => keys(two).includes(key))).toEqual([]);
    const visits = plain(one.files.get("visits.csv")!)
      .toString()
      .split("\n")
      .slice(1)
      .filter(Boolean)
      .map((line) => line.split(","));
    // S1: baseline five days before treatment (5 and 10 January), then 56 days after it (6 March); S2: 2 and 55 days.
    const off = visits.map(([, , date]) => daysBetween("2000-01-01", date!)).sort((a, b) => a - b);
    expect(off).toEqual([-5, -2, 55, 56]);
  });

  it.each(["telling", "inspire-pembrolizumab", "imaging-followup-brain"])(
    "%s: imported again, every criterion judges as it did",
    async (key) => {
      const demo = DEMO_TRIALS.find((trial) => trial.key === key);
      if (demo) {
        const custodians = folderCustodians(join(folder, "custodians"));
        const request = { db: test.db, store, by: "system" as const, custodians };
        expect((await importTrial({ ...request, files: await filesOfFolder(demo.folder) })).problems).toEqual([]);
      }
      const { files, as, secret } = await leave(key);
      const back = await importTrial({ db: test.db, store, by: "system", files: filesOfMap("trial.json", files) });
      expect([back.problems, back.written]).toEqual([[], true]);
      const before = await judged(key);
      const after = await judged(as);
      expect(after.size).toBe(Object.keys(secret.subjects).length);
      for (const [pseudonym, subject] of Object.entries(secret.subjects))
        expect([subject, after.get(pseudonym)]).toEqual([subject, before.get(subject)]);
      expect([...after.values()].some((text) => text.includes("overall"))).toBe(true);
    },
  );

  it("is for who may export the whole trial; another key than the trial's can be named, a wrong one is refused", async () => {
    const [row] = await test.admin<{ id: string; site: string }[]>`
      select t.id, s.id as site from record.trial t join record.site s on s.trial_id = t.id
       where t.key = 'telling' and t.superseded_at is null and s.key = 'NORTHFIELD'`;
    await plantPerson(test.db, row!.id, "data-manager", null, "manager");
    await plantPerson(test.db, row!.id, "data-manager", row!.site, "at-site");
    await plantPerson(test.db, row!.id, "reader", null, "reader");
    const ask = (personId: string, as?: string) =>
      shareTrial({ db: test.db, store, by: { personId }, trial: "telling", as }).then(
        (done) => done.as,
        (error) => error.code,
      );
    expect(await ask("manager", "shared-1")).toBe("shared-1");
    expect(await ask("manager", "not a key")).toBe("BAD_KEY");
    expect(await ask("at-site")).toBe("NOT_ALLOWED");
    expect(await ask("reader")).toBe("NOT_ALLOWED");
    expect(await ask("nobody")).toBe("TRIAL_UNKNOWN");
  });

  it("is found again by who made it, the newest first, and by nobody else", async () => {
    const [row] = await test.admin<{ id: string }[]>`select id from record.trial where key = 'telling'`;
    await plantPerson(test.db, row!.id, "data-manager", null, "colleague");
    const job = async (by: string, state: string, name: string, at: string) => {
      const result = { name, report: { counts: { subjects: 3 } } };
      const [made] = await test.admin<{ id: string }[]>`
        insert into derived.job (kind, trial_id, state, result, created_by, updated_at)
        values ('deidentify', ${row!.id}, ${state}, ${test.admin.json(result)}, ${by}, ${at}) returning id`;
      return made!.id;
    };
    const first = await job("manager", "done", "one.zip", "2026-01-01T00:00:00Z");
    const second = await job("manager", "done", "two.zip", "2026-01-02T00:00:00Z");
    await job("manager", "failed", "three.zip", "2026-01-03T00:00:00Z");
    await job("colleague", "done", "four.zip", "2026-01-04T00:00:00Z");
    expect(await madeExports(test.db, "manager", "telling")).toEqual([
      { jobId: second, name: "two.zip", at: new Date("2026-01-02T00:00:00Z"), patients: 3 },
      { jobId: first, name: "one.zip", at: new Date("2026-01-01T00:00:00Z"), patients: 3 },
    ]);
    for (const [person, code] of [
      ["at-site", "NOT_ALLOWED"],
      ["nobody", "TRIAL_UNKNOWN"],
    ] as const)
      await expect(madeExports(test.db, person, "telling")).rejects.toMatchObject({ problems: [{ code }] });
  });

  it("as an archive it holds the same files, which an upload reads", async () => {
    const { hash, name, report } = await shareTrial({ db: test.db, store, by: "system", trial: "telling" });
    const files = [...readZip(await store.get(hash), 1e8)];
    expect(name).toBe("telling-deid.zip");
    expect(files.map((file) => file.name)).toEqual(
      expect.arrayContaining(["trial.json", "subjects.csv", "deidentification.json"]),
    );
    expect(JSON.parse(Buffer.from(files.at(-1)!.bytes).toString()).counts).toEqual(report.counts);
    // Nothing but the answer tells the key, and the answer does not.
    expect(JSON.stringify(report)).not.toContain('key":');
  });
});

/** By patient: what every criterion makes of the course, with visits and lesions by their order and days from treatment. */
async function judged(trial: string): Promise<Map<string, string>> {
  const [row] = await test.admin<
    { id: string }[]
  >`select id from record.trial where key = ${trial} and superseded_at is null`;
  const cases = await asSystem(test.db, "judge", (tx) => readCases(tx, { trialId: row!.id }));
  return new Map(
    cases.map((found) => {
      if (!found.document) return [found.key, JSON.stringify(found.problems.map(({ code }) => code))];
      const outcomes = outcomesOf(found.document, [...CRITERIA.keys()] as CriterionId[], false);
      return [found.key, JSON.stringify(inOrder(outcomes, found.document))];
    }),
  );
}
function inOrder(value: unknown, course: ResponseCase): unknown {
  const names = new Map([
    ...course.visits.map(({ id }, at) => [id, `visit ${at}`] as const),
    ...course.lesions.map(({ id }, at) => [id, `lesion ${at}`] as const),
    [course.id, "the patient"] as const,
  ]);
  // Of the members only those of `visits` are named by visits: one called "baseline" is not the member of that name.
  const walk = (of: unknown, isByVisit = false): unknown => {
    if (typeof of === "string")
      return /^\d{4}-\d\d-\d\d$/.test(of) ? daysBetween(course.course.treatmentStart, of) : (names.get(of) ?? of);
    if (Array.isArray(of)) return of.map((member) => walk(member));
    if (typeof of === "object" && of !== null)
      return Object.fromEntries(
        Object.entries(of).map(([key, member]) => [
          isByVisit ? (names.get(key) ?? key) : key,
          walk(member, key === "visits"),
        ]),
      );
    return of;
  };
  return walk(value);
}

describe("the rules", () => {
  it("name every column of text, of keys and of lists in every table", () => {
    for (const table of EXPORTED) expect(() => ruledColumns(table)).not.toThrow();
    const tables = Object.keys(tableSchemas) as TableName[];
    expect(tables.filter((table) => !(EXPORTED as string[]).includes(table))).toEqual(["importedFeatures"]);
  });

  it("k-anonymity: of five patients in classes of 3, 1 and 1, k is 1, two are alone, all are in classes below five", () => {
    const rows = ["a", "a", "a", "b", "c"].map((site) => ({ site, sex: "female" }));
    expect(kAnonymity(rows, ["site", "sex"])).toMatchObject({
      subjects: 5,
      classes: 3,
      k: 1,
      alone: 2,
      inClassesBelow5: 5,
    });
    expect(kAnonymity(rows, ["sex"])).toMatchObject({ k: 5, alone: 0, inClassesBelow5: 0 });
    expect(kAnonymity([], ["sex"]).k).toBeNull();
  });
});
