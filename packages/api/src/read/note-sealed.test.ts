import { asPerson, asSystem, type Tx } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import type { Role } from "@nadir/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readAgreement } from "../agreement/index.ts";
import { callMeeting, listMeetings, putOnAgenda, readCase as readBoardCase, readMeeting } from "../board/index.ts";
import { enter, previewPaste, readEntryForm } from "../entry/index.ts";
import { readEvidence, readImmuneEvents } from "../evidence/index.ts";
import { readLesionReadings } from "../lesion-readings/index.ts";
import { raiseQueryOn, readQueries } from "../queries/index.ts";
import {
  readCase,
  readComparison,
  readEndpoints,
  readLandmark,
  readMasksToMeasure,
  readSubjectEndpoints,
  readWorklist,
} from "../responses/index.ts";
import { readPartsFeatures, readVasariFeatures } from "../vasari/index.ts";
import { readWork } from "../worklist/index.ts";
import { listSubjects, readCohort, readDelta, readImage, readMask, readPatient, subjectQuery } from "./index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "./testing/plant-trial.ts";

/** P-1 and P-2 are sealed in `held-out`, with the first follow-up as index day; `both` treats patients and models. */
let test: TestDatabase;
let trial: PlantedTrial;
let testSet: string;
let mask: string;
let delta: string;
let meeting: string;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  await plantPerson(test.db, trial.id, "statistician");
  await plantPerson(test.db, trial.id, "statistician", null, "both");
  await plantPerson(test.db, trial.id, "board", null, "both");
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.south, "south");
  await asSystem(test.db, "seal two patients for a test", async ({ sql }) => {
    const [set] = await sql<{ id: string }[]>`
      insert into sealed.test_set (trial_id, key, rule, endpoints, index_time, key_check)
      values (${trial.id}, 'held-out', '{}', '{os}', '0', 'x') returning id`;
    testSet = set!.id;
    for (const key of ["P-1", "P-2"])
      await sql`
        insert into sealed.member (test_set_id, trial_id, site_id, subject_id, index_day)
        select ${testSet}, trial_id, site_id, id, '2024-03-01' from record.subject where id = ${trial.subjects[key]!}`;
    const [m] = await sql<{ id: string }[]>`
      insert into record.mask (trial_id, site_id, subject_id, image_id, lesion_id, label, object_hash, author_kind, author, document, content_hash)
      select i.trial_id, i.site_id, i.subject_id, i.id, l.id, 1, ${"cd".repeat(32)}, 'manual', 'anna',
             '{"file": "masks/ct-mask.nii.gz"}', ${"ef".repeat(32)}
        from record.image i join record.lesion l on l.subject_id = i.subject_id
       where i.id = ${trial.images["FU2"]!} limit 1 returning id`;
    mask = m!.id;
    const [d] = await sql<{ id: string }[]>`
      insert into derived.feature_delta (trial_id, site_id, subject_id, lesion_id, modality, description, from_visit_id, to_visit_id, config_hash, input_hash, "values")
      select l.trial_id, l.site_id, l.subject_id, l.id, 'CT', 'chest', a.id, b.id, 'c', 'i', '[]'
        from record.lesion l join record.visit a on a.subject_id = l.subject_id and a.key = 'BL'
        join record.visit b on b.subject_id = l.subject_id and b.key = 'FU2'
       where l.subject_id = ${trial.subjects["P-1"]!} limit 1 returning id`;
    delta = d!.id;
  });
  await plantPerson(test.db, trial.id, "coordinator");
  const called = { trial: trial.key, heldOn: "2024-06-01", title: "Board" };
  ({ meeting } = await callMeeting(test.db, "coordinator", called));
  for (const subject of ["P-1", "P-3"])
    await putOnAgenda(test.db, "coordinator", { meeting, subject, question: "Real progression?" });
  for (const subject of ["P-1", "P-3"])
    await raiseQueryOn(test.db, "coordinator", {
      trial: trial.key,
      subject,
      item: null,
      askedOf: "coordinator",
      text: "Was the second scan read?",
    });
});
afterAll(() => test.close());

