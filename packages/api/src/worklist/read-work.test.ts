import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { computeResponses } from "../compute/compute-responses.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { readWork } from "./read-work.ts";

let test: TestDatabase;
let trial: PlantedTrial;
beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  await plantPerson(test.db, trial.id, "coordinator");
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.north, "north-coordinator");
  await plantPerson(test.db, trial.id, "reader");
  await asSystem(test.db, "schedule for a test", async (tx) => {
    await tx.sql`update record.trial set document = jsonb_set(document, '{schedule}',
      '[{"id":"BL","day":-7,"windowBefore":21,"windowAfter":7},{"id":"FU1","day":51,"windowBefore":3,"windowAfter":3},
        {"id":"FU2","day":112,"windowBefore":7,"windowAfter":7},{"id":"FU3","day":168,"windowBefore":7,"windowAfter":7}]'),
      reason = 'test' where id = ${trial.id}`;
    await computeResponses(tx, trial.id, ["recist-1.1", "irecist"], () => {});
  });
});
afterAll(() => test.close());

const work = async (person: string, asOf: string) =>
  asPerson(test.db, person, (tx) => readWork(tx, person, { asOf, coming: true }));
const ids = async (person: string, asOf: string) =>
  (await work(person, asOf)).flatMap(({ items }) => items.map(({ id, state }) => `${id} ${state}`));

describe("the worklist", () => {
  it("has what is due on the day, of the person's sites alone", async () => {
    const all = await ids("coordinator", "2024-06-26");
    // Day 168 from 2024-01-10 is 2024-06-26; ten of the twelve died on 2024-12-01, after that.
    expect(all.filter((id) => id.startsWith("visit/") && id.endsWith("/FU3 due"))).toHaveLength(12);
    expect(all.filter((id) => id.startsWith("quality/"))).toHaveLength(12);
    const [north] = await work("north-coordinator", "2024-06-26");
    expect(new Set(north?.items.map(({ site }) => site))).toEqual(new Set(["North hospital"]));
    expect(north?.items.some(({ subject }) => subject === "P-2")).toBe(false);
  });

  it("awaits the scan that confirms a progression, and forgets it where the patient died", async () => {
    // P-12: 50 mm, 38 mm, 52 mm. The sum rose by 14 mm over 38 mm (37 %): progression on 2024-05-01, to be seen again from
    // 28 days later, 2024-05-29, and by 56 days, 2024-06-26 (iRECIST).
    const due = (await work("coordinator", "2025-01-15"))[0]?.items.filter(({ kind }) => kind === "confirmation");
    expect(
      due?.filter(({ criterion }) => criterion === "irecist").map((i) => [i.subject, i.label, i.from, i.to, i.state]),
    ).toContainEqual(["P-12", "iUPD", "2024-05-29", "2024-06-26", "overdue"]);
    expect(due?.some(({ subject }) => subject === "P-11")).toBe(false);
    // Before the death P-11 waited as well.
    const before = (await work("coordinator", "2024-06-01"))[0]?.items.filter(({ kind }) => kind === "confirmation");
    expect(
      before?.some(({ subject, criterion, state }) => subject === "P-11" && criterion === "irecist" && state === "due"),
    ).toBe(true);
  });

  it("knows nothing of what came after the day", async () => {
    const march = await ids("coordinator", "2024-03-10");
    expect(march.some((id) => id.includes("iUPD") || id.startsWith("confirmation/P-12/irecist/FU2"))).toBe(false);
    expect(march.filter((id) => id.endsWith("/FU2 coming"))).toHaveLength(12);
  });

  it("is narrowed by kind, site and whose move it is, and counts what is to be done", async () => {
    const [chosen] = await asPerson(test.db, "coordinator", (tx) =>
      readWork(tx, "coordinator", { asOf: "2024-06-26", kind: "visit", site: "South hospital", move: "coordinator" }),
    );
    expect(chosen?.total).toBe(6);
    expect(chosen?.items.every((i) => i.kind === "visit" && i.site === "South hospital")).toBe(true);
    expect(chosen?.counts).toMatchObject({ visit: 6, scan: 6, read: 0 });
    const [early] = await asPerson(test.db, "coordinator", (tx) => readWork(tx, "coordinator", { asOf: "2024-02-01" }));
    expect(early?.counts.visit).toBe(0);
  });

  it("says that the data are locked, under which nothing of it is done", async () => {
    const locked = async () => (await work("coordinator", "2024-06-26")).map((of) => of.locked);
    expect(await locked()).toEqual([null]);
    const [lock] = await test.admin<{ id: string }[]>`
      insert into identity.data_lock (trial_id, reason, locked_by) values (${trial.id}, 'cleaned', 'coordinator') returning id`;
    expect(await locked()).toEqual([expect.objectContaining({ byYou: true, reason: "cleaned" })]);
    await test.admin`
      update identity.data_lock set unlocked_at = now(), unlocked_by = 'system', unlock_reason = 'x' where id = ${lock!.id}`;
    expect(await locked()).toEqual([null]);
  });

  it("shows a blinded reader nothing, and nothing of a trial that is not the person's", async () => {
    expect(await work("reader", "2024-06-26")).toEqual([]);
    const named = await asPerson(test.db, "coordinator", (tx) =>
      readWork(tx, "coordinator", { asOf: "2024-06-26", trial: "none" }),
    );
    expect(named).toEqual([]);
  });
});
