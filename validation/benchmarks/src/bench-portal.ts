/**
 * The portal at full size: a trial of 2,000 patients, 12,000 visits and 30,000 lesions beside the bundled ones, and 20 people of
 * six roles who ask for a page every four seconds on average. Promise: every list and page is answered in 150 ms at the 95th
 * percentile, on two cores. The page about the platform under the same load is the baseline. The portal must have been built.
 * NADIR_HOME: an installation that is kept between runs; without it one is made and deleted.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { conclude, median } from "./measure.ts";
import { ask } from "./portal/ask.ts";
import { beginAdjudication } from "./portal/differing-reads.ts";
import { percentile95, underLoad } from "./portal/load.ts";
import { about, pagesOf, type Role, USERS } from "./portal/pages.ts";
import { browserOf, page, signIn } from "./portal/people.ts";
import { SCALE_TRIAL, scaleTrial } from "./portal/scale-trial.ts";
import { beginWork } from "./portal/work-begun.ts";

const nadir = fileURLToPath(new URL("../../../packages/cli/bin/nadir.mjs", import.meta.url));
const TARGET_MS = 150;
const WARMING = 10;
/** ms: long enough for some thirty answers of the kind that is asked for least; of twenty, the 95th percentile is the slowest but one. */
const LASTING = 900_000;

const kept = process.env["NADIR_HOME"];
const home = kept ?? (await mkdtemp(join(tmpdir(), "nadir-bench-")));
const env = { ...process.env, NADIR_HOME: home };
try {
  await importScaleTrial();
  await serving(measure);
} finally {
  if (!kept) await rm(home, { recursive: true, force: true });
}

async function importScaleTrial(): Promise<void> {
  const folder = join(home, "scale-trial");
  await mkdir(folder, { recursive: true });
  // The day of the run, so that visits fall due around it; a kept installation keeps the trial that it has.
  const files = scaleTrial(new Date().toISOString().slice(0, 10));
  for (const name of await files.list()) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), (await files.read(name))!);
  }
  await ran("demo", "--once");
  await ran("import", join(folder, files.manifestName), "--out", join(folder, "imported.json"));
  await rm(folder, { recursive: true });
}

async function ran(...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [nadir, ...args], { env, stdio: ["ignore", "ignore", "inherit"] });
  const [status] = await once(child, "close");
  if (status !== 0) throw new Error(`nadir ${args[0]} ended with status ${status}.`);
}

interface Serving {
  readonly address: string;
  readonly people: readonly { role: string; email: string; password: string }[];
}

async function serving(work: (served: Serving) => Promise<void>): Promise<void> {
  const demo = spawn(process.execPath, [nadir, "demo", "--json"], { env, stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(demo, "close");
  try {
    const lines = createInterface({ input: demo.stdout });
    const first = await Promise.race([once(lines, "line"), closed.then(([status]) => Number(status))]);
    if (typeof first === "number") throw new Error(`The demo ended with status ${first}.`);
    await work(JSON.parse(String(first[0])));
  } finally {
    demo.kill("SIGTERM");
    await closed;
  }
}

async function measure({ address, people }: Serving): Promise<void> {
  const signedIn = Object.fromEntries(
    await Promise.all(
      (Object.keys(USERS) as Role[]).map(async (role) => {
        const person = people.find((one) => one.role === role);
        if (!person) throw new Error(`The demo has no ${role}.`);
        return [role, await signIn(address, person)] as const;
      }),
    ),
  ) as Record<Role, Awaited<ReturnType<typeof signIn>>>;
  const readers = await Promise.all(
    people
      .filter(({ role }) => role === "reader")
      .map(async (person) => ({ person: await signIn(address, person), password: person.password })),
  );
  const begun = await beginWork(address, signedIn, SCALE_TRIAL);
  const adjudication = await beginAdjudication(
    address,
    { readers: [readers[0]!, readers[1]!], adjudicator: signedIn.adjudicator },
    SCALE_TRIAL,
  );
  const administrator = { address, person: signedIn.administrator };
  await untilIdle(() => ask<readonly Told[]>(administrator, "health.read", undefined));
  const [protocol] = await ask<readonly { id: string }[]>(
    { address, person: signedIn.statistician },
    "protocols.list",
    {},
  );
  if (!protocol) throw new Error("The demo has no protocol.");
  const { models } = await ask<{ models: readonly { id: string }[] }>(
    { address, person: signedIn.statistician },
    "models.list",
    undefined,
  );
  const pages = pagesOf({ ...begun, adjudication }, { protocol: protocol.id, model: models[0]?.id ?? null });
  const users = (Object.entries(USERS) as [Role, number][]).flatMap(([role, count]) =>
    Array.from({ length: count }, () => ({
      browser: browserOf(address, signedIn[role]),
      pages: [...pages[role], about],
    })),
  );
  // They come one after another, not in one millisecond: each process then takes its share of their connections.
  for (const { browser } of users) await page(browser, about.path(Math.random));
  // The first answers of each kind load its code and plan its statements, in each process and on each connection: they are not
  // what a person meets all day.
  for (let round = 0; round < WARMING; round++)
    await Promise.all(
      users.map(async ({ browser, pages }) => {
        for (const { path } of pages)
          await page(
            browser,
            path(() => round / WARMING),
          );
      }),
    );
  const times = await underLoad({ users, thinkMs: 4000, forMs: LASTING });
  const rows: string[] = [];
  const baseline = { what: about.kind, ms: percentile95(times.get(about.kind) ?? []) };
  for (const [kind, ms] of [...times].sort(([a], [b]) => a.localeCompare(b))) {
    rows.push(`| ${kind} | ${Math.round(median(ms))} | ${Math.round(percentile95(ms))} | ${ms.length} |`);
    if (kind === about.kind) continue;
    conclude({
      name: `${kind}, 95th percentile`,
      targetMs: TARGET_MS,
      measuredMs: percentile95(ms),
      baseline,
      detail: { answers: ms.length },
    });
  }
  // As docs/speed.md holds it.
  console.error(`\n| page | median, ms | 95th percentile, ms | answers |\n|---|---:|---:|---:|\n${rows.join("\n")}`);
}

interface Told {
  readonly what: string;
  readonly found: string;
}

/** Waits until the queue is empty, ten minutes at most: signed reads are computed behind the pages. */
async function untilIdle(look: () => Promise<readonly Told[]>): Promise<void> {
  const isIdle = async () =>
    (await look()).some(({ what, found }) => what === "queue" && /^0 waiting.*; 0 running/.test(found));
  for (let second = 0; second < 600; second++) {
    if (await isIdle()) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error("The queue was not empty after ten minutes; the worker's last words say why.");
}
