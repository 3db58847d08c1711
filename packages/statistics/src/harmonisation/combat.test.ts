import { describe, expect, it } from "vitest";
import { mean, standardDeviation } from "../describe.ts";
import { normalQuantile } from "../distributions.ts";
import { applyCombat, type CombatData, fitCombat } from "./combat.ts";

const SITES = ["A", "B", "C"];
const shift = { A: 0, B: 3, C: -2 } as Record<string, number>;
const spread = { A: 1, B: 2, C: 0.5 } as Record<string, number>;

/** Features with a site's shift and spread on top of a covariate's effect; quasi-random, the same on every run. */
function cohort(n: number, features: number): CombatData {
  const batch = Array.from({ length: n }, (_, i) => SITES[i % 3]!);
  const size = Array.from({ length: n }, (_, i) => Math.floor(i / 3) % 5);
  const columns = Array.from({ length: features }, (_, f) =>
    batch.map((site, i) => {
      const u = (0.5 + i * 0.6180339887498949 + f * 0.7548776662466927 + (i * f * 0.5698402909980532) / 7) % 1;
      return 10 * (f + 1) + size[i]! + shift[site]! + spread[site]! * normalQuantile(Math.max(1e-6, u));
    }),
  );
  return {
    features: Object.fromEntries(columns.map((c, f) => [`f${f}`, c])),
    batch,
    covariates: { size },
  };
}

const bySite = (values: ArrayLike<number>, batch: ArrayLike<unknown>, site: string) =>
  Array.from(values as ArrayLike<number>).filter((_, i) => batch[i] === site);

describe("ComBat", () => {
  const data = cohort(300, 12);
  const model = fitCombat(data);
  if (!model.estimable) throw new Error(model.reason);
  const corrected = applyCombat(model, data);

  it("takes the sites' shifts and spreads away and keeps what the covariate does", () => {
    for (const [name, column] of Object.entries(corrected)) {
      const residual = column.map((v, i) => v - data.covariates!["size"]![i]!);
      const means = SITES.map((s) => mean(bySite(residual, data.batch, s)));
      const spreads = SITES.map((s) => standardDeviation(bySite(residual, data.batch, s)));
      expect(Math.max(...means) - Math.min(...means)).toBeLessThan(0.6);
      expect(Math.max(...spreads) / Math.min(...spreads)).toBeLessThan(1.25);
      const before = SITES.map((s) => mean(bySite(data.features[name]!, data.batch, s)));
      expect(Math.max(...before) - Math.min(...before)).toBeGreaterThan(4);
    }
  });

  it("corrects rows one at a time as it corrects them together, from stored parameters", () => {
    const stored = JSON.parse(JSON.stringify(model));
    for (const i of [0, 7, 299]) {
      const alone = applyCombat(stored, {
        features: Object.fromEntries(Object.entries(data.features).map(([name, c]) => [name, [c[i]!]])),
        batch: [data.batch[i]!],
        covariates: { size: [data.covariates!["size"]![i]!] },
      });
      for (const name of Object.keys(alone)) expect(alone[name]![0]).toBe(corrected[name]![i]);
    }
  });

  it("leaves the reference batch as it is", () => {
    const referenced = fitCombat(data, { referenceBatch: "B" });
    if (!referenced.estimable) throw new Error(referenced.reason);
    const out = applyCombat(referenced, data);
    for (const [name, column] of Object.entries(out))
      expect(bySite(column, data.batch, "B")).toEqual(bySite(data.features[name]!, data.batch, "B"));
  });

  it("moves locations alone when asked to", () => {
    const only = fitCombat(data, { meanOnly: true });
    if (!only.estimable) throw new Error(only.reason);
    const out = applyCombat(only, data);
    for (const site of SITES)
      expect(standardDeviation(bySite(out["f3"]!, data.batch, site))).toBeCloseTo(
        standardDeviation(bySite(data.features["f3"]!, data.batch, site)),
        9,
      );
  });

  it("stops early as the reference package does, a few 1e-5 of a standard deviation off at most", () => {
    const early = fitCombat(data, { stop: "as-sva" });
    if (!early.estimable) throw new Error(early.reason);
    const out = applyCombat(early, data);
    for (const [name, column] of Object.entries(corrected)) {
      const worst = column.reduce((m, v, i) => Math.max(m, Math.abs(v - out[name]![i]!)), 0);
      expect(worst / standardDeviation(column)).toBeLessThan(5e-5);
    }
  });

  it("says why it cannot be fitted", () => {
    const reason = (d: CombatData) => {
      const r = fitCombat(d);
      return r.estimable ? "" : r.reason;
    };
    const two = { a: [1, 2, 3, 4], b: [2, 1, 5, 3] };
    expect(reason({ features: two, batch: ["A", "A", "A", "A"] })).toContain("there is 1");
    expect(reason({ features: two, batch: ["A", "A", "A", "B"] })).toContain("'B' has one subject");
    expect(reason({ features: { a: [1, 1, 3, 4], b: [2, 1, 5, 3] }, batch: ["A", "A", "B", "B"] })).toContain(
      "'a' is constant in batch 'A'",
    );
    expect(reason({ features: two, batch: ["A", "A", "B", "B"], covariates: { x: [1, 1, 0, 0] } })).toContain(
      "cannot be told from the batches",
    );
  });

  it("refuses a site that it has not seen, and a column that is missing", () => {
    const row = Object.fromEntries(Object.keys(data.features).map((name) => [name, [1]]));
    expect(() => applyCombat(model, { features: row, batch: ["D"], covariates: { size: [1] } })).toThrow(/batch 'D'/);
    expect(() => applyCombat(model, { features: row, batch: ["A"] })).toThrow(/'size'/);
  });
});
