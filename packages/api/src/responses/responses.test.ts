import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { makeVolume, writeNifti } from "@nadir/imaging";
import { assess } from "@nadir/response";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import {
  awaited,
  comparison,
  comparisonQuery,
  landmark,
  landmarkQuery,
  maskSizes,
  measureMasks,
  readAwaited,
  readCase,
  readComparison,
  readEndpoints,
  readLandmark,
  readMasksToMeasure,
  readSubjectEndpoints,
  readWorklist,
  subjectCase,
  subjectEndpoints,
  trialEndpoints,
  worklist,
} from "./index.ts";

/** Of P-n the one target measures 50, 50 − n, 40 + n mm: P-10, P-11 and P-12 grow by 20 % and 5 mm over their nadir. */
let test: TestDatabase;
let trial: PlantedTrial;
let folder: string;
let store: ObjectStore;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "reader", "statistician"]) await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.north, "north-coordinator");
  folder = await mkdtemp(join(tmpdir(), "nadir-responses-"));
  store = await openLocalStore(folder);
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true, force: true });
});

const as = <T>(person: string, work: Parameters<typeof asPerson<T>>[2]) => asPerson(test.db, person, work);
const compare = (person: string, query: object = {}) =>
  as(person, (tx) => readComparison(tx, person, comparisonQuery.parse({ trial: trial.key, ...query })));

