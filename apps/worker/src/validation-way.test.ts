import { readFileSync } from "node:fs";
import { join } from "node:path";
import { folderCustodians } from "@nadir/api/intake";
import { appRouter, type Context, createCallerFactory } from "@nadir/api/trpc";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inspireDatabase, type TrialDatabase } from "../../../validation/harness/src/testing/trial-database.ts";
import { handlersOf } from "./handlers.ts";

/** The portal's whole way of a protocol: its procedures, and the worker's handlers for what takes longer. */
let inspire: TrialDatabase;
let passwords: ReadonlyMap<string, string>;
const results = new Map<string, unknown>();
beforeAll(async () => {
  inspire = await inspireDatabase();
  const { people } = JSON.parse(readFileSync(join(inspire.home, "demo-sign-in.json"), "utf8")) as {
    people: { id: string; password: string }[];
  };
  passwords = new Map(people.map((p) => [p.id, p.password]));
});
afterAll(() => inspire?.close());

const places = () => {
  const { db, store, home } = inspire;
  return { db, store, home, backups: join(home, "backups") };
};
const as = async (name: string, withCustodians = true) => {
  const [person] = await inspire.db.sql<{ id: string; name: string; email: string }[]>`
    select id, name, email from identity."user" where email = ${`${name}@demo.nadir.example`}`;
  const custodians = join(inspire.home, "custodians");
  const context: Context = {
    person: person!,
    db: inspire.db,
    store: inspire.store,
    secret: "of a test",
    custodians: withCustodians ? folderCustodians(custodians) : undefined,
    jobs: {
      async enqueue(personId, request) {
        if (request.kind !== "validate" && request.kind !== "addendum")
          throw new Error("only validation is asked for here");
        const handlers = handlersOf({ ...places(), custodians }, () => {});
        const jobId = crypto.randomUUID();
        const job = { personId, onProgress: () => {} };
        results.set(
          jobId,
          await (request.kind === "addendum" ? handlers.addendum(request, job) : handlers.validate(request, job)),
        );
        return jobId;
      },
      watch: () => {
        throw new Error("nothing is watched here");
      },
    },
  };
  return createCallerFactory(appRouter)(context).protocols;
};
const refusedWith = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => {
      // A procedure answers with an error of the wire, whose cause is the refusal; a handler with the refusal itself.
      const { cause = error } = error as { cause?: unknown };
      return (cause as { code?: string }).code ?? String(error);
    },
  );
const password = (name: string) => passwords.get(name)!;

