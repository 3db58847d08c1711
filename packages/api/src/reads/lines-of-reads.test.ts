import { asPerson, type Tx, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type MeasuredLines, type ReadDocument, Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPatient } from "../read/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readCase } from "../responses/read-case.ts";
import {
  amendRead,
  listReads,
  readAdjudication,
  readReadForm,
  saveDraft,
  setCharter,
  settleReads,
  signRead,
  takeRead,
} from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;

beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["administrator", "adjudicator"]) await plantPerson(test.db, trial.id, role);
  for (const id of ["anna", "ben"]) await plantPerson(test.db, trial.id, "reader", null, id);
  const charter = { readers: 2 as const, adjudication: true, sumDiffersPercent: null };
  await setCharter(test.db, "administrator", { trial: trial.key, charter, seen: 0, reason: "central review" });
});
afterAll(() => test.close());

const as = <T>(person: string, work: (tx: Tx) => Promise<T>) => asPerson(test.db, person, work);
const form = (person: string, session: string) => as(person, (tx) => readReadForm(tx, person, session));
const take = async (person: string, visit: string) =>
  (await takeRead(test.db, person, { trial: trial.key, subject: "P-1", visit })).session;
const signatory = (personId: string) => ({ personId, role: "reader", authenticate: async () => true });

/** A line along x at a height that stands in nothing else of the trial, so that its end is found wherever it is told. */
const HEIGHT = { anna: 4321.77, ben: 4321.88 } as const;
const linesOf = (person: "anna" | "ben", visit: string, mm: number): MeasuredLines => ({
  image: trial.images[visit]!,
  plane: "axial",
  longest: [
    [0, 0, HEIGHT[person]],
    [mm, 0, HEIGHT[person]],
  ],
});
const withLine = ({ lesions, ...rest }: ReadDocument, mm: number, lines: MeasuredLines): ReadDocument => ({
  ...rest,
  lesions: lesions.map((lesion, n) => (n === 0 ? { ...lesion, longestMm: mm, lines } : { ...lesion, longestMm: mm })),
});
async function read(person: "anna" | "ben", visit: string, mm: number): Promise<string> {
  const session = await take(person, visit);
  const { document, version } = await form(person, session);
  const drawn = withLine(document, mm, linesOf(person, visit, mm));
  await signRead(test.db, signatory(person), { session, version, document: drawn });
  await settleReads(test.db, trial.id);
  return session;
}
/** All that a person is told of the patient. */
async function toldTo(person: string, sessions: readonly string[] = []): Promise<string> {
  const place = { trial: trial.key, subject: "P-1" };
  const asked: (() => Promise<unknown>)[] = [
    () => as(person, (tx) => readPatient(tx, person, place)),
    () => as(person, (tx) => listReads(tx, person, trial.key)),
    () => as(person, (tx) => readCase(tx, person, place)),
    ...sessions.map((session) => () => form(person, session)),
  ];
  const answers: unknown[] = [];
  for (const ask of asked) answers.push(await ask().catch(String));
  return JSON.stringify(answers);
}
const heights = (text: string) => (["anna", "ben"] as const).filter((person) => text.includes(String(HEIGHT[person])));

describe("the lines that a reader measured by", () => {
  let first: string;

  it("are kept with the draft, and come back as they were drawn", async () => {
    first = await take("anna", "BL");
    const { document, version } = await form("anna", first);
    const lines = linesOf("anna", "BL", 50);
    const kept = await saveDraft(test.db, "anna", { session: first, version, document: withLine(document, 50, lines) });
    expect(kept.standing.problems).toEqual([]);
    const again = await form("anna", first);
    expect(again.document.lesions[0]).toMatchObject({ longestMm: 50, lines });
  });

  it("keep a read from being signed where they are not of its size, or lie on no image of its scan", async () => {
    const { document, version } = await form("anna", first);
    const told = (mm: number, lines: MeasuredLines) =>
      signRead(test.db, signatory("anna"), { session: first, version, document: withLine(document, mm, lines) }).then(
        () => "signed",
        (error) => (error instanceof Refusal ? error.problems.map(({ code }) => code).join() : Promise.reject(error)),
      );
    expect(await told(51, linesOf("anna", "BL", 50))).toBe("LINE_OF_OTHER_LENGTH");
    expect(await told(50, linesOf("anna", "FU1", 50))).toBe("LINE_ON_OTHER_IMAGE");
  });

  it("reach no other reader, as a draft, signed, or in what the other's read goes on from", async () => {
    const own = await take("ben", "BL");
    expect(heights(await toldTo("anna", [first])), "so that what follows can fail").toEqual(["anna"]);
    expect(heights(await toldTo("ben", [own, first]))).toEqual([]);
    await read("anna", "BL", 50);
    expect(heights(await toldTo("ben", [own, first]))).toEqual([]);
    await read("ben", "BL", 40);
    expect(heights(await toldTo("ben", [own, first]))).toEqual(["ben"]);
    expect(heights(await toldTo("anna", [own, first]))).toEqual(["anna"]);
  });

  it("are signed with the read, kept by its amendment, and not taken on to the next scan", async () => {
    const { signed, document } = await form("anna", first);
    expect(document.lesions[0]?.lines).toEqual(linesOf("anna", "BL", 50));
    expect(signed).toMatchObject({ broken: null });
    const next = await form("anna", await take("anna", "FU1"));
    expect(next.document.lesions[0]).toMatchObject({ longestMm: null });
    expect(next.document.lesions[0]).not.toHaveProperty("lines");
    expect(next.earlier[0]?.document.lesions[0]?.lines).toEqual(linesOf("anna", "BL", 50));
    const { session } = await amendRead(test.db, "anna", { session: first, reason: "another look" });
    expect((await form("anna", session)).document.lesions[0]?.lines).toEqual(linesOf("anna", "BL", 50));
  });

  it("are shown to the adjudicator, of both readers, and to neither of them", async () => {
    await read("anna", "FU1", 25);
    await read("ben", "FU1", 60);
    const { adjudications } = await as("adjudicator", (tx) => listReads(tx, "adjudicator", trial.key));
    const { comparison } = adjudications[0]!;
    const { first: one, second } = await as("adjudicator", (tx) => readAdjudication(tx, "adjudicator", comparison));
    const drawn = (side: typeof one) => side.visits.map(({ lesions }) => lesions[0]?.lines);
    expect(drawn(one)).toEqual([linesOf("anna", "BL", 50), linesOf("anna", "FU1", 25)]);
    expect(drawn(second)).toEqual([linesOf("ben", "BL", 40), linesOf("ben", "FU1", 60)]);
    for (const reader of ["anna", "ben"])
      await expect(as(reader, (tx) => readAdjudication(tx, reader, comparison))).rejects.toMatchObject({
        problems: [{ code: "COMPARISON_UNKNOWN" }],
      });
    expect(heights(await toldTo("ben"))).toEqual([]);
    expect((await verifyAudit(test.db)).ok).toBe(true);
  });
});
