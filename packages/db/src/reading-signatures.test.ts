import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asPerson, asSystem, supersede, type Tx, verifyAudit } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, insertOne, type PlantedTrial, plantTrial, recorded } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  t = await testDatabase();
  trial = await plantTrial(t.db, "one");
  await addMember(t.db, "anna", trial.trialId, "reader");
  await addMember(t.db, "ben", trial.trialId, "reader");
  await addMember(t.db, "coordinator", trial.trialId, "coordinator");
});
afterAll(() => t.close());

const DOCUMENT = { f4: 2 };
const OTHER = { f4: 3 };
const MEANING = "this is my reading";
const place = () => {
  const { id, siteId, visitIds } = trial.subjects[0]!;
  return { trial_id: trial.trialId, site_id: siteId, subject_id: id, visit_id: visitIds[0] };
};
const add = (tx: Tx, columns: object = {}) =>
  recorded(tx, "vasari_reading", { ...place(), reader: "anna", state: "signed", ...columns }, DOCUMENT);

/** A signature as it should be, or with `wrong` columns; its hash is over what it then says. */
function sign(tx: Tx, reading: string, wrong: Record<string, unknown> = {}, hash?: string) {
  const columns = {
    ...place(),
    form: "vasari_reading",
    reading_id: reading,
    version: 1,
    reader: "anna",
    meaning: MEANING,
    document_hash: hashOf(DOCUMENT),
    amends: null as string | null,
    ...wrong,
  };
  const signature_hash =
    hash ??
    hashOf({
      reading,
      version: columns.version,
      visit: columns.visit_id,
      person: columns.reader,
      as: "reader",
      meaning: columns.meaning,
      document: columns.document_hash,
      amends: columns.amends,
    });
  return insertOne(tx, "record.reading_signature", { ...columns, signature_hash });
}
const as = <T>(person: string, work: (tx: Tx) => Promise<T>) => asPerson(t.db, person, work);
const code = (work: (tx: Tx) => Promise<unknown>, person = "anna") =>
  as(person, work).then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );

describe("a reading signed by a person", () => {
  test("is not kept without its signature, however it is written", async () => {
    expect(await code((tx) => add(tx))).toBe("SIGNATURE_MISSING");
    // A draft that becomes signed, and a run of an import that never was.
    expect(
      await code(async (tx) => {
        const id = await add(tx, { state: "draft" });
        await supersede(tx, "vasari_reading", id, { state: "signed" }, "signed");
      }),
    ).toBe("SIGNATURE_MISSING");
    expect(await code((tx) => add(tx, { import_id: "00000000-0000-4000-8000-000000000001" }))).toBe(
      "SIGNATURE_MISSING",
    );
    expect(await code((tx) => add(tx, { reader: "ben" }))).toBe("NOT_ALLOWED");
    expect(await code((tx) => add(tx), "coordinator")).toBe("SIGNATURE_MISSING");
  });

  test.each([
    ["of another person", { reader: "ben" }, "SIGNATURE_NOT_OWN"],
    ["of other answers", { document_hash: hashOf(OTHER) }, "READING_NOT_BOUND"],
    ["of another version", { version: 2 }, "READING_NOT_BOUND"],
    ["after a signature that is not there", { amends: hashOf("none") }, "READING_NOT_BOUND"],
    ["without a meaning", { meaning: " " }, "23514"],
  ])("is bound to it: a signature %s is refused", async (_name, wrong, refused) => {
    expect(await code(async (tx) => sign(tx, await add(tx), wrong))).toBe(refused);
  });

  test("has a signature whose hash is over all of it", async () => {
    expect(await code(async (tx) => sign(tx, await add(tx), {}, hashOf("something else")))).toBe("READING_NOT_BOUND");
  });

  test("of which another version needs another signature, which names the one before", async () => {
    const id = await as("anna", async (tx) => {
      const made = await add(tx);
      await sign(tx, made);
      return made;
    });
    const correct = (signed: (tx: Tx) => Promise<unknown>) => async (tx: Tx) => {
      await supersede(
        tx,
        "vasari_reading",
        id,
        { document: tx.sql.json(OTHER), content_hash: hashOf(OTHER) },
        "looked again",
      );
      await signed(tx);
    };
    expect(await code(correct(async () => undefined))).toBe("SIGNATURE_MISSING");
    const anew = { version: 2, document_hash: hashOf(OTHER) };
    expect(await code(correct((tx) => sign(tx, id, anew)))).toBe("READING_NOT_BOUND");
    const [first] = await t.admin<{ hash: string }[]>`
      select signature_hash as hash from record.reading_signature where reading_id = ${id}`;
    expect(await code(correct((tx) => sign(tx, id, { ...anew, amends: first!.hash })))).toBe("done");
    expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
    await expect(t.admin`update record.reading_signature set meaning = 'other'`).rejects.toThrow(/append-only/);
    await expect(t.admin`delete from record.reading_signature`).rejects.toThrow(/append-only/);
  });

  test("is seen, with its signature, by its reader and who reads the record, not by another blinded reader", async () => {
    const seen = (person: string) =>
      as(person, async ({ sql }) => (await sql`select id from record.reading_signature`).length);
    expect([await seen("anna"), await seen("coordinator"), await seen("ben")]).toEqual([2, 2, 0]);
  });
});

test("what an import brings is signed by nobody, and stands with the import's own run", async () => {
  const bring = (runs: boolean) =>
    asSystem(t.db, "import", async (tx) => {
      const run = runs
        ? await insertOne(tx, "record.import_run", {
            trial_id: trial.trialId,
            manifest_hash: hashOf("m"),
            counts: tx.sql.json({}),
            rule_counts: tx.sql.json({}),
          })
        : null;
      return add(tx, { reader: "r9", import_id: run });
    });
  await expect(bring(false)).rejects.toMatchObject({ code: "SIGNATURE_MISSING" });
  const id = await bring(true);
  // Its run stands for what it brought, not for what is written later.
  await expect(
    asSystem(t.db, "change", (tx) =>
      supersede(tx, "vasari_reading", id, { document: "{}", content_hash: hashOf({}) }, "x"),
    ),
  ).rejects.toMatchObject({ code: "SIGNATURE_MISSING" });
});
