import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, reference, runNadir } from "../testing/run-nadir.ts";

/** Ten subjects by hand. Score against outcome: of 4 × 5 pairs (one subject has no score) 17 are in order and 1 is tied. */
const TABLE = `subject,score,other,benefit,days,died,group
p1,9,1,yes,100,0,low
p2,8,2,yes,90,0,low
p3,7,9,yes,80,1,low
p4,4,3,yes,70,0,low
p5,6,4,no,60,1,high
p6,4,5,no,50,1,high
p7,3,6,no,40,1,high
p8,2,7,no,30,1,high
p9,1,8,no,20,1,high
p10,,5,yes,95,0,low
`;
const ANALYSIS = {
  schema: "nadir.analysis/1",
  discrimination: [{ name: "benefit", score: "score", outcome: "benefit", positive: "yes", thresholds: [5] }],
  survival: [{ name: "os", time: "days", event: "died", group: "group", score: "score", larger: "later", times: [45] }],
};
let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());
const evaluate = (table: string, analysis: object, ...more: string[]) =>
  runNadir(["evaluate", folder.file("p.csv", table), "--analysis", folder.file("a.json", analysis), ...more]);
// biome-ignore lint/suspicious/noExplicitAny: the result is read by path
const first = (ran: { json: () => unknown[] }) => ran.json()[0] as any;

