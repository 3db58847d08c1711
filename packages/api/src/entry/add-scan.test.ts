import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asModeller, asPerson, asSystem, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type Refusal, sha256Hex } from "@nadir/domain";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bringInScan } from "../bring-in/index.ts";
import { buildResponseCase } from "../compute/index.ts";
import { folderCustodians } from "../intake/custodians.ts";
import { importTrial } from "../intake/import-trial.ts";
import { altered, filesOf, nifti, smallTrial, type TrialText } from "../intake/testing/small-trial.ts";
import { readPatient } from "../read/index.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { readWork } from "../worklist/index.ts";
import { addScan, authoriseScan, type EntryRow, enter, storeScan } from "./index.ts";

let test: TestDatabase;
let store: ObjectStore;
let folder: string;
let trialId: string;
const TRIAL = "small-trial";
/** Who enrols into the sealed arm is sealed by its site too: a patient scanned at 'south' by the index day. */
const files = (): TrialText =>
  altered(smallTrial(), "trial.yaml", "    arms: [B]\n", "    arms: [B]\n    sites: [south]\n");
beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-scan-"));
  store = await openLocalStore(join(folder, "objects"));
  expect((await bring(files())).problems).toEqual([]);
  const [row] = await test.admin<{ id: string; north: string }[]>`
    select t.id, s.id as north from record.trial t join record.site s on s.trial_id = t.id and s.key = 'north'
     where t.superseded_at is null`;
  trialId = row!.id;
  for (const role of ["coordinator", "board", "statistician"]) await plantPerson(test.db, trialId, role);
  await plantPerson(test.db, trialId, "coordinator", row!.north, "north-coordinator");
  await plantPerson(test.db, trialId, "reader", null, "anna");
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const bring = (trial: TrialText) =>
  importTrial({
    db: test.db,
    store,
    by: "system",
    files: filesOf(trial),
    custodians: folderCustodians(join(folder, "custodians")),
  });
const CT = { modality: "CT", description: "CT", unit: "HU", id: "ct" };
const scanOf = (seed: number) => nifti((at) => seed + (at % 11));
async function add(
  cells: Record<string, string>,
  bytes: Uint8Array,
  { person = "coordinator", entry = randomUUID() as string } = {},
) {
  const form = { entry, trial: TRIAL, cells: { ...CT, ...cells } };
  return addScan({ db: test.db, store }, person, await storeScan(store, form, bytes));
}
const images = (subject: string, visit: string) => test.admin<
  {
    id: string;
    version: number;
    object: string;
    by: string;
    document: Record<string, unknown>;
    gone: Date | null;
    reason: string | null;
  }[]
>`select i.id, i.version, i.object_hash as object, i.recorded_by as by, i.document, i.superseded_at as gone, i.reason
    from record.image i where i.document ->> 'subject' = ${subject} and i.document ->> 'visit' = ${visit} order by i.recorded_at, i.version`;
const live = async (subject: string, visit: string) =>
  (await images(subject, visit)).filter(({ gone }) => gone === null);
const work = async (subject: string, visit: string) => {
  const [trial] = await asPerson(test.db, "coordinator", (tx) =>
    readWork(tx, "coordinator", { asOf: "2024-12-01", trial: TRIAL, page: 1, pageSize: 500 }),
  );
  return trial!.items
    .filter((item) => item.subject === subject && item.visit === visit)
    .map(({ id }) => id.split("/")[0]);
};
const codes = ({ problems }: { problems: readonly { code: string }[] }) => problems.map(({ code }) => code);
const change = (rows: EntryRow[], reason?: string) =>
  enter(test.db, "coordinator", { entry: randomUUID(), trial: TRIAL, rows, ...(reason ? { reason } : {}) }, false);

