import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { asAuditor, asPerson, asSystem, connect, openOutcomes, storeOutcomes, verifyAudit } from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import {
  APPROVER,
  AUTHOR,
  draftProtocol,
  lock,
  type PlantedSeal,
  plantSeal,
  readyProtocol,
  setState,
  sign,
} from "./testing/planted-protocol.ts";
import { addMember, plantTrial } from "./testing/planted-trial.ts";

let t: TestDatabase;
let seal: PlantedSeal;
let family = 0;
const nextFamily = () => `f${++family}`;

/** A database a block: an opened set takes no more outcomes, and the blocks should not meet. */
function withSeal(): void {
  beforeAll(async () => {
    t = await testDatabase({ max: 8 });
    seal = await plantSeal(t.db, await plantTrial(t.db, "one"));
  });
  afterAll(() => t.close());
}

const state = async (protocolId: string) =>
  (await t.admin`select state from validation.protocol where id = ${protocolId}`)[0]!["state"];
const open = (o: { protocolId: string; signatureId: string }, personId = AUTHOR, halves = seal.halves) =>
  openOutcomes(t.db, personId, { ...o, halves });
const refusals = () =>
  t.admin<
    { actor: string; object: string; payload: string }[]
  >`select actor, object, payload from audit.event where action = 'opening-refused' order by seq`;

describe("what must be right before an opening", () => {
  withSeal();

  test("a draft, and a locked protocol without predictions, are not opened", async () => {
    const protocolId = await draftProtocol(t.db, seal, nextFamily());
    const early = await sign(t.db, AUTHOR, protocolId, "open outcomes");
    await expect(open({ protocolId, signatureId: early.id })).rejects.toMatchObject({ code: "NOT_LOCKED" });
    await lock(t.db, protocolId);
    await expect(open({ protocolId, signatureId: early.id })).rejects.toMatchObject({ code: "PREDICTIONS_INCOMPLETE" });
  });

  test("both halves of the key, the opener's own signature, and a protocol that exists", async () => {
    const ready = await readyProtocol(t.db, seal, nextFamily());
    await expect(open(ready, AUTHOR, { a: seal.halves.a, b: seal.halves.a })).rejects.toMatchObject({
      code: "SEAL_KEY_WRONG",
    });
    await expect(open(ready, AUTHOR, { a: seal.halves.a.slice(1), b: seal.halves.b })).rejects.toMatchObject({
      code: "SEAL_KEY_WRONG",
    });
    await expect(open(ready, APPROVER)).rejects.toMatchObject({ code: "SIGNATURE_MISSING" });
    const authored =
      await t.admin`select id from validation.signature where protocol_id = ${ready.protocolId} and meaning = 'authored'`;
    await expect(open({ ...ready, signatureId: authored[0]!["id"] as string })).rejects.toMatchObject({
      code: "SIGNATURE_MISSING",
    });
    await expect(open({ ...ready, protocolId: ready.signatureId })).rejects.toMatchObject({ code: "PROTOCOL_UNKNOWN" });
    expect(await state(ready.protocolId)).toBe("predicted");
    expect(await t.admin`select * from analysis.outcome`).toHaveLength(0);
  });

  test.each([
    [
      "split",
      `update validation.split_assignment set "set" = 'excluded' where "set" = 'training' and protocol_id = `,
      "PLAN_CHANGED_AFTER_LOCK",
    ],
    [
      "predictions",
      "update validation.prediction set value = 0.99 where value is not null and protocol_id = ",
      "PLAN_CHANGED_AFTER_LOCK",
    ],
    [
      "a removed prediction",
      "delete from validation.prediction where value is not null and protocol_id = ",
      "PREDICTIONS_INCOMPLETE",
    ],
    ["text", `update validation.protocol set document = '{"other":1}' where id = `, "PLAN_CHANGED_AFTER_LOCK"],
    [
      "text and its canonical form",
      `update validation.protocol set document = '{"other":1}', canonical = '{"other":1}' where id = `,
      "PLAN_CHANGED_AFTER_LOCK",
    ],
    [
      "a removed signature",
      "delete from validation.signature where meaning = 'authored' and protocol_id = ",
      "SIGNATURE_MISSING",
    ],
  ])("an owner's tampering with the %s after the lock is found", async (_what, statement, code) => {
    const ready = await readyProtocol(t.db, seal, nextFamily());
    const table = /(?:update|from) (\S+)/.exec(statement)![1]!;
    await t.admin.begin(async (sql) => {
      await sql
        .unsafe(
          `alter table ${table} disable trigger user; ${statement} '${ready.protocolId}'; alter table ${table} enable trigger user`,
        )
        .simple();
    });
    await expect(open(ready)).rejects.toMatchObject({ code });
    expect(await state(ready.protocolId)).toBe("predicted");
    const named = { ok: false, rows: expect.arrayContaining([expect.objectContaining({ table })]) };
    expect(await verifyAudit(t.db)).toMatchObject(named);
  });

  test("a refused attempt is in the log although its transaction was undone", async () => {
    const ready = await readyProtocol(t.db, seal, nextFamily());
    const before = (await refusals()).length;
    await expect(open(ready, APPROVER)).rejects.toMatchObject({ code: "SIGNATURE_MISSING" });
    const after = await refusals();
    expect(after).toHaveLength(before + 1);
    expect(after.at(-1)).toMatchObject({ actor: APPROVER, object: `validation.protocol/${ready.protocolId}` });
    expect(JSON.parse(after.at(-1)!.payload)).toMatchObject({ code: "SIGNATURE_MISSING", trial: seal.trial.trialId });
  });

  test("a broken log opens nothing", async () => {
    const ready = await readyProtocol(t.db, seal, nextFamily());
    const change = (sign: string) =>
      t.admin
        .unsafe(
          `alter table audit.event disable trigger append_only; update audit.event set at = at ${sign} interval '1 second' where seq = 3; alter table audit.event enable always trigger append_only`,
        )
        .simple();
    await change("+");
    await expect(open(ready)).rejects.toMatchObject({ code: "LOG_CHAIN_BROKEN" });
    await change("-");
    expect(await t.admin`select * from audit.first_break()`).toEqual([]);
  });
});

