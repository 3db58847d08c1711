import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { listReaders, setSeniority } from "../reads/index.ts";
import { readAgreement } from "./read-agreement.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "reader"]) await plantPerson(test.db, trial.id, role);
  await asSystem(test.db, "plant a second read", async ({ sql }) => {
    // The first reader found 50, 49, 41 mm (P-1) and 50, 48, 42 mm (P-2); the second sees P-1 shrink to 30 mm.
    for (const [subject, mm] of [
      ["P-1", [50, 30, 29]],
      ["P-2", [50, 48, 43]],
    ] as const)
      for (const [n, visit] of (["BL", "FU1", "FU2"] as const).entries()) {
        const document = { subject, visit, lesion: "T1", reader: "second", method: "entered", longestMm: mm[n]! };
        await sql`
          insert into record.measurement (trial_id, site_id, subject_id, visit_id, lesion_id, reader, method, longest_mm, document, content_hash)
          select v.trial_id, v.site_id, v.subject_id, v.id, l.id, 'second', 'entered', ${mm[n]!}, ${sql.json(document)}, ${hashOf(document)}
            from record.visit v join record.lesion l on l.subject_id = v.subject_id
            join record.subject s on s.id = v.subject_id where s.key = ${subject} and v.key = ${visit}`;
      }
  });
});
afterAll(() => test.close());

const read = (person: string, rest: { first?: string; second?: string } = {}) =>
  asPerson(test.db, person, (tx) => readAgreement(tx, person, { trial: trial.key, ...rest }));

describe("the readers of a trial", () => {
  it("are compared over the patients that both have read, each judged by their own figures", async () => {
    const { readers, pair, criterion } = await read("coordinator");
    expect(criterion).toBe("recist-1.1");
    expect(readers.map(({ id, measurements }) => [id, measurements])).toEqual([
      ["import", 36],
      ["second", 6],
    ]);
    expect(pair).toMatchObject({ first: "import", second: "second", subjects: 2 });
    expect(pair?.figures.sizes.n).toBe(6);
    // Differences 0, 19, 12, 0, 0, −1: mean 5.
    expect(pair?.figures.sizes.blandAltman).toMatchObject({ estimable: true, bias: 5 });
    // P-1: 49 and 41 of 50 mm are −2 % and −18 %, SD; 30 and 29 mm are −40 % and −42 %, PR, confirmed after 61 days.
    expect(pair?.discrepancies).toEqual([
      { subject: "P-1", kind: "response", visit: "FU1", first: "SD", second: "PR" },
      { subject: "P-1", kind: "sum", visit: "FU1", first: "49", second: "30" },
      { subject: "P-1", kind: "response", visit: "FU2", first: "SD", second: "PR" },
      { subject: "P-1", kind: "sum", visit: "FU2", first: "41", second: "29" },
    ]);
  });

  it("are those that are asked for, and none where a name measured nothing", async () => {
    expect((await read("coordinator", { first: "second" })).pair).toMatchObject({ first: "second", second: "import" });
    await expect(read("coordinator", { first: "nobody" })).rejects.toMatchObject({
      problems: [{ code: "READER_UNKNOWN" }],
    });
    expect((await read("coordinator", { first: "second", second: "second" })).pair).toBeNull();
  });

  it("stand with their seniority, and every two of them by it", async () => {
    expect((await read("coordinator")).bySeniority).toEqual([]);
    await plantPerson(test.db, trial.id, "administrator");
    const record = (reader: string, grade: "senior" | "in-training", years: number | null, seen = 0) =>
      setSeniority(test.db, "administrator", { trial: trial.key, reader, grade, years, seen });
    await record("import", "in-training", 3);
    await record("import", "senior", 12, 1);
    await record("second", "in-training", null);
    await expect(record("second", "senior", 9)).rejects.toMatchObject({ problems: [{ code: "CHANGED_MEANWHILE" }] });
    await expect(record("nobody", "senior", 9)).rejects.toMatchObject({ problems: [{ code: "READER_UNKNOWN" }] });
    const { readers, bySeniority, pair } = await read("coordinator");
    expect(readers.map(({ seniority }) => seniority)).toEqual([
      { grade: "senior", years: 12 },
      { grade: "in-training", years: null },
    ]);
    expect(bySeniority).toEqual([{ first: "import", second: "second", subjects: 2, figures: pair!.figures }]);
  });

  it("are people and sources: what was computed from masks is nobody's reading", async () => {
    await asSystem(test.db, "name the second read as computed", async ({ sql }) => {
      await sql`
        insert into record.measurement (trial_id, site_id, subject_id, visit_id, lesion_id, reader, method, longest_mm, document, content_hash)
        select trial_id, site_id, subject_id, visit_id, lesion_id, 'derived', 'derived-from-mask', longest_mm,
               document || '{"reader":"derived","method":"derived-from-mask"}', encode(sha256(('derived' || content_hash)::bytea), 'hex')
          from record.measurement where reader = 'second'`;
    });
    const { readers, pair } = await read("coordinator");
    expect(readers.map(({ id }) => id)).toEqual(["import", "second"]);
    expect(pair).toMatchObject({ first: "import", second: "second" });
    await expect(read("coordinator", { first: "derived" })).rejects.toMatchObject({
      problems: [{ code: "READER_UNKNOWN" }],
    });
    expect((await listReaders(test.db, "administrator", trial.key)).map(({ id }) => id)).not.toContain("derived");
  });

  it("are compared at the visits that both have read, the baseline's sums too", async () => {
    await asSystem(test.db, "plant a reader of one scan", async ({ sql }) => {
      const document = { subject: "P-1", visit: "BL", lesion: "T1", reader: "third", method: "entered", longestMm: 46 };
      await sql`
        insert into record.measurement (trial_id, site_id, subject_id, visit_id, lesion_id, reader, method, longest_mm, document, content_hash)
        select trial_id, site_id, subject_id, visit_id, lesion_id, 'third', 'entered', 46, ${sql.json(document)}, ${hashOf(document)}
          from record.measurement where reader = 'second' and document ->> 'subject' = 'P-1' and document ->> 'visit' = 'BL'`;
    });
    const { pair } = await read("coordinator", { first: "second", second: "third" });
    expect(pair).toMatchObject({ subjects: 1, sumUnit: "mm" });
    expect(pair?.pairs.sums).toEqual([{ subject: "P-1", lesion: null, visit: "BL", first: 50, second: 46 }]);
    // What the second found at FU1 and FU2 has nothing beside it.
    expect(pair?.figures.responses).toMatchObject({ n: 0, kappa: { estimable: false } });
    expect(pair?.discrepancies).toEqual([]);
  });

  it("are not shown to a blinded reader", async () => {
    await expect(read("reader")).rejects.toMatchObject({ problems: [{ code: "NOT_ALLOWED" }] });
  });
});
