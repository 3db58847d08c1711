import { asPerson, asSystem, type Tx, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type ReadDocument, Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computeResponses } from "../compute/compute-responses.ts";
import { auditQuery, readPatient, searchAudit } from "../read/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readCase } from "../responses/read-case.ts";
import {
  amendRead,
  dropAmendment,
  listReads,
  readReadForm,
  readReadPage,
  saveDraft,
  setCharter,
  signRead,
  takeRead,
} from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;
/** Anna's signed read of the baseline of P-1, and the amendment of it that she drops. */
let signed: string;
let amendment: string;

beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["administrator", "coordinator"]) await plantPerson(test.db, trial.id, role);
  for (const id of ["anna", "ben"]) await plantPerson(test.db, trial.id, "reader", null, id);
  const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null };
  await setCharter(test.db, "administrator", { trial: trial.key, charter, seen: 0, reason: "central review" });
  signed = await take("anna");
  const { document, version } = await form("anna", signed);
  await signRead(test.db, signatory("anna"), { session: signed, version, document: sized(document, 50) });
  await judge();
});
afterAll(() => test.close());

const as = <T>(person: string, work: (tx: Tx) => Promise<T>) => asPerson(test.db, person, work);
const form = (person: string, session: string) => as(person, (tx) => readReadForm(tx, person, session));
const list = (person: string) => as(person, (tx) => listReads(tx, person, trial.key));
const take = async (person: string, visit = "BL") =>
  (await takeRead(test.db, person, { trial: trial.key, subject: "P-1", visit })).session;
const amend = async (session: string, reason = "another look") =>
  (await amendRead(test.db, "anna", { session, reason })).session;
const drop = (session: string, version: number, person = "anna") =>
  dropAmendment(test.db, person, { session, version });
const signatory = (personId: string) => ({ personId, role: "reader", authenticate: async () => true });
const sized = ({ lesions, ...rest }: ReadDocument, longestMm: number): ReadDocument => ({
  ...rest,
  lesions: lesions.map((lesion) => ({ ...lesion, longestMm })),
});
const code = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
    return "done";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
const judge = () => asSystem(test.db, "judge", (tx) => computeResponses(tx, trial.id, ["recist-1.1"], () => {}));
const place = () => ({ trial: trial.key, subject: "P-1" });
/** All that the record holds of the patient, and what is made of it, as a coordinator finds it. */
async function recordOf(): Promise<unknown> {
  const patient = await as("coordinator", (tx) => readPatient(tx, "coordinator", place()));
  const responses = await as("coordinator", (tx) => readCase(tx, "coordinator", place()));
  const measured = await asSystem(
    test.db,
    "look",
    ({ sql }) =>
      sql`select * from record.measurement where subject_id = ${trial.subjects["P-1"]!} order by id, version`,
  );
  return { patient, responses, measured: [...measured] };
}
const rowOf = async (id: string) => {
  const [row] = await asSystem(
    test.db,
    "look",
    ({ sql }) => sql`select to_jsonb(s) - 'kept_at' as row from record.read_session s where id = ${id}`,
  );
  return row!["row"] as Record<string, unknown>;
};
const line = async () => (await list("anna")).mine.find(({ subject, visit }) => subject === "P-1" && visit === "BL");

describe("an amendment that is dropped", () => {
  it("counts for nothing: the signed read stands, in the queue, on its page and in the record", async () => {
    const before = { form: await form("anna", signed), record: await recordOf(), counts: (await list("anna")).counts };
    amendment = await amend(signed);
    const { document, version } = await form("anna", amendment);
    const kept = { session: amendment, version, document: sized(document, 77) };
    expect(await saveDraft(test.db, "anna", kept)).toMatchObject({ version: 2 });
    expect(await line()).toMatchObject({ state: "draft", session: amendment, isAmendment: true });
    const asKept = await rowOf(amendment);

    expect(await drop(amendment, 2)).toEqual({ session: signed });
    expect(await line()).toMatchObject({ state: "signed", session: signed, isAmendment: false });
    expect((await list("anna")).counts).toEqual(before.counts);
    expect(await take("anna")).toBe(signed);
    const now = await form("anna", signed);
    expect(now).toEqual(before.form);
    expect(now).toMatchObject({ amendedBy: null, signed: { broken: null } });
    await judge();
    expect(await recordOf()).toEqual(before.record);
    // The row stays as it was last kept.
    expect(await rowOf(amendment)).toEqual({ ...asKept, state: "dropped", version: 3 });
  });

  it("stays dropped: it is dropped once, and neither kept, signed nor amended", async () => {
    const was = await rowOf(amendment);
    expect(await Promise.all([drop(amendment, 2), drop(amendment, 3)])).toEqual([
      { session: signed },
      { session: signed },
    ]);
    const { document, version } = await form("anna", amendment);
    const kept = { session: amendment, version, document };
    // Also where nothing of it changed: nobody is told that it is kept.
    expect(await code(saveDraft(test.db, "anna", kept))).toBe("READ_DROPPED");
    expect(await code(saveDraft(test.db, "anna", { ...kept, document: sized(document, 12) }))).toBe("READ_DROPPED");
    expect(await code(signRead(test.db, signatory("anna"), kept))).toBe("READ_DROPPED");
    expect(await code(amend(amendment))).toBe("READ_DROPPED");
    expect(await rowOf(amendment)).toEqual(was);
  });

  it("is still found by its address, by its reader alone, and says what it is", async () => {
    const { form: shown } = await as("anna", (tx) => readReadPage(tx, "anna", amendment));
    expect(shown).toMatchObject({ state: "dropped", signed: null, amends: { session: signed } });
    expect(await code(form("ben", amendment))).toBe("READ_UNKNOWN");
    const seen = (person: string) =>
      as(person, ({ sql }) => sql`select from record.read_session where id = ${amendment}`);
    expect((await seen("anna")).length).toBe(1);
    expect((await seen("coordinator")).length).toBe(0);
  });

  it("is told in the log", async () => {
    const query = auditQuery.parse({ pageSize: 200, actor: "anna", patient: "P-1" });
    const { rows } = await searchAudit(test.db, "anna", query);
    expect(rows.map(({ words }) => words)).toContain("dropped the amendment of the read of visit BL");
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });
});

