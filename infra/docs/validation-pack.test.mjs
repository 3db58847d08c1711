import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { listProblems, packText, withResults } from "./validation-pack-rules.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const requirement = {
  id: "R01",
  requirement: "a",
  source: "b",
  mechanism: "c | d",
  tests: ["x.test.ts > one", "y.test.ts"],
};
const test = (file, title, state = "passed") => ({ file, title, state });
const facts = { commit: "abc", changed: 0, at: "now", node: "v20", system: "linux" };

describe("the validation pack", () => {
  it("shows a requirement only where every cited test ran and passed", () => {
    const all = [
      test("x.test.ts", "one > a"),
      test("x.test.ts", "one > b"),
      test("x.test.ts", "two"),
      test("y.test.ts", "z"),
    ];
    expect(withResults(requirement, all)).toMatchObject({ state: "shown", faults: [], tests: { length: 3 } });
    const stateOf = (changed) => withResults(requirement, changed);
    expect(stateOf(all.with(1, test("x.test.ts", "one > b", "failed")))).toMatchObject({
      state: "not shown",
      faults: ["'x.test.ts > one > b' failed."],
    });
    expect(stateOf(all.with(3, test("y.test.ts", "z", "skipped")))).toMatchObject({
      state: "not shown",
      faults: ["'y.test.ts > z' did not run."],
    });
    expect(stateOf(all.slice(0, 3)).faults).toEqual(["No test of this run is called 'y.test.ts'."]);
  });

  it("says in its first lines what is not shown, and lists every test with its state", () => {
    const good = withResults(requirement, [test("x.test.ts", "one"), test("y.test.ts", "z")]);
    const bad = withResults({ ...requirement, id: "R02" }, []);
    const text = packText([good, bad], { ...facts, changed: 2 });
    expect(text).toContain("**1 of 2 requirements are not shown by this run: R02.**");
    expect(text).toContain("with 2 files that differ from it");
    expect(text).toContain("| R01 | a | b | c \\| d | 2 of 2 | shown |");
    expect(text).toContain("- passed: `y.test.ts` z");
    expect(packText([good], facts)).toContain("All 1 requirements are shown by tests that passed in this run.");
  });

  it("the kept list is whole: every requirement with source, mechanism and tests whose files exist", () => {
    const kept = parse(readFileSync(join(root, "docs", "validation-pack", "requirements.yaml"), "utf8"));
    expect(listProblems(kept, (file) => existsSync(join(root, file)))).toEqual([]);
    expect(kept.length).toBeGreaterThan(15);
    expect(listProblems([{ ...requirement, source: "", tests: ["none.ts"] }, requirement], () => false)).toEqual([
      "R01: 'source' is empty.",
      "R01: test file 'none.ts' does not exist.",
      "R01 stands twice.",
      "R01: test file 'x.test.ts' does not exist.",
      "R01: test file 'y.test.ts' does not exist.",
    ]);
  });
});
