import { canonicalJson, hashOf, sha256Hex } from "@nadir/domain";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { asPerson, asSystem, openOutcomes, supersede } from "./index.ts";
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
  sealOutcomes,
  setState,
  sign,
} from "./testing/planted-protocol.ts";
import { addMember, plantTrial } from "./testing/planted-trial.ts";

let t: TestDatabase;
let seal: PlantedSeal;
let family = 0;
const nextFamily = () => `f${++family}`;

beforeAll(async () => {
  t = await testDatabase();
  seal = await plantSeal(t.db, await plantTrial(t.db, "one"));
});
afterAll(() => t.close());

describe("the life of a protocol", () => {
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

  test("locked and not opened, it holds the plan of its trial, for whoever writes; other members of the trial's text change", async () => {
    const own = await plantSeal(t.db, await plantTrial(t.db, "plan"));
    const { trialId } = own.trial;
    const replan = (plan: object) => {
      const columns = { document: { id: "plan", ...plan }, content_hash: hashOf(plan) };
      return asSystem(t.db, "amend a plan", (tx) => supersede(tx, "trial", trialId, columns, "amended"));
    };
    const held = () =>
      asSystem(t.db, "ask", async ({ sql }) => (await sql`select record.plan_held(${trialId}) as why`)[0]!["why"]);
    const schedule = [{ id: "W8" }];
    await replan({ schedule });
    expect(await held()).toBeNull();
    const locked = await draftProtocol(t.db, own, nextFamily());
    await lock(t.db, locked);
    expect(await held()).toMatch(
      /^A validation protocol that rests on this trial is locked since .* UTC and not opened/,
    );
    for (const plan of [{}, { schedule, criteria: [] }, { schedule: [{ id: "W9" }] }, { schedule, deltaWindow: {} }])
      await expect(replan(plan), JSON.stringify(plan)).rejects.toMatchObject({ code: "PROTOCOL_LOCKED" });
    await replan({ schedule, title: "another title" });
    await predict(t.db, own, locked, own.sealedIds);
    await setState(t.db, locked, "predicted");
    await expect(replan({})).rejects.toMatchObject({ code: "PROTOCOL_LOCKED" });
    const { id: signatureId } = await sign(t.db, AUTHOR, locked, "open outcomes");
    await openOutcomes(t.db, AUTHOR, { protocolId: locked, signatureId, halves: own.halves });
    expect(await held()).toBeNull();
    await replan({});
  });

  test("every version of a trial is told to its members, and to nobody else", async () => {
    const { trialId } = await plantTrial(t.db, "versions");
    const columns = { document: { id: "versions", title: "2" }, content_hash: hashOf(2) };
    await asSystem(t.db, "amend", (tx) => supersede(tx, "trial", trialId, columns, "why"));
    await addMember(t.db, "member", trialId, "reader");
    const versions = (by: string) =>
      asPerson(t.db, by, ({ sql }) => sql`select version, reason from record.versions_of_trial(${trialId})`);
    expect([...(await versions("member"))]).toEqual([
      { version: 1, reason: null },
      { version: 2, reason: "why" },
    ]);
    expect([...(await versions(AUTHOR))]).toEqual([]);
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
    await makeVoid(protocolId, "written twice");
    await expect(setState(t.db, protocolId, "draft")).rejects.toMatchObject({ name: "Refusal" });
  });

  const makeVoid = (id: string, reason: string) =>
    asPerson(
      t.db,
      AUTHOR,
      ({ sql }) => sql`update validation.protocol set state = 'void', closed_reason = ${reason} where id = ${id}`,
    );
  const amend = (parent: string, version: number, of: string, reason: string | null) =>
    asPerson(t.db, AUTHOR, async ({ sql }) => {
      const [row] = await sql<[{ id: string }]>`
        insert into validation.protocol (family, version, parent_id, reason, trial_id, test_set_id, document, canonical, canonical_hash)
        values (${of}, ${version}, ${parent}, ${reason}, ${seal.trial.trialId}, ${seal.testSetId}, '{}', '{}', ${sha256Hex("{}")})
        returning id`;
      return row.id;
    });

  test("a draft is made void for a reason; what two signed, two make void, and it cannot be opened after that", async () => {
    await expect(makeVoid(protocolId, " ")).rejects.toMatchObject({ code: "REASON_MISSING" });
    const ready = await readyProtocol(t.db, seal, nextFamily());
    await expect(makeVoid(ready.protocolId, "outcomes were seen")).rejects.toMatchObject({ code: "SIGNATURE_MISSING" });
    await sign(t.db, AUTHOR, ready.protocolId, "made void");
    await sign(t.db, AUTHOR, ready.protocolId, "made void");
    await expect(makeVoid(ready.protocolId, "outcomes were seen")).rejects.toMatchObject({
      code: "SIGNER_NOT_INDEPENDENT",
    });
    await sign(t.db, APPROVER, ready.protocolId, "made void");
    await makeVoid(ready.protocolId, "outcomes were seen");
    const [row] = await t.admin`select state, closed_reason from validation.protocol where id = ${ready.protocolId}`;
    expect(row).toEqual({ state: "void", closed_reason: "outcomes were seen" });
    await expect(openOutcomes(t.db, AUTHOR, { ...ready, halves: seal.halves })).rejects.toMatchObject({
      code: "NOT_LOCKED",
    });
    await expect(
      asPerson(
        t.db,
        AUTHOR,
        ({ sql }) => sql`update validation.protocol set closed_reason = 'another' where id = ${ready.protocolId}`,
      ).then(() => t.admin`select closed_reason from validation.protocol where id = ${ready.protocolId}`),
    ).resolves.toEqual([{ closed_reason: "outcomes were seen" }]);
  });

  test("an amendment is the next version, has a reason, and comes before any opening; both versions stay", async () => {
    const name = nextFamily();
    const first = await readyProtocol(t.db, seal, name);
    await expect(setState(t.db, first.protocolId, "amended")).rejects.toMatchObject({ code: "AMENDMENT_MISSING" });
    await expect(amend(first.protocolId, 2, name, null)).rejects.toMatchObject({ code: "REASON_MISSING" });
    await expect(amend(first.protocolId, 3, name, "x")).rejects.toMatchObject({ code: "PROTOCOL_IDENTITY" });
    await expect(amend(first.protocolId, 2, "other", "x")).rejects.toMatchObject({ code: "PROTOCOL_IDENTITY" });
    await amend(first.protocolId, 2, name, "the horizon was wrong");
    await setState(t.db, first.protocolId, "amended");
    await expect(openOutcomes(t.db, AUTHOR, { ...first, halves: seal.halves })).rejects.toMatchObject({
      code: "NOT_LOCKED",
    });
    const rows = await t.admin`
      select version, state, closed_reason, reason from validation.protocol where family = ${name} order by version`;
    expect(rows).toEqual([
      { version: 1, state: "amended", closed_reason: "the horizon was wrong", reason: null },
      { version: 2, state: "draft", closed_reason: null, reason: "the horizon was wrong" },
    ]);
  });

  test("an opened version has no next one", async () => {
    const name = nextFamily();
    const first = await readyProtocol(t.db, seal, name);
    await openOutcomes(t.db, AUTHOR, { ...first, halves: seal.halves });
    await expect(amend(first.protocolId, 2, name, "better")).rejects.toMatchObject({ code: "ALREADY_OPENED" });
    await expect(makeVoid(first.protocolId, "bad result")).rejects.toMatchObject({ name: "Refusal" });
  });

  test("a prospective protocol is opened only over outcomes that came in after its lock", async () => {
    const prospective = async (id: string) => {
      const document = { population: { timing: "prospective" } };
      const canonical = canonicalJson(document);
      await asPerson(
        t.db,
        AUTHOR,
        ({ sql }) => sql`
        update validation.protocol set document = ${sql.json(document)}, canonical = ${canonical}, canonical_hash = ${sha256Hex(canonical)}
         where id = ${id}`,
      );
      await lock(t.db, id);
      return id;
    };
    const ready = async (id: string) => {
      await predict(t.db, seal, id, seal.sealedIds);
      await setState(t.db, id, "predicted");
      return { protocolId: id, signatureId: (await sign(t.db, AUTHOR, id, "open outcomes")).id };
    };
    const late = await ready(await prospective(await draftProtocol(t.db, seal, nextFamily())));
    await expect(openOutcomes(t.db, AUTHOR, { ...late, halves: seal.halves })).rejects.toMatchObject({
      code: "NOT_PROSPECTIVE",
    });
    expect(await t.admin`select 1 from sealed.opening where protocol_id = ${late.protocolId}`).toHaveLength(0);

    const fresh = await testDatabase();
    try {
      const own = await plantSeal(fresh.db, await plantTrial(fresh.db, "one"), { outcomes: false });
      const [before, other] = [seal, t];
      seal = own;
      t = fresh;
      try {
        const id = await prospective(await draftProtocol(fresh.db, own, "prospective"));
        await sealOutcomes(fresh.db, own);
        const opened = await openOutcomes(fresh.db, AUTHOR, { ...(await ready(id)), halves: own.halves });
        expect(opened.openingId).toMatch(/^[0-9a-f-]{36}$/);
      } finally {
        seal = before;
        t = other;
      }
    } finally {
      await fresh.close();
    }
  });

  test("of an external study only development subjects belong to another trial, and only to those the split names", async () => {
    const other = await plantTrial(t.db, "two");
    for (const person of [AUTHOR, APPROVER]) await addMember(t.db, person, other.trialId, "statistician");
    const rule = (by: string) => ({ split: { rule: { by, training: [{ key: "two" }], test: [{ key: "one" }] } } });
    const assignOther = async (by: string, set: string, key = "two") => {
      const id = await draftProtocol(t.db, seal, nextFamily());
      const document = rule(by);
      if (key !== "two") document.split.rule.training = [{ key }];
      await asPerson(t.db, AUTHOR, async ({ sql }) => {
        await sql`update validation.protocol set document = ${sql.json(document)} where id = ${id}`;
        await sql`insert into validation.split_assignment (protocol_id, trial_id, site_id, subject_id, "set")
          values (${id}, ${other.trialId}, ${other.subjects[0]!.siteId}, ${other.subjects[0]!.id}, ${set})`;
      });
    };
    await assignOther("study", "training");
    await expect(assignOther("study", "test")).rejects.toMatchObject({ code: "PROTOCOL_IDENTITY" });
    await expect(assignOther("site", "training")).rejects.toMatchObject({ code: "PROTOCOL_IDENTITY" });
    await expect(assignOther("study", "training", "three")).rejects.toMatchObject({ code: "PROTOCOL_IDENTITY" });
  });

  test("who treats a sealed patient and looks at the course is in the log, once a day; who is blinded is not", async () => {
    await addMember(t.db, "cora", seal.trial.trialId, "coordinator");
    const [sealed, free] = [seal.sealedIds[0]!, seal.trial.subjects.find((s) => !seal.sealedIds.includes(s.id))!.id];
    const look = (person: string, subject: string) =>
      asPerson(t.db, person, ({ sql }) => sql`select audit.note_sealed_reading(${subject})`);
    for (const [person, subject] of [
      ["cora", sealed],
      ["cora", sealed],
      ["cora", free],
      [AUTHOR, sealed],
    ] as const)
      await look(person, subject);
    const said = await t.admin<{ actor: string; object: string; payload: string }[]>`
      select actor, object, payload from audit.event where action = 'sealed-course-read'`;
    expect(said.map((e) => [e.actor, e.object])).toEqual([["cora", `record.subject/${sealed}`]]);
    expect(JSON.parse(said[0]!.payload)).toEqual({
      subject: sealed,
      testSets: [seal.testSetId],
      trial: seal.trial.trialId,
    });
  });
});
