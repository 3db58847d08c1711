import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compareValues } from "./statistics/compare.ts";
import { disputed } from "./statistics/disputed.ts";
import { readStatisticsOracle, runStatisticsConformance } from "./statistics.ts";

const root = join(import.meta.dirname, "../../..");
const folders = [
  { name: "the repository's copy", path: join(root, "validation/conformance/reference/statistics-oracle") },
  { name: "../shared", path: join(root, "../shared/data/stats-oracle") },
];

/** Topics whose every case must pass, but for the disputed ones. */
const WHOLE = [
  "kaplan-meier",
  "roc",
  "resampling",
  "cox",
  "multiplicity",
  "calibration",
  "agreement",
  "meta",
  "multiple-imputation",
  "optimism",
  "reclassification",
  "survival-validation",
  "competing-risks",
  "sample-size",
  "combat",
  "combat-frozen",
  "penalised",
];

for (const { name, path } of folders)
  describe.skipIf(!existsSync(path))(`statistics oracle: ${name}`, () => {
    const results = existsSync(path) ? runStatisticsConformance(readStatisticsOracle(path)) : [];
    const dispute = new Map(disputed.map((d) => [d.id, d]));
    for (const r of results)
      if (dispute.has(r.id)) it.skip(`${r.id} (disputed: ${dispute.get(r.id)?.derivation})`, () => {});
      else if (r.status === "not-implemented") it.skip(`${r.id} (not implemented)`, () => {});
      else
        it(r.id, () => {
          expect(r.failures).toEqual([]);
        });
    it.each(WHOLE)("%s is whole", (topic) => {
      const cases = results.filter((r) => r.id.startsWith(`${topic}/`));
      expect(cases.length).toBeGreaterThan(0);
      expect(cases.filter((r) => !r.passed && !dispute.has(r.id)).map((r) => r.id)).toEqual([]);
    });
    it("disputes exactly the values that differ: a disputed value that comes right must leave the list", () => {
      const differing = results
        .filter((r) => dispute.has(r.id))
        .map((r) => ({ id: r.id, keys: r.failures.map((f) => f.key) }));
      expect(differing).toEqual(disputed.map(({ id, keys }) => ({ id, keys })));
    });
  });

describe("further settings of the oracle, computed in R", () => {
  const beside = join(root, "validation/conformance/reference/statistics-oracle");
  const { files, readCsv } = readStatisticsOracle(join(root, "validation/conformance/reference/statistics-variants"));
  const results = runStatisticsConformance({
    files,
    readCsv: (name) => (existsSync(join(beside, name)) ? readFileSync(join(beside, name), "utf8") : readCsv(name)),
  });
  it.each(results)("$id", (r) => {
    expect(r.failures).toEqual([]);
    expect(r.passed).toBe(true);
  });
});

describe("other data sets, computed in R", () => {
  const results = runStatisticsConformance(
    readStatisticsOracle(join(root, "validation/conformance/reference/statistics-elsewhere")),
  );
  it.each(results)("$id", (r) => {
    expect(r.failures).toEqual([]);
    expect(r.passed).toBe(true);
  });
});

