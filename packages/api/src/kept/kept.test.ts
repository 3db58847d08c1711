import { asPerson, asSystem, connect, supersede, type Tx } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { hashOf } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readEndpoints, readWorklist } from "../responses/index.ts";
import { checkedOnce, courseMemo, keptPart, remembered, stateOfTrial } from "./index.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  await plantPerson(test.db, trial.id, "coordinator");
  await plantPerson(test.db, trial.id, "board");
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.north, "north-coordinator");
});
afterAll(() => test.close());

const as = <T>(person: string, work: (tx: Tx) => Promise<T>) => asPerson(test.db, person, work);
const stateFor = (person: string) => as(person, (tx) => stateOfTrial(tx, trial.id));

/** One more millimetre on a target of P-n, as a correction. */
const grow = (key: string) =>
  asSystem(test.db, "a correction in a test", async (tx) => {
    const [row] = await tx.sql<{ id: string; longest: number; document: Record<string, unknown> }[]>`
      select id, longest_mm as longest, document from record.measurement
       where subject_id = ${trial.subjects[key]!} and superseded_at is null order by longest_mm desc limit 1`;
    const document = { ...row!.document, longestMm: row!.longest + 100 };
    await supersede(
      tx,
      "measurement",
      row!.id,
      { longest_mm: row!.longest + 100, document: JSON.stringify(document), content_hash: hashOf(document) },
      "read again",
    );
  });

