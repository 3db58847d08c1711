#!/usr/bin/env node
/**
 * `npm test`: everything, in order, on a machine with nothing but Node and npm. `.ci/run` calls exactly this.
 * Every part runs even when an earlier one failed (except the installation), so that one run tells all.
 * The last line is `N passed, N failed`.
 */
import { nodeVersionProblem } from "./node-version.mjs";

const problem = nodeVersionProblem(process.versions.node);
if (problem) {
  console.error(`✗ ${problem}\n0 passed, 1 failed`);
  process.exit(1);
}
const { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } = await import("node:fs");
const { tmpdir } = await import("node:os");
const { join } = await import("node:path");
const { oneResult, runChecks, STATIC_CHECKS } = await import("./checks.mjs");
const { findChromium } = await import("./chromium.mjs");
const { freePort } = await import("./port.mjs");
const { count, lastLine, playwrightTests, readTests, vitestTests } = await import("./reports.mjs");
const { run } = await import("./run.mjs");
const { duration, heading, say, sinceStart, Stop, stopWith } = await import("./say.mjs");
const { runNadir, serveDemo } = await import("./served-demo.mjs");
const { build, install } = await import("./set-up.mjs");
const { tail } = await import("./way-out.mjs");
const { root } = await import("./workspace.mjs");

const STEPS = 7;
const results = [];
const scratch = mkdtempSync(join(tmpdir(), "nadir-test-"));
// The database server may run as another user (as root it must); it has to be able to pass through.
chmodSync(scratch, 0o755);
const reports = join(root, "test-results");
mkdirSync(reports, { recursive: true });
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");
let env = process.env;

try {
  await part("Installation", async () => {
    env = await install();
  });
  if (results.some((r) => r.failed > 0)) throw new Stop("Nothing can be tested before the packages are installed.");
  env = { ...env, NADIR_HOME: join(scratch, "home"), FORCE_COLOR: "0" };

  heading(`2 of ${STEPS} · Types, lint, boundaries, containers`);
  results.push(...(await runChecks(STATIC_CHECKS, env)));

  heading(`3 of ${STEPS} · Unit, property, conformance and database tests (vitest)`);
  results.push(await vitest());

  await part("Portal build", () => build(env));
  await part("Demo from nothing", demoOnce);

  heading(`6 of ${STEPS} · Browser tests in Chromium (playwright)`);
  results.push(...(await browserTests()));

  heading(`7 of ${STEPS} · Coverage table`);
  const coverage = ["infra/check/coverage.mjs", "--vitest", vitestReport, "--playwright", playwrightReport];
  const pack = ["infra/docs/validation-pack.mjs", "--vitest", vitestReport, "--playwright", playwrightReport];
  results.push(
    ...(await runChecks(
      [
        { name: "coverage table", command: process.execPath, args: coverage },
        { name: "validation pack", command: process.execPath, args: pack },
      ],
      env,
    )),
  );
} catch (error) {
  stopWith(error);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
summary();

/** A numbered part that counts as one: it passes unless it throws. */
async function part(name, work) {
  const number = { Installation: 1, "Portal build": 4, "Demo from nothing": 5 }[name];
  heading(`${number} of ${STEPS} · ${name}`);
  const began = Date.now();
  let passed = true;
  try {
    await work();
  } catch (error) {
    passed = false;
    stopWith(error);
  }
  results.push(oneResult(name, passed, Date.now() - began));
}

async function vitest() {
  rmSync(vitestReport, { force: true });
  const args = ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${vitestReport}`];
  // Tests make their own clusters; a NADIR_HOME or DATABASE_URL of the caller is not theirs to touch.
  const { NADIR_HOME: _home, DATABASE_URL: _url, ...clean } = env;
  const got = await run(join(root, "node_modules", ".bin", "vitest"), args, { cwd: root, env: clean, onLine: say });
  const tests = readTests(vitestReport, vitestTests, root, "vitest");
  return totals("vitest", tests, got);
}

async function demoOnce() {
  const { DATABASE_URL: _url, ...own } = env;
  env = own;
  const got = await runNadir(["demo", "--once", "--json"], env);
  if (got.code !== 0) throw new Stop(`The demo ended with status ${got.code}.`, tail(got.output));
  say(`  ✓ demo --once in ${duration(got.ms)}`);
}

async function browserTests() {
  const began = Date.now();
  rmSync(playwrightReport, { force: true });
  let served = null;
  try {
    const chromium = await findChromium(join(scratch, "chromium"));
    say(`  Chromium from ${chromium.from}`);
    // The tests' own provider stands in for a hospital's sign-in; nothing listens there until its test.
    const hospital = {
      NADIR_OIDC_ISSUER: `http://127.0.0.1:${await freePort()}`,
      NADIR_OIDC_CLIENT_ID: "nadir-portal",
      NADIR_OIDC_BUTTON: "Hospital account",
    };
    served = await serveDemo(await freePort(), { ...env, ...hospital });
    say(`  portal at ${served.result.address}, up again after ${duration(Date.now() - began)}`);
    const again = oneResult("second demo repeats nothing", served.result.workDone === 0, Date.now() - began);
    if (again.failed) say(`  ✗ the second run did ${served.result.workDone} things again`);
    const got = await run(
      join(root, "apps", "portal", "node_modules", ".bin", "playwright"),
      ["test", "--reporter=list,json"],
      {
        cwd: join(root, "apps", "portal"),
        env: {
          ...env,
          ...chromium.env,
          ...hospital,
          NADIR_CHROMIUM: chromium.path,
          NADIR_PORTAL_URL: served.result.address,
          PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport,
          PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport,
        },
        onLine: say,
      },
    );
    const tests = readTests(playwrightReport, playwrightTests, root, "playwright");
    const stopped = await served.stop();
    served = null;
    if (!stopped.clean) say(`  ✗ the demo did not stop cleanly:\n${tail(stopped.output)}`);
    return [again, totals("playwright", tests, got), oneResult("demo stops cleanly", stopped.clean, 0)];
  } catch (error) {
    stopWith(error);
    return [oneResult("playwright", false, Date.now() - began)];
  } finally {
    await served?.stop();
  }
}

/** The row of a test runner; a runner that fails without naming a failed test counts as one failure. */
function totals(name, tests, got) {
  const failed = count(tests, "failed") || (got.code === 0 ? 0 : 1);
  return { name, passed: count(tests, "passed"), failed, skipped: count(tests, "skipped"), ms: got.ms };
}

function summary() {
  heading("Summary");
  const width = Math.max(...results.map((r) => r.name.length), 10);
  say(`  ${"".padEnd(width)}  passed  failed  skipped      time`);
  for (const r of results)
    say(
      `  ${r.name.padEnd(width)}  ${String(r.passed).padStart(6)}  ${String(r.failed).padStart(6)}  ${String(r.skipped).padStart(7)}  ${duration(r.ms).padStart(12)}`,
    );
  const sum = (key) => results.reduce((total, r) => total + r[key], 0);
  const all = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
  if (process.exitCode && all.failed === 0) all.failed = 1;
  process.exitCode = all.failed > 0 ? 1 : 0;
  writeFileSync(join(reports, "summary.json"), `${JSON.stringify({ ...all, parts: results }, null, 2)}\n`);
  say(`  everything in ${sinceStart()}\n`);
  process.stdout.write(`${lastLine(all)}\n`);
}