describe("a scan added by hand", () => {
  it("is what an import of the same file would find unchanged, and is missing from the worklist no more", async () => {
    await change([{ table: "visits", cells: { subject: "S2", id: "wk16", date: "2024-05-22", role: "follow-up" } }]);
    expect(await work("S2", "wk16")).toEqual(["scan"]);
    expect(await add({ subject: "S2", visit: "wk16" }, scanOf(3))).toMatchObject({ isRecorded: true });
    expect(await work("S2", "wk16")).toEqual(["read"]);
    const bytes = scanOf(40);
    const outcome = await add({ subject: "S3", visit: "base", scanner: "Maker 1" }, bytes);
    expect(outcome).toMatchObject({ isRecorded: true, isRepeated: false, problems: [], counts: { new: 1 } });
    const [image] = await live("S3", "base");
    expect(image).toMatchObject({
      version: 1,
      object: await sha256Hex(bytes),
      by: "coordinator",
      document: { file: "S3-base-ct.nii", scanner: "Maker 1" },
    });
    expect(new Uint8Array(await store.get(image!.object))).toEqual(bytes);
    const rows = "S1,base,ct,scans/s1.nii,CT,CT,HU,\nS3,base,ct,S3-base-ct.nii,CT,CT,HU,Maker 1\n";
    const again = { ...files(), "images.csv": `subject,visit,id,file,modality,description,unit,scanner\n${rows}` };
    const imported = await bring({ ...again, "S3-base-ct.nii": bytes });
    expect(imported.problems).toEqual([]);
    expect(imported.counts.image).toMatchObject({ new: 0, changed: 0 });
  });

  it("is computed with, as after an import", async () => {
    const form = { entry: randomUUID(), trial: TRIAL, cells: { ...CT, subject: "S3", visit: "wk8" } };
    const scan = await storeScan(store, form, scanOf(41));
    const done = await bringInScan({ db: test.db, store, onProgress: () => {} }, "coordinator", {
      scan,
      trialKey: TRIAL,
    });
    expect(done).toMatchObject({ isRecorded: true, notComputed: null });
    const [{ n } = { n: 0 }] = await test.admin<{ n: number }[]>`
      select count(*)::int as n from derived.image_fingerprint f join record.image i on i.id = f.image_id
       where i.document ->> 'subject' = 'S3' and i.document ->> 'visit' = 'wk8'`;
    expect(n).toBe(1);
  });

  it("is refused by the words of an import, with all that is wrong, and changes nothing", async () => {
    const outcome = await add(
      { subject: "S2", visit: "base", unit: "hounsfield", scanner: "x" },
      new TextEncoder().encode("no scan"),
    );
    expect(outcome.isRecorded).toBe(false);
    expect(codes(outcome)).toEqual(["UNREADABLE_IMAGE", "BAD_VALUE"]);
    expect(outcome.problems[0]?.message).toMatch(/'S2-base-ct.nii' cannot be read as NIfTI: /);
    expect(await images("S2", "base")).toEqual([]);
    const form = { entry: randomUUID(), trial: TRIAL, cells: { ...CT, subject: "S2", visit: "base", modality: "XX" } };
    const scan = await storeScan(store, form, scanOf(1));
    await expect(
      bringInScan({ db: test.db, store, onProgress: () => {} }, "coordinator", { scan, trialKey: TRIAL }),
    ).rejects.toThrow("'XX' cannot be used");
    await expect(storeScan(store, form, new Uint8Array())).rejects.toThrow("The file is empty");
  });

  it("is recorded once when it is sent twice, also at the same moment", async () => {
    const entry = randomUUID();
    const both = await Promise.all([0, 1].map(() => add({ subject: "S2", visit: "wk8" }, scanOf(7), { entry })));
    expect(both.map(({ isRepeated }) => isRepeated).sort()).toEqual([false, true]);
    expect(await images("S2", "wk8")).toHaveLength(1);
    // The same scan under another number: nothing new.
    expect(await add({ subject: "S2", visit: "wk8" }, scanOf(7))).toMatchObject({
      isRecorded: true,
      counts: { unchanged: 1, new: 0 },
    });
    expect(await images("S2", "wk8")).toHaveLength(1);
  });

  it("is not put over another of its key, and tells of the same file at another visit", async () => {
    const other = await add({ subject: "S2", visit: "wk8" }, scanOf(8));
    expect(codes(other)).toEqual(["ALREADY_RECORDED"]);
    expect(other.problems[0]?.message).toContain("wk8 has an image ct already, of another file");
    const twin = await add({ subject: "S2", visit: "base" }, scanOf(7));
    expect(twin).toMatchObject({ isRecorded: true });
    expect(twin.warnings.map(({ code, message }) => [code, message])).toContainEqual([
      "SAME_FILE",
      expect.stringContaining("on record as ct of wk8"),
    ]);
  });

  it("is for who enters data at the patient's site, and not while the data are locked", async () => {
    const form = (subject: string, visit = "wk8") => ({
      entry: randomUUID(),
      trial: TRIAL,
      cells: { ...CT, subject, visit },
    });
    const may = (person: string, subject: string, visit?: string) =>
      authoriseScan(test.db, person, form(subject, visit)).then(
        () => "yes",
        (error: Refusal) => error.code,
      );
    expect(await may("north-coordinator", "S1")).toBe("yes");
    expect(await may("north-coordinator", "S2")).toBe("SUBJECT_UNKNOWN");
    expect(await may("coordinator", "S1", "wk99")).toBe("VISIT_UNKNOWN");
    expect(await may("board", "S1")).toBe("NOT_ALLOWED");
    expect(await may("anna", "S1")).toBe("NOT_ALLOWED");
    expect(await may("nobody", "S1")).toBe("TRIAL_UNKNOWN");
    expect(
      codes(await add({ subject: "S2", visit: "wk8", id: "ct2" }, scanOf(9), { person: "north-coordinator" })),
    ).toContain("UNKNOWN_REFERENCE");
    await expect(add({ subject: "S1", visit: "wk8" }, scanOf(9), { person: "board" })).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
    const lock = await test.admin<
      { id: string }[]
    >`insert into identity.data_lock (trial_id, reason, locked_by) values (${trialId}, 'closed', 'system') returning id`;
    await expect(add({ subject: "S1", visit: "wk8" }, scanOf(9))).rejects.toMatchObject({ code: "DATA_LOCKED" });
    await test.admin`update identity.data_lock set unlocked_at = now(), unlocked_by = 'system', unlock_reason = 'x' where id = ${lock[0]!.id}`;
    expect(await images("S1", "wk8")).toEqual([]);
  });

  it("puts under its seal whom a scan at a sealed site makes a member, and is not told to who models", async () => {
    const members = () => test.admin<{ key: string }[]>`
      select s.key from sealed.member m join record.subject s on s.id = m.subject_id order by 1`;
    const keys = async () => (await members()).map(({ key }) => key);
    const cells = { key: "S9", site: "north", arm: "A", treatmentStart: "2024-05-02" };
    const base = { subject: "S9", id: "base", date: "2024-05-01", role: "baseline" };
    await change([
      { table: "subjects", cells },
      { table: "visits", cells: base },
    ]);
    expect(await keys()).not.toContain("S9");
    const scan = { subject: "S9", visit: "base", imagingSite: "south" };
    expect(await add(scan, scanOf(12))).toMatchObject({ isRecorded: true });
    expect(await keys()).toContain("S9");
    // Whose outcome is known to all cannot be put under a seal any more: the scan is refused, whole.
    await expect(add({ subject: "S1", visit: "base", id: "two", imagingSite: "south" }, scanOf(14))).rejects.toThrow(
      "cannot join a sealed test set",
    );
    expect(await images("S1", "base")).toHaveLength(1);
    const late = await add({ subject: "S3", visit: "wk16" }, scanOf(13));
    expect(late.isRecorded).toBe(true);
    const seen = await asModeller(
      test.db,
      "statistician",
      ({ sql }) => sql<{ object: string }[]>`select object_hash as object from record.image`,
    );
    expect(seen.map(({ object }) => object)).not.toContain(await sha256Hex(scanOf(13)));
    expect(seen.length).toBeGreaterThan(0);
  });
});