describe("the state of a trial", () => {
  it("is the same for those who see the same, another for one site, and another after a correction", async () => {
    const before = await stateFor("coordinator");
    expect((await stateFor("board")).key).toBe(before.key);
    expect((await stateFor("north-coordinator")).key).not.toBe(before.key);
    await grow("P-3");
    expect((await stateFor("coordinator")).key).not.toBe(before.key);
  });

  it("does not change for one site by what happens at another", async () => {
    const [north, whole] = [await stateFor("north-coordinator"), await stateFor("coordinator")];
    await grow("P-2");
    expect((await stateFor("north-coordinator")).key).toBe(north.key);
    expect((await stateFor("coordinator")).key).not.toBe(whole.key);
  });

  it("changes with the name of a site", async () => {
    const before = await stateFor("coordinator");
    await asSystem(test.db, "rename", (tx) =>
      supersede(tx, "site", trial.sites.south, { name: "Southern hospital", content_hash: hashOf("s") }, "new name"),
    );
    expect((await stateFor("coordinator")).key).not.toBe(before.key);
  });

  it("keeps an answer as long as it holds, by question", async () => {
    let made = 0;
    const ask = (question: string) =>
      as("coordinator", async (tx) => remembered(tx, await stateOfTrial(tx, trial.id), question, async () => ++made));
    expect([await ask("one"), await ask("one"), await ask("two")]).toEqual([1, 1, 2]);
    await grow("P-5");
    expect(await ask("one")).toBe(3);
  });

  it("is made with statements planned by value, where the others of the connection are not", async () => {
    const kept = connect(test.appUrl, { max: 1, planning: "kept" });
    try {
      const mode = ({ sql }: Tx) => sql<{ mode: string }[]>`select current_setting('plan_cache_mode') as mode`;
      const seen = await asPerson(kept, "coordinator", async (tx) => [
        ...(await mode(tx)),
        ...(await remembered(tx, await stateOfTrial(tx, trial.id), "how it is planned", async () => [
          ...(await mode(tx)),
        ])),
      ]);
      expect(seen.map((one) => one.mode)).toEqual(["force_generic_plan", "force_custom_plan"]);
      const [after] = await asPerson(kept, "coordinator", async (tx) => [...(await mode(tx))]);
      expect(after?.mode).toBe("force_generic_plan");
    } finally {
      await kept.close();
    }
  });

  it("does not keep what could not be made", async () => {
    const ask = (make: () => Promise<string>) =>
      as("coordinator", async (tx) => remembered(tx, await stateOfTrial(tx, trial.id), "fails", make));
    await expect(ask(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await ask(async () => "yes")).toBe("yes");
  });

  it("is never another's who sees less, whatever was asked before", async () => {
    const ask = (person: string) =>
      as(person, async (tx) => remembered(tx, await stateOfTrial(tx, trial.id), "who asks", async () => person));
    expect(await ask("coordinator")).toBe("coordinator");
    expect(await ask("north-coordinator")).toBe("north-coordinator");
    expect(await ask("board")).toBe("coordinator");
  });
});

describe("what is made of each course", () => {
  it("is made anew for the subject that changed and for no other, and is nobody's who sees less", async () => {
    const memo = courseMemo<string>(100);
    const asked: string[][] = [];
    const ask = (person: string) =>
      as(person, async (tx) =>
        memo.ofTrial(tx, await stateOfTrial(tx, trial.id), async (ids) => {
          asked.push([...ids]);
          return new Map(ids.map((id) => [id, `${id} of ${asked.length}`]));
        }),
      );
    expect((await ask("coordinator")).size).toBe(12);
    await grow("P-7");
    const again = await ask("coordinator");
    expect(asked[1]).toEqual([trial.subjects["P-7"]]);
    expect([...again.keys()]).toHaveLength(12);
    expect((await ask("north-coordinator")).size).toBe(6);
    expect(asked[2]).toHaveLength(6);
    await ask("board");
    expect(asked).toHaveLength(3);
  });

  it("keeps no more than it may", async () => {
    const memo = courseMemo<number>(5);
    let made = 0;
    const ask = () =>
      as("coordinator", async (tx) =>
        memo.ofTrial(tx, await stateOfTrial(tx, trial.id), async (ids) => new Map(ids.map((id) => [id, ++made]))),
      );
    expect((await ask()).size).toBe(12);
    expect((await ask()).size).toBe(12);
    expect(made).toBeGreaterThanOrEqual(19);
  });
});

describe("an answer that is kept", () => {
  it("is checked the first time; another one with the same content is checked too", () => {
    let checks = 0;
    const check = checkedOnce(z.object({ n: z.number() }).refine(() => ++checks > 0));
    const answer = { n: 1, more: true };
    expect(check(answer)).toEqual({ n: 1 });
    expect(check(answer)).toBe(check(answer));
    expect(checks).toBe(1);
    expect(check({ n: 1 })).toEqual({ n: 1 });
    expect(checks).toBe(2);
    expect(() => check({ n: "1" })).toThrow(/number/);
    expect(() => check(null)).toThrow(/object/);
  });
});

describe("a part of an answer that is kept", () => {
  it("is checked the first time, the rest each time; what is wrong in either is refused", () => {
    let checks = 0;
    const schema = z.object({
      at: z.number(),
      rows: keptPart(z.array(z.object({ n: z.number() }).refine(() => ++checks > 0))),
    });
    const rows = [{ n: 1 }, { n: 2 }];
    expect(schema.parse({ at: 1, rows })).toEqual({ at: 1, rows });
    expect(schema.parse({ at: 2, rows }).rows).toBe(schema.parse({ at: 3, rows }).rows);
    expect(checks).toBe(2);
    expect(() => schema.parse({ at: "1", rows })).toThrow(/number/);
    expect(() => schema.parse({ at: 1, rows: [{ n: "1" }] })).toThrow(/number/);
  });
});

describe("answers about a cohort", () => {
  const endpoints = (person: string) => as(person, (tx) => readEndpoints(tx, person, { trial: trial.key }));

  it("tell of a correction at once", async () => {
    const before = (await endpoints("coordinator")).patients.find(({ subject }) => subject === "P-9");
    await grow("P-9");
    const after = (await endpoints("coordinator")).patients.find(({ subject }) => subject === "P-9");
    expect(after).not.toEqual(before);
  });

  it("are given page by page, with the figures of all; past the end there is nothing", async () => {
    const of = (page: number) =>
      as("coordinator", (tx) => readEndpoints(tx, "coordinator", { trial: trial.key, page, pageSize: 5 }));
    const [one, three, four] = [await of(1), await of(3), await of(4)];
    expect([one, three, four].map(({ patients }) => patients.length)).toEqual([5, 2, 0]);
    expect(three.summary).toEqual(one.summary);
    expect(one.summary.patients).toBe(12);
  });

  it("count who waits over all pages", async () => {
    const all = await as("coordinator", (tx) => readWorklist(tx, "coordinator", { trial: trial.key }));
    const some = await as("coordinator", (tx) =>
      readWorklist(tx, "coordinator", { trial: trial.key, page: 1, pageSize: 5 }),
    );
    expect(all.total).toBe(all.rows.length);
    expect(some.total).toBe(all.total);
    expect(some.rows).toEqual(all.rows.slice(0, 5));
  });
});
