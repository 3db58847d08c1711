import { createHash } from "node:crypto";
import { asSystem, connect } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import type { ObjectStore } from "@nadir/storage";
import { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import superjson from "superjson";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JobRequest, JobView } from "../jobs/index.ts";
import { type PlantedTrial, plantPerson, plantTrial } from "../read/testing/plant-trial.ts";
import { storeUpload } from "../upload/index.ts";
import { appRouter, type Context, createCallerFactory, sentenceOf } from "./index.ts";

const secret = "a secret for tests that is long enough";
let test: TestDatabase;
let trial: PlantedTrial;
const store = memoryStore();
const asked: { personId: string; request: JobRequest; trialId: string | undefined }[] = [];
const JOB = "6f1c9f2e-6d8e-4bb6-9c86-52f0f3d1a001";

beforeAll(async () => {
  test = await testDatabase();
  trial = await plantTrial(test.db);
  for (const role of ["coordinator", "reader", "statistician", "administrator"])
    await plantPerson(test.db, trial.id, role);
});
afterAll(() => test.close());

const contextOf = (person: string | null): Context => ({
  person: person ? { id: person, name: person, email: `${person}@test.example` } : null,
  db: test.db,
  store,
  secret,
  jobs: {
    enqueue: async (personId, request, trialId) => {
      asked.push({ personId, request, trialId });
      return JOB;
    },
    async *watch(): AsyncGenerator<JobView> {
      const job = { id: JOB, kind: "import", state: "running" as const, step: "subjects", total: 2, message: null };
      yield { ...job, done: 1, result: null };
      yield { ...job, state: "done", done: 2, result: { written: true } };
    },
  },
});
const caller = (person: string | null) => createCallerFactory(appRouter)(contextOf(person));
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "answered",
    (error: unknown) => (error instanceof TRPCError ? error.code : String(error)),
  );

describe("procedures", () => {
  it("answer nobody who is not signed in", async () => {
    expect(await codeOf(caller(null).trials.list())).toBe("UNAUTHORIZED");
    expect(await codeOf(caller(null).session.me())).toBe("UNAUTHORIZED");
  });

  it("tell what is not there from what one may not do from what is wrong", async () => {
    expect(await codeOf(caller("coordinator").trials.cohort({ trial: "none" }))).toBe("NOT_FOUND");
    expect(await codeOf(caller("coordinator").audit.verify())).toBe("FORBIDDEN");
    expect(await codeOf(caller("coordinator").trials.cohort({ trial: "no key" }))).toBe("BAD_REQUEST");
    expect(await codeOf(caller("administrator").audit.verify())).toBe("answered");
  });

  it("verify the log anew, or tell when it last held to whoever is content with that; what is broken is never kept", async () => {
    const { audit } = caller("administrator");
    expect(await audit.lastHeld({ atMostMinutesOld: 0 })).toBeNull();
    const first = await audit.verify();
    expect(await audit.lastHeld({ atMostMinutesOld: 10 })).toEqual(first);
    expect(await codeOf(caller("coordinator").audit.lastHeld({ atMostMinutesOld: 10 }))).toBe("FORBIDDEN");
    expect(await audit.verify({ atMostMinutesOld: 10 })).toEqual(first);
    // Another process of the portal tells the same.
    const other = connect(test.appUrl, { max: 1 });
    try {
      const elsewhere = createCallerFactory(appRouter)({ ...contextOf("administrator"), db: other });
      expect(await elsewhere.audit.verify({ atMostMinutesOld: 10 })).toEqual(first);
    } finally {
      await other.close();
    }
    const renamed = async (from: string, to: string) => {
      await test.admin`alter table audit.event disable trigger user`;
      await test.admin`update audit.event set action = ${to} where seq = 1 and action = ${from}`;
      await test.admin`alter table audit.event enable trigger user`;
    };
    const [event] = await test.admin<{ action: string }[]>`select action from audit.event where seq = 1`;
    await renamed(event!.action, "forged");
    expect(await audit.verify({ atMostMinutesOld: 10 })).toEqual(first);
    expect(await audit.verify()).toMatchObject({ ok: false, seq: 1 });
    await renamed("forged", event!.action);
    const after = await audit.verify({ atMostMinutesOld: 10 });
    expect(after).toMatchObject({ ok: true });
    expect(after.at.getTime()).toBeGreaterThan(first.at.getTime());
  });

  it("say over the wire why they refuse, in sentences, and nothing of a fault of the server", async () => {
    const ask = async (context: Context, trialKey: string) => {
      const input = encodeURIComponent(JSON.stringify(superjson.serialize({ trial: trialKey })));
      const answer = await fetchRequestHandler({
        endpoint: "/api/trpc",
        req: new Request(`http://127.0.0.1/api/trpc/trials.cohort?input=${input}`),
        router: appRouter,
        createContext: () => context,
      });
      const body = (await answer.json()) as { error: { json: { message: string; data: Record<string, unknown> } } };
      return { status: answer.status, ...body.error.json };
    };
    expect(await ask(contextOf("coordinator"), "no key")).toMatchObject({
      status: 400,
      message: expect.stringMatching(/^Trial: [^{}[\]]+\.$/),
      data: { problems: [{ code: "INVALID", where: { path: "trial" } }] },
    });
    expect(await ask(contextOf("coordinator"), "none")).toMatchObject({
      status: 404,
      message: "There is no trial 'none', or you are not a member of it.",
      data: { refusal: "TRIAL_UNKNOWN", problems: [{ code: "TRIAL_UNKNOWN" }] },
    });
    const broken = { ...contextOf("coordinator"), db: null as unknown as Context["db"] };
    const fault = await ask(broken, trial.key);
    expect(fault.status).toBe(500);
    expect(fault.message).toContain("The server failed");
    expect(JSON.stringify(fault)).not.toContain("begin");
  });

  it("refuse what is nested more deeply than can be read: it is no fault of the server", async () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const)
      for (const depth of [5_000, 100_000]) {
        const nested = `${open.repeat(depth)}1${close.repeat(depth)}`;
        const answer = await fetchRequestHandler({
          endpoint: "/api/trpc",
          req: new Request("http://127.0.0.1/api/trpc/setUp.make", {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: `{"json":{"trial":${nested},"charter":null,"beganFrom":null,"dryRun":true}}`,
          }),
          router: appRouter,
          createContext: () => contextOf("administrator"),
        });
        expect(answer.status, `${open} ${depth}`).toBe(400);
        const { error } = (await answer.json()) as { error: { json: { message: string } } };
        if (depth > 5_000) expect(error.json.message).toContain("nested more deeply");
      }
  });

  it("say in sentences what is wrong with an address, where a page of the server asks them", async () => {
    const error = await caller("coordinator")
      .trials.cohort({ trial: "no key" })
      .catch((e: TRPCError) => e);
    expect(sentenceOf(error as TRPCError)).toMatch(/^Trial: [^{}[\]"]+[^.]\.$/);
    const none = await caller("coordinator")
      .trials.cohort({ trial: "none" })
      .catch((e: TRPCError) => e);
    expect(sentenceOf(none as TRPCError)).toBe("There is no trial 'none', or you are not a member of it.");
  });

  it("say who one is, with roles and permissions by trial", async () => {
    const me = await caller("reader").session.me();
    expect(me).toMatchObject({ id: "reader", roles: ["reader"], trials: [{ key: trial.key, roles: ["reader"] }] });
    expect(me.permissions).toEqual(["measure", "read-blinded", "sign"]);
  });
});

