import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asSystem, newKeyHalves, putMembers, storeOutcomes } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import { draftProtocol, lock, type PlantedSeal, plantSeal } from "./testing/planted-protocol.ts";
import { plantTrial } from "./testing/planted-trial.ts";

let t: TestDatabase;
let seal: PlantedSeal;
let family = 0;
const nextFamily = () => `f${++family}`;

beforeAll(async () => {
  t = await testDatabase();
  seal = await plantSeal(t.db, await plantTrial(t.db, "one"));
});
afterAll(() => t.close());

describe("storing", () => {
  const one = (value: string) => [{ subjectId: seal.sealedIds[0]!, endpoint: "response", value }];
  const store = (outcomes: Parameters<typeof storeOutcomes>[2], halves = seal.halves) =>
    asSystem(t.db, "store", (tx) => storeOutcomes(tx, seal.testSetId, outcomes, halves));

  test("the same outcome again changes nothing, another becomes a new version", async () => {
    expect(await store(one("PD-secret"))).toEqual({ added: 0, changed: 0, unchanged: 1 });
    expect(await store(one("CR"))).toEqual({ added: 0, changed: 1, unchanged: 0 });
    const rows =
      await t.admin`select version, superseded_at is null as live from sealed.outcome where subject_id = ${seal.sealedIds[0]!} and endpoint = 'response' order by 1`;
    expect(rows).toEqual([
      { version: 1, live: false },
      { version: 2, live: true },
    ]);
  });

  test("the role in which it is done is left again", async () => {
    const role = await asSystem(t.db, "store", async (tx) => {
      await storeOutcomes(tx, seal.testSetId, one("CR"), seal.halves);
      return tx.sql`select current_user as role`;
    });
    expect(role).toEqual([{ role: "nadir_system" }]);
  });

  test("without the key nothing can be stored, so nobody can find a value by trying", async () => {
    await expect(store(one("PD-secret"), newKeyHalves())).rejects.toMatchObject({ code: "SEAL_KEY_WRONG" });
  });

  test("only members and sealed endpoints are taken", async () => {
    await expect(store([{ subjectId: seal.trial.subjects[0]!.id, endpoint: "os", timeDays: 1 }])).rejects.toMatchObject(
      { code: "NOT_A_TEST_SUBJECT" },
    );
    await expect(store([{ subjectId: seal.sealedIds[0]!, endpoint: "pfs", timeDays: 1 }])).rejects.toMatchObject({
      code: "ENDPOINT_NOT_SEALED",
    });
  });

  test("the cipher texts are all of one length, and hold no clear word", async () => {
    const rows = await t.admin<{ n: number; clear: boolean }[]>`
      select distinct octet_length(payload) as n, position('secret'::bytea in payload) > 0 as clear from sealed.outcome`;
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ clear: false });
  });

  test("a sealed outcome is refused in the record, and a recorded one keeps its subject out of a test set", async () => {
    const insert = (subjectId: string, siteId: string, endpoint: string) =>
      asSystem(
        t.db,
        "try",
        ({ sql }) => sql`
        insert into record.outcome (trial_id, site_id, subject_id, endpoint, value, document, content_hash)
        values (${seal.trial.trialId}, ${siteId}, ${subjectId}, ${endpoint}, 'x', '{}', ${"0".repeat(64)})`,
      );
    await expect(insert(seal.sealedIds[0]!, seal.trial.siteIds[1], "os")).rejects.toMatchObject({
      code: "OUTCOME_IS_SEALED",
    });
    const free = seal.trial.subjects[0]!;
    await insert(free.id, free.siteId, "os");
    await expect(
      asSystem(t.db, "join late", (tx) =>
        putMembers(tx, seal.testSetId, [
          { subjectId: free.id, trialId: seal.trial.trialId, siteId: free.siteId, indexDay: null },
        ]),
      ),
    ).rejects.toMatchObject({ code: "OUTCOME_IN_THE_CLEAR" });
  });

  test("an index day can be corrected until a protocol on the set is locked", async () => {
    const put = (indexDay: string) =>
      asSystem(t.db, "correct", (tx) =>
        putMembers(tx, seal.testSetId, [
          { subjectId: seal.sealedIds[0]!, trialId: seal.trial.trialId, siteId: seal.trial.siteIds[1], indexDay },
        ]),
      );
    await put("2024-02-20");
    await lock(t.db, await draftProtocol(t.db, seal, nextFamily()));
    await put("2024-02-20");
    await expect(put("2024-05-20")).rejects.toMatchObject({ code: "TEST_SET_FIXED" });
  });
});
