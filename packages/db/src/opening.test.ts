import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  asAuditor,
  asPerson,
  asSystem,
  connect,
  newKeyHalves,
  openOutcomes,
  putMembers,
  storeOutcomes,
  verifyAudit,
} from "./index.ts";
import { type TestDatabase, testDatabase } from "./testing/index.ts";
import {
  APPROVER,
  AUTHOR,
  draftProtocol,
  lock,
  type PlantedSeal,
  plantSeal,
  predict,
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

describe("storing", () => {
  withSeal();
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

describe("the life of a protocol", () => {
  withSeal();
  let protocolId: string;
  beforeEach(async () => {
    protocolId = await draftProtocol(t.db, seal, nextFamily());
  });

  test("no lock without both signatures by two persons over this text", async () => {
    await expect(setState(t.db, protocolId, "locked")).rejects.toMatchObject({ code: "SIGNATURE_MISSING" });
    await sign(t.db, AUTHOR, protocolId, "authored");
    await expect(setState(t.db, protocolId, "locked")).rejects.toMatchObject({ code: "SIGNATURE_MISSING" });
    await sign(t.db, AUTHOR, protocolId, "approved for locking");
    await expect(setState(t.db, protocolId, "locked")).rejects.toMatchObject({ code: "SIGNER_NOT_INDEPENDENT" });
    await sign(t.db, APPROVER, protocolId, "approved for locking");
    await setState(t.db, protocolId, "locked");
    const [row] = await t.admin`select locked_at, split_hash from validation.protocol where id = ${protocolId}`;
    expect(row!["locked_at"]).toBeInstanceOf(Date);
    expect(row!["split_hash"]).toMatch(/^[0-9a-f]{64}$/);
  });

  test("a text changed after it was signed is not the signed text", async () => {
    await sign(t.db, AUTHOR, protocolId, "authored");
    await sign(t.db, APPROVER, protocolId, "approved for locking");
    await asPerson(
      t.db,
      AUTHOR,
      ({ sql }) => sql`update validation.protocol set document = '{"a":1}' where id = ${protocolId}`,
    );
    await expect(setState(t.db, protocolId, "locked")).rejects.toMatchObject({ code: "PLAN_CHANGED_AFTER_LOCK" });
    await asPerson(
      t.db,
      AUTHOR,
      ({ sql }) => sql`
      update validation.protocol set canonical = '{"a":1}', canonical_hash = encode(sha256('{"a":1}'), 'hex') where id = ${protocolId}`,
    );
    await expect(setState(t.db, protocolId, "locked")).rejects.toMatchObject({ code: "SIGNATURE_MISSING" });
  });

  test("a signature is one's own, in a role one holds, over the hash as it stands, with the log as receipt", async () => {
    const signature = await sign(t.db, APPROVER, protocolId, "authored");
    expect(signature.person_id).toBe(APPROVER);
    const [event] = await t.admin`select action, hash from audit.event where seq = ${signature.audit_seq}`;
    expect(event).toEqual({ action: "signed", hash: signature.audit_hash });
    await expect(sign(t.db, AUTHOR, protocolId, "authored", "board")).rejects.toMatchObject({ code: "SIGNER_ROLE" });
    await expect(
      asPerson(
        t.db,
        AUTHOR,
        ({ sql }) => sql`
        insert into validation.signature (protocol_id, trial_id, person_id, person_role, meaning, document_hash)
        values (${protocolId}, ${seal.trial.trialId}, ${APPROVER}, 'statistician', 'authored', ${"0".repeat(64)})`,
      ),
    ).rejects.toMatchObject({ code: "PLAN_CHANGED_AFTER_LOCK" });
  });

  test("sealed subjects belong to the test set of the split, all others do not", async () => {
    const other = await draftProtocol(t.db, seal, nextFamily());
    await asPerson(
      t.db,
      AUTHOR,
      ({ sql }) =>
        sql`update validation.split_assignment set "set" = 'training' where protocol_id = ${other} and subject_id = ${seal.sealedIds[0]!}`,
    );
    await expect(lock(t.db, other)).rejects.toMatchObject({ code: "SUBJECT_IN_BOTH_SETS" });
    await asPerson(
      t.db,
      AUTHOR,
      ({ sql }) => sql`update validation.split_assignment set "set" = 'test' where protocol_id = ${other}`,
    );
    await expect(setState(t.db, other, "locked")).rejects.toMatchObject({ code: "TEST_SUBJECT_NOT_SEALED" });
    await asPerson(
      t.db,
      AUTHOR,
      ({ sql }) => sql`update validation.split_assignment set "set" = 'excluded' where protocol_id = ${other}`,
    );
    await expect(setState(t.db, other, "locked")).rejects.toMatchObject({ code: "SPLIT_EMPTY" });
  });

  test("from the lock on text, split and artefacts stand, for the administrator of the database too", async () => {
    await lock(t.db, protocolId);
    for (const statement of [
      `update validation.protocol set document = '{}' where id = '${protocolId}'`,
      `update validation.protocol set canonical_hash = '${"0".repeat(64)}' where id = '${protocolId}'`,
      `update validation.split_assignment set "set" = 'training' where protocol_id = '${protocolId}'`,
      `delete from validation.split_assignment where protocol_id = '${protocolId}'`,
      `insert into validation.artefact (protocol_id, trial_id, kind, document, output_hash, subject_tags) values ('${protocolId}', '${seal.trial.trialId}', 'scaler', '{}', 'x', '{}')`,
      `delete from validation.signature where protocol_id = '${protocolId}'`,
      `truncate validation.split_assignment`,
    ])
      await expect(t.admin.unsafe(statement), statement).rejects.toThrow(
        /can no longer be changed|takes rows only while|append-only/,
      );
  });

  test("predictions: once each, for test subjects alone, while locked; complete before the state moves on", async () => {
    await expect(predict(t.db, seal, protocolId, seal.sealedIds)).rejects.toMatchObject({ code: "NOT_LOCKED" });
    await lock(t.db, protocolId);
    await expect(predict(t.db, seal, protocolId, [seal.trial.subjects[0]!.id])).rejects.toMatchObject({
      code: "PREDICTION_OUTSIDE_TEST_SET",
    });
    await predict(t.db, seal, protocolId, seal.sealedIds.slice(1));
    await expect(setState(t.db, protocolId, "predicted")).rejects.toMatchObject({ code: "PREDICTIONS_INCOMPLETE" });
    await predict(t.db, seal, protocolId, seal.sealedIds.slice(0, 1));
    await setState(t.db, protocolId, "predicted");
    await expect(t.admin`update validation.prediction set value = 1 where protocol_id = ${protocolId}`).rejects.toThrow(
      /append-only/,
    );
    await expect(predict(t.db, seal, protocolId, seal.sealedIds)).rejects.toMatchObject({ code: "NOT_LOCKED" });
  });

  test("states follow the table; nobody sets a protocol to opened, nor begins with one", async () => {
    await expect(setState(t.db, protocolId, "predicted")).rejects.toMatchObject({ code: "NOT_LOCKED" });
    await expect(setState(t.db, protocolId, "reported")).rejects.toMatchObject({ code: "NOT_LOCKED" });
    const ready = await readyProtocol(t.db, seal, nextFamily());
    await expect(setState(t.db, ready.protocolId, "opened")).rejects.toMatchObject({ code: "NOT_LOCKED" });
    await expect(
      t.admin`update validation.protocol set state = 'opened' where id = ${ready.protocolId}`,
    ).rejects.toThrow(/open_protocol/);
    await expect(t.admin`insert into validation.protocol (family, version, trial_id, state, document, canonical, canonical_hash)
      values ('z', 1, ${seal.trial.trialId}, 'locked', '{}', '{}', 'x')`).rejects.toThrow(/begins as a draft/);
    await setState(t.db, protocolId, "void");
    await expect(setState(t.db, protocolId, "draft")).rejects.toMatchObject({ name: "Refusal" });
  });
});

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
    expect(await verifyAudit(t.db)).toMatchObject({ ok: true });
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