describe("a scan that is wrong", () => {
  const seen = async (subject: string, visit: string) => {
    const [scan] = await live(subject, visit);
    return { id: scan!.id, version: scan!.version };
  };
  it("is corrected in what is said of it, never in its file, and does not come without one", async () => {
    const of = await seen("S3", "base");
    const fixed = await change([{ table: "images", cells: { scanner: "Maker 2" }, of }], "misread");
    expect(fixed).toMatchObject({ isRecorded: true, counts: { changed: 1 } });
    const [image] = await live("S3", "base");
    expect(image).toMatchObject({
      id: of.id,
      version: 2,
      object: await sha256Hex(scanOf(40)),
      document: { scanner: "Maker 2" },
    });
    const now = await seen("S3", "base");
    expect(codes(await change([{ table: "images", cells: { file: "other.nii" }, of: now }], "x"))).toEqual([
      "FILE_FIXED",
    ]);
    expect(codes(await change([{ table: "images", cells: { scanner: "Maker 3" }, of }], "x"))).toContain("STALE");
    const bare = { ...CT, subject: "S2", visit: "base", id: "mr", file: "S1-base-ct.nii" };
    expect(codes(await change([{ table: "images", cells: bare }]))).toEqual(["SCAN_WITHOUT_FILE"]);
  });

  it("is taken back with its reason and the masks that came with it, and its visit waits for a scan again", async () => {
    const of = await seen("S1", "base");
    expect(codes(await change([{ table: "images", cells: {}, of, isRetracted: true }]))).toContain("REASON_MISSING");
    const gone = await change([{ table: "images", cells: {}, of, isRetracted: true }], "of another patient");
    expect(gone).toMatchObject({ isRecorded: true, counts: { retracted: 1 } });
    expect(await live("S1", "base")).toEqual([]);
    expect((await images("S1", "base")).at(-1)).toMatchObject({
      version: of.version + 1,
      reason: "of another patient",
    });
    const masks = await test.admin`select from record.mask where image_id = ${of.id} and superseded_at is null`;
    expect(masks).toHaveLength(0);
    const right = await add({ subject: "S1", visit: "base" }, scanOf(50));
    expect(right).toMatchObject({ isRecorded: true, counts: { new: 1 } });
    expect((await live("S1", "base"))[0]?.object).toBe(await sha256Hex(scanOf(50)));
  });

  it("stays where a signed read has used it, and goes where it came after the read", async () => {
    const [visit] = await test.admin<{ id: string; subject: string; site: string }[]>`
      select id, subject_id as subject, site_id as site from record.visit
       where document ->> 'subject' = 'S2' and key = 'wk8' and superseded_at is null`;
    // The row alone: what makes a read is tested where reads are.
    await test.admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`insert into record.read_session (trial_id, site_id, subject_id, visit_id, reader_role, reader, state, document, signed_at, meaning, document_hash, signature_hash)
        values (${trialId}, ${visit!.site}, ${visit!.subject}, ${visit!.id}, 'reader-1', 'anna', 'signed', '{}', clock_timestamp(), 'read', ${"ab".repeat(32)}, ${"cd".repeat(32)})`;
    });
    for (const at of ["wk8", "base"]) {
      const kept = await change([{ table: "images", cells: {}, of: await seen("S2", at), isRetracted: true }], "wrong");
      expect(codes(kept)).toEqual(["SCAN_IN_USE"]);
      expect(kept.problems[0]?.message).toContain("a read was signed with it in sight");
      expect(await live("S2", at)).toHaveLength(1);
    }
    const after = await add({ subject: "S2", visit: "wk8", id: "late" }, scanOf(60));
    expect(after.warnings.map(({ code }) => code)).toContain("READ_BEFORE");
    const [late] = (await live("S2", "wk8")).filter(({ document }) => document["id"] === "late");
    const gone = await change(
      [{ table: "images", cells: {}, of: { id: late!.id, version: 1 }, isRetracted: true }],
      "wrong",
    );
    expect(gone).toMatchObject({ isRecorded: true });
    await test.admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`delete from record.read_session`;
    });
  });
});