describe("imports", () => {
  const upload = async (personId: string, trialKey: string) =>
    storeUpload({ store, secret, personId }, [
      { name: "trial.yaml", bytes: new TextEncoder().encode(`trial:\n  id: ${trialKey}\n`) },
    ]);

  it("are asked for with the upload's listing, first to check, then to write", async () => {
    const { ticket } = await upload("coordinator", trial.key);
    await caller("coordinator").imports.check({ ticket });
    await caller("coordinator").imports.start({ ticket });
    const listing = ticket.split(".")[0];
    expect(asked.slice(-2)).toEqual([
      { personId: "coordinator", request: { kind: "import", listing, dryRun: true }, trialId: trial.id },
      { personId: "coordinator", request: { kind: "import", listing, dryRun: false }, trialId: trial.id },
    ]);
  });

  it("are for those who may import into that trial; a new trial is for who administers one", async () => {
    const before = asked.length;
    const check = async (person: string, key: string) =>
      codeOf(caller(person).imports.check(await upload(person, key)));
    expect(await check("reader", trial.key)).toBe("FORBIDDEN");
    expect(await check("coordinator", "new-trial")).toBe("FORBIDDEN");
    const ticket = await upload("coordinator", "new-trial");
    await expect(caller("coordinator").imports.check(ticket)).rejects.toThrow(
      new RegExp(`no trial 'new-trial' yet.*You may import into: ${trial.key}\\.`),
    );
    const other = await plantTrial(test.db, "other-trial");
    expect(await check("administrator", other.key)).toBe("FORBIDDEN");
    expect(asked).toHaveLength(before);
    expect(await check("administrator", "new-trial")).toBe("answered");
  });

  it("refuse the ticket of another person", async () => {
    const { ticket } = await upload("administrator", trial.key);
    expect(await codeOf(caller("coordinator").imports.check({ ticket }))).toBe("NOT_FOUND");
  });

  it("tell their progress as numbered events, going on from the last that was seen", async () => {
    const stream = await caller("coordinator").jobs.progress({ jobId: JOB, lastEventId: "7" });
    const seen: [string, string, number][] = [];
    for await (const event of stream) {
      const [id, job] = event as unknown as [string, JobView];
      seen.push([id, job.state, job.done]);
    }
    expect(seen).toEqual([
      ["8", "running", 1],
      ["9", "done", 2],
    ]);
  });
});

describe("a person whose role was taken away", () => {
  it("is a stranger from then on", async () => {
    await plantPerson(test.db, trial.id, "board", null, "leaver");
    expect(await codeOf(caller("leaver").trials.cohort({ trial: trial.key }))).toBe("answered");
    await asSystem(test.db, "revoke for a test", async (tx) => {
      await tx.sql`update identity.membership set revoked_at = now() where user_id = 'leaver'`;
    });
    expect(await codeOf(caller("leaver").trials.cohort({ trial: trial.key }))).toBe("NOT_FOUND");
  });
});

function memoryStore(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  return {
    put: async (bytes) => {
      const hash = createHash("sha256").update(bytes).digest("hex");
      objects.set(hash, bytes);
      return hash;
    },
    get: async (hash) => objects.get(hash)!,
  } as Partial<ObjectStore> as ObjectStore;
}
