import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  listSubjects,
  listTrials,
  patient as patientSchema,
  readCohort,
  readImage,
  readPatient,
  searchAudit,
  subjectPage,
  subjectQuery,
} from "./index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "./testing/plant-trial.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  const other = await plantTrial(test.db, "other-trial");
  for (const role of ["coordinator", "reader", "statistician", "administrator"])
    await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.north, "north-coordinator");
  await plantPerson(test.db, other.id, "coordinator", null, "stranger");
});
afterAll(() => test.close());

const as = <T>(person: string, work: Parameters<typeof asPerson<T>>[2]) => asPerson(test.db, person, work);
const list = (person: string, query: Record<string, unknown> = {}) =>
  as(person, (tx) => listSubjects(tx, person, subjectQuery.parse({ trial: trial.key, ...query })));
const readP1 = (person: string) => as(person, (tx) => readPatient(tx, person, { trial: trial.key, subject: "P-1" }));

describe("trials", () => {
  it("are those of the person, with what the person may see in them", async () => {
    const [mine, ...others] = await as("coordinator", (tx) => listTrials(tx, "coordinator"));
    expect(others).toEqual([]);
    expect(mine).toMatchObject({
      key: trial.key,
      subjects: 12,
      visits: 36,
      measurements: 36,
      images: 36,
      arms: 2,
      sites: 2,
    });
    const [north] = await as("north-coordinator", (tx) => listTrials(tx, "north-coordinator"));
    expect(north).toMatchObject({ subjects: 6, visits: 18 });
    // A blinded reader is not told a number of what is withheld from them.
    const [blinded] = await as("reader", (tx) => listTrials(tx, "reader"));
    expect(blinded).toMatchObject({ subjects: 12, measurements: null });
  });

  it("tell a stranger that they do not exist", async () => {
    await expect(list("stranger")).rejects.toMatchObject({ code: "TRIAL_UNKNOWN" });
    await expect(as("stranger", (tx) => readCohort(tx, "stranger", trial.key))).rejects.toMatchObject({
      code: "TRIAL_UNKNOWN",
    });
  });

  it("count responses for those who may see them", async () => {
    const seen = await as("coordinator", (tx) => readCohort(tx, "coordinator", trial.key));
    expect(seen).toMatchObject({ tumourTypes: ["melanoma"], criteriaRemarks: [] });
    expect(seen.responses).toEqual([
      { criterion: "recist-1.1", best: "SD", subjects: 8 },
      { criterion: "recist-1.1", best: "PR", subjects: 4 },
    ]);
    expect(seen).toMatchObject({
      burden: { unit: "mm", thresholds: { response: -30, progression: 20 } },
      withoutChange: [],
    });
    expect(seen.changes.at(-1)).toMatchObject({ subject: "P-12", changePercent: -24 });
    const readers = await as("reader", (tx) => readCohort(tx, "reader", trial.key));
    expect(readers).toMatchObject({ responses: [], changes: [], withoutChange: [], burden: null });
  });
});

