import { asPerson, asSystem, formerVersions, supersede, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf, type VasariRow } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPatient } from "../read/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { draftVasari, readVasariFeatures, signVasari } from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "reader", "board", "statistician"]) await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "reader", null, "second-reader");
});
afterAll(() => test.close());

const visits = () => test.admin<{ key: string }[]>`
  select v.key from record.visit v join record.subject s on s.id = v.subject_id
   where s.trial_id = ${trial.id} and s.key = 'P-1' order by v.date`;
const signatory = (personId: string, isThem = true) => ({ personId, role: "reader", authenticate: async () => isThem });
const record = async (
  person: string,
  answers: object,
  {
    state = "signed",
    isThem = true,
    ...reason
  }: { state?: "draft" | "signed"; isThem?: boolean; reason?: string } = {},
) => {
  const [first] = await visits();
  const form = { trial: trial.key, form: { subject: "P-1", visit: first!.key, ...answers }, ...reason };
  return state === "draft" ? draftVasari(test.db, person, form) : signVasari(test.db, signatory(person, isThem), form);
};
const seenBy = async (person: string) => {
  const seen = await asPerson(test.db, person, (tx) => readPatient(tx, person, { trial: trial.key, subject: "P-1" }));
  return seen.vasari;
};

describe("the VASARI form of the record", () => {
  it("is a draft of its reader's own, is signed, and is then corrected with a reason, each a version", async () => {
    expect(await record("reader", { f4: 2 }, { state: "draft" })).toEqual({ version: 1, state: "draft" });
    expect(await seenBy("coordinator")).toEqual([]);
    expect(await seenBy("reader")).toMatchObject([{ reader: "reader", state: "draft", f4: 2 }]);
    expect(await record("reader", { f4: 3, f5: 4, f29: 41.5 })).toEqual({ version: 2, state: "signed" });
    expect(await record("reader", { f4: 3, f5: 4, f29: 41.5 }), "the same again").toEqual({
      version: 2,
      state: "signed",
    });
    await expect(record("reader", { f4: 2 })).rejects.toMatchObject({ code: "REASON_MISSING" });
    await expect(record("reader", { f4: 2 }, { state: "draft", reason: "x" })).rejects.toMatchObject({
      code: "SIGNED_ALREADY",
    });
    expect(await record("reader", { f4: 2, f5: 4 }, { reason: "motion on the first series" })).toMatchObject({
      version: 3,
    });
    const [row] = await test.admin<{ id: string; reason: string }[]>`
      select id, reason from record.vasari_reading where superseded_at is null and trial_id = ${trial.id}`;
    expect(row?.reason).toBe("motion on the first series");
    const former = await asSystem(test.db, "look", (tx) => formerVersions(tx, "vasari_reading", row!.id));
    expect(former.map((v) => (v["document"] as { f4: number }).f4)).toEqual([2, 3]);
  });

  it("is seen by another blinded reader by none but their own, and by who reads the record once signed", async () => {
    expect(await seenBy("second-reader")).toEqual([]);
    await record("second-reader", { f4: 1 });
    expect(await seenBy("second-reader")).toMatchObject([{ reader: "second-reader", f4: 1 }]);
    expect(await seenBy("coordinator")).toHaveLength(2);
  });

  it("comes as rows of the feature table: codes and lengths, and why an item has none", async () => {
    const rows = await asPerson(test.db, "coordinator", (tx) => readVasariFeatures(tx, "coordinator", trial.key));
    expect(rows).toHaveLength(60);
    const of = (key: string) => rows.filter((r) => r.reader === "reader" && r.key === key);
    expect(of("vasari_f4")).toMatchObject([{ subject: "P-1", value: 2, reason: null }]);
    expect(of("vasari_f1")).toMatchObject([{ value: null, reason: "NOT_READ" }]);
    const own = await asPerson(test.db, "reader", (tx) => readVasariFeatures(tx, "reader", trial.key));
    expect(new Set(own.map((r) => r.reader))).toEqual(new Set(["reader"]));
  });

  it.each([
    ["coordinator", "NOT_ALLOWED"],
    ["board", "NOT_ALLOWED"],
    ["statistician", "NOT_ALLOWED"],
  ])("is not filled by a %s", async (person, code) => {
    await expect(record(person, { f4: 1 })).rejects.toMatchObject({ code });
  });

  it("is refused empty, and of a visit that is not there", async () => {
    await expect(record("second-reader", {})).rejects.toMatchObject({ code: "NOTHING_READ" });
    const form = { subject: "P-1", visit: "D999", f4: 1 };
    await expect(draftVasari(test.db, "reader", { trial: trial.key, form })).rejects.toMatchObject({
      code: "VISIT_UNKNOWN",
      message: expect.stringContaining("D999") as string,
    });
  });

  it("is signed with the password; without it nothing is written", async () => {
    const before = await seenBy("second-reader");
    await expect(record("second-reader", { f4: 3 }, { isThem: false, reason: "r" })).rejects.toMatchObject({
      code: "SIGNATURE_MISSING",
    });
    expect(await seenBy("second-reader")).toEqual(before);
  });

  it("bears the meaning of its signature, bound to what it says; a correction is signed anew and names the one before", async () => {
    const [own] = await seenBy("reader");
    expect(own?.signature).toMatchObject({
      meaning: "I have read these images myself, and this is my reading.",
      broken: null,
    });
    const signatures = await test.admin<Record<string, unknown>[]>`
      select s.version, s.visit_id as visit, s.reading_id as reading, s.reader as person, s.meaning, s.document_hash as document,
             s.amends, s.signature_hash as hash
        from record.reading_signature s where s.reader = 'reader' and s.trial_id = ${trial.id} order by s.version`;
    expect(signatures.map(({ version }) => version)).toEqual([2, 3]);
    expect(signatures[0]!["amends"]).toBeNull();
    expect(signatures[1]!["amends"]).toBe(signatures[0]!["hash"]);
    // By hand: the hash of who signed what, as what, in which meaning, after which.
    const { hash, ...signed } = signatures[1]!;
    expect(hash).toBe(hashOf({ ...signed, as: "reader" }));
    const { signature: _signature, ...said } = own!;
    expect(signed["document"]).toBe(hashOf({ ...said, subject: "P-1" }));
  });

  it("shows that its signature is broken once an import has changed the answers, until its reader signs anew", async () => {
    await asSystem(test.db, "an import", async (tx) => {
      const [run] = await tx.sql<{ id: string }[]>`
        insert into record.import_run (trial_id, manifest_hash, counts, rule_counts)
        values (${trial.id}, ${hashOf("m")}, '{}', '{}') returning id`;
      const [row] = await tx.sql<{ id: string; document: VasariRow }[]>`
        select id, document from record.vasari_reading where reader = 'second-reader' and superseded_at is null`;
      const document = { ...row!.document, f4: 2 };
      const columns = { document: tx.sql.json(document as never), content_hash: hashOf(document), import_id: run!.id };
      await supersede(tx, "vasari_reading", row!.id, columns, "brought in again");
    });
    const signature = async (person: string) =>
      (await seenBy(person)).find(({ reader }) => reader === "second-reader")?.signature;
    for (const person of ["second-reader", "coordinator"])
      expect(await signature(person)).toMatchObject({
        broken: "This reading was changed in the record since it was signed: the log tells by whom and why.",
      });
    // What the import wrote is not what was signed, also where its reader agrees with it.
    await expect(record("second-reader", { f4: 2 })).rejects.toMatchObject({ code: "REASON_MISSING" });
    await record("second-reader", { f4: 2 }, { reason: "the import is right" });
    expect(await signature("second-reader")).toMatchObject({ broken: null });
  });

  it("says of a reading without such a signature what it is", async () => {
    const [run] = await test.admin<{ id: string }[]>`select id from record.import_run where trial_id = ${trial.id}`;
    const plant = (reader: string, importId: string | null) =>
      test.admin.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        const document = { subject: "P-1", visit: (await visits())[0]!.key, reader, state: "signed", f4: 2 };
        await sql`
          insert into record.vasari_reading (trial_id, site_id, subject_id, visit_id, reader, state, document, content_hash, import_id)
          select trial_id, site_id, subject_id, visit_id, ${reader}, 'signed', ${sql.json(document)}, ${hashOf(document)}, ${importId}
            from record.vasari_reading where reader = 'reader' and superseded_at is null`;
        return sql`select 1`;
      });
    await plant("before", null);
    await plant("of a file", run!.id);
    const seen = await seenBy("coordinator");
    const under = (reader: string) => seen.find((form) => form.reader === reader)?.signature;
    expect(under("before")).toEqual({ none: "Signed before signatures were bound to what a reading says." });
    expect(under("of a file")).toEqual({ none: "Brought in from a file; not signed here." });
    await test.admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`delete from record.vasari_reading where reader in ('before', 'of a file')`;
    });
  });

  it("is in the log: a reading changed past it is named", async () => {
    const verify = () => verifyAudit(test.db);
    expect(await verify()).toMatchObject({ ok: true });
    await test.admin.unsafe(`
      alter table record.vasari_reading disable trigger user;
      update record.vasari_reading set document = document || '{"f4": 1}' where reader = 'reader' and superseded_at is null;
      alter table record.vasari_reading enable trigger user;`);
    const found = await verify();
    expect(found.ok).toBe(false);
    expect(JSON.stringify(found)).toContain("record.vasari_reading");
    // And its signature is that of other answers.
    expect((await seenBy("reader"))[0]?.signature).toMatchObject({
      broken: "What this reading says is no longer what was signed.",
    });
  });
});
