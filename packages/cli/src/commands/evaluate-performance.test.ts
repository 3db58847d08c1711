import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, reference, runNadir } from "../testing/run-nadir.ts";

/** Outside values: the same tables evaluated in R. */
const values = (folder: string, topic: string, id: string) =>
  JSON.parse(readFileSync(join(reference, folder, `${topic}.json`), "utf8")).cases.find(
    (c: { id: string }) => c.id === id,
  ).values;
const table = (name: string) => join(reference, "statistics-oracle", name);

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());
const run = (csv: string, analysis: object) =>
  runNadir([
    "evaluate",
    csv,
    "--analysis",
    folder.file("a.json", {
      schema: "nadir.analysis/1",
      subject: "row",
      bootstrap: { resamples: 50, seed: 1 },
      ...analysis,
    }),
  ]);
// biome-ignore lint/suspicious/noExplicitAny: the result is read by path
const first = (ran: { json: () => unknown[] }) => ran.json()[0] as any;

const MARKER = { name: "poor outcome", probability: "p_marker", outcome: "poor" };
const HORIZON = { name: "three years", time: "time", event: "event", horizon: 1095, risk: "risk_1095", score: "lp" };

describe("nadir evaluate: two models on the same subjects", () => {
  const file = () => folder.file("two.csv", "row,a,b,y\n1,0.9,0.1,1\n2,0.1,0.9,0\n3,0.5,0.5,1\n4,0.2,0.1,0");
  test("gives the difference of AUC and of net benefit, by hand", async () => {
    // a orders all four pairs right, b: subject 1 against 2 wrong, against 4 tied, 3 against 2 wrong, against 4 right: 1.5 of 4.
    const wish = { name: "rival", scores: ["a", "b"], outcome: "y", thresholds: [0.2] };
    const [found] = first(await run(file(), { comparisons: [wish] })).comparisons;
    expect(found).toMatchObject({ auc1: 1, auc2: 0.375, difference: expect.closeTo(0.625, 12) });
    // At 0.2 (odds 1/4) a finds both events and calls subject 4 falsely: 1/2 - 1/16; b finds one, calls one: 1/4 - 1/16.
    const [net] = found.netBenefit;
    expect(net).toMatchObject({
      threshold: 0.2,
      first: expect.closeTo(0.4375, 12),
      second: expect.closeTo(0.1875, 12),
    });
    expect(net.difference).toBeCloseTo(0.25, 12);
    // Parts 1, 1/4, 0, -1/4: squares about 0.25 are 0.5625 + 0 + 0.0625 + 0.25 = 0.875.
    expect(net.standardError).toBeCloseTo(Math.sqrt(0.875 / 3 / 4), 12);
  });

  test("refuses net benefit of what is no probability", async () => {
    const scores = folder.file("scores.csv", "row,a,b,y\n1,9,0.1,1\n2,1,0.9,0");
    const ran = await run(scores, {
      comparisons: [{ name: "rival", scores: ["a", "b"], outcome: "y", thresholds: [0.2] }],
    });
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toMatch(/probabilit/);
  });
});

describe("nadir evaluate: predicted probabilities", () => {
  test("gives the calibration, net benefit and Brier score that R gives", async () => {
    const wish = { ...MARKER, decision: [0.05, 0.1, 0.3, 0.5, 0.9], thresholds: [0.3], hosmerLemeshow: 5 };
    const ran = await run(table("asah.csv"), { probabilities: [wish] });
    expect(ran.status).toBe(0);
    const [got] = first(ran).probabilities;
    const calibration = values("statistics-variants", "calibration", "k2");
    expect(got.calibration.inTheLarge.intercept).toBeCloseTo(calibration.citl, 8);
    expect(got.calibration.slope.slope).toBeCloseTo(calibration.slope, 8);
    expect(got.calibration.brier).toBeCloseTo(calibration.brier, 10);
    expect(got.calibration.observedExpected.interval.upper).toBeCloseTo(calibration.oe_ci95_upper, 8);
    const smooth = values("statistics-variants", "calibration", "s2");
    expect(got.curve.indices.ici).toBeCloseTo(smooth.rcs5.ICI, 6);
    expect(got.curve.indices.emax).toBeCloseTo(smooth.rcs5.Emax, 6);
    const benefit = values("statistics-variants", "calibration", "d1");
    expect(got.netBenefit.points.map((p: { model: number }) => p.model)).toEqual(
      benefit.net_benefit_model.map((v: number) => expect.closeTo(v, 10)),
    );
    expect(got.hosmerLemeshow.statistic).toBeCloseTo(values("statistics-variants", "calibration", "h1").statistic, 8);
    expect(got.hosmerLemeshow.caveat).toContain("arbitrary");
    expect(got.thresholds[0].truePositive).toBe(values("statistics-oracle", "roc", "threshold_p_marker_ge_0.3").tp);
    expect(got.resampling).toMatchObject({ algorithm: "xoshiro256**", seed: 1, replicates: 50 });
  });

  test("gives every site its own AUC, and both pooled", async () => {
    const ran = await run(table("nwtco.csv"), {
      site: "study",
      probabilities: [{ name: "relapse", probability: "p_model", outcome: "relapse" }],
    });
    const { bySite, pooledLogitAuc } = first(ran).probabilities[0].sites;
    const unpaired = values("statistics-variants", "roc", "u1");
    expect(bySite.map((s: { site: string }) => s.site)).toEqual(["3", "4"]);
    expect(bySite[0].auc.estimate).toBeCloseTo(unpaired.auc1, 10);
    expect(bySite[1].auc.estimate).toBeCloseTo(unpaired.auc2, 10);
    expect(pooledLogitAuc).toMatchObject({ estimable: true, sites: 2, method: "reml" });
  });

  test.each([
    ["a score on another scale", { ...MARKER, probability: "age" }, "NOT_A_PROBABILITY", "42 is not a probability"],
    ["the outcome as its own prediction", { ...MARKER, probability: "poor" }, "OUTCOME_AS_PREDICTION", "'poor'"],
    ["a decision threshold of 1", { ...MARKER, decision: [0.2, 1] }, "decision", "1"],
    ["a range upside down", { ...MARKER, decision: { from: 0.5, to: 0.1 } }, "decision", "'from' lies below 'to'"],
  ])("refuses %s", async (_what, wish, code, sentence) => {
    const ran = await run(table("asah.csv"), { probabilities: [wish] });
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain(code);
    expect(ran.stderr).toContain(sentence);
  });

  test("says that one class only carries no figure", async () => {
    const one = folder.file("one.csv", "row,p,y\n1,0.2,0\n2,0.4,0\n3,0.9,0\n");
    const ran = await run(one, { probabilities: [{ name: "x", probability: "p", outcome: "y" }] });
    expect(ran.status).toBe(0);
    expect(first(ran).probabilities[0]).toMatchObject({
      estimable: false,
      reason: expect.stringContaining("0 with the outcome"),
    });
  });
});

