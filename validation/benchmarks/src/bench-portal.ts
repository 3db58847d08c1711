/**
 * The portal at full size: a trial of 2,000 patients, 12,000 visits and 30,000 lesions beside the bundled ones, and 20 people of
 * five roles who ask for a page every four seconds on average. Promise: every list and page is answered in 150 ms at the 95th
 * percentile, on two cores. The page about the platform under the same load is the baseline. The portal must have been built.
 * NADIR_HOME: an installation that is kept between runs; without it one is made and deleted.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { conclude } from "./measure.ts";
import { ask } from "./portal/ask.ts";
import { percentile95, underLoad, type Visited } from "./portal/load.ts";
import { page, signIn } from "./portal/people.ts";
import { SCALE, SCALE_TRIAL, scaleTrial } from "./portal/scale-trial.ts";
import { beginWork, type WorkBegun } from "./portal/work-begun.ts";

const nadir = fileURLToPath(new URL("../../../packages/cli/bin/nadir.mjs", import.meta.url));
const TARGET_MS = 150;
const USERS = { coordinator: 6, reader: 5, board: 4, statistician: 3, administrator: 2 } as const;
type Role = keyof typeof USERS;

const about: Visited = { kind: "about the platform", path: () => "/about" };
const at = (kind: string, below: string): Visited => ({ kind, path: () => `/trials/${SCALE_TRIAL}${below}` });
const start: Visited = { kind: "start", path: () => "/" };
const list: Visited = {
  kind: "list of patients",
  path: (random) => `/trials/${SCALE_TRIAL}?page=${1 + Math.floor(random() * 20)}`,
};
const search: Visited = {
  kind: "list of patients, searched",
  path: (random) => `/trials/${SCALE_TRIAL}?search=S1${Math.floor(random() * 10)}`,
};
const patient: Visited = {
  kind: "patient",
  path: (random) =>
    `/trials/${SCALE_TRIAL}/patients/S${String(1 + Math.floor(random() * SCALE.patients)).padStart(4, "0")}`,
};
const worklist: Visited = { kind: "worklist", path: () => "/worklist" };
const endpoints = at("endpoints", "/endpoints");
const criteria = at("criteria compared", "/criteria");
const cohort = at("cohort", "/cohort");
const csv = (name: string): Visited => ({
  kind: `table of ${name}`,
  path: () => `/api/tables/${SCALE_TRIAL}/${name}`,
});
/** What each role asks for; what comes twice is asked for twice as often. */
const pagesOf = (
  { read, meeting, onAgenda }: WorkBegun,
  protocol: string,
): Readonly<Record<Role, readonly Visited[]>> => ({
  coordinator: [
    start,
    worklist,
    list,
    list,
    search,
    patient,
    patient,
    at("scans awaited", "/awaited"),
    at("entry", "/enter"),
    { kind: "entry, of a patient", path: () => `/trials/${SCALE_TRIAL}/enter?subject=S0100` },
    at("strata", "/strata"),
    csv("awaited"),
  ],
  reader: [
    start,
    list,
    patient,
    patient,
    at("reading queue", "/reads"),
    at("reading queue", "/reads"),
    { kind: "read", path: () => read },
  ],
  board: [
    start,
    list,
    patient,
    criteria,
    cohort,
    endpoints,
    at("meetings", "/board"),
    { kind: "meeting", path: () => meeting },
    {
      kind: "patient at the board",
      path: (random) => `${meeting}/${onAgenda[Math.floor(random() * onAgenda.length)]}`,
    },
    at("toxicity", "/toxicity"),
    { kind: "library", path: () => "/library" },
  ],
  statistician: [
    start,
    list,
    criteria,
    cohort,
    endpoints,
    at("agreement", "/agreement"),
    { kind: "protocols", path: () => "/validation" },
    { kind: "protocol", path: () => protocol },
    { kind: "models", path: () => "/models" },
    csv("endpoints"),
  ],
  administrator: [
    start,
    worklist,
    at("reads of the trial", "/reads"),
    { kind: "log", path: () => "/audit" },
    { kind: "people", path: () => "/admin" },
    { kind: "health", path: () => "/admin/health" },
  ],
});

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
  for (const name of await files.list()) await writeFile(join(folder, name), (await files.read(name))!);
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
  const work = await beginWork(address, signedIn, SCALE_TRIAL);
  const [protocol] = await ask<readonly { id: string }[]>(
    { address, person: signedIn.statistician },
    "protocols.list",
    {},
  );
  if (!protocol) throw new Error("The demo has no protocol.");
  const pages = pagesOf(work, `/validation/${protocol.id}`);
  // The first answer of each kind loads its code and fills caches: it is not what a person meets all day.
  for (const role of Object.keys(USERS) as Role[])
    for (const { path } of pages[role])
      await page(
        address,
        path(() => 0),
        signedIn[role],
      );
  const users = (Object.entries(USERS) as [Role, number][]).flatMap(([role, count]) =>
    Array.from({ length: count }, () => ({ person: signedIn[role], pages: [...pages[role], about] })),
  );
  const times = await underLoad({ address, users, thinkMs: 4000, forMs: 240_000 });
  const baseline = { what: about.kind, ms: percentile95(times.get(about.kind) ?? []) };
  for (const [kind, ms] of [...times].sort(([a], [b]) => a.localeCompare(b)))
    if (kind !== about.kind)
      conclude({
        name: `${kind}, 95th percentile`,
        targetMs: TARGET_MS,
        measuredMs: percentile95(ms),
        baseline,
        detail: { answers: ms.length },
      });
}
