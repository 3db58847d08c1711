import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Folder, reference, runNadir } from "../testing/run-nadir.ts";

let folder: Folder;
beforeAll(() => {
  folder = new Folder();
});
afterAll(() => folder.remove());

const HR = "cohort,hr,lower,upper\nA,1.42,1.05,1.92\nB,1.18,0.80,1.74\nC,2.10,1.20,3.67\nD,0.95,0.60,1.50\n";

interface Answer {
  readonly cohorts: readonly { readonly cohort: string; readonly weight: number }[];
  readonly pooled: {
    readonly value: number;
    readonly interval: { readonly lower: number; readonly upper: number };
    readonly predictionInterval: { readonly lower: number; readonly upper: number };
    readonly hksj: Pick<Answer["pooled"], "interval" | "predictionInterval">;
  };
  readonly heterogeneity: {
    readonly q: number;
    readonly df: number;
    readonly iSquared: number;
    readonly tau2: number;
  };
}

describe("nadir meta", () => {
  // R 4.2.2, metafor 3.8-1: rma(log(hr), sei = (log(upper) - log(lower)) / (2 qnorm(0.975))), test "z" and "knha".
  test("pools hazard ratios as metafor does", async () => {
    const ran = await runNadir(["meta", folder.file("hr.csv", HR)]);
    expect(ran.status).toBe(0);
    const { cohorts, pooled, heterogeneity } = ran.json()[0] as Answer;
    expect(pooled.value).toBeCloseTo(1.3194120948064, 8);
    expect(pooled.interval.lower).toBeCloseTo(1.0256435803995, 8);
    expect(pooled.interval.upper).toBeCloseTo(1.6973228411797, 8);
    expect(pooled.predictionInterval.lower).toBeCloseTo(0.89649217040131, 7);
    expect(pooled.predictionInterval.upper).toBeCloseTo(1.9418443723185, 7);
    expect(pooled.hksj.interval.lower).toBeCloseTo(0.83250911085713, 8);
    expect(pooled.hksj.interval.upper).toBeCloseTo(2.0910861553563, 8);
    expect(pooled.hksj.predictionInterval.lower).toBeCloseTo(0.68041751803415, 7);
    expect(pooled.hksj.predictionInterval.upper).toBeCloseTo(2.5585000823479, 7);
    expect(heterogeneity.q).toBeCloseTo(5.175703840376439, 9);
    expect(heterogeneity.df).toBe(3);
    expect(heterogeneity.tau2).toBeCloseTo(0.022363553184304, 8);
    const weights = [0.35845417581798, 0.26783157816265, 0.15926121621684, 0.21445302980252];
    cohorts.forEach((c, i) => {
      expect(c.weight).toBeCloseTo(weights[i]!, 8);
    });
  });

  test("pools AUCs on the logit scale, with limits of another level, by DerSimonian and Laird", async () => {
    const table = folder.file(
      "auc.csv",
      "cohort,c,lower,upper\nA,0.71,0.62,0.79\nB,0.65,0.55,0.74\nC,0.80,0.70,0.88\n",
    );
    const ran = await runNadir([
      "meta",
      table,
      "--measure",
      "auc",
      "--value",
      "c",
      "--limits",
      "0.9",
      "--method",
      "dersimonian-laird",
    ]);
    expect(ran.status).toBe(0);
    const { pooled, heterogeneity } = ran.json()[0] as Answer;
    expect(pooled.value).toBeCloseTo(0.71399598267504, 9);
    expect(pooled.interval.lower).toBeCloseTo(0.62598303184862, 9);
    expect(pooled.interval.upper).toBeCloseTo(0.78830205395698, 9);
    expect(pooled.predictionInterval.lower).toBeCloseTo(0.58318009220741, 9);
    expect(heterogeneity.q).toBeCloseTo(3.145051460684735, 9);
    expect(heterogeneity.iSquared).toBeCloseTo(36.408035766621019, 7);
    expect(heterogeneity.tau2).toBeCloseTo(0.045658657306711, 10);
  });

  test.each([
    [
      "a figure outside its limits",
      HR.replace("1.18,0.80", "0.70,0.80"),
      "Cohort 2 has ratio 0.7 with limits 0.8 to 1.74",
    ],
    ["a limit of 0", HR.replace("0.60", "0"), "all above 0"],
    ["one cohort alone", HR.split("\n").slice(0, 2).join("\n"), "needs two sites"],
    ["a cohort twice", HR.replace("B,", "A,"), "'A' stands in rows 2 and 3"],
    ["a word", HR.replace("1.74", "high"), "'high' is not a number"],
    ["another column", HR.replace("upper", "top"), "no column 'upper'"],
  ])("refuses %s", async (_, csv, words) => {
    const ran = await runNadir(["meta", folder.file("bad.csv", csv)]);
    expect(ran).toMatchObject({ status: 1, stdout: "" });
    expect(ran.stderr).toContain(words);
  });

  test.each([
    [["--measure", "rr"], "--measure takes"],
    [["--level", "2"], "--level takes"],
    [["--method", "fixed"], "--method takes"],
  ])("is wrong usage with %j", async (args, words) => {
    const ran = await runNadir(["meta", folder.file("ok.csv", HR), ...args]);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain(words);
  });
});

describe("hazard ratios by site in nadir evaluate", () => {
  // R 4.2.2: coxph(Surv(time, died) ~ age) at each site (institute modulo 3), metafor rma REML of the three.
  test("has every site's own hazard ratio, and their pool, as R has them", async () => {
    const lung = readFileSync(join(reference, "statistics-oracle", "lung.csv"), "utf8")
      .trim()
      .split(/\r?\n/);
    const names = lung[0]!.split(",");
    const csv = lung.map((line, i) => {
      const inst = line.split(",")[names.indexOf("inst")];
      return `${line},${i === 0 ? "site" : inst === "" ? "" : `S${Number(inst) % 3}`}`;
    });
    const analysis = folder.file(
      "sites.json",
      JSON.stringify({
        schema: "nadir.analysis/1",
        subject: "row",
        site: "site",
        survival: [{ name: "os", time: "time", event: "died", score: "age", group: "sex" }],
      }),
    );
    const ran = await runNadir(["evaluate", folder.file("lung.csv", csv.join("\n")), "--analysis", analysis]);
    expect(ran.status).toBe(0);
    // biome-ignore lint/suspicious/noExplicitAny: the result is read by path
    const [age, sex] = (ran.json()[0] as any).survival[0].sites;
    expect(age.of).toBe("age, per unit");
    // biome-ignore lint/suspicious/noExplicitAny: the result is read by path
    const found = age.bySite.map((s: any) => [s.site, s.n, s.events, s.hazardRatio]);
    expect(found).toEqual([
      ["S0", 77, 61, expect.closeTo(1.0075530680342, 9)],
      ["S1", 105, 78, expect.closeTo(1.0264575058882, 9)],
      ["S2", 45, 25, expect.closeTo(1.018829668346, 9)],
    ]);
    expect(age.pooledLogHazardRatio.mu).toBeCloseTo(0.0178892199534904, 9);
    expect(age.pooledLogHazardRatio.interval.lower).toBeCloseTo(-0.00047252151300676, 9);
    expect(age.pooledLogHazardRatio.q).toBeCloseTo(0.88257778267423803, 8);
    expect(sex.of).toBe("2 against 1");
    expect(sex.bySite[2].hazardRatio).toBeCloseTo(0.37401982943684, 9);
  });
});
