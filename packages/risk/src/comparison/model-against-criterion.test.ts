import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { modelAgainstCriterion, type ScoredPatient } from "./model-against-criterion.ts";

const patient = (id: number, score: number, category: ScoredPatient["category"], time: number, event = true) => ({
  id: `P${id}`,
  score,
  category,
  time,
  event,
});

describe("a model beside a criterion as predictor of survival", () => {
  /** The model orders all; the criterion ties two responders and takes the third for stable. */
  const cohort = [
    patient(1, 5, "PD", 100),
    patient(2, 4, "PD", 200),
    patient(3, 3, "PR", 300),
    patient(4, 2, "SD", 400),
    patient(5, 1, "PR", 500, false),
  ];

  it("by hand: ten pairs, all right for the model; of the criterion's, two tied and one wrong", () => {
    const found = modelAgainstCriterion(cohort, { seed: 7, replicates: 200 });
    if (!found.estimable) throw new Error(found.reason);
    // Pairs 1-2 (PD, PD) and 3-5 (PR, PR) are tied, 3-4 (PR before SD) is wrong: (7 + 2/2) / 10.
    expect([found.model.c, found.criterion.c]).toEqual([1, 0.8]);
    expect(found.difference).toBeCloseTo(0.2, 12);
    expect(found).toMatchObject({ patients: 5, events: 4, leftOut: 0, replicates: 200, seed: 7 });
    expect(found.interval.lower).toBeGreaterThanOrEqual(0);
    expect(found.interval.upper).toBeLessThanOrEqual(1);
  });

  it("a score that is the criterion's own order differs by nothing in any resample", () => {
    const risk = { CR: 0, PR: 1, MR: 2, SD: 3, PD: 4 } as const;
    const own = cohort.map((p) => ({ ...p, score: risk[p.category as keyof typeof risk] }));
    expect(modelAgainstCriterion(own, { seed: 7, replicates: 200 })).toMatchObject({
      difference: 0,
      interval: { lower: 0, upper: 0 },
    });
  });

  it("leaves out and counts whom the criterion could not evaluate, and repeats by its seed", () => {
    const more = [...cohort, patient(6, 9, "NE", 50), patient(7, 9, "NED", 60)];
    const found = modelAgainstCriterion(more, { seed: 7, replicates: 200 });
    expect(found).toMatchObject({ patients: 5, leftOut: 2 });
    expect(modelAgainstCriterion(more, { seed: 7, replicates: 200 })).toEqual(found);
  });

  it("says why there is no figure", () => {
    expect(modelAgainstCriterion([patient(1, 1, "NE", 10)], { seed: 1 })).toMatchObject({ estimable: false });
    const alive = cohort.map((p) => ({ ...p, event: false }));
    expect(modelAgainstCriterion(alive, { seed: 1 })).toMatchObject({ estimable: false });
  });

  /**
   * Veterans' lung cancer data (Kalbfleisch & Prentice) with its cell types taken for responses, so that every group has
   * events. Figures from R 4.2.2, survival 3.5.3: `concordance` of both and the contrast of their joint variance, `anova`
   * of `coxph` with and without the score, with and without the groups.
   */
  it("on 137 patients with three groups: C, paired standard error and added value as R gives them", () => {
    const found = modelAgainstCriterion(veterans(), { seed: 3, replicates: 50 });
    if (!found.estimable || !found.likelihood.estimable || !found.byJackknife.estimable) throw new Error("no figure");
    expect(found.model.c).toBeCloseTo(0.709279872785, 10);
    expect(found.criterion.c).toBeCloseTo(0.616253975466, 10);
    expect(found.byJackknife.standardError).toBeCloseTo(0.032597657697, 10);
    const { logLikelihood, modelToCriterion, criterionToModel, categories } = found.likelihood;
    expect(categories).toEqual(["response", "progression"]);
    expect(logLikelihood.model).toBeCloseTo(-484.433452703, 8);
    expect(logLikelihood.criterion).toBeCloseTo(-493.367830361, 8);
    expect(logLikelihood.both).toBeCloseTo(-476.450814708, 8);
    expect([modelToCriterion.df, criterionToModel.df]).toEqual([1, 2]);
    expect(modelToCriterion.chiSquare).toBeCloseTo(33.83403, 4);
    expect(criterionToModel.chiSquare).toBeCloseTo(15.96528, 4);
    expect(criterionToModel.p).toBeCloseTo(0.00034134, 7);
  });
});

function veterans(): ScoredPatient[] {
  const file = new URL("../../../../validation/conformance/reference/statistics-oracle/veteran.csv", import.meta.url);
  const [head = "", ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => {
    const cells = line.split(",").map(Number);
    const cell = (name: string) => cells[names.indexOf(name)] as number;
    const category = cell("smallcell") ? "PD" : cell("adeno") ? "SD" : cell("large") ? "CR" : "PR";
    return patient(cell("row"), -cell("karno"), category, cell("time"), cell("died") === 1);
  });
}
