import { asPerson, asSystem } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callMeeting, changeMeeting } from "../board/index.ts";
import { plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { findPlaces, PLACES_OF_A_KIND, placesQuery } from "./index.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
  const trial = await plantTrial(test.db);
  const other = await plantTrial(test.db, "other-trial");
  for (const role of ["coordinator", "reader", "statistician", "board", "administrator"])
    await plantPerson(test.db, trial.id, role);
  await plantPerson(test.db, trial.id, "coordinator", trial.sites.north, "north");
  await plantPerson(test.db, other.id, "coordinator", null, "stranger");
  await plantPerson(test.db, other.id, "coordinator", null, "gone");
  await asSystem(
    test.db,
    "end a membership for a test",
    ({ sql }) => sql`update identity.membership set revoked_at = now() where user_id = 'gone'`,
  );
});
afterAll(() => test.close());

const find = (person: string, text: string) =>
  asPerson(test.db, person, (tx) => findPlaces(tx, person, placesQuery.parse({ text })));
const keys = async (person: string, text: string) => (await find(person, text)).patients.map((p) => p.key);

describe("finding a place", () => {
  it("puts the key that was typed whole on top, then the shorter ones", async () => {
    expect(await keys("coordinator", " p-1 ")).toEqual(["P-1", "P-10", "P-11", "P-12"]);
    expect(await keys("reader", "1")).toEqual(["P-1", "P-10", "P-11", "P-12"]);
    expect(await keys("coordinator", "P-")).toHaveLength(PLACES_OF_A_KIND);
  });

  it("finds trials by title and key, for their members only", async () => {
    const trials = async (person: string) => (await find(person, "TRIAL")).trials.map((t) => t.key);
    expect(await trials("coordinator")).toEqual(["small-trial"]);
    expect(await trials("stranger")).toEqual(["other-trial"]);
    expect(await trials("gone")).toEqual([]);
  });

  it("finds no patient of another site, another trial, or after the membership has ended", async () => {
    const north = await keys("north", "P-");
    expect(north.length).toBeGreaterThan(0);
    expect(north.length).toBeLessThan(PLACES_OF_A_KIND);
    expect((await find("stranger", "P-1")).patients.every((p) => p.trial === "other-trial")).toBe(true);
    expect(await keys("gone", "P-")).toEqual([]);
  });

  it("finds a board's meeting by a part of its name, for those alone who read the record unblinded", async () => {
    const convene = (heldOn: string, title: string) =>
      callMeeting(test.db, "coordinator", { trial: "small-trial", heldOn, title });
    await convene("2025-01-07", "Second sarcoma board");
    const { meeting } = await convene("2026-12-08", "Second sarcoma board");
    await convene("2026-12-09", "Liver board");
    const named = async (person: string, text = "second SARC") =>
      (await find(person, text)).meetings.map((m) => `${m.title}, ${m.heldOn}, ${m.trial}`);
    const both = ["2026-12-08", "2025-01-07"].map((day) => `Second sarcoma board, ${day}, small-trial`);
    for (const person of ["coordinator", "board", "north", "administrator"])
      expect(await named(person), person).toEqual(both);
    for (const person of ["reader", "statistician", "stranger", "gone"])
      expect(await named(person), person).toEqual([]);
    const change = { heldOn: "2026-12-10", title: "Third board", reason: "test", isOff: true, seen: 0 };
    await changeMeeting(test.db, "coordinator", { meeting, ...change });
    expect(await named("board")).toEqual(both.slice(1));
    expect((await find("board", "third")).meetings).toMatchObject([{ id: meeting, heldOn: "2026-12-10", isOff: true }]);
  });

  it("takes signs of patterns as what they are, and refuses to look for nothing", async () => {
    for (const text of ["%", "_", "\\", "P_1", "'"]) expect(await keys("coordinator", text), text).toEqual([]);
    expect(() => placesQuery.parse({ text: "  " })).toThrow(/at least one letter/);
  });
});