describe("a visit at which no scan was made", () => {
  it("says why, leaves the worklist, stands on the patient's page, and is judged as it was", async () => {
    await change([{ table: "visits", cells: { subject: "S1", id: "wk16", date: "2024-05-01", role: "follow-up" } }]);
    expect(await work("S1", "wk16")).toEqual(["scan"]);
    const [visit] = await test.admin<{ id: string; version: number; subject: string }[]>`
      select id, version, subject_id as subject from record.visit where document ->> 'subject' = 'S1' and key = 'wk16' and superseded_at is null`;
    const judged = () => asSystem(test.db, "for a test", (tx) => buildResponseCase(tx, visit!.subject));
    const before = await judged();
    expect(before.visits.at(-1)).toMatchObject({ id: "wk16", imaged: false });
    const said = await change(
      [{ table: "visits", cells: { scanNotDone: "patient too ill" }, of: visit! }],
      "told by phone",
    );
    expect(said).toMatchObject({ isRecorded: true, counts: { changed: 1 } });
    expect(await work("S1", "wk16")).toEqual([]);
    expect(await judged()).toEqual(before);
    const page = (person: string) =>
      asPerson(test.db, person, (tx) => readPatient(tx, person, { trial: TRIAL, subject: "S1" }));
    expect((await page("coordinator")).visits.find(({ id }) => id === "wk16")?.scanNotDone).toBe("patient too ill");
    expect(JSON.stringify(await page("anna"))).not.toContain("too ill");
  });

  it("takes no scan until that is corrected, by hand or by an import", async () => {
    const refused = await add({ subject: "S1", visit: "wk16" }, scanOf(70));
    expect(codes(refused)).toEqual(["SCAN_NOT_DONE"]);
    expect(refused.problems[0]?.message).toContain("says that no scan was made ('patient too ill')");
    const whole = files();
    const visits = String(whole["visits.csv"]).trim().split("\n");
    const told = visits.map(
      (line, n) => line + (n === 0 ? ",scanNotDone" : line.startsWith("S1,base") ? ",declined" : ","),
    );
    const both = { ...whole, "visits.csv": told.join("\n") };
    expect(codes(await bring(both))).toEqual(["SCAN_NOT_DONE"]);
  });
});

it("stands in the log, which holds", async () => {
  expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
});
