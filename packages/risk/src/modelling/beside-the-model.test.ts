import { describe, expect, it } from "vitest";
import { develop } from "./develop.ts";
import { rivalColumns } from "./rivals.ts";
import { lasso, plan, simulated } from "./testing/simulated.ts";
import { distanceOf, leftOutDistance } from "./training-summary.ts";

const named = <T extends { names: readonly string[] }>(cohort: T, names: readonly string[]): T => ({
  ...cohort,
  names: [...names, ...cohort.names.slice(names.length)],
});

describe("does the model beat volume?", () => {
  it("it does not where all features follow volume, and does where one tells more", () => {
    const all = named(
      simulated(51, 200, 3, (_, normal, y) => {
        const volume = normal() + y;
        return { more: [volume, volume + 0.3 * normal(), normal() + 1.5 * y] };
      }),
      ["mesh_volume", "entropy", "texture"],
    );
    const of = (predictors: string[]) => {
      const keep = { kind: "keep", predictors, origin: "test" };
      return develop(all, plan({ candidates: [lasso([keep, { kind: "scale" }], 0.01)] })).rivals;
    };
    const [shadow] = of(["entropy"]);
    expect(shadow).toMatchObject({ name: "mesh_volume", subjects: 200 });
    expect(shadow!.difference.estimable && shadow!.difference.interval.lower).toBeLessThan(0);
    const [better] = of(["mesh_volume", "texture"]);
    expect(better!.difference.estimable && better!.difference.interval.lower).toBeGreaterThan(0);
    expect(better!.netBenefitDifference!.difference).toBeGreaterThan(0);
  });

  it("columns of size are known by their names, or named by the plan", () => {
    const names = ["age", "morph_volume", "sld_mm", "volume_density", "delta_volume", "l_size", "resize"];
    const wish = (rivals?: string[]) => plan({ candidates: [lasso()], ...(rivals ? { rivals } : {}) });
    expect(rivalColumns(wish(), names)).toEqual(["morph_volume", "sld_mm", "l_size"]);
    expect(rivalColumns(wish(["age"]), names)).toEqual(["age"]);
    expect(() =>
      develop(
        simulated(1, 40, 2, () => ({})),
        wish(["age"]),
      ),
    ).toThrow(/The rival 'age' is no column/);
  });
});

describe("several tumour types", () => {
  const of = (within: number) => {
    // Type B responds often and its values are shifted; `within` is what the predictor tells inside a type.
    const types = Array.from({ length: 240 }, (_, i) => (i % 2 ? "A" : "B"));
    const cohort = simulated(52, 240, 1, (i, normal) => {
      const y = (i * 7) % 10 < (types[i] === "B" ? 7 : 2) ? 1 : 0;
      return { y, more: [normal() + (types[i] === "B" ? 2 : 0) + within * y] };
    });
    return { ...cohort, types };
  };
  it("a model that tells the type only has nothing within the types, and says so", () => {
    const { types, auc } = develop(of(0), plan({ type: "tumour", candidates: [lasso([], 0.01)] }));
    expect(auc.estimable && auc.auc).toBeGreaterThan(0.65);
    expect(Math.abs(types!.within! - 0.5)).toBeLessThan(0.1);
    expect(types!.adjusted).toMatchObject({ estimable: true });
    expect(types!.adjusted!.estimable && types!.adjusted!.p).toBeGreaterThan(0.05);
    expect(types!.warning).toMatch(/part of what it tells is the tumour type/);
  });

  it("one that tells more keeps it within them, and on a type that training never saw", () => {
    const both = develop(of(1.5), plan({ type: "tumour", candidates: [lasso([], 0.01)] }));
    expect(both.types!.types.every((t) => t.discrimination! > 0.7)).toBe(true);
    expect(both.types!.adjusted!.estimable && both.types!.adjusted!.p).toBeLessThan(0.001);
    const left = develop(
      of(1.5),
      plan({ type: "tumour", outer: { kind: "leave-type-out" }, candidates: [lasso([], 0.01)] }),
    );
    expect(left.parts.map((p) => [p.part, p.subjects])).toEqual([
      ["A", 120],
      ["B", 120],
    ]);
    expect(left.parts.every((p) => p.auc! > 0.7)).toBe(true);
  });

  it("a type that is the outcome is refused", () => {
    const cohort = of(0);
    const same = { ...cohort, outcome: Uint8Array.from(cohort.types, (t) => Number(t === "B")) };
    expect(() => develop(same, plan({ type: "tumour", candidates: [lasso()] }))).toThrow(
      /Every type has one outcome only/,
    );
  });
});