interface Line {
  readonly action: string;
  readonly object: string;
  readonly payload: { readonly what?: string; readonly sets?: readonly { testSet: string; subjects: unknown }[] };
}
const logOf = (person: string) =>
  asSystem(
    test.db,
    "read the log for a test",
    async ({ sql }): Promise<Line[]> => [
      ...(await sql<Line[]>`
      select action, object, payload::jsonb as payload from audit.event
       where actor = ${person} and action in ('sealed-course-read', 'sealed-courses-read') order by seq`),
    ],
  );
const as = <T>(person: string, work: (tx: Tx, person: string) => Promise<T>) =>
  asPerson(test.db, person, (tx) => work(tx, person));
const P1 = () => ({ trial: trial.key, subject: "P-1" });
const PASTED = () => ({
  trial: trial.key,
  table: "visits" as const,
  text: "subject,id,date,role\nP-1,FU2,2024-05-02,follow-up\n",
});
const FAULTY = () => ({
  entry: "00000000-0000-4000-8000-000000000001",
  trial: trial.key,
  rows: [{ table: "visits" as const, cells: { subject: "P-1", id: "FU2", date: "2024-05-02", role: "follow-up" } }],
});
const seen = new Map<string, number>();
const newOf = async (person: string): Promise<Line[]> => {
  const lines = await logOf(person);
  const before = seen.get(person) ?? 0;
  seen.set(person, lines.length);
  return lines.slice(before);
};
beforeEach(async () => {
  for (const person of ["both", "south", "statistician"]) await newOf(person);
});

const OF_MANY: readonly (readonly [string, (tx: Tx, person: string) => Promise<unknown>])[] = [
  ["patients", (tx, p) => listSubjects(tx, p, subjectQuery.parse({ trial: trial.key }))],
  ["trial at a glance", (tx, p) => readCohort(tx, p, trial.key)],
  ["responses", (tx, p) => readWorklist(tx, p, { trial: trial.key })],
  ["immune-related events", (tx, p) => readImmuneEvents(tx, p, { trial: trial.key })],
  ["VASARI readings", (tx, p) => readVasariFeatures(tx, p, trial.key)],
  ["parts of masks", (tx, p) => readPartsFeatures(tx, p, trial.key)],
  ["readings of lesions", (tx, p) => readLesionReadings(tx, p, trial.key)],
  ["agreement of readers", (tx, p) => readAgreement(tx, p, { trial: trial.key })],
  ["work to be done", (tx, p) => readWork(tx, p, { asOf: "2024-06-01" })],
];
/** With the role in which the person treats; the board where nothing is said. */
const OF_ONE: readonly (readonly [string, (tx: Tx, person: string) => Promise<unknown>, Role?])[] = [
  ["the patient's page", (tx, p) => readPatient(tx, p, P1())],
  ["the course, to be judged anew", (tx, p) => readCase(tx, p, P1())],
  ["a patient's endpoints", (tx, p) => readSubjectEndpoints(tx, p, P1())],
  ["a patient's evidence", (tx, p) => readEvidence(tx, p, P1())],
  ["a patient's masks", (tx, p) => readMasksToMeasure(tx, p, P1())],
  ["a scan", (tx, p) => readImage(tx, p, trial.images["FU2"]!)],
  ["a delineation", (tx, p) => readMask(tx, p, mask)],
  ["a change of features", (tx, p) => readDelta(tx, p, delta)],
  ["the board's meetings", (tx, p) => listMeetings(tx, p, { trial: trial.key })],
  ["a meeting of the board", (tx, p) => readMeeting(tx, p, { meeting })],
  ["what the board did", (tx, p) => readBoardCase(tx, p, { meeting, subject: "P-1" })],
  ["a patient's queries", (tx, p) => readQueries(tx, p, P1()), "coordinator"],
  ["the form of what is on record", (tx, p) => readEntryForm(tx, p, P1()), "coordinator"],
  // Both are undone, and have told what is on record.
  ["the preview of an entry", (_, p) => previewPaste(test.db, p, PASTED()), "coordinator"],
  ["an entry with a fault", (_, p) => enter(test.db, p, FAULTY(), false), "coordinator"],
];

