import { asPerson, asSystem, type Tx } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf, type ReadingCharter, Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDrawnMasks } from "../drawn-masks/index.ts";
import { draftLesionReading } from "../lesion-readings/index.ts";
import { readLesionReadings } from "../lesion-readings/read-lesion-readings.ts";
import { raiseQueryOn, readQueries } from "../queries/queries.ts";
import {
  listSubjects,
  type Patient,
  readCohort,
  readImage,
  readMask,
  readPatient,
  subjectQuery,
} from "../read/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readCase } from "../responses/read-case.ts";
import { readVasariFeatures } from "../vasari/read-vasari.ts";
import { signVasari } from "../vasari/record-vasari.ts";
import { listReads, readAdjudication, readReadForm, setCharter, settleReads, signRead, takeRead } from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;
/** Of P-1, by visit. */
const masks: Record<string, string> = {};
const VISITS = ["BL", "FU1", "FU2"] as const;
const DAYS = ["2024-01-01", "2024-03-01", "2024-05-01"];

beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "administrator", "adjudicator"]) await plantPerson(test.db, trial.id, role);
  for (const id of ["anna", "ben", "carl"]) await plantPerson(test.db, trial.id, "reader", null, id);
  await plantPerson(test.db, trial.id, "adjudicator", null, "carl");
  await asSystem(test.db, "plant delineations", async ({ sql }) => {
    for (const visit of VISITS) {
      const [made] = await sql<{ id: string }[]>`
        insert into record.mask (trial_id, site_id, subject_id, image_id, lesion_id, label, object_hash, author_kind, author, document, content_hash)
        select i.trial_id, i.site_id, i.subject_id, i.id, l.id, 1, ${"ab".repeat(32)}, 'import', 'import',
          ${sql.json({ file: `masks/2024-P-1-${visit}.nii.gz` })}, ${hashOf(visit)}
          from record.image i join record.lesion l on l.subject_id = i.subject_id where i.id = ${trial.images[visit]!} returning id`;
      masks[visit] = made!.id;
    }
  });
});
afterAll(() => test.close());

const as = <T>(person: string, work: (tx: Tx) => Promise<T>) => asPerson(test.db, person, work);
const patient = (person: string, subject = "P-1") =>
  as(person, (tx) => readPatient(tx, person, { trial: trial.key, subject }));