describe("explanations", () => {
  const forest = [{ name: "forest", steps: [], model: { kind: "random-forest", trees: 60, leastInLeaf: 5 } }];
  it("importance is of the planted predictor, its effect rises by what was planted, noise is flat", () => {
    const cohort = simulated(53, 200, 3, (_, normal) => {
      const x = normal();
      return { y: x + 0.3 * normal() > 0 ? 1 : 0, more: [x] };
    });
    const { importance, effects, correlated, warning } = develop(cohort, plan({ candidates: forest })).explanation!;
    expect(importance[0]!.predictor).toBe("x1");
    expect(importance[0]!.loss).toBeGreaterThan(0.3);
    expect(importance.slice(1).every((i) => Math.abs(i.loss) < 0.05)).toBe(true);
    const [own, noise] = [effects[0]!, effects.at(-1)!];
    expect(own.partialDependence.at(-1)!.prediction - own.partialDependence[0]!.prediction).toBeGreaterThan(0.7);
    expect(own.accumulatedLocal.at(-1)!.effect - own.accumulatedLocal[0]!.effect).toBeGreaterThan(0.7);
    const spread = noise.accumulatedLocal.map((a) => a.effect);
    expect(Math.max(...spread) - Math.min(...spread)).toBeLessThan(0.25);
    expect({ correlated, warning }).toEqual({ correlated: [], warning: null });
  });

  it("of a linear model they are its line, by hand", () => {
    // Logistic regression has no interactions on the scale of log odds; with one predictor dependence is the model's own curve.
    const cohort = simulated(54, 120, 0, (_, normal, y) => ({ more: [normal() + y] }));
    const { explanation, final } = develop(
      cohort,
      plan({ candidates: [{ name: "l", steps: [], model: { kind: "logistic" } }] }),
    );
    const model = final!.model;
    if (model.kind !== "logistic") throw new Error("another model");
    const curve = (v: number) => 1 / (1 + Math.exp(-model.intercept - model.coefficients[0]! * v));
    const { partialDependence, accumulatedLocal } = explanation!.effects[0]!;
    for (const { at, prediction } of partialDependence) expect(prediction).toBeCloseTo(curve(at), 12);
    const [first, last] = [accumulatedLocal[0]!, accumulatedLocal.at(-1)!];
    expect(last.effect - first.effect).toBeCloseTo(curve(last.at) - curve(first.at), 12);
  });

  it("copies share their importance, and the warning names them", () => {
    const cohort = simulated(55, 150, 0, (_, normal, y) => {
      const x = normal() + 1.5 * y;
      return { more: [x, x + 0.1 * normal(), normal()] };
    });
    const { correlated, warning } = develop(cohort, plan({ candidates: forest })).explanation!;
    expect(correlated.map((c) => [...c.predictors].sort())).toEqual([["x1", "x2"]]);
    expect(warning).toMatch(/x1|x2.*they share importance/);
  });
});

describe("distance from training", () => {
  it("of a subject left out is what leaving it out and computing anew gives", () => {
    const cohort = simulated(56, 12, 2, () => ({}));
    const of = (rows: readonly number[]) => {
      const [a, b] = cohort.columns.map((c) => Array.from(rows, (i) => c[i]!)) as [number[], number[]];
      const mean = (v: number[]) => v.reduce((s, x) => s + x, 0) / v.length;
      const cov = (x: number[], y: number[]) =>
        x.reduce((s, v, i) => s + (v - mean(x)) * (y[i]! - mean(y)), 0) / (x.length - 1);
      const [aa, ab, bb] = [cov(a, a), cov(a, b), cov(b, b)];
      const det = aa * bb - ab * ab;
      return (i: number) => {
        const [x, y] = [cohort.columns[0]![i]! - mean(a), cohort.columns[1]![i]! - mean(b)];
        return (bb * x * x - 2 * ab * x * y + aa * y * y) / det;
      };
    };
    const all = Array.from({ length: 12 }, (_, i) => i);
    for (const i of all) expect(leftOutDistance(of(all)(i), 12)).toBeCloseTo(of(all.filter((k) => k !== i))(i), 8);
    const summary = distanceOf(["a", "b"], cohort.columns)!;
    const [x, y] = [cohort.columns[0]![3]! - summary.centre[0]!, cohort.columns[1]![3]! - summary.centre[1]!];
    const [[p, q], [, r]] = summary.precision as [[number, number], [number, number]];
    expect(p * x * x + 2 * q * x * y + r * y * y).toBeCloseTo(of(all)(3), 10);
    expect(distanceOf(["a", "a2"], [cohort.columns[0]!, cohort.columns[0]!])).toBeNull();
  });
});
