import { readFileSync } from "node:fs";
import { developmentPlan } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { cohortOf } from "../tables/cohort-table.ts";
import { joinTables } from "../tables/join-tables.ts";
import { develop } from "./develop.ts";
import { developmentSentences } from "./summary.ts";
import { plan, simulated } from "./testing/simulated.ts";

const r = JSON.parse(readFileSync(new URL("values/testing/values-reference.json", import.meta.url), "utf8")) as {
  rows: Record<string, string | number>[];
  adjusted: Record<"ratio" | "lower" | "p" | "alone", [number]>;
};
const cells = r.rows.map((row, i) => ({
  subject: `P${i}`,
  ...Object.fromEntries(Object.entries(row).map(([k, v]) => [k, String(v)])),
}));
const table = (file: string, columns: string[]) => ({
  file,
  columns,
  rows: cells.map((row) => Object.fromEntries(columns.map((c) => [c, (row as Record<string, string>)[c]!]))),
});
const features = table("features.csv", ["subject", "site", "low", "lwt", "smoke"]);
const covariates = table("covariates.csv", ["subject", "site", "age", "ht"]);
const steps = [{ kind: "impute-median" }, { kind: "scale" }];
const wish = plan({
  outcome: "low",
  site: "site",
  adjust: ["age", "ht"],
  outer: { kind: "leave-site-out" },
  candidates: [{ name: "m", steps, model: { kind: "logistic" } }],
});

describe("a model beside covariates from another table", () => {
  const joined = joinTables(features, covariates, "subject");
  const { cohort, simple } = cohortOf(joined.table, wish);

  it("takes no covariate for a predictor, and has R's odds ratio and AUC of the covariates alone", () => {
    expect(cohort.names).toEqual(["lwt", "smoke"]);
    const answer = develop(cohort, wish, simple);
    expect(answer.adjustment).toMatchObject({
      covariates: ["age", "ht"],
      subjects: 189,
      ratio: {
        value: expect.closeTo(r.adjusted.ratio[0], 6),
        lower: expect.closeTo(r.adjusted.lower[0], 6),
        p: expect.closeTo(r.adjusted.p[0], 6),
      },
      alone: { discrimination: expect.closeTo(r.adjusted.alone[0], 10) },
    });
    expect(developmentSentences(answer, wish).join("\n")).toMatch(
      /Beside age, ht \(189 subjects with all\): odds ratio of the prediction .*they alone have AUC/,
    );
  });

  it("a prediction that is the covariate again tells nothing beside it; with follow-up by hazard ratio", () => {
    const made = simulated(21, 240, 0, (_, normal) => {
      const x = normal();
      return { y: x + normal() > 0 ? 1 : 0, more: [x, x + 0.4 * normal()] };
    });
    const own = plan({
      predictors: ["x2"],
      adjust: ["x1"],
      candidates: [{ name: "m", steps: [], model: { kind: "logistic" } }],
    });
    const two = { ...made, names: ["x2"], columns: [made.columns[1]!] };
    const { adjustment } = develop(two, own, made);
    if (!adjustment?.ratio.estimable) throw new Error("no ratio");
    expect(adjustment.ratio.lower).toBeLessThan(1);
    const time = Float64Array.from(made.columns[0]!, (x, i) => 10 * Math.exp(-x) * (1 + (i % 7) / 7));
    const survival = plan({
      ...own,
      survival: { time: "t", unit: "months", horizon: 9 },
      candidates: [{ name: "m", steps: [], model: { kind: "cox-elastic-net", alpha: 1, penalty: 0.01 } }],
    });
    const answer = develop({ ...two, time }, survival, made);
    expect(answer.adjustment!.ratio.estimable).toBe(true);
    expect(developmentSentences(answer, survival).join("\n")).toMatch(/hazard ratio of the prediction/);
  });

  it("refuses what cannot be joined or adjusted for", () => {
    expect(() => joinTables(features, table("c.csv", ["subject", "lwt"]), "subject")).toThrow(
      /'lwt' stands in .* and in/,
    );
    const none = { ...covariates, rows: [{ subject: "Q", age: "1", ht: "0" }] };
    expect(() => joinTables(features, none, "subject")).toThrow(
      /No subject of 'features.csv' stands in 'covariates.csv'/,
    );
    const some = { ...covariates, rows: covariates.rows.slice(1) };
    expect(joinTables(features, some, "subject").without).toEqual(["P0"]);
    expect(() => cohortOf(features, wish)).toThrow(/no column 'age'/);
    const both = developmentPlan.safeParse({ ...wish, predictors: ["lwt", "age"] });
    expect(both.error?.issues[0]?.message).toMatch(/'age' is a predictor; a covariate stands beside the model/);
  });
});
