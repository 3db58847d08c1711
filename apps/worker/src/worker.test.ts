import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesOfMap, importTrial } from "@nadir/api/intake";
import {
  enqueueJob,
  type JobQueue,
  type JobRequest,
  type JobView,
  openQueue,
  readJob,
  watchJob,
} from "@nadir/api/jobs";
import { storeUpload } from "@nadir/api/upload";
import { TEST_PASSWORDS, type TestDatabase, testDatabase } from "@nadir/db/testing";
import { type ObjectStore, openLocalStore } from "@nadir/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const bin = fileURLToPath(new URL("../bin/worker.mjs", import.meta.url));
let own: TestDatabase;
let queue: JobQueue;
let store: ObjectStore;
let home: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  own = await testDatabase();
  home = mkdtempSync(join(tmpdir(), "nadir-worker-"));
  env = {
    ...process.env,
    NADIR_HOME: home,
    DATABASE_URL: own.adminUrl,
    NADIR_APP_PASSWORD: TEST_PASSWORDS.appPassword,
    NADIR_MODELLER_PASSWORD: TEST_PASSWORDS.modellerPassword,
  };
  store = await openLocalStore(join(home, "objects"));
  queue = await openQueue(own.appUrl);
  const files = new Map(exampleTrial().map(({ name, bytes }) => [name, bytes]));
  await importTrial({ db: own.db, store, by: "system", files: filesOfMap("trial.yaml", files) });
  await own.admin`INSERT INTO identity."user" (id, name, email, email_verified) VALUES ('ada', 'Ada', 'ada@example.test', true)`;
  await own.admin`INSERT INTO identity.membership (user_id, trial_id, role) SELECT 'ada', id, 'administrator' FROM record.trial`;
});
afterAll(async () => {
  await queue.close();
  await own.close();
  rmSync(home, { recursive: true, force: true });
});

/** The worker as a process, until it says that it is ready. `stop` asks as an operator does, and answers with the status. */
async function running(): Promise<{ said: () => string; stop(): Promise<number | null> }> {
  const child = spawn(process.execPath, [bin], { env });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    said += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await expect.poll(() => said).toContain("ready");
  return {
    said: () => said,
    stop() {
      child.kill("SIGTERM");
      return ended;
    },
  };
}
const health = () =>
  new Promise<number | null>((resolve) => spawn(process.execPath, [bin, "--health"], { env }).on("close", resolve));

async function ended(request: JobRequest): Promise<JobView> {
  const jobId = await enqueueJob({ db: own.db, queue }, { personId: "ada", request });
  let last = await readJob(own.db, "ada", jobId);
  for await (const job of watchJob(own.db, "ada", jobId)) last = job;
  return last;
}

/** The example of the manual, by file name. */
function exampleTrial(change = (text: string) => text): { name: string; bytes: Uint8Array }[] {
  const page = readFileSync(new URL("../../../docs/manifest.md", import.meta.url), "utf8");
  const blocks = [...page.matchAll(/```(yaml|csv)\n([\s\S]*?)```/g)].map((found) => found[2] as string);
  const names = ["trial.yaml", "subjects.csv", "visits.csv", "lesions.csv", "measurements.csv"];
  return names.map((name, at) => ({ name, bytes: new TextEncoder().encode(change(blocks[at] ?? "")) }));
}

async function uploaded(change?: (text: string) => string): Promise<string> {
  const { ticket } = await storeUpload({ store, secret: "test", personId: "ada" }, exampleTrial(change));
  return ticket.split(".")[0] as string;
}

describe("the worker", () => {
  test("imports an upload, refuses a broken one with its problems, computes, and stops cleanly when told to", async () => {
    expect(await health()).toBe(1);
    const worker = await running();
    expect(await health()).toBe(0);

    const corrected = await uploaded((text) => text.replace("34.5", "35.5"));
    const imported = await ended({ kind: "import", listing: corrected, dryRun: false });
    expect(imported).toMatchObject({ state: "done", message: null, result: { trialKey: "example", written: true } });
    expect(imported.result).toMatchObject({ counts: { measurement: { new: 0, changed: 1, unchanged: 1 } } });
    expect(imported.result).toMatchObject({ notComputed: null, computed: { assessments: { computed: 2, reused: 0 } } });
    const computed = await ended({ kind: "compute", trialKey: "example" });
    expect(computed).toMatchObject({ state: "done", result: { assessments: { computed: 0, reused: 2 } } });
    const checked = await ended({ kind: "import", listing: corrected, dryRun: true });
    expect(checked.result).toMatchObject({ written: false, computed: null, notComputed: null });

    const broken = await ended({
      kind: "import",
      listing: await uploaded((text) => text.replace("2024-05-06", "06.05.2024").replace("34.5", "34;5")),
      dryRun: false,
    });
    expect(broken).toMatchObject({ state: "failed" });
    const { problems } = broken.result as { problems: { where: { file: string } }[] };
    expect(problems.map((p) => p.where.file).sort()).toEqual(["measurements.csv", "visits.csv"]);
    expect((await own.admin`SELECT FROM record.measurement`).length).toBe(3);

    const unknown = await ended({ kind: "compute", trialKey: "no-such-trial" });
    expect(unknown).toMatchObject({ state: "failed", message: expect.stringContaining("no-such-trial") });

    const unsigned = await ended({ kind: "validate", action: "open", protocolId: crypto.randomUUID() });
    expect(unsigned).toMatchObject({ state: "failed", message: expect.stringContaining("signed by a person") });

    expect(await worker.stop()).toBe(0);
    expect(worker.said()).toContain("stopped");
  });

  test("without a database says so in a sentence and ends", async () => {
    const empty = mkdtempSync(join(tmpdir(), "nadir-worker-"));
    const child = spawn(process.execPath, [bin], { env: { ...env, NADIR_HOME: empty, DATABASE_URL: "" } });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(1);
    expect(said).toContain("No database has been prepared");
    expect(existsSync(join(empty, "objects"))).toBe(false);
    rmSync(empty, { recursive: true, force: true });
  });
});