describe("the portal's way of a protocol", () => {
  test("from an empty editor to a signed report, every step by the right person, nothing twice", async () => {
    const author = await as("statistician");
    const approver = await as("second-statistician");
    const plan = { ...inspire.plan, identity: { ...inspire.plan.identity, family: "portal-way" } };
    expect(await refusedWith(author.create({ plan: { ...plan, primary: undefined } }))).toBe("PROTOCOL_INVALID");
    const { protocolId: protocol } = await author.create({ plan });
    const run = async (
      who: typeof author,
      act: "preview" | "prepare" | "lock" | "predict" | "report" | "verify" | "prove",
    ) =>
      // biome-ignore lint/suspicious/noExplicitAny: answers are read by path
      results.get((await who.run({ protocol, act })).jobId) as any;

    const preview = await run(author, "preview");
    expect(preview.sets.map((s: { subjects: number }) => s.subjects)).toEqual([52, 0, 12, 0]);
    expect(JSON.stringify(preview)).not.toMatch(/event|CR\/PR|INS-/);
    const { documentHash } = await run(author, "prepare");
    const put = (
      who: typeof author,
      name: string,
      meaning: "authored" | "approved for locking" | "reported",
      given = password(name),
    ) => who.sign({ protocol, meaning, documentHash, password: given });
    expect(await refusedWith(put(author, "statistician", "authored", "guess"))).toBe("SIGNATURE_MISSING");
    expect(
      await refusedWith(
        author.sign({
          protocol,
          meaning: "authored",
          documentHash: "0".repeat(64),
          password: password("statistician"),
        }),
      ),
    ).toBe("PLAN_CHANGED_AFTER_LOCK");
    await put(author, "statistician", "authored");
    expect(await refusedWith(run(author, "lock"))).toBe("SIGNATURE_MISSING");
    await put(approver, "second-statistician", "approved for locking");
    await run(author, "lock");
    expect(await run(author, "prove")).toMatchObject({ ok: true, asLocked: true, changed: [] });
    await run(author, "predict");

    const ceremony = { protocol, family: "portal-way", password: password("statistician") };
    expect(await refusedWith(author.open({ ...ceremony, family: "another" }))).toBe("PROTOCOL_UNKNOWN");
    expect(await refusedWith(author.open({ ...ceremony, password: "guess" }))).toBe("SIGNATURE_MISSING");
    expect(await refusedWith((await as("statistician", false)).open(ceremony))).toBe("SEAL_KEY_WRONG");
    expect(await refusedWith(author.open({ ...ceremony, halves: { a: "0".repeat(64), b: "1".repeat(64) } }))).toBe(
      "SEAL_KEY_WRONG",
    );
    const board = await as("board");
    expect(await refusedWith(board.open({ ...ceremony, password: password("board") }))).toBe("NOT_ALLOWED");
    await author.open(ceremony);
    expect(await refusedWith(author.open(ceremony))).toBe("ALREADY_OPENED");

    await run(author, "report");
    expect(await run(author, "verify")).toMatchObject({ ok: true, differences: [] });
    await put(author, "statistician", "reported");
    const read = await author.read({ protocol });
    expect(read.state).toBe("reported");
    expect(read.signatures.map((s) => s.meaning)).toContain("reported");

    // Beside the report, by who may open, with the password; the report itself stays.
    const erratum = {
      protocol,
      addendum: "erratum" as const,
      request: {
        schema: "nadir.erratum/1",
        reason: "A typing error.",
        corrections: [{ place: "Result in brief", printed: "AUC 0.1", correct: "AUC 0.2" }],
      },
      password: password("statistician"),
    };
    expect(await author.addenda({ protocol })).toEqual([]);
    expect(await refusedWith(board.add({ ...erratum, password: password("board") }))).toBe("NOT_ALLOWED");
    expect(await refusedWith(author.add({ ...erratum, password: "guess" }))).toBe("SIGNATURE_MISSING");
    expect(await refusedWith(author.add({ ...erratum, request: { schema: "nadir.erratum/1" } }))).toBe(
      "ERRATUM_INVALID",
    );
    expect(await author.addenda({ protocol })).toEqual([]);
    await author.add(erratum);
    expect(await board.addenda({ protocol })).toMatchObject([
      { number: 1, kind: "erratum", about: ["Result in brief"], reason: "A typing error." },
    ]);
    expect((await author.read({ protocol })).report).toEqual(read.report);

    const history = (await author.openings()).filter((l) => l.protocolId === protocol);
    expect(history.map((l) => l.refused?.codes[0] ?? "opened")).toEqual([
      "ALREADY_OPENED",
      "opened",
      "NOT_ALLOWED",
      "SEAL_KEY_WRONG",
      "SEAL_KEY_WRONG",
      "SIGNATURE_MISSING",
      "PROTOCOL_UNKNOWN",
    ]);
  });

  test("nobody without a role in the trial's statistics writes, and no role opens through the queue", async () => {
    const board = await as("board");
    const plan = { ...inspire.plan, identity: { ...inspire.plan.identity, family: "by-the-board" } };
    expect(await refusedWith(board.create({ plan }))).toBe("NOT_ALLOWED");
    const { protocolId: protocol } = await (await as("statistician")).create({ plan });
    expect(await refusedWith(board.run({ protocol, act: "prepare" }))).toBe("NOT_ALLOWED");
    expect(await refusedWith(board.edit({ protocol, plan }))).toBe("NOT_ALLOWED");
    const handlers = handlersOf({ ...places(), custodians: inspire.home }, () => {});
    const queued = { kind: "validate" as const, action: "open" as const, protocolId: protocol };
    const noProgress = { personId: inspire.author.personId, onProgress: () => {} };
    expect(await refusedWith(handlers.validate(queued, noProgress))).toBe("SIGNATURE_MISSING");
  });

  test("a wrong password is asked for eight times, then no more", async () => {
    const approver = await as("second-statistician");
    const plan = { ...inspire.plan, identity: { ...inspire.plan.identity, family: "guessing" } };
    const { protocolId: protocol } = await approver.create({ plan });
    const { documentHash } = await approver.read({ protocol });
    const guess = () => refusedWith(approver.sign({ protocol, meaning: "authored", documentHash, password: "guess" }));
    for (let n = 0; n < 8; n++) expect(await guess()).toBe("SIGNATURE_MISSING");
    expect(await guess()).toBe("TOO_MANY_FAILURES");
  });
});