describe("opening", () => {
  withSeal();

  test("once: the outcomes of the test subjects and of nobody else, exact; the second time refused and logged", async () => {
    const ready = await readyProtocol(t.db, seal, nextFamily());
    const { openingId } = await open(ready);
    expect(await state(ready.protocolId)).toBe("opened");
    const rows = await asPerson(
      t.db,
      AUTHOR,
      ({ sql }) => sql`
      select subject_id, endpoint, time_days, event, value from analysis.outcome where opening_id = ${openingId} order by endpoint, time_days`,
    );
    const [a, b] = seal.sealedIds;
    expect(rows).toEqual([
      { subject_id: a, endpoint: "os", time_days: 301.5, event: true, value: null },
      { subject_id: b, endpoint: "os", time_days: 302.5, event: false, value: null },
      expect.objectContaining({ endpoint: "response", time_days: null, event: null, value: "PD-secret" }),
      expect.objectContaining({ endpoint: "response", value: "PD-secret" }),
    ]);
    const [opened] = await t.admin`select payload, actor from audit.event where action = 'opened'`;
    expect(opened!["actor"]).toBe(AUTHOR);
    expect(JSON.parse(opened!["payload"] as string)).toMatchObject({
      opening: openingId,
      reuse: 1,
      testSet: seal.testSetId,
      trial: seal.trial.trialId,
    });

    await expect(open(ready)).rejects.toMatchObject({ code: "ALREADY_OPENED" });
    expect(JSON.parse((await refusals()).at(-1)!.payload)).toMatchObject({ code: "ALREADY_OPENED" });
    expect(await t.admin`select * from sealed.opening`).toHaveLength(1);
    expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
  });

  test("the log says of sealed and opened outcomes which, never what", async () => {
    const events = await t.admin<
      { payload: string }[]
    >`select payload from audit.event where object in ('sealed.outcome', 'analysis.outcome')`;
    expect(events.length).toBeGreaterThanOrEqual(3);
    for (const { payload } of events) expect(payload).not.toMatch(/secret|301\.5|302\.5|timeDays/);
  });

  test("what was opened is not changed, added to or stored again", async () => {
    for (const statement of [
      "update analysis.outcome set value = 'CR'",
      "delete from analysis.outcome",
      "truncate analysis.outcome",
      "update sealed.opening set reuse = 9",
      "delete from sealed.opening",
    ])
      await expect(t.admin.unsafe(statement), statement).rejects.toThrow(/append-only/);
    await expect(
      asSystem(t.db, "late", (tx) =>
        storeOutcomes(
          tx,
          seal.testSetId,
          [{ subjectId: seal.sealedIds[0]!, endpoint: "os", timeDays: 1 }],
          seal.halves,
        ),
      ),
    ).rejects.toMatchObject({ code: "ALREADY_OPENED" });
    await expect(
      asSystem(
        t.db,
        "late",
        ({ sql }) =>
          sql`insert into analysis.outcome (opening_id, trial_id, site_id, subject_id, endpoint) select opening_id, trial_id, site_id, subject_id, 'x' from analysis.outcome limit 1`,
      ),
    ).rejects.toThrow(/permission denied/);
  });

  test("a later version of the same family is refused; another family opens it again as reuse 2", async () => {
    const again = await readyProtocol(t.db, seal, "f1-next");
    const [first] = await t.admin`select family from sealed.opening`;
    const sameFamily = await readyProtocol(t.db, seal, first!["family"] as string, 2);
    await expect(open(sameFamily)).rejects.toMatchObject({ code: "ALREADY_OPENED" });
    const { openingId } = await open(again);
    const [row] = await t.admin`select reuse from sealed.opening where id = ${openingId}`;
    expect(row).toEqual({ reuse: 2 });
  });

  test("a report is stored while opened, and the state moves on with it alone", async () => {
    const [o] = await t.admin`select id, protocol_id from sealed.opening where reuse = 1`;
    const protocolId = o!["protocol_id"] as string;
    await expect(setState(t.db, protocolId, "reported")).rejects.toMatchObject({ code: "REPORT_MISSING" });
    await asSystem(
      t.db,
      "report",
      ({ sql }) => sql`
      insert into validation.report (protocol_id, opening_id, trial_id, result, result_hash, html_hash, pdf_hash)
      values (${protocolId}, ${o!["id"]}, ${seal.trial.trialId}, '{}', 'r', 'h', 'p')`,
    );
    await setState(t.db, protocolId, "reported");
    await expect(t.admin`update validation.report set result = '{"auc":1}'`).rejects.toThrow(/append-only/);
    await expect(open({ protocolId, signatureId: protocolId })).rejects.toMatchObject({ code: "ALREADY_OPENED" });
  });

  test("of many who open at once exactly one wins, and every other attempt is logged", async () => {
    const ready = await readyProtocol(t.db, seal, nextFamily());
    const before = (await refusals()).length;
    const connections = Array.from({ length: 6 }, () => connect(t.appUrl, { max: 1 }));
    const results = await Promise.allSettled(
      connections.map((db) => openOutcomes(db, AUTHOR, { ...ready, halves: seal.halves })),
    );
    await Promise.all(connections.map((db) => db.close()));
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
    for (const r of results) if (r.status === "rejected") expect(r.reason).toMatchObject({ code: "ALREADY_OPENED" });
    expect((await refusals()).length).toBe(before + 5);
    expect(await t.admin`select * from sealed.opening where protocol_id = ${ready.protocolId}`).toHaveLength(1);
    expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
  });

  test("two families that open one set at once are counted one after the other", async () => {
    const both = [await readyProtocol(t.db, seal, nextFamily()), await readyProtocol(t.db, seal, nextFamily())];
    const opened = await Promise.all(both.map((ready) => open(ready)));
    const reuse = await t.admin<
      { reuse: number }[]
    >`select reuse from sealed.opening where id in ${t.admin(opened.map((o) => o.openingId))} order by 1`;
    expect(reuse[1]!.reuse - reuse[0]!.reuse).toBe(1);
  });

  test("the data manager reads the openings and the refusals in the log", async () => {
    await addMember(t.db, "dan", seal.trial.trialId, "data-manager");
    const seen = await asAuditor(
      t.db,
      "dan",
      ({ sql }) =>
        sql`select distinct action from audit.event where action in ('opened', 'opening-refused') order by 1`,
    );
    expect(seen).toEqual([{ action: "opened" }, { action: "opening-refused" }]);
  });
});
