#!/usr/bin/env node
/**
 * Requirement → mechanism → test → result of this commit, from docs/validation-pack/requirements.yaml and the reports that
 * the tests wrote.
 *   node infra/docs/validation-pack.mjs [--vitest R.json] [--playwright R.json] [--out FOLDER]
 * Status 1 when a requirement is not shown.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { platform, release } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { playwrightTests, readTests, vitestTests } from "../launch/reports.mjs";
import { listProblems, packText, withResults } from "./validation-pack-rules.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const reports = join(root, "test-results");
const { values } = parseArgs({
  options: {
    vitest: { type: "string", default: join(reports, "vitest.json") },
    playwright: { type: "string", default: join(reports, "playwright.json") },
    out: { type: "string", default: join(reports, "validation-pack") },
  },
});
const requirements = parse(readFileSync(join(root, "docs", "validation-pack", "requirements.yaml"), "utf8"));
const problems = listProblems(requirements, (file) => existsSync(join(root, file)));
for (const problem of problems) console.error(problem);

const ran = [
  ...readTests(values.vitest, vitestTests, root, "vitest"),
  ...readTests(values.playwright, playwrightTests, root, "playwright"),
];
const results = requirements.map((requirement) => withResults(requirement, ran));
const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
const gitOr = (otherwise, ...args) => {
  try {
    return git(...args);
  } catch {
    return otherwise;
  }
};
const facts = {
  commit: gitOr("an unknown commit", "rev-parse", "HEAD"),
  changed: gitOr("", "status", "--porcelain").split("\n").filter(Boolean).length,
  at: existsSync(values.playwright) ? statSync(values.playwright).mtime.toISOString() : "never",
  node: process.version,
  system: `${platform()} ${release()}`,
};
mkdirSync(values.out, { recursive: true });
writeFileSync(join(values.out, "validation-pack.md"), packText(results, facts));
writeFileSync(
  join(values.out, "validation-pack.json"),
  `${JSON.stringify({ ...facts, requirements: results }, null, 1)}\n`,
);

for (const { id, faults } of results) for (const fault of faults) console.error(`${id}: ${fault}`);
const shown = results.filter((r) => r.state === "shown").length;
console.log(
  `${shown} of ${results.length} requirements are shown by this run; ${problems.length} problems of the list.`,
);
process.exitCode = shown === results.length && problems.length === 0 ? 0 : 1;
