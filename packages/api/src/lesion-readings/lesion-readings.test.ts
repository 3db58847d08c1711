import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson, asSystem, formerVersions, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderCustodians } from "../intake/custodians.ts";
import { importTrial } from "../intake/import-trial.ts";
import { altered, filesOf, smallTrial } from "../intake/testing/small-trial.ts";
import { readPatient } from "../read/index.ts";
import { plantPerson } from "../read/testing/plant-trial.ts";
import { draftLesionReading, lesionReadingForm, readLesionReadings, signLesionReading } from "./index.ts";

let test: TestDatabase;
let folder: string;
let trialId: string;
let visit: string;
let lesion: string;
const TRIAL = "small-trial";

const bring = async (semantic: string, birads: string, id = TRIAL) =>
  importTrial({
    db: test.db,
    store: await openLocalStore(join(folder, "objects")),
    by: "system",
    files: filesOf({
      ...altered(
        altered(smallTrial(), "trial.yaml", "id: small-trial", `id: ${id}`),
        "trial.yaml",
        "  masks: masks.csv\n",
        "  masks: masks.csv\n  semanticReadings: semantic.csv\n  biradsReadings: birads.csv\n",
      ),
      "semantic.csv": semantic,
      "birads.csv": birads,
    }),
    dryRun: false,
    custodians: folderCustodians(join(folder, "custodians")),
  });
const SEMANTIC =
  "subject,visit,lesion,reader,shape,spiculation\nS1,base,T1,r1,irregular,coarse\nS1,base,T1,r2,irregular,fine\n";
const BIRADS = "subject,visit,lesion,reader,category,mriMargin\nS1,base,T1,r1,5,spiculated\n";

beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "nadir-readings-"));
  const { problems, counts } = await bring(SEMANTIC, BIRADS);
  expect(problems).toEqual([]);
  expect(counts.lesion_reading).toEqual({ new: 3, changed: 0, unchanged: 0, notInImport: 0 });
  const [found] = await test.admin<{ id: string }[]>`select id from record.trial where key = ${TRIAL}`;
  trialId = found!.id;
  for (const role of ["coordinator", "reader", "board"]) await plantPerson(test.db, trialId, role);
  await plantPerson(test.db, trialId, "reader", null, "second-reader");
  [visit, lesion] = ["base", "T1"];
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const record = (
  person: string,
  answers: Record<string, string>,
  more: {
    state?: "draft" | "signed";
    isThem?: boolean;
    reason?: string;
    form?: "semantic" | "bi-rads";
    lesion?: string;
  } = {},
) => {
  const { state = "signed", isThem = true, form = "semantic", lesion: of = lesion, ...reason } = more;
  const asked = lesionReadingForm.parse({
    trial: TRIAL,
    reading: { form, subject: "S1", visit, lesion: of, answers },
    ...reason,
  });
  const signatory = { personId: person, role: "reader", authenticate: async () => isThem };
  return state === "draft" ? draftLesionReading(test.db, person, asked) : signLesionReading(test.db, signatory, asked);
};
const seenBy = async (person: string) =>
  (await asPerson(test.db, person, (tx) => readPatient(tx, person, { trial: TRIAL, subject: "S1" }))).lesionReadings;
const tableFor = (person: string) => asPerson(test.db, person, (tx) => readLesionReadings(tx, person, TRIAL));

