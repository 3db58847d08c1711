import { createDraft, open, sign } from "@nadir/api/trial-validation";
import { asModeller, asPerson, verifyAudit } from "@nadir/db";
import { Refusal } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inspireDatabase, type TrialDatabase } from "../testing/trial-database.ts";
import { assembleResult } from "./assemble-result.ts";
import { closeDraft, lock } from "./lock.ts";
import { openViews } from "./open-views.ts";
import { commitPredictions, predict } from "./predict.ts";
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
const draftOf = async (family: string) =>
  (
    await createDraft(inspire.db, {
      personId: inspire.author.personId,
      plan: { ...inspire.plan, identity: { ...inspire.plan.identity, family } },
    })
  ).protocolId;
const lockAs = (protocolId: string) =>
  lock(inspire.db, protocolId, { author: inspire.author, approver: inspire.approver });
const openAs = (protocolId: string) =>
  open(inspire.db, protocolId, { opener: inspire.author, custodians: inspire.custodians });
const of = (protocolId: string) => ({ personId: inspire.author.personId, protocolId });
const actionsOn = async (protocolId: string): Promise<string[]> => {
  const rows = await inspire.admin<{ action: string }[]>`
    select action from audit.event where object = ${`validation.protocol/${protocolId}`} order by seq`;
  return rows.map((r) => r.action);
};

describe("what the modelling role can see of cohort D", () => {
  it("is neither an outcome nor anything after the first on-treatment scan", async () => {
    const seen = await asModeller(inspire.db, inspire.author.personId, async ({ sql }) => ({
      outcomes: await sql`
        select o.id from record.outcome o join record.subject s on s.id = o.subject_id join record.arm a on a.id = s.arm_id
         where a.key = 'D'`,
      late: await sql`
        select v.id from record.visit v join record.subject s on s.id = v.subject_id join record.arm a on a.id = s.arm_id
          join sealed.member m on m.subject_id = s.id where a.key = 'D' and v.date > m.index_day`,
      status: await sql`
        select b.id from record.biomarker b join record.subject s on s.id = b.subject_id join record.arm a on a.id = s.arm_id
         where a.key = 'D' and b.code = 'ctDNA-status' and b.date > s.treatment_start + 84`,
      development: await sql`select o.id from record.outcome o where o.endpoint = 'cbr'`,
    }));
    expect(seen.outcomes).toHaveLength(0);
    expect(seen.late).toHaveLength(0);
    expect(seen.status).toHaveLength(0);
    expect(seen.development).toHaveLength(52);
  });

  it("cannot be read from the seal either", async () => {
    for (const table of ["sealed.outcome", "analysis.outcome"])
      await expect(
        asModeller(inspire.db, inspire.author.personId, ({ sql }) => sql.unsafe(`select * from ${table}`)),
      ).rejects.toThrow(/permission denied/);
    const views = await openViews(inspire.db, of(await draftOf("look")));
    expect(views.placed.filter((s) => s.facts.arm === "D")).toHaveLength(12);
  });
});

