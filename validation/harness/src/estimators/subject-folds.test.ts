import { readProtocol } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { developmentPerformance } from "../analysis/development.ts";
import { inspirePlan, placeCohort, syntheticCohort } from "../testing/synthetic-facts.ts";
import { fitModel } from "./fit-model.ts";
import { foldsOf } from "./subject-folds.ts";

const plan = inspirePlan();
const { training } = placeCohort(syntheticCohort(160, 5, ["S1", "S2", "S3"]), plan);
const { rows } = training;

describe("folds of subjects", () => {
  it.each([5, 11])("of %i: every row in one fold, folds alike in size and in events", (count) => {
    const folds = foldsOf(rows, { by: "subject", count, seed: 1 });
    const sizes = Array.from({ length: count }, (_, f) => folds.filter((x) => x === f).length);
    expect(sizes.reduce((s, v) => s + v, 0)).toBe(rows.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    const events = Array.from({ length: count }, (_, f) => rows.filter((r, i) => folds[i] === f && r.event).length);
    expect(Math.max(...events) - Math.min(...events)).toBeLessThanOrEqual(1);
  });

  it("never part the rows of one subject, whatever the order; another seed gives others", () => {
    const doubled = [...rows, ...rows].reverse();
    const folds = foldsOf(doubled, { by: "subject", count: 5, seed: 1 });
    const byTag = new Map<string, Set<unknown>>();
    for (const [i, r] of doubled.entries()) byTag.set(r.tag, (byTag.get(r.tag) ?? new Set()).add(folds[i]));
    expect([...byTag.values()].every((f) => f.size === 1)).toBe(true);
    const plain = foldsOf(rows, { by: "subject", count: 5, seed: 1 });
    for (const [i, r] of rows.entries()) expect(byTag.get(r.tag)!.has(plain[i])).toBe(true);
    expect(foldsOf(rows, { by: "subject", count: 5, seed: 2 })).not.toEqual(plain);
  });

  it("by site never have a site on both sides", () => {
    expect(foldsOf(rows, { by: "site" })).toEqual(rows.map((r) => r.site));
  });
});

describe("cross-validation of a protocol's pipeline", () => {
  const fitted = fitModel(training, plan);
  const run = (internalValidation: unknown) =>
    developmentPerformance(
      training,
      fitted,
      readProtocol({ ...plan, development: { ...plan.development, internalValidation } }),
    ).crossValidation!;

  it("by site foretells each site by a model of the others", () => {
    expect(run({ method: "cross-validation", folds: { by: "site" }, repeats: 1 })).toMatchObject({
      by: "site",
      folds: 3,
      repeats: 1,
      failed: 0,
    });
  });

  it("repeated draws other folds each time, and tells the spread", () => {
    const cv = run({ method: "cross-validation", folds: { by: "subject", count: 5, seed: 4 }, repeats: 20 });
    expect(cv.smallest).toBeLessThan(cv.largest!);
    expect(cv.pooled).toBeGreaterThan(cv.smallest!);
    expect(cv.pooled).toBeLessThan(cv.largest!);
  });

  it("leaves each subject out once: by hand, n models of n - 1 subjects", () => {
    const cv = run({ method: "cross-validation", folds: { by: "each-subject" }, repeats: 1 });
    const known = rows.filter((r) => r.event !== null && r.predictors["target-change"]!.value !== null);
    expect(cv.folds).toBe(known.length);
    // With one predictor and n - 1 of n subjects every model falls in it: pooled order differs by the intercepts alone.
    const wins = known
      .filter((r) => r.event)
      .flatMap((a) =>
        known
          .filter((b) => !b.event)
          .map((b) => Math.sign(b.predictors["target-change"]!.value! - a.predictors["target-change"]!.value!)),
      );
    const apparent = wins.reduce<number>((s, w) => s + (w + 1) / 2, 0) / wins.length;
    expect(cv.pooled).toBeLessThan(apparent);
    expect(cv.pooled).toBeGreaterThan(apparent - 0.1);
    expect(cv.meanOfFolds).toBeNull();
  });
});