describe("criteria compared over a trial", () => {
  it("takes the trial's first two criteria, and counts who is where", async () => {
    const found = comparison.parse(await compare("coordinator"));
    expect(found.own).toEqual(["recist-1.1", "irecist"]);
    expect(found.criteria).toContain("imrecist");
    expect(found.pairs).toHaveLength(1);
    // All were stable at the first follow-up, 51 days on: SD is the best of all twelve, and one category has no kappa.
    expect(found.chosen).toMatchObject({ patients: 12, discordant: 0, kappa: { estimable: false }, changes: [] });
    const sd = found.chosen!.categories.indexOf("SD");
    expect(found.chosen!.table[sd]![sd]).toBe(12);
    expect(found.chosen!.table.flat().reduce((a, b) => a + b, 0)).toBe(12);
  });

  it("says who has no answer of one of the two: irRC needs the second diameter", async () => {
    const found = await compare("coordinator", { second: "irrc" });
    expect(found.chosen).toMatchObject({ patients: 0, withoutBoth: 12, kappa: { estimable: false } });
  });

  it("shows a person their sites only, and a blinded reader nothing", async () => {
    expect((await compare("north-coordinator")).chosen?.patients).toBe(6);
    await expect(compare("reader")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(compare("stranger")).rejects.toMatchObject({ code: "TRIAL_UNKNOWN" });
  });
});

describe("the worklist of confirming scans", () => {
  it("has who is alive and awaits one, from when to when and what it must show", async () => {
    const found = worklist.parse(
      await as("coordinator", (tx) => readWorklist(tx, "coordinator", { trial: trial.key })),
    );
    // P-10 and P-11 progressed too, but have died. 52 mm at the iUPD of P-12, nadir 38 mm: 57 mm confirm, below 45.6 resets.
    expect(found.rows.map(({ subject, criterion, label }) => [subject, criterion, label])).toEqual([
      ["P-12", "irecist", "iUPD"],
    ]);
    expect(found.rows[0]).toMatchObject({
      earliest: "2024-05-29",
      latest: "2024-06-26",
      confirms: expect.stringContaining("at least 57 mm"),
      resets: expect.stringContaining("below 45.6 mm"),
      lastVisit: { id: "FU2", date: "2024-05-01", overall: "iUPD" },
    });
  });

  it("has progressions and responses apart, each with a page of its own", async () => {
    const ask = async (progressionPage: number) =>
      awaited.parse(
        await as("coordinator", (tx) =>
          readAwaited(tx, "coordinator", { trial: trial.key, progressionPage, responsePage: 1, pageSize: 25 }),
        ),
      );
    const { progression, response, ...about } = await ask(1);
    const { rows, total, ...whole } = worklist.parse(
      await as("coordinator", (tx) => readWorklist(tx, "coordinator", { trial: trial.key })),
    );
    expect(about).toEqual(whole);
    expect([progression, response]).toEqual([
      { total, rows },
      { total: 0, rows: [] },
    ]);
    expect((await ask(2)).progression).toEqual({ total: 1, rows: [] });
  });
});

describe("endpoints of a trial", () => {
  it("rates, curves and each patient's own times with their rules", async () => {
    const found = trialEndpoints.parse(
      await as("coordinator", (tx) => readEndpoints(tx, "coordinator", { trial: trial.key })),
    );
    expect(found).toMatchObject({ criterion: "recist-1.1", notAssessed: 0, withheld: 0 });
    expect(found.summary).toMatchObject({
      patients: 12,
      objectiveResponse: { confirmed: { count: 0, of: 12 } },
      diseaseControl: { confirmed: { count: 12, of: 12 } },
      // Treatment starts on 2024-01-10. P-10 to P-12 progress on day 112; eight die on day 326; P-2 is censored on day 112.
      pfs: { curve: { n: 12, events: 11 } },
      os: { curve: { n: 12, events: 10 } },
      durationOfResponse: { estimable: false },
    });
    const of = (subject: string) => found.patients.find((p) => p.subject === subject);
    expect(of("P-12")?.pfs).toMatchObject({ status: "event", cause: "progression", days: 112 });
    expect(of("P-1")?.pfs).toMatchObject({ cause: "death", days: 326, rule: "Death without progression." });
    expect(of("P-2")?.os).toMatchObject({ status: "censored", days: 112 });
  });

  it("of one subject under each criterion of the trial", async () => {
    const found = subjectEndpoints.parse(
      await as("coordinator", (tx) => readSubjectEndpoints(tx, "coordinator", { trial: trial.key, subject: "P-12" })),
    );
    expect(found.map(({ criterion, pfs }) => [criterion, pfs.rule])).toEqual([
      ["recist-1.1", "Progression."],
      ["irecist", "Progression that was not confirmed: an event at its first date (A20)."],
    ]);
  });
});

describe("a subject's course for the browser", () => {
  it("is the case that the criteria read", async () => {
    const { document, own } = await as("coordinator", (tx) =>
      readCase(tx, "coordinator", { trial: trial.key, subject: "P-3" }),
    );
    expect(own).toEqual(["recist-1.1", "irecist"]);
    expect(document.visits.map((visit) => visit.measurements?.[0]?.longestMm)).toEqual([50, 47, 43]);
    await expect(
      as("coordinator", (tx) => readCase(tx, "coordinator", { trial: trial.key, subject: "P-99" })),
    ).rejects.toMatchObject({ code: "SUBJECT_UNKNOWN" });
  });
});

describe("a score beside the response from a landmark on", () => {
  const read = (person: string, query: object = {}) =>
    as(person, (tx) => readLandmark(tx, person, landmarkQuery.parse({ trial: trial.key, landmarkDays: 60, ...query })));

  it("without a numeric biomarker there is no score to choose", async () => {
    expect(landmark.parse(await read("coordinator"))).toMatchObject({ scores: [], score: null, comparison: null });
  });

  it("by hand: a score that orders all deaths has C 1, a response that all share 0.5", async () => {
    await asSystem(test.db, "plant a biomarker and survival for a test", async ({ sql }) => {
      for (let n = 1; n <= 12; n++) {
        const subject = trial.subjects[`P-${n}`]!;
        const [of] = await sql<object[]>`select trial_id, site_id from record.subject where id = ${subject}`;
        const row = { ...of, subject_id: subject, recorded_by: "", content_hash: hashOf(n), document: sql.json({}) };
        // P-12 was drawn on day 100 of treatment, after the landmark; P-11 has no survival in the table and died.
        const date = n === 12 ? "2024-04-19" : "2024-01-05";
        await sql`insert into record.biomarker ${sql({ ...row, code: "marker", value: -n, date } as never)}`;
        if (n !== 11)
          await sql`insert into record.outcome ${sql({ ...row, endpoint: "os", time_days: 50 + 10 * n, event: n !== 10 } as never)}`;
      }
    });
    const found = landmark.parse(await read("coordinator", { horizonDays: 50 }));
    expect(found).toMatchObject({ scores: ["marker"], score: "marker", criterion: "recist-1.1" });
    // P-1 dies on day 60, the landmark itself; FU1, day 51, was stable in all others.
    expect(found.leftOut).toEqual([
      { reason: "the event came on or before the landmark", patients: 1 },
      { reason: "the score was made after the landmark", patients: 1 },
    ]);
    expect(found.comparison).toMatchObject({
      estimable: true,
      patients: 10,
      events: 9,
      categories: { SD: 10 },
      model: { c: 1 },
      criterion: { c: 0.5 },
      difference: 0.5,
      interval: { lower: 0.5, upper: 0.5 },
      likelihood: { estimable: false },
    });
    // Eleven times were entered; the endpoints page says so beside its own curve.
    const endpoints = await as("coordinator", (tx) => readEndpoints(tx, "coordinator", { trial: trial.key }));
    expect(trialEndpoints.parse(endpoints).enteredSurvival).toBe(11);
    // Turned round, the same score is wrong about every pair.
    const turned = await read("coordinator", { lowerIsWorse: true });
    expect(turned.comparison).toMatchObject({ model: { c: 0 }, difference: -0.5 });
  });

  it("is not for a blinded reader, and counts a person's own sites only", async () => {
    await expect(read("reader")).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const north = await read("north-coordinator");
    const counted = north.comparison?.estimable === true ? north.comparison.patients : 0;
    expect(counted + north.leftOut.reduce((sum, { patients }) => sum + patients, 0)).toBe(6);
  });
});

describe("a blinded reader tries measurements", () => {
  /** Rows of P-4 that the reader must not learn of, and two reads of the reader's own. */
  beforeAll(() =>
    asSystem(test.db, "plant reads of two readers for a test", async ({ sql }) => {
      const subject = trial.subjects["P-4"]!;
      const [of] = await sql<{ trial_id: string; site_id: string }[]>`
        select trial_id, site_id from record.subject where id = ${subject}`;
      const row = { ...of, subject_id: subject, recorded_by: "" };
      const hash = (document: object) => ({
        document: sql.json(document as never),
        content_hash: hashOf(document as never),
      });
      const lesion = { subject: "P-4", node: false, irradiated: false, injected: false };
      const news = [
        { ...lesion, id: "X-other", role: "new", organ: "brain", certainty: "equivocal", confirmedAt: "FU2" },
        { ...lesion, id: "X-own", role: "new", organ: "liver", irradiated: true },
      ];
      for (const document of news)
        await sql`insert into record.lesion ${sql({ ...row, key: document.id, role: "new", organ: document.organ, ...hash(document) } as never)}`;
      const idOf = async (table: string, key: string) =>
        (
          await sql<
            { id: string }[]
          >`select id from record.${sql(table)} where subject_id = ${subject} and key = ${key}`
        )[0]!.id;
      const read = async (reader: string, visit: string, of: string, longestMm: number) => {
        const document = { subject: "P-4", visit, lesion: of, reader, method: "entered", longestMm };
        await sql`insert into record.measurement ${sql({
          ...row,
          visit_id: await idOf("visit", visit),
          lesion_id: await idOf("lesion", of),
          reader,
          method: "entered",
          longest_mm: longestMm,
          ...hash(document),
        } as never)}`;
      };
      await read("reader", "BL", "T1", 48);
      await read("reader", "FU1", "T1", 33);
      await read("reader", "FU2", "X-own", 12);
      for (const visit of ["FU1", "FU2"]) await read("second", visit, "X-other", 17);
      for (const [reader, status] of [
        ["reader", "present"],
        ["second", "unequivocal-progression"],
      ] as const) {
        const document = { subject: "P-4", visit: "BL", reader, status };
        await sql`insert into record.non_target_assessment ${sql({ ...row, visit_id: await idOf("visit", "BL"), reader, status, ...hash(document) } as never)}`;
      }
    }),
  );
  const own = () => as("reader", (tx) => readCase(tx, "reader", { trial: trial.key, subject: "P-4" }));

  it("on own reads alone: own sizes, own new lesion, own word on non-target disease", async () => {
    const { document, ownReadsOnly } = subjectCase.parse(await own());
    expect(ownReadsOnly).toBe(true);
    expect(document.visits.map(({ id, measurements }) => [id, measurements])).toEqual([
      ["BL", [{ lesion: "T1", longestMm: 48 }]],
      ["FU1", [{ lesion: "T1", longestMm: 33 }]],
      ["FU2", [{ lesion: "X-own", longestMm: 12 }]],
    ]);
    expect(document.visits[0]?.nonTarget).toEqual({ status: "present" });
    expect(document.lesions.map(({ id }) => id)).toEqual(["T1", "X-own"]);
    // 33 of 48 is −31.25 %; the import's 46 of 50 would be stable.
    expect(assess(document, "recist-1.1", { trace: false }).visits.FU1?.target).toBe("PR");
  });

  it("nothing that another reader found, no treatment, no arm, no outcome is anywhere in it", async () => {
    const text = JSON.stringify(await own());
    for (const secret of [
      "X-other",
      "17",
      "46",
      "44",
      "second",
      "unequivocal",
      "confirmedAt",
      "equivocal",
      "pembrolizumab",
    ])
      expect(text).not.toContain(secret);
    // The start of treatment and the death are on record; the case knows the day of the baseline scan instead.
    expect(text).not.toContain("2024-01-10");
    expect(text).not.toContain("2024-12-01");
    const { document } = await own();
    expect(document.course).toEqual({ disease: "solid-tumour", treatmentStart: "2024-01-01" });
    expect(document.lesions.every(({ irradiated }) => irradiated === false)).toBe(true);
  });

  it("a reader who has measured nothing yet has the lesions and no size; endpoints stay closed", async () => {
    const { document } = await as("reader", (tx) => readCase(tx, "reader", { trial: trial.key, subject: "P-5" }));
    expect(document.lesions.map(({ id }) => id)).toEqual(["T1"]);
    expect(document.visits.flatMap(({ measurements }) => measurements)).toEqual([]);
    await expect(
      as("reader", (tx) => readSubjectEndpoints(tx, "reader", { trial: trial.key, subject: "P-4" })),
    ).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });
});

describe("sizes derived from delineations", () => {
  it("are measured, or the mask says why not; nothing is recorded", async () => {
    const data = new Uint8Array(5 * 3 * 2);
    for (let i = 1; i < 5; i++) data[i + 5 * (1 + 3 * 1)] = 1;
    const bytes = writeNifti(makeVolume({ data, dims: [5, 3, 2], spacing: [2, 2, 5] }));
    const object = await store.put(bytes);
    const subject = trial.subjects["P-1"]!;
    await asSystem(test.db, "plant masks for a test", async ({ sql }) => {
      const [of] = await sql<Record<string, string>[]>`
        select s.trial_id, s.site_id, s.id as subject_id, l.id as lesion_id
        from record.subject s join record.lesion l on l.subject_id = s.id where s.id = ${subject}`;
      for (const [visit, label] of [
        ["BL", 1],
        ["FU1", 4],
      ] as const) {
        const document = {
          subject: "P-1",
          visit,
          image: "ct",
          lesion: "T1",
          file: "m.nii",
          label,
          authorKind: "import",
        };
        await sql`insert into record.mask ${sql({
          ...of,
          image_id: trial.images[visit],
          label,
          object_hash: object,
          author_kind: "import",
          author: "import",
          document: sql.json(document as never),
          content_hash: hashOf(document),
        } as never)}`;
      }
    });
    const before = await asSystem(test.db, "count", ({ sql }) => sql`select count(*) from record.measurement`);
    const rows = await as("coordinator", (tx) =>
      readMasksToMeasure(tx, "coordinator", { trial: trial.key, subject: "P-1" }),
    );
    const found = maskSizes.parse(await measureMasks(store, rows, "axial"));
    // Four voxels of 2 mm in a row, in the second slice.
    expect(found[0]).toMatchObject({
      lesion: "T1",
      visit: "BL",
      problem: null,
      size: { longestMm: 8, perpendicularMm: 2, slice: 1, volumeMm3: 80, product: { value: 16, slice: 1 } },
    });
    expect(found[1]).toMatchObject({ visit: "FU1", size: null, problem: expect.stringContaining("label 4") });
    expect(await asSystem(test.db, "count", ({ sql }) => sql`select count(*) from record.measurement`)).toEqual(before);
    await expect(
      as("reader", (tx) => readMasksToMeasure(tx, "reader", { trial: trial.key, subject: "P-1" })),
    ).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });
});
