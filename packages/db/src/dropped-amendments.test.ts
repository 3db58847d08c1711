import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asPerson, asSystem, type Tx, verifyAudit } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { addMember, insertOne, type PlantedTrial, plantTrial } from "./testing/planted-trial.ts";

let t: TestDatabase;
let trial: PlantedTrial;
let signed: string;
let dropped: string;
beforeAll(async () => {
  t = await testDatabase();
  trial = await plantTrial(t.db, "one");
  for (const reader of ["anna", "ben"]) await addMember(t.db, reader, trial.trialId, "reader");
  await addMember(t.db, "coordinator", trial.trialId, "coordinator");
  await asSystem(t.db, "assign", (tx) =>
    insertOne(tx, "record.read_assignment", { ...of(), reader_role: "reader-1", reader: "anna" }),
  );
  signed = await as("anna", (tx) => begin(tx));
  await as("anna", (tx) => sign(tx, signed));
  dropped = await as("anna", (tx) => begin(tx, signed));
  await as("anna", (tx) => drop(tx, dropped));
});
afterAll(() => t.close());

const DOCUMENT = { lesions: [] };
const HASH = "a".repeat(64);
const as = <T>(person: string, work: (tx: Tx) => Promise<T>) => asPerson(t.db, person, work);
const of = () => {
  const { id, siteId } = trial.subjects[0]!;
  return { trial_id: trial.trialId, site_id: siteId, subject_id: id };
};
const begin = (tx: Tx, amends: string | null = null) =>
  insertOne(tx, "record.read_session", {
    ...of(),
    visit_id: trial.subjects[0]!.visitIds[0],
    reader_role: "reader-1",
    reader: "anna",
    document: tx.sql.json(DOCUMENT),
    amends,
    reason: amends && "another look",
  });
const change = async ({ sql }: Tx, id: string, columns: Record<string, unknown>) => {
  const set = sql({ ...columns } as Record<string, string>);
  const { count } = await sql`update record.read_session set ${set}, version = version + 1 where id = ${id}`;
  return count;
};
const drop = (tx: Tx, id: string, columns: object = {}) => change(tx, id, { state: "dropped", ...columns });
const signature = { state: "signed", meaning: "read", document_hash: hashOf(DOCUMENT), signature_hash: HASH };
const sign = (tx: Tx, id: string) => change(tx, id, signature);
const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code ?? String(error),
  );
/** By its reader, and by the system, which no policy holds back. */
const byAnybody = async (work: (tx: Tx) => Promise<unknown>) => [
  await code(as("anna", work)),
  await code(asSystem(t.db, "try", work)),
];
const both = (answer: string) => [answer, answer];

describe("a dropped amendment", () => {
  test("is neither changed, revived, signed nor dropped anew", async () => {
    const before = await t.admin`select * from record.read_session where id = ${dropped}`;
    for (const columns of [{ state: "draft" }, { state: "dropped" }, { document: "{}" }, signature])
      expect(await byAnybody((tx) => change(tx, dropped, columns)), JSON.stringify(columns)).toEqual(
        both("READ_DROPPED"),
      );
    await expect(t.admin`delete from record.read_session where id = ${dropped}`).rejects.toThrow(/append-only/);
    expect([...(await t.admin`select * from record.read_session where id = ${dropped}`)]).toEqual([...before]);
    expect(before[0]).toMatchObject({ state: "dropped", version: 2, signed_at: null, signature_hash: null });
  });

  test("is its reader's own, as a draft is", async () => {
    const seen = async (person: string) =>
      (await as(person, ({ sql }) => sql`select from record.read_session where id = ${dropped}`)).length;
    expect(await seen("anna")).toBe(1);
    expect(await seen("ben")).toBe(0);
    expect(await seen("coordinator")).toBe(0);
  });

  test("leaves room for one other amendment of the signed read, and is amended by none", async () => {
    expect(await byAnybody((tx) => begin(tx, dropped))).toEqual(both("READ_NOT_SIGNED"));
    const next = await as("anna", (tx) => begin(tx, signed));
    expect(await byAnybody((tx) => begin(tx, signed))).toEqual(both("23505"));
    expect(await code(as("anna", (tx) => drop(tx, next)))).toBe("done");
    const last = await as("anna", (tx) => begin(tx, signed));
    expect(await code(as("anna", (tx) => sign(tx, last)))).toBe("done");
    expect(await byAnybody((tx) => begin(tx, signed))).toEqual(both("23505"));
    expect(await byAnybody((tx) => drop(tx, last))).toEqual(both("READ_SIGNED"));
  });
});

describe("a read is dropped", () => {
  test("only where it amends another", async () => {
    const first = await asSystem(t.db, "begin the next visit", (tx) =>
      insertOne(tx, "record.read_session", {
        ...of(),
        visit_id: trial.subjects[0]!.visitIds[1],
        reader_role: "reader-1",
        reader: "anna",
        document: tx.sql.json(DOCUMENT),
      }),
    );
    expect(await byAnybody((tx) => drop(tx, first))).toEqual(both("READ_NOT_AN_AMENDMENT"));
    expect(await byAnybody((tx) => drop(tx, signed))).toEqual(both("READ_SIGNED"));
  });

  test("as it was last kept, by its reader, on the version that was seen; never begun so", async () => {
    const [stands] = await t.admin<{ id: string }[]>`
      select id from record.read_session where state = 'signed' and amends is not null`;
    const draft = await as("anna", (tx) => begin(tx, stands!.id));
    for (const columns of [{ document: '{"lesions":[1]}' }, { meaning: "read" }, { signature_hash: HASH }])
      expect(await byAnybody((tx) => drop(tx, draft, columns)), JSON.stringify(columns)).toEqual(
        both("READ_DROPPED_AS_KEPT"),
      );
    const jump = ({ sql }: Tx) =>
      sql`update record.read_session set state = 'dropped', version = 7 where id = ${draft}`;
    expect(await byAnybody(jump)).toEqual(both("CHANGED_MEANWHILE"));
    expect(await as("ben", (tx) => drop(tx, draft))).toBe(0);
    expect(
      await code(
        asSystem(t.db, "begin as dropped", (tx) =>
          insertOne(tx, "record.read_session", {
            ...of(),
            visit_id: trial.subjects[0]!.visitIds[2],
            reader_role: "reader-1",
            reader: "anna",
            document: tx.sql.json(DOCUMENT),
            state: "dropped",
          }),
        ),
      ),
    ).toBe("READ_NOT_BEGUN");
    expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
  });
});
