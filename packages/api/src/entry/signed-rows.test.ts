import { randomUUID } from "node:crypto";
import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import type { ReadDocument } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readReadForm, setCharter, signRead, takeRead } from "../reads/index.ts";
import { type EntryRow, enter, previewPaste, readEntryForm } from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;
let session: string;

beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "administrator"]) await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "reader", null, "anna");
  await setCharter(test.db, "administrator", {
    trial: trial.key,
    charter: { readers: 2, adjudication: true, sumDiffersPercent: null },
    seen: 0,
    reason: "central review",
  });
  const place = { trial: trial.key, subject: "P-1", visit: "BL" };
  ({ session } = await takeRead(test.db, "anna", place));
  await sign(session, ({ lesions, ...rest }) => ({
    ...rest,
    lesions: [
      ...lesions.map((lesion) => ({ ...lesion, longestMm: 50 })),
      { ...lesions[0]!, id: "R1-T2", organ: "lung", longestMm: 20 },
    ],
    nonTarget: { ...rest.nonTarget, status: "absent", sinceLast: null },
  }));
});
afterAll(() => test.close());

const form = (id: string) => asPerson(test.db, "anna", (tx) => readReadForm(tx, "anna", id));
async function sign(id: string, filled: (document: ReadDocument) => ReadDocument) {
  const { document, version } = await form(id);
  const signatory = { personId: "anna", role: "reader", authenticate: async () => true };
  return signRead(test.db, signatory, { session: id, version, document: filled(document) });
}
const onRecord = async () =>
  (await asPerson(test.db, "coordinator", (tx) =>
    readEntryForm(tx, "coordinator", { trial: trial.key, subject: "P-1" }),
  ))!;
const rowOf = async (table: string, cells: Record<string, string>) =>
  (await onRecord()).rows!.find(
    (row) => row.table === table && Object.entries(cells).every(([name, text]) => row.cells[name] === text),
  )!;
const record = (row: EntryRow) =>
  enter(test.db, "coordinator", { entry: randomUUID(), trial: trial.key, rows: [row], reason: "typing error" }, false);
const codes = async (row: EntryRow) => (await record(row)).problems.map(({ code }) => code);
const T1 = { visit: "BL", lesion: "T1", reader: "anna", method: "entered" };

