/**
 * A patient's page as the portal's server answers it, with all bundled trials loaded, over patients of every trial,
 * against the sign-in page of the same server. Promise: under 100 ms at the median. The portal must have been built.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { asSystem, connect } from "@nadir/db";
import { databaseUrls } from "@nadir/db/urls";
import { conclude, median, timed } from "./measure.ts";

const nadir = fileURLToPath(new URL("../../../packages/cli/bin/nadir.mjs", import.meta.url));
const PATIENTS_PER_TRIAL = 12;
const ROUNDS = 3;

interface Serving {
  readonly address: string;
  readonly people: readonly { role: string; email: string; password: string }[];
}

const home = process.env["NADIR_HOME"] ?? (await mkdtemp(join(tmpdir(), "nadir-bench-")));
const demo = spawn(process.execPath, [nadir, "demo", "--json"], {
  env: { ...process.env, NADIR_HOME: home },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const { address, people } = await serving(demo);
  const cookie = await signIn(address, people);
  const pages = await patientPages();
  const get = (path: string) =>
    timed(async () => {
      const response = await fetch(`${address}${path}`, { headers: { cookie }, redirect: "manual" });
      const text = await response.text();
      if (response.status !== 200 || !text.includes("</html>")) throw new Error(`${path} answered ${response.status}.`);
    });
  // The first answer of each kind compiles and fills caches: it is not what a person meets all day.
  await get("/sign-in").catch(() => 0);
  for (const { path } of pages) await get(path);
  const times: { trial: string; ms: number }[] = [];
  const trivial: number[] = [];
  for (let round = 0; round < ROUNDS; round++)
    for (const { trial, path } of pages) {
      times.push({ trial, ms: await get(path) });
      trivial.push(await timed(async () => void (await (await fetch(`${address}/sign-in`)).text())));
    }
  const byTrial = Object.fromEntries(
    [...new Set(times.map(({ trial }) => trial))].map((trial) => [
      trial,
      Math.round(median(times.filter((t) => t.trial === trial).map((t) => t.ms)) * 10) / 10,
    ]),
  );
  conclude({
    name: "a patient's page, median",
    targetMs: 100,
    measuredMs: median(times.map(({ ms }) => ms)),
    baseline: { what: "the sign-in page", ms: median(trivial) },
    detail: { requests: times.length, patients: pages.length, medianByTrialMs: byTrial },
  });
} finally {
  await ended(demo);
  if (process.env["NADIR_HOME"] === undefined) await rm(home, { recursive: true, force: true });
}

function serving(child: ChildProcess): Promise<Serving> {
  return new Promise((resolve, reject) => {
    child.on("close", (status) => reject(new Error(`The demo ended with status ${status}.`)));
    if (child.stdout) createInterface({ input: child.stdout }).on("line", (line) => resolve(JSON.parse(line)));
  });
}

async function signIn(address: string, people: Serving["people"]): Promise<string> {
  const person = people.find(({ role }) => role === "board");
  if (!person) throw new Error("The demo has no person of the tumour board.");
  const response = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify({ email: person.email, password: person.password }),
  });
  if (!response.ok) throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** The first patients of each trial in an order that has nothing to do with their course. */
async function patientPages(): Promise<{ trial: string; path: string }[]> {
  const db = connect((await databaseUrls({ home })).appUrl, { max: 1 });
  try {
    const rows = await asSystem(
      db,
      "choose patients for a benchmark",
      ({ sql }) => sql<{ trial: string; subject: string }[]>`
        select trial, subject from (
          select t.key as trial, s.key as subject, row_number() over (partition by t.key order by md5(s.key)) as n
            from record.subject s join record.trial t on t.id = s.trial_id and t.superseded_at is null
           where s.superseded_at is null) chosen
         where n <= ${PATIENTS_PER_TRIAL} order by trial, subject`,
    );
    return rows.map(({ trial, subject }) => ({ trial, path: `/trials/${trial}/patients/${subject}` }));
  } finally {
    await db.close();
  }
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.removeAllListeners("close");
    child.on("close", () => resolve());
    child.kill("SIGTERM");
  });
}
