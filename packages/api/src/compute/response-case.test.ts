import { asSystem, type Tx } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { assess } from "@nadir/response";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantTrial } from "../read/testing/plant-trial.ts";
import { buildResponseCase } from "./response-case.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

interface Places {
  readonly of: { trial_id: string; site_id: string; subject_id: string };
  readonly visits: Readonly<Record<string, string>>;
}

async function placesOf({ sql }: Tx, subjectId: string): Promise<Places> {
  const [of] = await sql<Places["of"][]>`
    select trial_id, site_id, id as subject_id from record.subject where id = ${subjectId}`;
  const visits = await sql<{ key: string; id: string }[]>`
    select key, id from record.visit where subject_id = ${subjectId}`;
  return { of: of!, visits: Object.fromEntries(visits.map(({ key, id }) => [key, id])) };
}

async function addLesion({ sql }: Tx, { of }: Places, lesion: Record<string, unknown>): Promise<string> {
  const document = { node: false, irradiated: false, injected: false, ...lesion };
  const [made] = await sql<{ id: string }[]>`insert into record.lesion ${sql({
    ...of,
    key: lesion.id,
    role: lesion.role,
    organ: lesion.organ,
    document: sql.json(document as never),
    content_hash: hashOf(document),
  } as never)} returning id`;
  return made!.id;
}

async function addMeasurement(
  { sql }: Tx,
  { of, visits }: Places,
  lesionId: string,
  measurement: { visit: string; lesion: string; reader: string; method: string } & Record<string, unknown>,
): Promise<void> {
  await sql`insert into record.measurement ${sql({
    ...of,
    visit_id: visits[measurement.visit],
    lesion_id: lesionId,
    reader: measurement.reader,
    method: measurement.method,
    document: sql.json(measurement as never),
    content_hash: hashOf(measurement),
  } as never)}`;
}

/** P-1 of a trial of its own, changed by `change`; its case as the criteria see it. */
async function caseAfter(key: string, change: (tx: Tx, places: Places, t1: string) => Promise<void>) {
  const trial = await plantTrial(test.db, key);
  return asSystem(test.db, "build a case for a test", async (tx) => {
    const subject = trial.subjects["P-1"]!;
    const places = await placesOf(tx, subject);
    const [t1] = await tx.sql<{ id: string }[]>`select id from record.lesion where subject_id = ${subject}`;
    await change(tx, places, t1!.id);
    return buildResponseCase(tx, subject);
  });
}

describe("the case of a subject's record", () => {
  it("keeps what a person entered before what was derived from a mask, of the same reader and of another", async () => {
    const found = await caseAfter("derived-beside", async (tx, places, t1) => {
      const derived = { visit: "FU1", lesion: "T1", method: "derived-from-mask", longestMm: 47.3, shortMm: 30 };
      await addMeasurement(tx, places, t1, { ...derived, reader: "import" });
      for (const visit of ["BL", "FU1", "FU2"])
        await addMeasurement(tx, places, t1, { ...derived, visit, reader: "a-derivation" });
    });
    expect(found.visits.map((visit) => visit.measurements)).toEqual(
      [50, 49, 41].map((longestMm) => [{ lesion: "T1", longestMm }]),
    );
  });

  it("judges by the reader who measured most, whatever the order of rows", async () => {
    const found = await caseAfter("two-readers", async (tx, places, t1) => {
      for (const visit of ["FU2", "BL"])
        await addMeasurement(tx, places, t1, { visit, lesion: "T1", reader: "aa", method: "entered", longestMm: 20 });
    });
    expect(found.visits.map((visit) => visit.measurements?.[0]?.longestMm)).toEqual([50, 49, 41]);
  });

  it("adds the fragments of a lesion that has split", async () => {
    const found = await caseAfter("split", async (tx, places) => {
      const t2 = await addLesion(tx, places, { id: "T2", role: "target", organ: "liver" });
      const own = { lesion: "T2", reader: "import", method: "entered" };
      await addMeasurement(tx, places, t2, { ...own, visit: "BL", longestMm: 40 });
      await addMeasurement(tx, places, t2, { ...own, visit: "FU1", parts: ["20x12", "15.5"] });
      await addMeasurement(tx, places, t2, { ...own, visit: "FU2", status: "absent" });
    });
    expect(found.visits[1]?.measurements?.[1]).toEqual({
      lesion: "T2",
      parts: [{ longestMm: 20, shortMm: 12 }, { longestMm: 15.5 }],
    });
    // 49 + 20 + 15.5.
    expect(assess(found, "recist-1.1").visits.FU1?.sumMm).toBe(84.5);
  });

  it("takes non-target disease from its lesions where the record judges it nowhere as a whole", async () => {
    const found = await caseAfter("non-targets", async (tx, places) => {
      const own = { reader: "import", method: "entered" };
      for (const id of ["N1", "N2"]) {
        const lesion = await addLesion(tx, places, { id, role: "non-target", organ: "lung" });
        await addMeasurement(tx, places, lesion, { ...own, visit: "BL", lesion: id, longestMm: 8 });
        await addMeasurement(tx, places, lesion, { ...own, visit: "FU1", lesion: id, status: "absent" });
        await addMeasurement(tx, places, lesion, {
          ...own,
          visit: "FU2",
          lesion: id,
          status: id === "N1" ? "absent" : "unequivocal-progression",
        });
      }
    });
    expect(found.visits.map((visit) => visit.nonTarget?.status)).toEqual([
      "present",
      "absent",
      "unequivocal-progression",
    ]);
    expect(assess(found, "recist-1.1").visits.FU2).toMatchObject({ nonTarget: "PD", overall: "PD" });
  });

  it("takes the steroid dose of a visit from dated courses, in dexamethasone of equal effect", async () => {
    const found = await caseAfter("steroids", async ({ sql }, { of }) => {
      // Prednisolone 40 mg a day from 2024-02-01 to 2024-04-30: 6 mg of dexamethasone on the first follow-up only.
      const document = {
        subject: "P-1",
        id: "steroid",
        kind: "drug",
        name: "Prednisolone",
        start: "2024-02-01",
        end: "2024-04-30",
        dose: 40,
        doseUnit: "mg/day",
        lesionsInField: [],
      };
      await sql`insert into record.treatment ${sql({
        ...of,
        key: "steroid",
        kind: "drug",
        name: "Prednisolone",
        start_on: "2024-02-01",
        end_on: "2024-04-30",
        document: sql.json(document as never),
        content_hash: hashOf(document),
      } as never)}`;
    });
    expect(found.visits.map((visit) => visit.dexamethasoneMgPerDay)).toEqual([0, 6, 0]);
  });
});