describe("who treats sealed patients and reads of many at once", () => {
  it.each(OF_MANY)("is in the log, once, for %s", async (what, read) => {
    await as("both", read);
    await as("both", read);
    expect(await newOf("both")).toEqual([
      {
        action: "sealed-courses-read",
        object: `record.trial/${trial.id}`,
        payload: { trial: trial.id, what, sets: [{ testSet, subjects: "all" }] },
      },
    ]);
  });

  it.each([
    ["rates", (tx: Tx, p: string) => readEndpoints(tx, p, { trial: trial.key } as never)],
    ["comparisons", (tx: Tx, p: string) => readComparison(tx, p, { trial: trial.key } as never)],
  ] as const)("is in the log for %s", async (name, read) => {
    const person = `both-${name}`;
    await plantPerson(test.db, trial.id, "statistician", null, person);
    await plantPerson(test.db, trial.id, "board", null, person);
    await as<unknown>(person, read);
    expect((await logOf(person)).map((l) => l.payload.what)).toEqual(["responses"]);
  });

  it("is named with the patients of the own site only, where a site is all that is seen", async () => {
    await as("south", (tx, p) => listSubjects(tx, p, subjectQuery.parse({ trial: trial.key })));
    const south = await as("south", async ({ sql }) => [
      ...(await sql<{ id: string }[]>`
        select s.id from record.subject s where s.key in ('P-1', 'P-2') order by s.id`),
    ]);
    const lines = await newOf("south");
    expect(south).toHaveLength(1);
    expect(lines.map((l) => l.payload.sets)).toEqual([[{ testSet, subjects: south.map((s) => s.id) }]]);
  });

  it("is not in the log with an analysis from which sealed patients are left out", async () => {
    await as("both", (tx, p) =>
      readLandmark(tx, p, { trial: trial.key, landmarkDays: 84, horizonDays: 365, lowerIsWorse: false } as never),
    );
    expect(await newOf("both")).toEqual([]);
  });
});

describe("who treats sealed patients and reads of one", () => {
  const asked = OF_ONE.map(([name, read, role]) => [name, read, role ?? "board"] as const);
  it.each(asked)("is in the log for %s", async (_, read, role) => {
    // Once a person, subject and day: each path is asked for by a person of its own.
    const person = `both-${_}`;
    await plantPerson(test.db, trial.id, "statistician", null, person);
    await plantPerson(test.db, trial.id, role, null, person);
    await as(person, read);
    await as(person, read);
    expect((await logOf(person)).map(({ action, object }) => [action, object])).toEqual([
      ["sealed-course-read", `record.subject/${trial.subjects["P-1"]}`],
    ]);
  });

  it.each([
    ["a form for a new patient", (tx: Tx, p: string) => readEntryForm(tx, p, { trial: trial.key })],
    ["queries of another", (tx: Tx, p: string) => readQueries(tx, p, { ...P1(), subject: "P-3" })],
    ["queries where there are none", (tx: Tx, p: string) => readQueries(tx, p, { ...P1(), subject: "P-2" })],
  ] as const)("is not in the log for %s", async (name, read) => {
    const person = `both-${name}`;
    await plantPerson(test.db, trial.id, "statistician", null, person);
    await plantPerson(test.db, trial.id, "coordinator", null, person);
    await as<unknown>(person, read);
    expect(await logOf(person)).toEqual([]);
  });

  it("is not in the log for a scan by the index day, which is no follow-up", async () => {
    await as("both", (tx, p) => readImage(tx, p, trial.images["BL"]!));
    expect(await newOf("both")).toEqual([]);
  });
});

describe("a modelling role alone", () => {
  it("leaves no such line, whatever it reads: it was told nothing", async () => {
    for (const [, read] of [...OF_MANY, ...OF_ONE]) await as("statistician", read).catch(() => undefined);
    expect(await newOf("statistician")).toEqual([]);
  });
});