describe("readings of lesions in the record", () => {
  it("come from an import's tables; the same again changes nothing, another answer is a new version", async () => {
    expect((await bring(SEMANTIC, BIRADS)).counts.lesion_reading).toMatchObject({ new: 0, unchanged: 3 });
    const other = await bring(SEMANTIC.replace("r1,irregular", "r1,oval"), BIRADS);
    expect(other.counts.lesion_reading).toMatchObject({ changed: 1, unchanged: 2 });
    expect((await seenBy("coordinator")).find((r) => r.reader === "r1" && r.form === "semantic")).toMatchObject({
      lesion: "T1",
      answers: { shape: "oval", spiculation: "coarse" },
    });
  });

  it("are refused with an answer that is none, an unknown lesion, and twice", async () => {
    const bad =
      "subject,visit,lesion,reader,shape\nS1,base,T1,r1,square\nS1,base,T9,r1,oval\nS1,base,T1,r2,oval\nS1,base,T1,r2,round\n";
    const { problems, written } = await bring(bad, BIRADS, "bad-readings");
    expect(written).toBe(false);
    const said = problems.map((p) => p.message).join("\n");
    expect(said).toMatch(/row 2, column shape/);
    expect(said).toMatch(/row 3, column lesion.*'T9'/);
    expect(said).toMatch(/row 5.*one reader reads a lesion once at a visit/);
  });

  it("are a draft of the reader's own, are signed, and are then corrected with a reason, each a version", async () => {
    expect(await record("reader", { shape: "oval" }, { state: "draft" })).toEqual({ version: 1, state: "draft" });
    expect((await seenBy("coordinator")).some((r) => r.reader === "reader")).toBe(false);
    expect(await seenBy("reader")).toMatchObject([{ reader: "reader", state: "draft", answers: { shape: "oval" } }]);
    expect(await record("reader", { shape: "round" })).toEqual({ version: 2, state: "signed" });
    expect(await record("reader", { shape: "round" }), "the same again").toEqual({ version: 2, state: "signed" });
    await expect(record("reader", { shape: "oval" })).rejects.toMatchObject({ code: "REASON_MISSING" });
    await expect(record("reader", { shape: "oval" }, { state: "draft", reason: "x" })).rejects.toMatchObject({
      code: "SIGNED_ALREADY",
    });
    expect(await record("reader", { shape: "oval" }, { reason: "wrong lesion" })).toMatchObject({ version: 3 });
    const [row] = await test.admin<{ id: string; reason: string }[]>`
      select id, reason from record.lesion_reading where superseded_at is null and reader = 'reader'`;
    expect(row?.reason).toBe("wrong lesion");
    const former = await asSystem(test.db, "look", (tx) => formerVersions(tx, "lesion_reading", row!.id));
    expect(former.map((v) => (v["document"] as { answers: { shape: string } }).answers.shape)).toEqual([
      "oval",
      "round",
    ]);
  });

  it("bear a signature of the reader's own; a correction has its own; what came from a file says so", async () => {
    await expect(record("reader", { shape: "oval" }, { isThem: false, reason: "r" })).rejects.toMatchObject({
      code: "SIGNATURE_MISSING",
    });
    const seen = await seenBy("coordinator");
    const of = (reader: string) => seen.find((r) => r.reader === reader)?.signature;
    expect(of("reader")).toMatchObject({
      meaning: "I have read these images myself, and this is my reading.",
      broken: null,
    });
    expect(of("r1")).toEqual({ none: "Brought in from a file; not signed here." });
    const rows = await test.admin<{ version: number }[]>`
      select version from record.reading_signature where form = 'lesion_reading' order by version`;
    expect(rows.map(({ version }) => version)).toEqual([2, 3]);
  });

  it("keep the forms apart: BI-RADS of the same lesion by the same reader is another reading", async () => {
    expect(await record("reader", { category: "4", usEchoPattern: "hypoechoic" }, { form: "bi-rads" })).toMatchObject({
      version: 1,
    });
    expect((await seenBy("reader")).map((r) => r.form).sort()).toEqual(["bi-rads", "semantic"]);
    expect(() =>
      lesionReadingForm.parse({
        trial: TRIAL,
        reading: { form: "bi-rads", subject: "S1", visit, lesion, answers: { spiculation: "fine" } },
      }),
    ).toThrow(/spiculation/);
  });

  it("are seen by another blinded reader by none but their own; who reads the record has the agreement of readers", async () => {
    expect(await seenBy("second-reader")).toEqual([]);
    await record("second-reader", { shape: "oval" });
    expect((await tableFor("second-reader")).readings.map((r) => r.reader)).toEqual(["second-reader"]);
    expect((await tableFor("second-reader")).agreement).toEqual([]);
    // By the database itself, whatever is asked.
    const rows = (person: string) =>
      asPerson(test.db, person, ({ sql }) => sql<{ reader: string }[]>`select reader from record.lesion_reading`);
    expect(new Set((await rows("second-reader")).map((r) => r.reader))).toEqual(new Set(["second-reader"]));
    expect(new Set((await rows("coordinator")).map((r) => r.reader))).toContain("reader");
    const { readings, agreement } = await tableFor("coordinator");
    expect(readings.map((r) => `${r.form} ${r.reader}`)).toEqual([
      ...["bi-rads r1", "bi-rads reader"],
      ...["semantic r1", "semantic r2", "semantic reader", "semantic second-reader"],
    ]);
    const pair = agreement.find((a) => a.form === "semantic" && a.readers.join() === "reader,second-reader")!;
    expect(pair.items.find((i) => i.item === "shape")).toMatchObject({ scans: 1, kappa: null });
  });

  it.each(["coordinator", "board"])("are not filled by a %s, nor of a lesion that is not there", async (person) => {
    await expect(record(person, { shape: "oval" })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(record("reader", { shape: "oval" }, { lesion: "T9" })).rejects.toMatchObject({
      code: "LESION_UNKNOWN",
    });
  });

  it("are in the log: a reading changed past it is named", async () => {
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
    await test.admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update record.lesion_reading set document = jsonb_set(document, '{answers,shape}', '"lobulated"')
                 where reader = 'second-reader'`;
    });
    const [own] = await seenBy("second-reader");
    expect(own?.signature).toMatchObject({ broken: "What this reading says is no longer what was signed." });
    const found = await verifyAudit(test.db);
    expect(found.ok).toBe(false);
    expect(JSON.stringify(found)).toContain("lesion_reading");
  });
});