describe("what stands in a signed read", () => {
  it("is neither corrected nor taken back by hand, nor is anything put beside it, and the signature holds", async () => {
    const figure = await rowOf("measurements", T1);
    const of = { id: figure.id, version: figure.version };
    const corrected = await record({ table: "measurements", cells: { longestMm: "30" }, of });
    expect(corrected).toMatchObject({ isRecorded: false, rows: [{ kind: "refused" }] });
    expect(corrected.problems.map(({ code, message }) => [code, message])).toEqual([
      [
        "READ_SIGNED",
        "measurements, row 1: this figure stands in the signed read of Test anna at BL; the reader amends it.",
      ],
    ]);
    expect(await codes({ table: "measurements", cells: {}, of, isRetracted: true })).toEqual(["READ_SIGNED"]);
    const { id, version } = await rowOf("nonTarget", { visit: "BL", reader: "anna" });
    const nonTarget = { table: "nonTarget" as const, of: { id, version } };
    expect(await codes({ ...nonTarget, cells: { status: "present" } })).toEqual(["READ_SIGNED"]);
    expect(await codes({ ...nonTarget, cells: {}, isRetracted: true })).toEqual(["READ_SIGNED"]);
    const lesion = await rowOf("lesions", { id: "R1-T2" });
    expect(
      await codes({ table: "lesions", cells: { organ: "liver" }, of: { id: lesion.id, version: lesion.version } }),
    ).toEqual(["READ_SIGNED"]);
    const added = (cells: Record<string, string>) =>
      codes({ table: "lesions", cells: { subject: "P-1", id: "N9", role: "non-target", organ: "bone", ...cells } });
    expect(await added({})).toEqual([]);
    // Nobody has measured it at the visits that are signed: as a target, or in the reader's name, it would change what was judged.
    expect(await added({ id: "N10", role: "target" })).toEqual(["READ_SIGNED"]);
    expect(await added({ id: "N10", role: "new", reader: "anna" })).toEqual(["READ_SIGNED"]);
    const shared = await rowOf("lesions", { id: "T1" });
    const asShared = (cells: Record<string, string>) =>
      codes({ table: "lesions", cells, of: { id: shared.id, version: shared.version } });
    expect(await asShared({ role: "non-target" })).toEqual(["READ_SIGNED"]);
    expect(await asShared({ location: "segment 8" })).toEqual([]);
    const other = await rowOf("lesions", { id: "N9" });
    expect(
      await codes({ table: "lesions", cells: { role: "target" }, of: { id: other.id, version: other.version } }),
    ).toEqual(["READ_SIGNED"]);
    expect(
      await codes({ table: "measurements", cells: { subject: "P-1", ...T1, lesion: "N9", longestMm: "9" } }),
    ).toEqual(["READ_SIGNED"]);
    // By whatever way it was measured.
    const calipers = { subject: "P-1", ...T1, lesion: "N9", method: "calipers", longestMm: "9" };
    expect(await codes({ table: "measurements", cells: calipers })).toEqual(["READ_SIGNED"]);
    expect((await form(session)).signed?.broken).toBeNull();
  });

  it("is refused in a pasted table too", async () => {
    const text = "subject\tvisit\tlesion\treader\tlongestMm\nP-1\tBL\tT1\tanna\t31\n";
    const { outcome } = await previewPaste(test.db, "coordinator", { trial: trial.key, table: "measurements", text });
    expect(outcome.problems).toMatchObject([{ code: "READ_SIGNED", where: { row: 2 } }]);
    expect(outcome.rows).toMatchObject([{ kind: "refused" }]);
  });

  it("is told with whose it is before anybody corrects it; what no read holds is corrected as before", async () => {
    expect((await onRecord()).readers).toEqual({ anna: "Test anna" });
    expect((await rowOf("measurements", T1)).signedIn).toEqual({ reader: "Test anna", visit: "BL" });
    expect((await rowOf("lesions", { id: "R1-T2" })).signedIn).toEqual({ reader: "Test anna", visit: "BL" });
    const imported = await rowOf("measurements", { ...T1, reader: "import" });
    expect(imported.signedIn).toBeNull();
    const of = { id: imported.id, version: imported.version };
    expect(await record({ table: "measurements", cells: { longestMm: "51" }, of })).toMatchObject({
      isRecorded: true,
      counts: { changed: 1 },
    });
    const begun = await takeRead(test.db, "anna", { trial: trial.key, subject: "P-1", visit: "FU1" });
    expect(begun.session).not.toBe(session);
    // A read that is not signed holds nothing yet.
    expect(
      await codes({
        table: "measurements",
        cells: { subject: "P-1", ...T1, visit: "FU1", longestMm: "9" },
      }),
    ).toEqual([]);
  });

  it("waits for a signature that is on its way, and then sees it", async () => {
    const { id, version } = await rowOf("measurements", T1);
    let refused: Promise<string[]> | undefined;
    await asSystem(test.db, "stand for a signature", async ({ sql }) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`nadir.scans/${trial.subjects["P-1"]!}`}, 0))`;
      refused = codes({ table: "measurements", cells: { longestMm: "30" }, of: { id, version } });
      const early = await Promise.race([refused, new Promise((done) => setTimeout(done, 300, "waits"))]);
      expect(early).toBe("waits");
    });
    expect(await refused).toEqual(["READ_SIGNED"]);
  });

  it("takes the place of what stood in the reader's name by another way, and the signature sees what comes in past it", async () => {
    const place = { subject: "P-2", visit: "BL", lesion: "T1", reader: "anna" };
    const calipers = { ...place, method: "calipers", longestMm: "9" };
    expect(await codes({ table: "measurements", cells: calipers })).toEqual([]);
    const read = await takeRead(test.db, "anna", { trial: trial.key, subject: "P-2", visit: "BL" });
    await sign(read.session, ({ lesions, ...rest }) => ({
      ...rest,
      lesions: lesions.map((lesion) => ({ ...lesion, longestMm: 50 })),
    }));
    const live = () => test.admin<{ id: string; method: string }[]>`
      select id, method from record.measurement
       where subject_id = ${trial.subjects["P-2"]!} and reader = 'anna' and superseded_at is null`;
    expect((await live()).map(({ method }) => method)).toEqual(["entered"]);
    expect((await form(read.session)).signed?.broken).toBeNull();
    await test.admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`
        update record.measurement set superseded_at = null where id = (
          select id from record.measurement
           where subject_id = ${trial.subjects["P-2"]!} and reader = 'anna' and method = 'calipers' order by version limit 1)`;
    });
    expect((await form(read.session)).signed?.broken).not.toBeNull();
  });
});