describe("what is not dropped", () => {
  it("is a first read, a signed one, another's, and what was changed meanwhile", async () => {
    const first = await take("anna", "FU1");
    expect(await code(drop(first, 1))).toBe("READ_NOT_AN_AMENDMENT");
    expect(await code(drop(signed, 2))).toBe("READ_SIGNED");
    expect(await form("anna", first)).toMatchObject({ state: "draft", version: 1 });

    const other = await amend(signed, "once more");
    expect(other).not.toBe(amendment);
    for (const person of ["ben", "coordinator", "administrator"])
      expect(await code(drop(other, 1, person)), person).toBe("READ_UNKNOWN");
    const { document, version } = await form("anna", other);
    await saveDraft(test.db, "anna", { session: other, version, document: sized(document, 51) });
    expect(await code(drop(other, version))).toBe("CHANGED_MEANWHILE");
    expect(await form("anna", other)).toMatchObject({ state: "draft", version: 2 });
  });

  it("is what is signed at the same moment: one of the two is done", async () => {
    const other = await amend(signed);
    const { document, version } = await form("anna", other);
    const kept = { session: other, version, document };
    const [dropped, isSigned] = await Promise.all([
      code(drop(other, version)),
      code(signRead(test.db, signatory("anna"), kept)),
    ]);
    const { state } = await form("anna", other);
    expect([state, dropped, isSigned]).toEqual(
      state === "dropped" ? ["dropped", "done", "READ_DROPPED"] : ["signed", "READ_SIGNED", "done"],
    );
  });
});

describe("after an amendment was dropped", () => {
  it("another is begun and signed, and replaces the signed read as any does", async () => {
    // Whichever read stands after the two that were at the same moment.
    const stands = await take("anna");
    for (const n of [1, 2]) {
      const tried = await amend(stands, `try ${n}`);
      await drop(tried, 1);
    }
    const last = await amend(stands, "measured the wrong lesion");
    expect(await form("anna", stands)).toMatchObject({ amendedBy: last });
    const { document, version } = await form("anna", last);
    await signRead(test.db, signatory("anna"), { session: last, version, document: sized(document, 64) });
    expect(await code(drop(last, version + 1))).toBe("READ_SIGNED");
    expect(await line()).toMatchObject({ state: "signed", session: last, isAmendment: true });
    expect(await form("anna", last)).toMatchObject({ state: "signed", signed: { broken: null } });
    // Each signed read is told once, however many amendments of it were dropped.
    const { signedReads } = await as("coordinator", (tx) => readPatient(tx, "coordinator", place()));
    const reads = signedReads.map(({ isAmended, signature: { broken } }) => [isAmended, broken]);
    expect(reads).toEqual([...reads.slice(0, -1).map(() => [true, null]), [false, null]]);
    expect(new Set(signedReads.map(({ signature: { hash } }) => hash)).size).toBe(signedReads.length);
    // The next scan goes on from what stands now.
    const { earlier } = await form("anna", await take("anna", "FU1"));
    expect(earlier.map(({ document: { lesions } }) => lesions[0]?.longestMm)).toEqual([64]);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });

  it("one that is begun in several windows at the same moment is one draft", async () => {
    const stands = await take("ben");
    const { document, version } = await form("ben", stands);
    await signRead(test.db, signatory("ben"), { session: stands, version, document: sized(document, 52) });
    const begun = await Promise.all(
      ["one", "two", "three"].map((reason) => amendRead(test.db, "ben", { session: stands, reason })),
    );
    expect(new Set(begun.map(({ session }) => session)).size).toBe(1);
    await drop(begun[0]!.session, 1, "ben");
  });
});