const visitsOf = async (person: string, subject?: string) => (await patient(person, subject)).visits.map((v) => v.id);
const code = async (act: Promise<unknown>): Promise<string> => {
  try {
    await act;
    return "done";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
const charter = (of: Partial<ReadingCharter>, seen: number) =>
  setCharter(test.db, "administrator", {
    trial: trial.key,
    charter: { readers: 2, adjudication: true, sumDiffersPercent: null, ...of },
    seen,
    reason: "central review",
  });
const signatoryOf = (personId: string) => ({ personId, role: "reader", authenticate: async () => true });
const take = (person: string, visit: string, subject: string) =>
  takeRead(test.db, person, { trial: trial.key, subject, visit });
async function read(person: string, visit: string, mm: number, subject = "P-1"): Promise<string> {
  const { session } = await take(person, visit, subject);
  const { document, version } = await as(person, (tx) => readReadForm(tx, person, session));
  const lesions = document.lesions.map((lesion) => ({ ...lesion, longestMm: mm }));
  await signRead(test.db, signatoryOf(person), { session, version, document: { ...document, lesions } });
  await settleReads(test.db, trial.id);
  return session;
}
/** What a person gets of one visit of P-1 by every way to an image. */
const ways = (person: string, visit: string) => ({
  image: code(as(person, (tx) => readImage(tx, person, trial.images[visit]!))),
  mask: code(as(person, (tx) => readMask(tx, person, masks[visit]!))),
  drawn: code(as(person, (tx) => readDrawnMasks(tx, person, { trial: trial.key, image: trial.images[visit]! }))),
});
const told = async (asked: Record<string, Promise<string>>) => [...new Set(await Promise.all(Object.values(asked)))];

describe("later scans", () => {
  it("are in sight where no charter says how scans are read", async () => {
    expect(await visitsOf("anna")).toEqual([...VISITS]);
    expect(await told(ways("anna", "FU2"))).toEqual(["done"]);
  });

  it("are withheld from a reader as soon as one says so, by every way to them, and from nobody else", async () => {
    await charter({}, 0);
    expect(await visitsOf("anna")).toEqual(["BL"]);
    const seen = await patient("anna");
    expect(seen.images.map(({ visit }) => visit)).toEqual(["BL"]);
    expect(await told(ways("anna", "BL"))).toEqual(["done"]);
    for (const visit of ["FU1", "FU2"]) expect(await told(ways("anna", visit)), visit).toEqual(["IMAGE_UNKNOWN"]);
    for (const person of ["coordinator", "adjudicator"]) expect(await visitsOf(person), person).toEqual([...VISITS]);
    expect(await told(ways("adjudicator", "FU2"))).toEqual(["done"]);
    const { mine, counts } = await as("anna", (tx) => listReads(tx, "anna", trial.key));
    expect(new Set(mine.map(({ visit }) => visit))).toEqual(new Set(["BL"]));
    expect(counts.waiting).toBe(12);
  });

  it("come in sight one by one, when the reader, and no other, has signed the scan before", async () => {
    await take("anna", "BL", "P-1");
    expect(await visitsOf("anna"), "a draft is not signed").toEqual(["BL"]);
    await read("anna", "BL", 50);
    expect(await visitsOf("anna")).toEqual(["BL", "FU1"]);
    expect(await told(ways("anna", "FU1"))).toEqual(["done"]);
    expect(await told(ways("anna", "FU2"))).toEqual(["IMAGE_UNKNOWN"]);
    expect(await visitsOf("ben")).toEqual(["BL"]);
    expect(await told(ways("ben", "FU1"))).toEqual(["IMAGE_UNKNOWN"]);
    expect(await visitsOf("anna", "P-2"), "of another patient").toEqual(["BL"]);
  });

  it("hold their images, figures, judgements and delineations back with them, each table by itself", async () => {
    await asSystem(test.db, "plant an own figure and an own judgement of a later scan", async ({ sql }) => {
      await sql`insert into record.measurement (trial_id, site_id, subject_id, visit_id, lesion_id, reader, method, longest_mm, document, content_hash)
        select v.trial_id, v.site_id, v.subject_id, v.id, l.id, 'anna', 'from-mask', 9, '{}', ${hashOf("own")}
          from record.visit v join record.lesion l on l.subject_id = v.subject_id
         where v.subject_id = ${trial.subjects["P-1"]!} and v.key = 'FU2'`;
      await sql`insert into record.non_target_assessment (trial_id, site_id, subject_id, visit_id, reader, status, document, content_hash)
        select trial_id, site_id, subject_id, id, 'anna', 'present', '{}', ${hashOf("own")} from record.visit
         where subject_id = ${trial.subjects["P-1"]!} and key = 'FU2'`;
    });
    const [late] = await asSystem(
      test.db,
      "look",
      ({ sql }) => sql<{ id: string }[]>`
        select id from record.visit where subject_id = ${trial.subjects["P-1"]!} and key = 'FU2'`,
    );
    // Asked of each table alone, not by way of the visit.
    const seen = (person: string) =>
      as(person, async ({ sql }) => {
        const found: string[] = [];
        for (const table of ["image", "measurement", "non_target_assessment"])
          if ((await sql`select from ${sql(`record.${table}`)} where visit_id = ${late!.id}`).length > 0)
            found.push(table);
        if ((await sql`select from record.mask where id = ${masks["FU2"]!}`).length > 0) found.push("mask");
        return found;
      });
    expect(await seen("anna")).toEqual([]);
    expect(await seen("coordinator")).toEqual(["image", "measurement", "non_target_assessment", "mask"]);
    const guarded = await test.admin<{ on: string }[]>`
      select schemaname || '.' || tablename as on from pg_policies where policyname = 'in_sequence' order by 1`;
    expect(guarded.map(({ on }) => on)).toEqual([
      "derived.feature_vector",
      "record.image",
      "record.lesion_reading",
      "record.mask",
      "record.measurement",
      "record.non_target_assessment",
      "record.vasari_reading",
      "record.visit",
    ]);
  });

  it("are counted in no list, and a list that was made for one is not handed to another", async () => {
    const row = async (person: string) => {
      const { rows } = await as(person, (tx) => listSubjects(tx, person, subjectQuery.parse({ trial: trial.key })));
      const { visits, images, lastVisit } = rows.find(({ key }) => key === "P-1")!;
      return [visits, images, lastVisit];
    };
    expect(await row("coordinator")).toEqual([3, 3, "2024-05-01"]);
    expect(await row("anna")).toEqual([2, 2, "2024-03-01"]);
    expect(await row("ben")).toEqual([1, 1, "2024-01-01"]);
    await read("ben", "BL", 51);
    expect(await row("ben")).toEqual([2, 2, "2024-03-01"]);
    const visits = async (person: string) => (await as(person, (tx) => readCohort(tx, person, trial.key))).visits;
    expect([await visits("coordinator"), await visits("anna"), await visits("ben")]).toEqual([36, 13, 13]);
  });

  it("are the same by the rule of the rows as by that of whole lists", async () => {
    for (const person of ["anna", "ben", "carl", "coordinator", "adjudicator"]) {
      const [byRow, byList] = await as(person, async ({ sql }) => [
        await sql`select id from record.visit where trial_id = ${trial.id} and superseded_at is null order by 1`,
        await sql`select visit_id as id from nadir.visits_in_sight(${trial.id}) order by 1`,
      ]);
      expect(byList, person).toEqual(byRow);
    }
  });

  it("of a patient whose reads somebody decides on are in their sight, though they read others", async () => {
    // Both have signed the baseline of P-1, which carl does not read.
    expect(await visitsOf("carl")).toEqual([...VISITS]);
    expect(await visitsOf("carl", "P-2")).toEqual(["BL"]);
  });

  it("are answered like scans that are not there, with what is to be read first", async () => {
    for (const visit of ["FU2", "FU9"]) {
      const refused = take("anna", visit, "P-1");
      expect(await code(refused)).toBe("EARLIER_VISIT_FIRST");
      await expect(refused).rejects.toThrow("read and sign the visit 'FU1' of this patient first");
    }
  });

  it("stay in sight once begun, also where an earlier scan comes in late", async () => {
    await take("anna", "FU1", "P-1");
    await asSystem(test.db, "a scan that came late", async ({ sql }) => {
      const document = { subject: "P-1", id: "LATE", date: "2024-02-01", role: "follow-up" };
      await sql`insert into record.visit (trial_id, site_id, subject_id, key, date, role, document, content_hash)
        select trial_id, site_id, subject_id, 'LATE', '2024-02-01', 'follow-up', ${sql.json({ ...document, unscheduledForSymptoms: false, simulated: false })}, ${hashOf(document)}
          from record.visit where subject_id = ${trial.subjects["P-1"]!} and key = 'BL'`;
      await sql`insert into record.image (trial_id, site_id, subject_id, visit_id, key, modality, description, unit, object_hash, geometry, document, content_hash)
        select i.trial_id, i.site_id, i.subject_id, v.id, 'late', 'CT', 'CT', 'HU', i.object_hash, '{}', i.document, i.content_hash
          from record.image i join record.visit v on v.subject_id = i.subject_id and v.key = 'LATE' where i.id = ${trial.images["BL"]!}`;
    });
    expect(await visitsOf("anna")).toEqual(["BL", "LATE", "FU1"]);
    expect(await visitsOf("ben")).toEqual(["BL", "LATE"]);
    await read("anna", "LATE", 48);
    await read("anna", "FU1", 30);
    expect(await visitsOf("anna")).toEqual(["BL", "LATE", "FU1", "FU2"]);
  });
});

describe("days that the charter hides", () => {
  const everything = async (person: string, session: string | null): Promise<Record<string, unknown>> => {
    const all: Record<string, unknown> = {
      patient: await patient(person),
      subjects: await as(person, (tx) => listSubjects(tx, person, subjectQuery.parse({ trial: trial.key }))),
      cohort: await as(person, (tx) => readCohort(tx, person, trial.key)),
      reads: await as(person, (tx) => listReads(tx, person, trial.key)),
      vasari: await as(person, (tx) => readVasariFeatures(tx, person, trial.key)),
      lesionReadings: await as(person, (tx) => readLesionReadings(tx, person, trial.key)),
      drawn: await as(person, (tx) => readDrawnMasks(tx, person, { trial: trial.key, image: trial.images["BL"]! })),
    };
    if (person !== "adjudicator")
      all["queries"] = await as(person, (tx) => readQueries(tx, person, { trial: trial.key, subject: "P-1" }));
    if (session) all["form"] = await as(person, (tx) => readReadForm(tx, person, session));
    for (const { comparison } of (all["reads"] as Awaited<ReturnType<typeof listReads>>).adjudications)
      all["adjudication"] = await as(person, (tx) => readAdjudication(tx, person, comparison));
    return all;
  };
  const tells = (answer: unknown): string[] => {
    const text = JSON.stringify(answer);
    const keys = [...VISITS, "LATE"].filter((visit) => new RegExp(`(?<![\\w-])${visit}(?![\\w-])`).test(text));
    return [
      ...keys,
      ...[...DAYS, "2024-02-01"].filter((day) => text.includes(day)),
      ...(text.match(/2024-P-1/g) ?? []),
    ];
  };
  let session: string;

  it("are told before, so that what follows can fail", async () => {
    session = await read("ben", "LATE", 70);
    const form = { subject: "P-1", visit: "BL", f4: 1 };
    await signVasari(test.db, signatoryOf("ben"), { trial: trial.key, form, reason: undefined });
    const item = "read/P-1/FU1";
    await raiseQueryOn(test.db, "coordinator", {
      trial: trial.key,
      subject: "P-1",
      item,
      askedOf: "reader",
      text: "?",
    });
    const shown = await everything("ben", session);
    for (const part of ["patient", "subjects", "reads", "vasari", "queries", "form"])
      expect(tells(shown[part]), part).not.toEqual([]);
    const decided = await everything("adjudicator", null);
    for (const part of ["patient", "reads", "adjudication"]) expect(tells(decided[part]), part).not.toEqual([]);
  });

  it("reach neither reader nor adjudicator by any answer; who treats the patient is told them", async () => {
    await charter({ dates: "hidden" }, 1);
    for (const [person, own] of [
      ["ben", session],
      ["anna", null],
      ["adjudicator", null],
    ] as const)
      for (const [part, answer] of Object.entries(await everything(person, own)))
        expect(tells(answer), `${person}: ${part}`).toEqual([]);
    expect(tells(await patient("coordinator"))).toEqual(expect.arrayContaining([...VISITS, ...DAYS]));
    expect((await as("ben", (tx) => listReads(tx, "ben", trial.key))).trial.dates).toEqual({ kind: "hidden" });
  });

  it("are replaced by the order of the scans", async () => {
    const seen: Patient = await patient("anna");
    expect(seen.visits.map(({ id, date }) => [id, date])).toEqual([
      ["Scan-1", "1900-01-01"],
      ["Scan-2", "1900-01-02"],
      ["Scan-3", "1900-01-03"],
      ["Scan-4", "1900-01-04"],
    ]);
    expect(seen.images.map(({ key, visit, file }) => [key, visit, file])).toContainEqual([
      "Scan-3-CT-1",
      "Scan-3",
      "scan.nii.gz",
    ]);
    expect(seen.images[0]?.masks[0]?.file).toBe("mask.nii.gz");
    expect(seen.measurements.map(({ visit, longestMm }) => [visit, longestMm])).toEqual(
      expect.arrayContaining([
        ["Scan-1", 50],
        ["Scan-2", 48],
        ["Scan-3", 30],
      ]),
    );
  });

  it("stay out of refusals, of what keeps a read from being signed, and of what could be guessed", async () => {
    const refused = take("ben", "Scan-9", "P-1");
    await expect(refused).rejects.toThrow("read and sign the visit 'Scan-3' of this patient first");
    // A key that the reader guesses is answered as any other word.
    expect(await code(take("ben", "FU1", "P-1"))).toBe("EARLIER_VISIT_FIRST");
    expect(await code(take("ben", "BL", "P-1"))).toBe("EARLIER_VISIT_FIRST");
    await expect(as("ben", (tx) => readCase(tx, "ben", { trial: trial.key, subject: "P-1" }))).rejects.toThrow(
      "Days are hidden",
    );
  });

  it("do not hinder reading: a scan is taken, read, signed and given its forms by its place in the order", async () => {
    await read("ben", "Scan-3", 69);
    const seen = await patient("ben");
    expect(seen.visits.map(({ id }) => id)).toEqual(["Scan-1", "Scan-2", "Scan-3", "Scan-4"]);
    const form = { subject: "P-1", visit: "Scan-3", f4: 2 };
    await signVasari(test.db, signatoryOf("ben"), { trial: trial.key, form, reason: undefined });
    await draftLesionReading(test.db, "ben", {
      trial: trial.key,
      reading: {
        form: "semantic",
        subject: "P-1",
        visit: "Scan-3",
        lesion: "T1",
        answers: { shape: "round" },
      },
      reason: undefined,
    });
    // In the record it is the visit's own name.
    const kept = await asSystem(
      test.db,
      "look",
      ({ sql }) => sql<{ visit: string }[]>`
        select document ->> 'visit' as visit from record.vasari_reading where reader = 'ben' and superseded_at is null
        union all select document ->> 'visit' from record.lesion_reading where reader = 'ben' and superseded_at is null
        union all select document ->> 'visit' from record.measurement where reader = 'ben' and longest_mm = 69`,
    );
    expect(kept.map(({ visit }) => visit).sort()).toEqual(["BL", "FU1", "FU1", "FU1"]);
    expect((await patient("ben")).vasari.map(({ visit }) => visit)).toEqual(["Scan-1", "Scan-3"]);
  });
});
