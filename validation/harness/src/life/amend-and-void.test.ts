import { amendProtocol, createDraft, editDraft, open, voidProtocol } from "@nadir/api/trial-validation";
import { Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspireDatabase, type TrialDatabase } from "../testing/trial-database.ts";
import { lock } from "./lock.ts";
import { predict } from "./predict.ts";
import { prepareLock } from "./prepare-lock.ts";

let inspire: TrialDatabase;
beforeAll(async () => {
  inspire = await inspireDatabase();
});
afterAll(() => inspire?.close());

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return "none";
};
const planOf = (family: string, version = 1, seed = inspire.plan.random.seed) => ({
  ...inspire.plan,
  identity: { ...inspire.plan.identity, family, version },
  random: { ...inspire.plan.random, seed },
});
const of = (protocolId: string) => ({ personId: inspire.author.personId, protocolId });
const draft = async (family: string) =>
  (await createDraft(inspire.db, { personId: inspire.author.personId, plan: planOf(family) })).protocolId;
const locked = async (family: string) => {
  const id = await draft(family);
  await lock(inspire.db, id, { author: inspire.author, approver: inspire.approver });
  return id;
};
const stateOf = async (id: string) =>
  (await inspire.admin<{ state: string }[]>`select state from validation.protocol where id = ${id}`)[0]!.state;
const refusedActs = async (id: string) =>
  (
    await inspire.admin<{ action: string }[]>`
      select action from audit.event where object = ${`validation.protocol/${id}`} and action like '%refused' order by seq`
  ).map((r) => r.action);
const openAs = (id: string) => open(inspire.db, id, { opener: inspire.author, custodians: inspire.custodians });

describe("a draft", () => {
  it("is rewritten freely until it is locked, and never becomes another protocol", async () => {
    const id = await draft("edited");
    const before = await prepareLock(inspire.db, of(id));
    await editDraft(inspire.db, { ...of(id), plan: planOf("edited", 1, 7) });
    const after = await prepareLock(inspire.db, of(id));
    expect(after.documentHash).not.toBe(before.documentHash);
    expect(await codeOf(editDraft(inspire.db, { ...of(id), plan: planOf("another") }))).toBe("PROTOCOL_IDENTITY");
    expect(await codeOf(editDraft(inspire.db, { ...of(id), plan: {} }))).toBe("PROTOCOL_INVALID");
    await lock(inspire.db, id, { author: inspire.author, approver: inspire.approver });
    expect(await codeOf(editDraft(inspire.db, { ...of(id), plan: planOf("edited", 1, 8) }))).toBe("NOT_LOCKED");
    expect(await refusedActs(id)).toEqual(["edit-refused", "edit-refused", "edit-refused"]);
  });
});

describe("an amendment", () => {
  it("is version two with its reason, locked anew; version one can no longer be opened", async () => {
    const one = await locked("amended");
    await predict(inspire.db, of(one));
    const amend = (plan: unknown, reason: string) => amendProtocol(inspire.db, { ...of(one), plan, reason });
    expect(await codeOf(amend(planOf("amended", 2), " "))).toBe("REASON_MISSING");
    expect(await codeOf(amend(planOf("amended", 3), "a typing error in the seed"))).toBe("PROTOCOL_IDENTITY");
    const two = await amend(planOf("amended", 2, 7), "a typing error in the seed");
    expect(await stateOf(one)).toBe("amended");
    expect(await codeOf(openAs(one))).toBe("NOT_LOCKED");
    expect(await codeOf(amend(planOf("amended", 2), "again"))).toBe("NOT_LOCKED");
    await lock(inspire.db, two.protocolId, { author: inspire.author, approver: inspire.approver });
    expect(await stateOf(two.protocolId)).toBe("locked");
  });

  it("is not written as a draft of its own", async () => {
    const second = { personId: inspire.author.personId, plan: planOf("orphan", 2) };
    expect(await codeOf(createDraft(inspire.db, second))).toBe("AMENDMENT_MISSING");
  });
});

describe("voiding", () => {
  it("of a locked protocol needs a reason and both persons, each confirming anew; nothing follows it", async () => {
    const id = await locked("voided");
    const { author, approver } = inspire;
    const make = (signatories: Parameters<typeof voidProtocol>[2]["signatories"], reason = "outcomes were read") =>
      voidProtocol(inspire.db, id, { reason, signatories });
    expect(await codeOf(make([author, approver], ""))).toBe("REASON_MISSING");
    expect(await codeOf(make([author]))).toBe("SIGNER_NOT_INDEPENDENT");
    const asleep = { ...approver, authenticate: async () => false };
    expect(await codeOf(make([author, asleep]))).toBe("SIGNATURE_MISSING");
    expect(await codeOf(make([inspire.boardMember, approver]))).toBe("NOT_ALLOWED");
    expect(await stateOf(id)).toBe("locked");
    await make([author, approver]);
    expect(await stateOf(id)).toBe("void");
    expect(await codeOf(predict(inspire.db, of(id)))).toBe("NOT_LOCKED");
    expect(await codeOf(make([author, approver]))).toBe("NOT_LOCKED");
    expect(await codeOf(amendProtocol(inspire.db, { ...of(id), plan: planOf("voided", 2), reason: "x" }))).toBe(
      "NOT_LOCKED",
    );
  });

  it("of an opened protocol is refused, and so is its amendment: the result stays", async () => {
    const id = await locked("opened");
    await predict(inspire.db, of(id));
    await openAs(id);
    const { author, approver } = inspire;
    expect(
      await codeOf(voidProtocol(inspire.db, id, { reason: "the result is bad", signatories: [author, approver] })),
    ).toBe("ALREADY_OPENED");
    expect(await codeOf(amendProtocol(inspire.db, { ...of(id), plan: planOf("opened", 2), reason: "x" }))).toBe(
      "ALREADY_OPENED",
    );
    expect(await refusedActs(id)).toEqual(["void-refused", "amendment-refused"]);
  });
});
