import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { asPerson } from "./index.ts";
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
