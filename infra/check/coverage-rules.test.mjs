import { describe, expect, test } from "vitest";
import { coverageProblems, SEED_ROWS } from "./coverage-rules.mjs";

const allOpen = () =>
  Object.entries(SEED_ROWS).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, i) => ({
      row: `${letter}${String(i + 1).padStart(2, "0")}`,
      kind: "must",
      what: "something",
      state: "open",
      code: "",
      test: "",
    })),
  );
const files = new Set(["packages/a/src/a.ts", "packages/a/src/a.test.ts", "apps/portal/e2e/x.spec.ts"]);
const exists = (path) => files.has(path);
const ran = [
  { file: "packages/a/src/a.test.ts", title: "group > holds", state: "passed" },
  { file: "packages/a/src/a.test.ts", title: "group > needs other data", state: "skipped" },
  { file: "apps/portal/e2e/x.spec.ts", title: "page > breaks", state: "failed" },
];
const withDone = (test, code = "packages/a/src/a.ts") => {
  const rows = allOpen();
  Object.assign(rows[0], { state: "done", code, test });
  return coverageProblems(rows, { exists, ran });
};

describe("the coverage table", () => {
  test("has 269 seed rows, and an open table of all of them is right", () => {
    expect(allOpen()).toHaveLength(269);
    expect(coverageProblems(allOpen(), { exists, ran })).toEqual([]);
  });
  test("a done row with code and a passed test is right; by file or by title", () => {
    expect(withDone("packages/a/src/a.test.ts > group > holds")).toEqual([]);
    expect(withDone("packages/a/src/a.test.ts")).toEqual([]);
  });
  test.each([
    ["names no test", "", undefined, /names no test/],
    ["names no code", "packages/a/src/a.test.ts", "", /names no code/],
    ["absent code", "packages/a/src/a.test.ts", "packages/b/src/b.ts", /code 'packages\/b\/src\/b.ts' does not exist/],
    ["absent test file", "packages/a/src/z.test.ts", undefined, /test file .* does not exist/],
    ["absent title", "packages/a/src/a.test.ts > group > other", undefined, /no test of this run is called/],
    ["skipped test", "packages/a/src/a.test.ts > group > needs", undefined, /did not run \(skipped\)/],
    ["failed test", "apps/portal/e2e/x.spec.ts", undefined, /failed in this run/],
  ])("a done row is refused when it has: %s", (_what, cited, code, expected) => {
    expect(withDone(cited, code)).toEqual([expect.stringMatching(expected)]);
  });
  test("a missing, doubled or wrongly numbered row is refused", () => {
    const missing = allOpen().filter((row) => row.row !== "D17");
    expect(coverageProblems(missing, { exists, ran })).toEqual([expect.stringContaining("D17 is missing")]);
    const doubled = [...allOpen(), { ...allOpen()[0] }];
    expect(coverageProblems(doubled, { exists, ran })).toEqual([
      expect.stringContaining("A01: the number stands twice"),
    ]);
    const renumbered = allOpen();
    renumbered[4].row = "A5";
    expect(coverageProblems(renumbered, { exists, ran })).toHaveLength(2);
  });
  test("appended rows are allowed; unknown kinds and states are not", () => {
    const appended = [...allOpen(), { ...allOpen()[0], row: "M12" }];
    expect(coverageProblems(appended, { exists, ran })).toEqual([]);
    const odd = allOpen();
    Object.assign(odd[1], { kind: "could", state: "finished" });
    expect(coverageProblems(odd, { exists, ran })).toHaveLength(2);
  });
});
