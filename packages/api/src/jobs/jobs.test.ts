import { asPerson } from "@nadir/db";
import { type TestDatabase, testDatabase } from "@nadir/db/testing";
import { refuse } from "@nadir/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enqueueJob } from "./enqueue.ts";
import { type JobHandlers, type JobQueue, type JobView, openQueue, readJob, watchJob, workJobs } from "./index.ts";

let own: TestDatabase;
let queue: JobQueue;
const compute = (trialKey = "t") => ({ kind: "compute", trialKey }) as const;

beforeAll(async () => {
  own = await testDatabase({ max: 6 });
  await own.admin`INSERT INTO identity."user" (id, name, email, email_verified) VALUES
    ('ada', 'Ada', 'ada@example.test', true), ('ben', 'Ben', 'ben@example.test', true)`;
  queue = await openQueue(own.appUrl);
});
afterAll(async () => {
  await queue.close();
  await own.close();
});

const ask = (request: Parameters<typeof enqueueJob>[1]["request"], personId = "ada") =>
  enqueueJob({ db: own.db, queue }, { personId, request });

async function collect(jobId: string, personId = "ada", seen: JobView[] = []): Promise<JobView[]> {
  for await (const job of watchJob(own.db, personId, jobId)) seen.push(job);
  return seen;
}

/** Connections that listen for changes of jobs. */
const listeners = async () =>
  (await own.admin`SELECT FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'listen%'`).length;

/** A worker with handlers of the test's own; what is not given must not be called. */
async function withWorker<T>(handlers: Partial<JobHandlers>, work: () => Promise<T>): Promise<T> {
  const never = () => Promise.reject(new Error("not this kind"));
  const own_ = await openQueue(own.appUrl, { work: true });
  const worker = await workJobs(
    { db: own.db, queue: own_ },
    {
      import: never,
      compute: never,
      "add-scan": never,
      backup: never,
      "check-objects": never,
      deidentify: never,
      radiogenomics: never,
      validate: never,
      addendum: never,
      develop: never,
      monitor: never,
      "compare-models": never,
      ...handlers,
    },
  );
  try {
    return await work();
  } finally {
    await worker.stop();
  }
}

describe("the queue", () => {
  test("is made by the application role, which may not make schemas; several may open it at once", async () => {
    const fresh = await testDatabase();
    try {
      const all = await Promise.all([openQueue(fresh.appUrl), openQueue(fresh.appUrl), openQueue(fresh.appUrl)]);
      const [owner] =
        await fresh.admin`SELECT tableowner FROM pg_tables WHERE schemaname = 'pgboss' AND tablename = 'job'`;
      expect(owner?.["tableowner"]).toBe("nadir_app");
      await expect(fresh.db.sql`CREATE SCHEMA mine`).rejects.toThrow(/permission denied/);
      await Promise.all(all.map((one) => one.close()));
    } finally {
      await fresh.close();
    }
  });

  test("row and entry stand or fall together", async () => {
    const count = async () => {
      const [row] =
        await own.admin`SELECT (SELECT count(*)::int FROM derived.job) AS jobs, (SELECT count(*)::int FROM pgboss.job) AS entries`;
      return row;
    };
    const before = await count();
    // A trial that does not exist: the row is refused by its foreign key.
    const nowhere = { personId: "ada", trialId: "00000000-0000-4000-8000-000000000000", request: compute() };
    await expect(enqueueJob({ db: own.db, queue }, nowhere)).rejects.toThrow();
    expect(await count()).toEqual(before);
    // A queue whose entry cannot be written takes the row with it.
    const broken = { ...queue, boss: { send: () => Promise.reject(new Error("no queue")) } as never };
    await expect(enqueueJob({ db: own.db, queue: broken }, { personId: "ada", request: compute() })).rejects.toThrow(
      "no queue",
    );
    expect(await count()).toEqual(before);
  });

  test("a request of another shape is not taken", async () => {
    await expect(ask({ kind: "compute", trialKey: "not a key" })).rejects.toThrow();
    await expect(ask({ kind: "reboot" } as never)).rejects.toThrow();
  });
});

