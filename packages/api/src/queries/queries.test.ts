import { asPerson, verifyAudit } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readWork } from "../worklist/index.ts";
import { raiseQueryOn, readQueries, sayInQuery, waitingQueries } from "./queries.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "data-manager", "reader", "statistician", "board"])
    await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "reader", null, "second-reader");
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.south, "south-coordinator");
});
afterAll(() => test.close());

const raise = (
  person: string,
  subject: string,
  askedOf: "coordinator" | "reader" | "data-manager",
  item: string | null = null,
) => raiseQueryOn(test.db, person, { trial: trial.key, subject, item, askedOf, text: "Why is the slice 5 mm thick?" });
const say = (person: string, query: string, act: "ask" | "answer" | "close", text = "Said.") =>
  sayInQuery(test.db, person, { trial: trial.key, query, act, text });
const seen = (person: string, subject: string) =>
  asPerson(test.db, person, (tx) => readQueries(tx, person, { trial: trial.key, subject }));
const work = async (person: string) =>
  (await asPerson(test.db, person, (tx) => readWork(tx, person, { asOf: "2024-06-01" }))).flatMap(({ items }) => items);

describe("a query", () => {
  it("is raised, answered and closed, and says whose move it is; a closed one takes its item off the worklist", async () => {
    const item = "quality/P-1/FU2";
    expect((await work("coordinator")).some(({ id }) => id === item)).toBe(true);
    const { id } = await raise("data-manager", "P-1", "coordinator", item);
    const waiting = async () => (await work("coordinator")).find((i) => i.id === `query/${id}`);
    expect(await waiting()).toMatchObject({ kind: "query", move: "coordinator", subject: "P-1" });
    await expect(say("coordinator", id, "close")).rejects.toMatchObject({ problems: [{ code: "NOT_YOUR_MOVE" }] });
    await say("coordinator", id, "answer", "The scanner was replaced; it is in the note to file.");
    expect(await waiting()).toMatchObject({ move: "data-manager" });
    await say("data-manager", id, "ask", "Since when?");
    expect(await waiting()).toMatchObject({ move: "coordinator" });
    await say("coordinator", id, "answer", "Since April.");
    await say("data-manager", id, "close", "Accepted.");
    expect(await waiting()).toBeUndefined();
    expect((await work("coordinator")).some((i) => i.id === item)).toBe(false);
    const [thread] = await seen("coordinator", "P-1");
    expect(thread?.said.map(({ act, text }) => `${act}: ${text}`)).toEqual([
      "raised: Why is the slice 5 mm thick?",
      "answered: The scanner was replaced; it is in the note to file.",
      "raised: Since when?",
      "answered: Since April.",
      "closed: Accepted.",
    ]);
    await expect(say("data-manager", id, "ask")).rejects.toMatchObject({ problems: [{ code: "QUERY_CLOSED" }] });
  });

  it("of the coordinator's side is hidden from a blinded reader; what readers are asked is not", async () => {
    await raise("data-manager", "P-3", "coordinator");
    const toReaders = await raise("coordinator", "P-3", "reader");
    const own = await raise("second-reader", "P-3", "coordinator");
    expect((await seen("reader", "P-3")).map(({ id }) => id)).toEqual([toReaders.id]);
    expect((await seen("second-reader", "P-3")).map(({ id }) => id).sort()).toEqual([toReaders.id, own.id].sort());
    expect(await seen("coordinator", "P-3")).toHaveLength(3);
    const rows = await asPerson(
      test.db,
      "reader",
      ({ sql }) => sql`select id from record.query_event where query_id <> ${toReaders.id}`,
    );
    expect(rows).toEqual([]);
  });

  it("tells a blinded reader neither whose words these are nor which criterion waits", async () => {
    const { id } = await raise("coordinator", "P-5", "reader", "confirmation/P-5/irecist/FU1");
    await say("second-reader", id, "answer", "Read again.");
    const [thread] = await seen("reader", "P-5");
    expect(thread).toMatchObject({ item: null, said: [{ by: "coordinator" }, { by: "reader" }] });
    expect((await seen("second-reader", "P-5"))[0]?.said.map(({ by }) => by)).toEqual([
      "coordinator",
      "Test second-reader",
    ]);
    expect((await seen("coordinator", "P-5"))[0]).toMatchObject({
      item: "confirmation/P-5/irecist/FU1",
      said: [{ by: "Test coordinator" }, { by: "Test second-reader" }],
    });
    await raise("coordinator", "P-5", "reader", "read/P-5/FU1");
    expect((await seen("reader", "P-5")).map(({ item }) => item)).toContain("read/P-5/FU1");
  });

  it("waits before whoever takes the next step, a blinded reader too, and before nobody else", async () => {
    const waiting = (person: string) =>
      asPerson(test.db, person, (tx) => waitingQueries(tx, person, trial.key)).then((threads) =>
        threads.filter(({ subject }) => subject === "P-7"),
      );
    const { id } = await raise("coordinator", "P-7", "reader", "confirmation/P-7/irecist/FU1");
    const asked = { id, subject: "P-7", state: "raised", text: "Why is the slice 5 mm thick?", at: expect.any(Date) };
    // Neither the item that it is about nor whose words these are.
    expect(await waiting("reader")).toEqual([asked]);
    expect(await waiting("second-reader")).toEqual([asked]);
    expect([await waiting("coordinator"), await waiting("data-manager")]).toEqual([[], []]);
    await say("second-reader", id, "answer", "It was scanned so.");
    expect(await waiting("reader")).toEqual([]);
    expect(await waiting("coordinator")).toEqual([{ ...asked, state: "answered", text: "It was scanned so." }]);
    await say("coordinator", id, "close", "Accepted.");
    expect(await waiting("coordinator")).toEqual([]);
    // What a reader asked comes back to that reader alone.
    const own = await raise("second-reader", "P-7", "coordinator");
    await say("coordinator", own.id, "answer", "Yes.");
    expect((await waiting("second-reader")).map((thread) => thread.id)).toEqual([own.id]);
    expect(await waiting("reader")).toEqual([]);
    await expect(waiting("board")).rejects.toMatchObject({ problems: [{ code: "NOT_ALLOWED" }] });
  });

  it("is of the person's own sites, and not for a statistician or the board", async () => {
    await expect(raise("south-coordinator", "P-1", "reader")).rejects.toMatchObject({
      problems: [{ code: "SUBJECT_UNKNOWN" }],
    });
    expect(await seen("south-coordinator", "P-3")).toEqual([]);
    for (const person of ["statistician", "board"]) {
      await expect(raise(person, "P-1", "reader")).rejects.toMatchObject({ problems: [{ code: "NOT_ALLOWED" }] });
      const rows = await asPerson(test.db, person, ({ sql }) => sql`select id from record.query_event`);
      expect(rows).toEqual([]);
    }
  });

  it("stays as it is, whoever tries, and stands in the log", async () => {
    await expect(
      asPerson(test.db, "data-manager", ({ sql }) => sql`update record.query_event set text = 'other'`),
    ).rejects.toThrow();
    await expect(
      asPerson(
        test.db,
        "reader",
        ({ sql }) => sql`
        insert into record.query_event (query_id, trial_id, site_id, subject_id, item, act, text, asked_of, raised_by, raised_as)
        select query_id, trial_id, site_id, subject_id, 'other/item', 'closed', 'forged', asked_of, raised_by, raised_as
          from record.query_event limit 1`,
      ),
    ).rejects.toMatchObject({ problems: [{ code: "QUERY_UNKNOWN" }] });
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  });
});