describe("a protocol from draft to opened", () => {
  it("is refused where the plan leads nowhere", async () => {
    const { plan, author } = inspire;
    const draft = (over: object) =>
      codeOf(createDraft(inspire.db, { personId: author.personId, plan: { ...plan, ...over } }));
    expect(await draft({ identity: { ...plan.identity, study: "no-such-trial" } })).toBe("TRIAL_UNKNOWN");
    expect(await draft({ split: { ...plan.split, testSet: "cohort-X" } })).toBe("TEST_SET_NOT_SEALED");
    expect(await codeOf(prepareLock(inspire.db, of("00000000-0000-0000-0000-000000000000")))).toBe("PROTOCOL_UNKNOWN");
  });

  it("needs two signatures by two people over the text as it stands", async () => {
    const { db, author, approver } = inspire;
    const id = await draftOf("signatures");
    expect(await codeOf(closeDraft(db, of(id)))).toBe("NOT_LOCKED");
    expect(await codeOf(lock(db, id, { author, approver: author }))).toBe("SIGNER_NOT_INDEPENDENT");
    await prepareLock(db, of(id));
    expect(await codeOf(closeDraft(db, of(id)))).toBe("SIGNATURE_MISSING");
    await sign(db, id, author, "authored");
    expect(await codeOf(closeDraft(db, of(id)))).toBe("SIGNATURE_MISSING");
    // At once, and not at the lock: the author's approval would stand where the other person's belongs.
    expect(await codeOf(sign(db, id, author, "approved for locking"))).toBe("SIGNER_NOT_INDEPENDENT");
    expect(await codeOf(closeDraft(db, of(id)))).toBe("SIGNATURE_MISSING");
    expect(await codeOf(sign(db, id, { ...approver, authenticate: async () => false }, "approved for locking"))).toBe(
      "SIGNATURE_MISSING",
    );
    await sign(db, id, approver, "approved for locking");
    await closeDraft(db, of(id));
    expect(await actionsOn(id)).toContain("lock-refused");
  });

  it("is refused with a plan that leaks, and says where", async () => {
    const { db, author, plan } = inspire;
    const leaky = {
      ...plan,
      identity: { ...plan.identity, family: "leaky" },
      predictors: plan.predictors.map((p) =>
        p.id === "ctdna-change" ? { ...p, source: { ...p.source, code: "ctDNA-clearance" } } : p,
      ),
    };
    const { protocolId } = await createDraft(db, { personId: author.personId, plan: leaky });
    expect(await codeOf(lockAs(protocolId))).toBe("OUTCOME_USED_AS_PREDICTOR");
    const undeclared = {
      ...plan,
      identity: { ...plan.identity, family: "undeclared" },
      population: { ...plan.population, publicCollections: [] },
    };
    const second = await createDraft(db, { personId: author.personId, plan: undeclared });
    expect(await codeOf(lockAs(second.protocolId))).toBe("OVERLAP_PUBLIC_COHORT_UNDECLARED");
  });

  it("is refused when the sample is too small and nobody says that the trial fixes it", async () => {
    const { db, author, plan } = inspire;
    const free = {
      ...plan,
      identity: { ...plan.identity, family: "free-size" },
      sampleSize: { ...plan.sampleSize, fixedByTrial: false },
      primary: { ...plan.primary, conclusiveOnlyWith: { events: 5, nonEvents: 5 } },
    };
    const { protocolId } = await createDraft(db, { personId: author.personId, plan: free });
    expect(await codeOf(lockAs(protocolId))).toBe("SAMPLE_SIZE_UNJUSTIFIED");
  });

  it("does not open over a log that was tampered with", async () => {
    const { db, admin } = inspire;
    const id = await draftOf("broken-log");
    await lockAs(id);
    await predict(db, of(id));
    const rewrite = (from: string, to: string) =>
      admin.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql`alter table audit.event disable trigger all`;
        await sql`update audit.event set payload = replace(payload, ${from}, ${to}) where seq = 3`;
        await sql`alter table audit.event enable always trigger append_only`;
        await sql`alter table audit.event enable always trigger append_only_whole`;
      });
    const [third] = await admin<{ payload: string }[]>`select payload from audit.event where seq = 3`;
    await rewrite(third!.payload, third!.payload.replace("{", '{ "x":1,'));
    expect(await codeOf(openAs(id))).toBe("LOG_CHAIN_BROKEN");
    expect(await verifyAudit(db)).toMatchObject({ ok: false, seq: 3 });
    await rewrite(third!.payload.replace("{", '{ "x":1,'), third!.payload);
    expect(await verifyAudit(db)).toMatchObject({ ok: true });
  });

  it("is refused when the split names a test subject for training", async () => {
    const { db, author, plan } = inspire;
    const split = { ...plan.split, rule: { ...plan.split.rule, training: ["A", "B"], test: ["C", "D"] } };
    const wider = { ...plan, identity: { ...plan.identity, family: "wider" }, split };
    const { protocolId } = await createDraft(db, { personId: author.personId, plan: wider });
    expect(await codeOf(lockAs(protocolId))).toBe("TEST_SET_NOT_SEALED");
  });

  it("cannot be changed once locked: text, split, artefacts, predictions", async () => {
    const { db, admin } = inspire;
    const id = await draftOf("immutable");
    await lockAs(id);
    const attempt = (statement: string) =>
      codeOf(asPerson(db, inspire.author.personId, ({ sql }) => sql.unsafe(statement, [id])));
    expect(await attempt("update validation.protocol set document = '{}' where id = $1")).toBe(
      "PLAN_CHANGED_AFTER_LOCK",
    );
    expect(await attempt("delete from validation.split_assignment where protocol_id = $1")).toBe(
      "PLAN_CHANGED_AFTER_LOCK",
    );
    expect(await codeOf(prepareLock(db, of(id)))).toBe("NOT_LOCKED");
    expect(await codeOf(openAs(id))).toBe("PREDICTIONS_INCOMPLETE");
    const views = await openViews(db, of(id));
    const one = { subjectId: views.test.rows[0]!.subjectId, subjectKey: "x", value: 0.5, reason: null };
    expect(await codeOf(commitPredictions(db, of(id), [one]))).toBe("PREDICTIONS_INCOMPLETE");
    const [left] = await admin<{ n: number }[]>`
      select count(*)::int as n from validation.prediction where protocol_id = ${id}`;
    expect(left!.n).toBe(0);
  });

  it("refuses to open a locked text that its owner has changed behind its back", async () => {
    const { db, admin } = inspire;
    const id = await draftOf("tampered");
    await lockAs(id);
    await predict(db, of(id));
    await admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update validation.protocol set canonical = replace(canonical, 'seed', 'Seed') where id = ${id}`;
    });
    expect(await codeOf(openAs(id))).not.toBe("none");
    await admin.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`update validation.protocol set canonical = replace(canonical, 'Seed', 'seed') where id = ${id}`;
      await sql`update validation.prediction set value = 0.999 where protocol_id = ${id} and value is not null`;
    });
    expect(await codeOf(openAs(id))).toBe("PLAN_CHANGED_AFTER_LOCK");
    // The log still says what each prediction was.
    const verdict = await verifyAudit(db);
    if (verdict.ok) throw new Error("The changed predictions were not noticed.");
    expect(verdict.rowCount).toBe(10);
    for (const row of verdict.rows) {
      expect(row).toMatchObject({ table: "validation.prediction", key: expect.stringContaining(id) });
      expect(row.subject).toMatch(/^INS-D-/);
    }
  });

  it("keeps every test subject in the denominator, with the reason where nothing can be computed", async () => {
    const id = await draftOf("denominator");
    await lockAs(id);
    const { predictions, computed, notComputable } = await predict(inspire.db, of(id));
    expect([predictions.length, computed, notComputable]).toEqual([12, 10, 2]);
    expect(predictions.filter((p) => p.value === null).map((p) => [p.subjectKey, p.reason])).toEqual([
      ["INS-D-002", "no on-treatment scan"],
      ["INS-D-011", "index scan without a target measurement"],
    ]);
  });

  it("opens for one of two who try at the same moment, and logs the other", async () => {
    const id = await draftOf("race");
    await lockAs(id);
    await predict(inspire.db, of(id));
    const second = { ...inspire.approver };
    const results = await Promise.all([
      codeOf(openAs(id)),
      codeOf(open(inspire.db, id, { opener: second, custodians: inspire.custodians })),
    ]);
    expect(results.sort()).toEqual(["ALREADY_OPENED", "none"]);
    expect((await actionsOn(id)).filter((a) => a === "opened" || a === "opening-refused").sort()).toEqual([
      "opened",
      "opening-refused",
    ]);
    const signed = () => inspire.admin`
      select from validation.signature where protocol_id = ${id} and meaning = 'open outcomes'`;
    const before = (await signed()).length;
    expect(await codeOf(openAs(id))).toBe("ALREADY_OPENED");
    expect((await actionsOn(id)).filter((a) => a === "opening-refused")).toHaveLength(2);
    expect(await signed(), "a refused opening leaves no signature beside the first").toHaveLength(before);
  });

  it("says that the set was seen before when another protocol has opened it", async () => {
    const id = await draftOf("reuse");
    await lockAs(id);
    await predict(inspire.db, of(id));
    await openAs(id);
    const { result } = await assembleResult(inspire.db, of(id));
    expect(result.life.opened).toBe(2);
    expect(result.life.openings).toHaveLength(2);
    expect(result.claim.setName).toBe("previously seen test set");
  });

  it("refuses the wrong key, and leaves the outcomes sealed", async () => {
    const id = await draftOf("wrong-key");
    await lockAs(id);
    await predict(inspire.db, of(id));
    const halves = await inspire.custodians.halves();
    const wrong = { halves: async () => ({ a: halves.a, b: halves.a }) };
    expect(await codeOf(open(inspire.db, id, { opener: inspire.author, custodians: wrong }))).toBe("SEAL_KEY_WRONG");
    expect((await actionsOn(id)).at(-1)).toBe("opening-refused");
  });

  it("may be opened by nobody without a role in the trial's statistics", async () => {
    const id = await draftOf("outsider");
    await lockAs(id);
    await predict(inspire.db, of(id));
    const pretender = { ...inspire.boardMember, role: "statistician" };
    const openAsBoard = () => open(inspire.db, id, { opener: pretender, custodians: inspire.custodians });
    expect(await codeOf(openAsBoard())).toBe("NOT_ALLOWED");
    const lastRefusal = async () => {
      const [event] = await inspire.admin<{ actor: string; payload: string; trial: string | null }[]>`
        select actor, payload, trial_id as trial from audit.event
         where action = 'opening-refused' and object = ${`validation.protocol/${id}`} order by seq desc limit 1`;
      return event && { actor: event.actor, codes: JSON.parse(event.payload).codes, known: event.trial !== null };
    };
    expect(await lastRefusal()).toEqual({
      actor: inspire.boardMember.personId,
      codes: ["NOT_ALLOWED"],
      known: true,
    });
    const guesser = { ...inspire.author, authenticate: async () => false };
    expect(await codeOf(open(inspire.db, id, { opener: guesser, custodians: inspire.custodians }))).toBe(
      "SIGNATURE_MISSING",
    );
    expect(await lastRefusal()).toEqual({
      actor: inspire.author.personId,
      codes: ["SIGNATURE_MISSING"],
      known: true,
    });
    await inspire.admin`insert into identity."user" (id, name, email, email_verified) values ('mallory', 'Mallory', 'm@x.example', true)`;
    const stranger = { ...pretender, personId: "mallory" };
    expect(await codeOf(open(inspire.db, id, { opener: stranger, custodians: inspire.custodians }))).toBe(
      "PROTOCOL_UNKNOWN",
    );
    // The stranger sees no such protocol; those who look after the trial see the attempt.
    expect(await lastRefusal()).toEqual({ actor: "mallory", codes: ["PROTOCOL_UNKNOWN"], known: true });
    expect((await inspire.admin`select 1 from sealed.opening where protocol_id = ${id}`).length).toBe(0);
    expect(await codeOf(sign(inspire.db, id, { ...inspire.author, role: "administrator" }, "open outcomes"))).toBe(
      "SIGNER_ROLE",
    );
    const board = { personId: inspire.boardMember.personId, plan: inspire.plan };
    expect(await codeOf(createDraft(inspire.db, board))).toBe("NOT_ALLOWED");
  });

  it("leaves a log whose chain holds", async () => {
    expect(await inspire.admin`select * from audit.first_break()`).toEqual([]);
  });
});