describe("the list of subjects", () => {
  it("pages and sorts in the database, numbers in keys as numbers", async () => {
    const first = await list("coordinator", { pageSize: 5 });
    expect(first.rows.map((r) => r.key)).toEqual(["P-1", "P-2", "P-3", "P-4", "P-5"]);
    expect(first.total).toBe(12);
    const last = await list("coordinator", { pageSize: 5, page: 3, direction: "descending" });
    expect(last.rows.map((r) => r.key)).toEqual(["P-2", "P-1"]);
    const oldest = await list("coordinator", { sort: "age", direction: "descending", pageSize: 5 });
    expect(oldest.rows[0]).toMatchObject({ key: "P-12", ageYears: 52, arm: "Arm B", bestChange: -24 });
    const beyond = await list("coordinator", { pageSize: 5, page: 9 });
    expect(beyond).toMatchObject({ rows: [], total: 12 });
  });

  it("filters by key, arm, site, response and waiting confirmation", async () => {
    const keys = async (query: Record<string, unknown>) => (await list("coordinator", query)).rows.map((r) => r.key);
    expect(await keys({ search: "p-1" })).toEqual(["P-1", "P-10", "P-11", "P-12"]);
    expect(await keys({ search: "%" })).toEqual([]);
    expect(await keys({ arm: "b", site: "south" })).toEqual(["P-8", "P-10", "P-12"]);
    expect(await keys({ best: "PR" })).toEqual(["P-1", "P-2", "P-3", "P-4"]);
    expect(await keys({ confirmation: "waiting" })).toEqual(["P-2"]);
    const { choices } = await list("coordinator");
    expect(choices.best).toEqual([
      { value: "PR", subjects: 4 },
      { value: "SD", subjects: 8 },
    ]);
    expect(choices.waiting).toBe(1);
  });

  it("filters a glioma trial by WHO 2021 class, from the markers that the person may see", async () => {
    const glioma = await plantTrial(test.db, "glioma-trial", "glioma");
    for (const role of ["coordinator", "reader"]) await plantPerson(test.db, glioma.id, role, null, `glioma-${role}`);
    await asSystem(test.db, "plant markers for a test", async ({ sql }) => {
      // By the 5th edition: IDH wild type with a TERT mutation is a glioblastoma; IDH mutant and codeleted an oligodendroglioma.
      const markers = [
        ["P-1", "IDH", "wildtype"],
        ["P-1", "TERT", "mutated"],
        ["P-3", "IDH", "wildtype"],
        ["P-3", "TERT", "mutated"],
        ["P-2", "IDH", "mutant"],
        ["P-2", "1p/19q", "codeleted"],
        ["P-5", "MGMT", "methylated"],
      ] as const;
      for (const [key, code, text] of markers) {
        const document = { subject: key, code, text };
        await sql`insert into record.biomarker ${sql({
          trial_id: glioma.id,
          site_id: key === "P-2" ? glioma.sites.south : glioma.sites.north,
          subject_id: glioma.subjects[key]!,
          code,
          ordinal: 0,
          document: sql.json(document),
          content_hash: hashOf(document),
        } as never)}`;
      }
    });
    const ask = (person: string, more: object = {}) =>
      as(person, (tx) => listSubjects(tx, person, subjectQuery.parse({ trial: "glioma-trial", ...more })));
    const { choices } = await ask("glioma-coordinator");
    expect(choices.who).toEqual([
      { value: "Glioblastoma, IDH-wildtype, grade 4", subjects: 2 },
      { value: "Oligodendroglioma, IDH-mutant and 1p/19q-codeleted", subjects: 1 },
    ]);
    const one = await ask("glioma-coordinator", { who: choices.who[0]!.value });
    expect([one.total, one.rows.map((r) => r.key)]).toEqual([2, ["P-1", "P-3"]]);
    expect((await ask("glioma-reader")).choices.who).toEqual([]);
    expect((await list("coordinator")).choices.who).toEqual([]);
  });

  it("shows a person of one site that site only", async () => {
    const page = await list("north-coordinator");
    expect(page.total).toBe(6);
    expect(new Set(page.rows.map((r) => r.site))).toEqual(new Set(["North hospital"]));
  });

  it("gives a blinded reader neither arm, site, age nor response", async () => {
    const page = subjectPage.parse(await list("reader"));
    expect(page.view).toBe("reader");
    for (const row of page.rows)
      expect(row).toMatchObject({
        arm: null,
        site: null,
        ageYears: null,
        best: null,
        last: null,
        bestChange: null,
        flags: [],
      });
    expect(page.choices).toEqual({ arms: [], sites: [], best: [], flags: [], who: [], waiting: 0 });
  });
});