describe("nadir evaluate", () => {
  test("computes what the analysis names and counts who was left out", async () => {
    const ran = await evaluate(TABLE, ANALYSIS);
    expect(ran.stderr).toBe("");
    expect(ran.status).toBe(0);
    const { discrimination, survival, subjects, standing } = first(ran);
    expect(subjects).toBe(10);
    expect(standing).toContain("post hoc");
    // By hand: 9, 8, 7 beat all five (15), 4 beats 3, 2, 1 (3) and ties with 4 (1/2): 18.5 of 20.
    expect(discrimination[0]).toMatchObject({ n: 9, withOutcome: 4, without: 5, leftOut: { score: 1 } });
    expect(discrimination[0].auc.estimate).toBe(18.5 / 20);
    expect(discrimination[0].thresholds[0]).toMatchObject({
      rule: "score >= 5",
      truePositive: 3,
      falseNegative: 1,
      falsePositive: 1,
      trueNegative: 4,
    });
    expect(survival[0]).toMatchObject({ n: 9, events: 6, leftOut: { score: 1 } });
    const high = survival[0].kaplanMeier.find((g: { group: string }) => g.group === "high");
    expect(high).toMatchObject({ n: 5, events: 5, median: { estimate: 40 } });
    // Deaths at 20, 30 and 40 of five: S(45) = 2/5.
    expect(high.at[0].survival).toBeCloseTo(0.4, 12);
    expect(survival[0].logRank.p).toBeLessThan(0.01);
    expect(survival[0].concordance.c).toBeGreaterThan(0.9);
  });

  test("a smaller score can mean the outcome: the threshold turns with it", async () => {
    const wish = { ...ANALYSIS.discrimination[0], larger: "less-likely" };
    const result = first(await evaluate(TABLE, { ...ANALYSIS, discrimination: [wish] }));
    expect(result.discrimination[0].auc.estimate).toBe(1.5 / 20);
    expect(result.discrimination[0].thresholds[0]).toMatchObject({ rule: "score <= 5", truePositive: 1 });
  });

  test("one class only is an answer with its reason, not an error", async () => {
    const table = TABLE.replaceAll("yes", "no");
    const ran = await evaluate(table, { ...ANALYSIS, survival: [] });
    expect(ran.status).toBe(0);
    expect(first(ran).discrimination[0].auc).toEqual({
      estimable: false,
      reason: expect.stringContaining("0 with the outcome"),
    });
  });

  test("--out writes the file and leaves standard output empty", async () => {
    const ran = await evaluate(TABLE, ANALYSIS, "--out", folder.at("result.json"));
    expect(ran).toMatchObject({ status: 0, stdout: "" });
    expect(ran.stderr).toContain("result.json");
    expect(folder.read("result.json")).toMatchObject({ schema: "nadir.evaluation/1", subjects: 10 });
  });

  test.each([
    ["a column that is not there", TABLE, { score: "scores" }, "NO_COLUMN", "it has: subject, score"],
    ["a cell that is no number", TABLE.replace("p5,6", "p5,six"), {}, "row 6, column score", "'six' is not a number"],
    ["a subject twice", TABLE.replace("p9,", "p8,"), {}, "SUBJECT_TWICE", "rows 9 and 10"],
    ["a misspelt word", TABLE, { positive: "Yes" }, "WORD_NOT_FOUND", "it holds: yes, no"],
    ["a table without rows", "subject,score\n", {}, "NO_ROWS", "no rows below its header"],
    ["a broken table", "subject,score\np1,2,3\n", {}, "NOT_CSV", "comma-separated"],
  ])("refuses %s", async (_what, table, change, code, sentence) => {
    const ran = await evaluate(table, { ...ANALYSIS, discrimination: [{ ...ANALYSIS.discrimination[0], ...change }] });
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain(code);
    expect(ran.stderr).toContain(sentence);
  });

  test.each([
    [
      "a word for not known as an outcome",
      TABLE.replace("p7,3,6,no", "p7,3,6,NA"),
      /Row 8, column 'benefit': 'NA' is neither 'yes'/,
    ],
    [
      "a third word as an outcome",
      TABLE.replace("p7,3,6,no", "p7,3,6,perhaps"),
      /holds 3 different words \(yes, no, perhaps\)/,
    ],
    [
      "a second cause as an event",
      TABLE.replace("100,0,low", "100,2,low"),
      /holds 3 different words \(2, 0, 1\).*under 'competing'/,
    ],
    ["two columns of one name", TABLE.replace("score,other", "score,score"), /two columns named 'score' \(2 and 3\)/],
    ["semicolons", TABLE.replaceAll(",", ";"), /parts its columns by semicolons/],
    ["an empty file", " \n", /is empty; give a header/],
  ])("refuses %s, in a sentence", async (_, table, sentence) => {
    const ran = await evaluate(table, ANALYSIS);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(sentence);
  });

  test("gives a perfect order no limits of no width: C = 1 of two pairs by hand", async () => {
    const table = "subject,days,died,score,risk\na,1,1,3,0.9\nb,2,0,2,0.5\nc,3,0,1,0.1\n";
    const names = { time: "days", event: "died", score: "score" };
    const ran = await evaluate(table, {
      schema: "nadir.analysis/1",
      bootstrap: { resamples: 0 },
      survival: [{ name: "os", ...names }],
      horizons: [{ name: "at 2", ...names, horizon: 2, risk: "risk" }],
    });
    const { survival, horizons } = first(ran);
    const none = { estimable: false, reason: expect.stringContaining("standard error is 0") };
    expect(survival[0].concordance).toMatchObject({ c: 1, concordant: 2, interval: none });
    expect(horizons[0].harrell).toMatchObject({ c: 1, interval: none });
  });

  test("refuses an analysis of another shape, every departure at once", async () => {
    const ran = await evaluate(TABLE, { schema: "nadir.analysis/2", level: 95, discrimination: [{ name: "x" }] });
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    for (const path of ["schema", "level", "discrimination.0.score", "discrimination.0.outcome"])
      expect(ran.stderr).toContain(path);
    expect(ran.stderr).toContain("nothing was changed");
  });

  test("refuses a file that is not there or not JSON", async () => {
    const absent = await runNadir(["evaluate", folder.at("absent.csv"), "--analysis", folder.file("a.json", ANALYSIS)]);
    expect(absent).toMatchObject({ status: 1, stdout: "" });
    expect(absent.stderr).toContain("does not exist");
    const broken = await runNadir(["evaluate", folder.file("p.csv", TABLE), "--analysis", folder.file("a.json", "{")]);
    expect(broken.status).toBe(1);
    expect(broken.stderr).toContain("NOT_JSON");
  });

  test.each([[["evaluate"]], [["evaluate", "p.csv"]], [["evaluate", "p.csv", "--analyse", "a"]], [["evaluat"]]])(
    "%j is wrong usage",
    async (args) => {
      const ran = await runNadir(args);
      expect(ran).toMatchObject({ status: 2, stdout: "" });
      expect(ran.stderr).toContain("error:");
    },
  );

  test("gives the AUC and interval that pROC gives", async () => {
    const oracle = join(reference, "statistics-oracle");
    const roc = JSON.parse(readFileSync(join(oracle, "roc.json"), "utf8"));
    const expected = roc.cases.find((c: { id: string }) => c.id === "auc_s100b").values;
    const analysis = {
      schema: "nadir.analysis/1",
      subject: "row",
      discrimination: [{ name: "s100b", score: "s100b", outcome: "poor", interval: "wald" }],
    };
    const ran = await runNadir([
      "evaluate",
      join(oracle, "asah.csv"),
      "--analysis",
      folder.file("asah.json", analysis),
    ]);
    const { auc } = first(ran).discrimination[0];
    expect(auc.estimate).toBeCloseTo(expected.auc, 10);
    expect(auc.standardError ** 2).toBeCloseTo(expected.delong_variance, 10);
    expect(auc.interval.lower).toBeCloseTo(expected.ci95_lower, 8);
    expect(auc.interval.upper).toBeCloseTo(expected.ci95_upper, 8);
  });
});