describe("a job", () => {
  test("is worked, reports progress, and ends with its result; a watcher sees each step", async () => {
    const jobId = await ask(compute("lung"));
    expect(await readJob(own.db, "ada", jobId)).toMatchObject({ kind: "compute", state: "waiting", result: null });
    const seen: JobView[] = [];
    const watching = collect(jobId, "ada", seen);
    await expect.poll(() => listeners()).toBe(1);
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    await withWorker(
      {
        async compute({ trialKey }, { personId, onProgress }) {
          onProgress({ step: "features", done: 0, total: 3 });
          await gate;
          for (const done of [1, 2, 3]) onProgress({ step: "features", done, total: 3 });
          return { trialKey, personId };
        },
      },
      async () => {
        // A watcher who looks late sees the end at once: the work waits until it was seen under way.
        await expect.poll(() => seen.map((job) => job.state)).toContain("running");
        await expect.poll(async () => (await readJob(own.db, "ada", jobId)).step).toBe("features");
        go();
        return watching;
      },
    );
    expect(seen[0]?.state).toBe("waiting");
    expect(seen.map((job) => job.state)).toContain("running");
    expect(seen.at(-1)).toMatchObject({
      state: "done",
      step: "features",
      done: 3,
      total: 3,
      message: null,
      result: { trialKey: "lung", personId: "ada" },
    });
  });

  test("that is refused ends as failed with its problems, and is not tried again", async () => {
    const jobId = await ask(compute());
    let tries = 0;
    const seen = await withWorker(
      {
        compute() {
          tries++;
          return refuse("TRIAL_UNKNOWN", "There is no trial 't'.", { found: "t" });
        },
      },
      () => collect(jobId),
    );
    expect(seen.at(-1)).toMatchObject({
      state: "failed",
      message: "There is no trial 't'.",
      result: { problems: [{ code: "TRIAL_UNKNOWN", found: "t" }] },
    });
    expect(tries).toBe(1);
  });

  test("that breaks is tried once more; if it breaks again it fails without telling the person the stack", async () => {
    const jobId = await ask(compute());
    let tries = 0;
    const seen = await withWorker(
      {
        async compute() {
          tries++;
          throw new Error("secret path /x");
        },
      },
      () => collect(jobId),
    );
    expect(tries).toBe(2);
    expect(seen.at(-1)?.state).toBe("failed");
    expect(seen.at(-1)?.message).not.toContain("secret");
    const again = await ask(compute());
    tries = 0;
    const mended = await withWorker(
      {
        async compute() {
          if (tries++ === 0) throw new Error("once");
          return "mended";
        },
      },
      () => collect(again),
    );
    expect(mended.at(-1)).toMatchObject({ state: "done", result: "mended" });
  });

  test("is seen by who asked for it, and by nobody else", async () => {
    const jobId = await ask(compute());
    await expect(readJob(own.db, "ben", jobId)).rejects.toMatchObject({ code: "JOB_NOT_FOUND" });
    await expect(collect(jobId, "ben")).rejects.toMatchObject({ code: "JOB_NOT_FOUND" });
    const changed = await asPerson(
      own.db,
      "ben",
      ({ sql }) => sql`UPDATE derived.job SET state = 'done' WHERE id = ${jobId} RETURNING id`,
    );
    expect(changed).toHaveLength(0);
  });

  test("can be left alone: an aborted watcher ends and stops listening", async () => {
    const jobId = await ask(compute());
    const gone = new AbortController();
    const seen: JobView[] = [];
    for await (const job of watchJob(own.db, "ada", jobId, { signal: gone.signal })) {
      seen.push(job);
      gone.abort();
    }
    expect(seen).toHaveLength(1);
    await expect.poll(() => listeners()).toBe(0);
  });

  test("under way is finished when the worker is told to stop", async () => {
    const jobId = await ask(compute("last"));
    let begun = () => {};
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    await withWorker(
      {
        async compute({ trialKey }) {
          // Jobs that earlier tests left waiting come first.
          if (trialKey !== "last") return null;
          begun();
          await new Promise((resolve) => setTimeout(resolve, 400));
          return "finished";
        },
      },
      () => started,
    );
    expect(await readJob(own.db, "ada", jobId)).toMatchObject({ state: "done", result: "finished" });
  });
});
