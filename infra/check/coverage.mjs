#!/usr/bin/env node
/**
 * Holds docs/coverage/rows.csv to the truth: every row of the seeds stands there under its number, and a row marked done
 * names code that exists and tests that exist, ran in this run and passed.
 *   node infra/check/coverage.mjs [--vitest REPORT.json] [--playwright REPORT.json]
 * Without reports only what can be seen in the files is checked.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse } from "csv-parse/sync";
import { playwrightTests, readTests, vitestTests } from "../launch/reports.mjs";
import { coverageProblems } from "./coverage-rules.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { values } = parseArgs({ options: { vitest: { type: "string" }, playwright: { type: "string" } } });

const rows = parse(readFileSync(join(root, "docs", "coverage", "rows.csv")), { columns: true });
const ran = [
  ...(values.vitest ? readTests(values.vitest, vitestTests, root, "vitest") : []),
  ...(values.playwright ? readTests(values.playwright, playwrightTests, root, "playwright") : []),
];
const problems = coverageProblems(rows, {
  exists: (path) => existsSync(join(root, path)),
  ran: values.vitest || values.playwright ? ran : null,
});
for (const problem of problems) console.error(problem);

const tally = (state) => rows.filter((row) => row.state === state).length;
console.log(
  `${rows.length} rows: ${tally("done")} done, ${tally("partly")} partly, ${tally("open")} open; ${problems.length} problems.`,
);
process.exitCode = problems.length > 0 ? 1 : 0;