describe("other data and settings", () => {
  const csv = "id,dead,months,arm,marker\n1,1,3,A,5\n2,0,4,A,\n3,1,4,B,2\n4,0,9,B,7\n5,1,6,A,1\n6,1,2,B,9\n";
  const run = (id: string, cases: unknown[]) =>
    runStatisticsConformance({
      files: [{ name: "x.json", json: { id, data: [{ csv: "x.csv" }], cases } }],
      readCsv: () => csv,
    });

  it("takes columns, subset and level from the case", () => {
    const [one] = run("roc", [
      {
        id: "any",
        rel_tol: 1e-9,
        subset: "arm=B",
        inputs: { outcome: "dead", score: "marker" },
        values: { n: 3, events: 2, auc: 0.5 },
      },
    ]);
    expect(one).toEqual({ id: "roc/any", passed: true, status: "passed", failures: [] });
  });

  it("says what differs, and by how much it may", () => {
    const [one] = run("kaplan-meier", [
      {
        id: "wrong",
        rel_tol: 1e-9,
        inputs: { time: "months", event: "dead", times: [2], subset: "all" },
        values: { survival: [0.9] },
      },
    ]);
    expect(one?.passed).toBe(false);
    expect(one?.failures).toEqual([{ key: "survival[0]", expected: 0.9, got: 5 / 6, tolerance: 1e-9 * 0.9 }]);
  });

  it("takes the level from the key or from the inputs", () => {
    const inputs = { outcome: "dead", score: "marker", threshold: 5 };
    const [named, stated] = run("roc", [
      // Sensitivity 2/4 at 90 %: Wilson, by hand from z = 1.6448536269514722.
      {
        id: "named",
        rel_tol: 1e-6,
        inputs: { x: 2, n: 4, confidence: 0.9 },
        values: { wilson_lower: wilson(2, 4, -1) },
      },
      {
        id: "alpha",
        rel_tol: 1e-6,
        inputs: { ...inputs, alpha: 0.1 },
        values: { sensitivity: { wilson_upper: wilson(2, 4, 1) } },
      },
    ]);
    expect([named?.failures, stated?.failures]).toEqual([[], []]);
  });

  it.each([
    ["months>=4", 4],
    ["months>=4&arm!=A", 2],
    ["marker>0", 5],
    ["arm==B and dead=0", 1],
  ])("takes the subset %s", (subset, n) => {
    const inputs = { time: "months", event: "dead", times: [1], subset };
    const [one] = run("kaplan-meier", [{ id: "s", rel_tol: 1e-9, inputs, values: { n } }]);
    expect(one?.failures).toEqual([]);
  });

  it.each([
    ["cox-regression-here", { time: "months", event: "dead", predictors: ["id"] }, { n: 6, events: 4 }],
    ["logrank-second", { time: "months", event: "dead", group: "arm" }, { df: 1 }],
    ["auc", { outcome: "dead", score: "marker" }, { n: 5 }],
  ])("finds the topic of a file called %s", (id, inputs, values) => {
    const [one] = run(id, [{ id: "x", rel_tol: 1e-9, inputs, values }]);
    expect(one?.failures).toEqual([]);
  });

  it("names a topic it has no code for, and does not pass it", () => {
    const [one] = run("tarot", [{ id: "x", rel_tol: 1, inputs: {}, values: { a: 1 } }]);
    expect(one).toMatchObject({ id: "tarot/x", passed: false, status: "not-implemented" });
  });

  it("turns an unreadable input into a failure that says so", () => {
    const [one] = run("roc", [
      { id: "x", rel_tol: 1, inputs: { outcome: "dead", score: "nonsense" }, values: { auc: 1 } },
    ]);
    expect(one?.failures[0]?.got).toContain("no column 'nonsense'");
  });

  it("refuses a file of another shape with the path", () => {
    expect(() =>
      runStatisticsConformance({ files: [{ name: "y.json", json: { id: "y" } }], readCsv: () => "" }),
    ).toThrow(/y\.json: cases/);
  });
});

/** Wilson 1927 at 90 %, as written in the paper. */
function wilson(x: number, n: number, sign: 1 | -1): number {
  const z = 1.6448536269514722;
  const p = x / n;
  return (p + (z * z) / (2 * n) + sign * z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
}

describe("the comparison rule", () => {
  it("passes within the relative tolerance and fails beyond it", () => {
    expect(compareValues({ a: 1 }, { a: 1 + 9e-9 }, 1e-8)).toEqual([]);
    expect(compareValues({ a: 1 }, { a: 1 + 2e-8 }, 1e-8)).toHaveLength(1);
  });

  it("wants null where the reference has none, and a number where it has one", () => {
    expect(compareValues({ a: null }, { a: null }, 1e-8)).toEqual([]);
    expect(compareValues({ a: null }, { a: 0 }, 1e-8)).toHaveLength(1);
    expect(compareValues({ a: 0 }, { a: null }, 1e-8)).toHaveLength(1);
    expect(compareValues({ a: 0 }, {}, 1e-8)[0]?.got).toBe("not computed");
    expect(compareValues({ a: 0 }, { a: Number.NaN }, 1e-8)).toHaveLength(1);
  });

  it("gives tiny p-values 1e-4 of themselves, and nothing else", () => {
    expect(compareValues({ p: 1e-20 }, { p: 1.00005e-20 }, 1e-8)).toEqual([]);
    expect(compareValues({ p: 1e-20 }, { p: 1.1e-20 }, 1e-8)).toHaveLength(1);
  });

  it("names the mistake whose result was computed", () => {
    const [failure] = compareValues(
      { citl: 0.08, recalibration_intercept_with_free_slope: -0.11 },
      { citl: -0.11 },
      1e-6,
    );
    expect(failure?.mistake).toBe("recalibration_intercept_with_free_slope");
  });

  it("reads an unnamed list as named values in order, and a single value as a list of one", () => {
    expect(compareValues({ z: [1, 2] }, { z: { age: 1, sex: 2 } }, 1e-8)).toEqual([]);
    expect(compareValues({ z: 1 }, { z: [1] }, 1e-8)).toEqual([]);
    expect(compareValues({ z: [1, 2] }, { z: [1] }, 1e-8)).toHaveLength(1);
  });
});
