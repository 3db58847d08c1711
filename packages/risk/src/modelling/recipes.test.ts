import { readdirSync, readFileSync } from "node:fs";
import { type DevelopmentRecipe, developmentRecipe } from "@nadir/domain";
import { randomSource } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import type { Cohort } from "./cohort.ts";
import { develop } from "./develop.ts";
import { coefficientsOf } from "./linear-formula.ts";
import { developValues } from "./values/develop-values.ts";

const folder = new URL("../../recipes/", import.meta.url);
const all = readdirSync(folder).map((file) =>
  developmentRecipe.parse(JSON.parse(readFileSync(new URL(file, folder), "utf8"))),
);
/** Of two classes and of follow-up. */
const recipes = all.filter((r) => !r.plan.classes);

/** Fewer trees and two inner folds: the same plan, sooner. */
const light = ({ plan, ...recipe }: DevelopmentRecipe): DevelopmentRecipe => ({
  ...recipe,
  plan: {
    ...plan,
    innerFolds: 2,
    candidates: plan.candidates.map(({ model, steps, ...c }) => ({
      ...c,
      model: "trees" in model ? { ...model, trees: 25 } : model,
      steps: steps.map((s) => (s.kind === "boruta" ? { ...s, runs: 20, trees: 50 } : s)),
    })),
  },
});

/** What a test plants: the printed signs; of sets that are compared, the one that is to win; else the first two predictors. */
const WINNERS: Record<string, string> = {
  "before-after-change": "change",
  "month-3-delta": "change",
  "auto-delta": "change",
  "blood-and-images": "images",
  "pseudoprogression-month-3": "delta",
  "baseline-tumour-and-ring": "ring",
  "hyperprogression-border": "border",
  mprs: "CT",
  "marker-msi": "radiomics",
  "marker-pdl1-50": "radiomics",
  "marker-immunoscore": "radiomics",
};
function plantedIn({ id, signs, plan }: DevelopmentRecipe): Record<string, number> {
  if (Object.keys(signs).length > 0) return signs;
  const winner = plan.variants.find((v) => v.name === WINNERS[id]);
  if (winner) return Object.fromEntries(winner.predictors.slice(0, 2).map((p) => [p, 1]));
  // Where no set is to win, each modality has its share.
  const each = plan.variants.length > 0 ? plan.variants.map((v) => v.predictors[0]!) : plan.predictors!.slice(0, 2);
  return Object.fromEntries(each.map((p) => [p, 1]));
}

/** Independent normal predictors, an outcome (or hazard) that rises with the planted ones, and a tenth of the values unknown. */
function cohortOf({ plan }: DevelopmentRecipe, planted: Record<string, number>, seed: number, n = 160): Cohort {
  const random = randomSource(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const names = plan.predictors!;
  const columns = names.map(() => Float64Array.from({ length: n }, normal));
  const line = Float64Array.from({ length: n }, (_, i) =>
    Object.entries(planted).reduce((s, [p, sign]) => s + 1.3 * sign * columns[names.indexOf(p)]![i]!, 0),
  );
  const rows = Array.from(line, (l) => {
    const event = -Math.log(1 - random.uniform()) / (0.06 * Math.exp(l));
    const end = 36 * random.uniform();
    return {
      y: Number(random.uniform() < 1 / (1 + Math.exp(-l))),
      time: Math.min(event, end),
      event: Number(event <= end),
    };
  });
  return {
    subjects: rows.map((_, i) => `P${i}`),
    names,
    columns: columns.map((c) => c.map((v) => (random.uniform() < 0.1 ? Number.NaN : v))),
    sites: rows.map((_, i) => ["A", "B", "C"][i % 3]!),
    outcome: Uint8Array.from(rows, (r) => (plan.survival ? r.event : r.y)),
    ...(plan.survival ? { time: Float64Array.from(rows, (r) => r.time) } : {}),
  };
}

const measureOf = ({ auc, survival }: ReturnType<typeof develop>) =>
  survival
    ? survival.concordance.estimable
      ? { value: survival.concordance.c, error: survival.concordance.standardError }
      : null
    : auc.estimable
      ? { value: auc.auc, error: Math.sqrt(auc.variance!) }
      : null;

describe("recipes", () => {
  it.each(recipes.map(light))("$id finds what is planted, with the printed signs", (recipe) => {
    const planted = plantedIn(recipe);
    // A choice of as few as will do takes a second predictor in every part only where it is seen to add.
    const isSparse = recipe.plan.candidates.some((c) => c.steps.some((s) => s.kind === "multi-objective"));
    const cohort = cohortOf(recipe, planted, 71, isSparse ? 320 : 160);
    const answer = develop(cohort, recipe.plan);
    const found = measureOf(answer)!;
    expect(found.value - 3 * found.error).toBeGreaterThan(0.5);
    const most = answer.selected.filter((s) => s.times === s.of).map((s) => s.predictor);
    expect(most).toEqual(expect.arrayContaining(Object.keys(planted)));
    const line = coefficientsOf(answer.final!.model);
    for (const [p, sign] of Object.entries(line ? planted : {}))
      expect([p, Math.sign(line!.slopes[answer.final!.predictors.indexOf(p)]!)]).toEqual([p, sign]);
    const winner = answer.variants.sets.find((v) => v.name === WINNERS[recipe.id]);
    if (winner) {
      const disjoint = recipe.plan.variants.filter((v) => !v.predictors.some((p) => p in planted));
      for (const { name } of disjoint) {
        const other = answer.variants.sets.find((v) => v.name === name)!;
        expect([name, other.discrimination! < winner.discrimination! - 0.1]).toEqual([name, true]);
      }
      expect(disjoint.length).toBeGreaterThan(0);
    }
    // A composite of parts that each tell something beats each of them.
    else for (const v of answer.variants.sets) expect(found.value).toBeGreaterThan(v.discrimination!);
  });

  it.each(all.filter((r) => r.plan.classes))("$id finds the planted classes", (recipe) => {
    const { plan } = recipe;
    const [first] = plan.predictors!;
    const cohort = cohortOf(recipe, {}, 73, 180);
    const column = cohort.columns[cohort.names.indexOf(first!)]!;
    const kind = (i: number): number => Math.floor(i / 3) % 3;
    const classed = { ...cohort, classNames: plan.classes!, outcome: Uint8Array.from(column, (_, i) => kind(i)) };
    for (let i = 0; i < 180; i++) column[i]! += 1.5 * kind(i);
    const answer = developValues(classed, plan);
    expect(answer.classes!.accuracy.lower).toBeGreaterThan(answer.classes!.accuracyOfLargest);
    expect(answer.classes!.saved).toBeGreaterThan(0.1);
  });

  it("are named as their files, each row once a title, and find nothing in noise", () => {
    expect(readdirSync(folder)).toEqual(all.map((r) => `${r.id}.json`));
    // Of all recipes on noise, how many exclude one half at the 5 % level: a binomial share, not more.
    const lines = recipes.filter((r) =>
      r.plan.candidates.every(
        (c) => ["elastic-net", "logistic", "linear-discriminant"].includes(c.model.kind) && c.steps.length < 3,
      ),
    );
    const wrong = lines.filter((recipe, k) => {
      const found = measureOf(develop(cohortOf(recipe, {}, 900 + k, 100), { ...recipe.plan, variants: [] }));
      return found !== null && found.value - 1.96 * found.error > 0.5;
    });
    // P(more than 3 of 18 at 2.5 %) is below 0.001.
    expect(lines.length).toBeGreaterThan(12);
    expect(wrong.length).toBeLessThanOrEqual(3);
  });
});
