import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/**
 * Test reports in one shape: `{ file, title, state }`, `file` relative to the repository, `title` the full title with its
 * groups joined by ` > `, `state` `passed`, `failed` or `skipped`.
 */
export function vitestTests(report, root) {
  const tests = [];
  for (const suite of report.testResults ?? []) {
    const file = relative(root, suite.name);
    // A file that could not be loaded has no tests of its own: it is one failure, or nobody would count it.
    if (suite.status === "failed" && !suite.assertionResults?.some((t) => t.status === "failed"))
      tests.push({ file, title: "(the file itself)", state: "failed" });
    for (const test of suite.assertionResults ?? [])
      tests.push({ file, title: [...test.ancestorTitles, test.title].join(" > "), state: stateOf(test.status) });
  }
  return tests;
}
const stateOf = (status) => (status === "passed" || status === "failed" ? status : "skipped");

export function playwrightTests(report, root) {
  const base = report.config?.rootDir ?? root;
  const tests = [];
  const walk = (suite, groups) => {
    for (const spec of suite.specs ?? []) {
      const states = spec.tests.map((t) => t.status);
      const state = states.some((s) => s === "unexpected")
        ? "failed"
        : states.every((s) => s === "skipped")
          ? "skipped"
          : "passed";
      tests.push({ file: relative(root, `${base}/${spec.file}`), title: [...groups, spec.title].join(" > "), state });
    }
    for (const inner of suite.suites ?? []) walk(inner, [...groups, inner.title]);
  };
  for (const suite of report.suites ?? []) walk(suite, []);
  for (const error of report.errors ?? [])
    tests.push({ file: "apps/portal/e2e", title: String(error.message ?? error).split("\n")[0], state: "failed" });
  return tests;
}

/** Reads a JSON report and turns it into tests; a report that is not there counts as one failure of `name`. */
export function readTests(path, read, root, name) {
  if (!existsSync(path)) return [{ file: name, title: `(${name} wrote no report)`, state: "failed" }];
  return read(JSON.parse(readFileSync(path, "utf8")), root);
}

export const count = (tests, state) => tests.filter((t) => t.state === state).length;

/** The line that ends `npm test`: `N passed, N failed`, with `, N skipped` when there are any. */
export function lastLine(totals) {
  return `${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ""}`;
}