describe("a patient", () => {
  it("comes whole, and nothing that the shape does not name leaves", async () => {
    const seen = patientSchema.parse(await readP1("coordinator"));
    expect(seen.visits.map((v) => v.id)).toEqual(["BL", "FU1", "FU2"]);
    expect(seen.subject).toMatchObject({ site: "North hospital", arm: "Arm A", deathOn: "2024-12-01" });
    expect(seen.assessments[0]?.outcome.visits["FU1"]?.trace[0]?.id).toBe("recist-1.1.target-sd");
    expect(JSON.stringify(seen)).not.toContain("must not leave the server");
  });

  it("knows the patients before and after it, in the order of the list and of those that the person sees", async () => {
    const beside = async (person: string, subject: string) =>
      (await as(person, (tx) => readPatient(tx, person, { trial: trial.key, subject }))).neighbours;
    expect(await beside("coordinator", "P-1")).toEqual({ before: null, after: "P-2" });
    expect(await beside("coordinator", "P-10")).toEqual({ before: "P-9", after: "P-11" });
    expect(await beside("coordinator", "P-12")).toEqual({ before: "P-11", after: null });
    expect(await beside("north-coordinator", "P-3")).toEqual({ before: "P-1", after: "P-5" });
  });

  it("shows how each image was taken, and where it departs from the trial's imaging protocol", async () => {
    const { images } = patientSchema.parse(await readP1("coordinator"));
    expect(images.map((i) => [i.visit, i.acquisition, i.deviations])).toEqual([
      ["BL", { sliceThicknessMm: 3, kernel: "B30f" }, []],
      ["FU1", { sliceThicknessMm: 3, kernel: "B30f" }, []],
      [
        "FU2",
        { sliceThicknessMm: 5, kernel: "B30f" },
        ["CT: the slice thickness is 5 mm; the protocol asks for at most 3 mm."],
      ],
    ]);
  });

  it("is told apart from one that does not exist only by those who may see it", async () => {
    const ask = (person: string, subject: string) =>
      as(person, (tx) => readPatient(tx, person, { trial: trial.key, subject }));
    await expect(ask("coordinator", "P-99")).rejects.toMatchObject({ code: "SUBJECT_UNKNOWN" });
    await expect(ask("north-coordinator", "P-2")).rejects.toMatchObject({ code: "SUBJECT_UNKNOWN" });
  });

  it("shows a blinded reader images and lesions, and nothing that unblinds", async () => {
    const seen = await readP1("reader");
    expect(seen.images.map(({ file }) => file)).toEqual(seen.images.map(() => "scan.nii.gz"));
    expect(seen.images[0]?.acquisition).toEqual({ sliceThicknessMm: 3, kernel: "B30f" });
    expect((await readP1("coordinator")).images[0]?.file).toBe("images/ct.nii.gz");
    expect(seen.images).toHaveLength(3);
    expect(seen.lesions).toHaveLength(1);
    expect(seen.subject).toMatchObject({ arm: null, site: null, deathOn: null, treatmentStart: null });
    expect([seen.measurements, seen.treatments, seen.assessments, seen.flags, seen.outcomes]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
  });

  it("hides from a statistician what lies after the index day of a sealed subject", async () => {
    expect((await readP1("statistician")).visits).toHaveLength(3);
    await asSystem(test.db, "seal P-1 for a test", async (tx) => {
      const [set] = await tx.sql<{ id: string }[]>`
        insert into sealed.test_set (trial_id, key, rule, endpoints, index_time, key_check)
        values (${trial.id}, 'held-out', '{}', '{os}', '0', 'x') returning id`;
      await tx.sql`insert into sealed.member (test_set_id, trial_id, site_id, subject_id, index_day)
        values (${set!.id}, ${trial.id}, ${trial.sites.north}, ${trial.subjects["P-1"]!}, '2024-03-01')`;
    });
    const seen = await readP1("statistician");
    expect(seen.visits.map((v) => v.id)).toEqual(["BL", "FU1"]);
    expect(seen.measurements).toHaveLength(2);
    expect(seen.assessments).toEqual([]);
    expect(seen.subject.deathOn).toBeNull();
    expect(seen.sealed).toEqual({ testSet: "held-out", indexDay: "2024-03-01" });
    expect((await readP1("coordinator")).visits).toHaveLength(3);
  });

  it("lends its images to members only", async () => {
    const id = trial.images["BL"]!;
    expect(await as("reader", (tx) => readImage(tx, "reader", id))).toEqual({
      hash: "ab".repeat(32),
      name: "ct.nii.gz",
      isBlinded: true,
    });
    expect(await as("coordinator", (tx) => readImage(tx, "coordinator", id))).toMatchObject({ isBlinded: false });
    await expect(as("stranger", (tx) => readImage(tx, "stranger", id))).rejects.toMatchObject({
      code: "IMAGE_UNKNOWN",
    });
    await expect(as("statistician", (tx) => readImage(tx, "statistician", trial.images["FU2"]!))).rejects.toMatchObject(
      {
        code: "IMAGE_UNKNOWN",
      },
    );
  });
});

describe("the log", () => {
  const query = { search: "", page: 1, pageSize: 200 };
  it("is read by who looks after the trial, newest first, and searched by words and names", async () => {
    const all = await searchAudit(test.db, "administrator", query);
    expect(all.total).toBeGreaterThan(0);
    expect(all.rows.map((r) => r.seq)).toEqual([...all.rows.map((r) => r.seq)].sort((a, b) => b - a));
    expect(all.rows.every((r) => r.trial === trial.key)).toBe(true);
    const some = await searchAudit(test.db, "administrator", { ...query, search: "RECORD.SUBJECT" });
    expect(some.total).toBeGreaterThan(0);
    expect(some.total).toBeLessThan(all.total);
  });
  it("shows others their own acts only, such as looking at a sealed patient's course", async () => {
    const own = await searchAudit(test.db, "coordinator", query);
    expect(new Set(own.rows.map((e) => e.action))).toEqual(new Set(["sealed-course-read"]));
    expect((await searchAudit(test.db, "statistician", query)).total).toBe(0);
  });
});

describe("an unplanned scan", () => {
  it("is a follow-up like any other to a blinded reader: that it was needed tells how the patient was", async () => {
    await asSystem(test.db, "plant an unplanned scan", async ({ sql }) => {
      const document = { subject: "P-11", id: "U1", date: "2024-03-20", role: "unscheduled", simulated: false };
      await sql`
        insert into record.visit (trial_id, site_id, subject_id, key, date, role, document, content_hash)
        values (${trial.id}, ${trial.sites.north}, ${trial.subjects["P-11"]!}, 'U1', '2024-03-20', 'unscheduled',
          ${sql.json({ ...document, unscheduledForSymptoms: true })}, ${hashOf(document)})`;
    });
    const rolesFor = async (person: string) =>
      (await as(person, (tx) => readPatient(tx, person, { trial: trial.key, subject: "P-11" }))).visits.map(
        ({ id, role, unscheduledForSymptoms }) => `${id} ${role} ${unscheduledForSymptoms}`,
      );
    expect(await rolesFor("coordinator")).toContain("U1 unscheduled true");
    expect(await rolesFor("reader")).toContain("U1 follow-up false");
  });
});