describe("nadir evaluate: risks by a horizon", () => {
  test("gives the AUC, Brier score, O/E and slope that R gives", async () => {
    const ran = await run(table("gbsg.csv"), {
      horizons: [{ ...HORIZON, decision: { from: 0.1, to: 0.3, step: 0.1 } }],
    });
    expect(ran.status).toBe(0);
    const [got] = first(ran).horizons;
    const expected = values("statistics-oracle", "survival-validation", "ipcw_gbsg_t1095");
    expect(got.auc.auc).toBeCloseTo(expected.auc, 8);
    expect(got.auc.standardError).toBeCloseTo(expected.reference_package_auc_se, 8);
    expect(got.brier.brier).toBeCloseTo(expected.brier, 8);
    expect(got.brier.ipa).toBeCloseTo(expected.ipa, 8);
    expect(got.calibration.observedExpected.ratio).toBeCloseTo(expected.oe_ratio, 8);
    expect(got.calibration.smooth.ici).toBeCloseTo(expected.rcs3_ICI, 6);
    const slope = values("statistics-oracle", "survival-validation", "calibration_slope_gbsg");
    expect(got.slope.slope).toBeCloseTo(slope.slope, 8);
    expect(got.netBenefit.points.map((p: { threshold: number }) => p.threshold)).toEqual([0.1, 0.2, 0.3]);
  });

  test("compares two scores on the same subjects", async () => {
    const wish = { name: "lp or nodes", scores: ["lp", "nodes"], time: "time", event: "event" };
    const [got] = first(await run(table("gbsg.csv"), { survivalComparisons: [wish] })).survivalComparisons;
    expect(got.c[0]).toBeCloseTo(values("statistics-oracle", "survival-validation", "concordance_gbsg").harrell_c, 10);
    expect(got.c[1]).toBeCloseTo(values("statistics-variants", "survival-validation", "c3").harrell_c, 10);
    expect(got.interval.lower).toBeLessThan(got.difference);
    expect(got.interval.upper).toBeGreaterThan(got.difference);
  });

  test("adds up competing causes", async () => {
    const wish = { name: "progression", time: "time", cause: "cause", group: "male", times: [60] };
    const [got] = first(await run(table("mgus2.csv"), { competing: [wish] })).competing;
    const expected = values("statistics-oracle", "competing-risks", "aalen_johansen_mgus2");
    expect(got.gray.p).toBeCloseTo(expected.gray_p_cause1, 8);
    expect(got.incidence[0].causes[0].at[0].incidence).toBeCloseTo(expected.group_cif[0][1], 10);
  });

  test("says that nobody's death was seen when all are censored", async () => {
    const all = folder.file("c.csv", "row,t,e,r\n1,5,0,0.2\n2,9,0,0.4\n3,7,0,0.9\n");
    const wish = { name: "x", time: "t", event: "e", horizon: 6, risk: "r" };
    const ran = await run(all, { horizons: [wish] });
    expect(ran.status).toBe(0);
    expect(first(ran).horizons[0]).toMatchObject({
      estimable: false,
      reason: expect.stringContaining("too few events"),
    });
  });

  test("refuses a time before the origin and a risk in per cent", async () => {
    const bad = folder.file("b.csv", "row,t,e,r\n1,-5,1,0.2\n2,9,0,40\n");
    const wish = { name: "x", time: "t", event: "e", horizon: 6, risk: "r" };
    const ran = await run(bad, { horizons: [wish] });
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain("'-5' is not a number of at least 0");
    const percent = await run(folder.file("d.csv", "row,t,e,r\n1,5,1,0.2\n2,9,0,40\n"), { horizons: [wish] });
    expect(percent.stderr).toContain("40 is not a probability");
  });
});

test("the same seed gives the same bytes", async () => {
  const analysis = { probabilities: [{ ...MARKER, decision: [0.2] }] };
  const [a, b] = [await run(table("asah.csv"), analysis), await run(table("asah.csv"), analysis)];
  expect(a.stdout).toBe(b.stdout);
});
