import { type LesionPlan, lesionPlan } from "@nadir/domain";
import { elasticNetLogistic, elasticNetPredictor, isEstimable, randomSource } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import type { Bags } from "./bags.ts";
import { compareLesionMethods } from "./compare-methods.ts";
import { fitPooling, predictPooling } from "./pooling.ts";
import { combined, fixedNumber, lesionStatistics } from "./to-patient.ts";

const lesion = (id: string, volume: number, ...values: number[]) => ({ id, volume, values: Float64Array.from(values) });
const two: Bags = {
  names: ["entropy"],
  subjects: ["P1", "P2"],
  lesions: [[lesion("small", 10, 4), lesion("large", 30, 8), lesion("mid", 20, Number.NaN)], [lesion("only", 5, 2)]],
  outcome: Uint8Array.of(1, 0),
};
const lasso = { kind: "elastic-net", alpha: 1, penalty: 0.02 } as const;
const plan = (methods: object[]): LesionPlan =>
  lesionPlan.parse({
    schema: "nadir.lesion-plan/1",
    id: "t",
    volume: "volume",
    outcome: "y",
    folds: 4,
    seed: 5,
    methods,
  });

/** Three noisy features; in a patient with the outcome one lesion, the witness, has a high first one. */
function witnesses(seed: number, n: number): Bags & { readonly witness: readonly (string | null)[] } {
  const random = randomSource(seed);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const patients = Array.from({ length: n }, (_, i) => {
    const [count, y] = [3 + random.integer(4), i % 2];
    const at = random.integer(count);
    const lesions = Array.from({ length: count }, (_, k) =>
      lesion(`L${k}`, 1 + random.uniform(), normal() + (y && k === at ? 4 : 0), normal(), normal()),
    );
    return { y, lesions, witness: y ? `L${at}` : null };
  });
  return {
    names: ["a", "b", "c"],
    subjects: patients.map((_, i) => `P${i}`),
    lesions: patients.map((p) => p.lesions),
    outcome: Uint8Array.from(patients, (p) => p.y),
    witness: patients.map((p) => p.witness),
  };
}

describe("features of several lesions as one patient's, by hand", () => {
  it("A: the largest first, whatever the order of the rows; gaps where there are fewer", () => {
    const a = fixedNumber(two, 2);
    expect(a.names).toEqual(["entropy#1", "entropy#2"]);
    expect(a.columns.map((c) => Array.from(c))).toEqual([
      [8, 2],
      [Number.NaN, Number.NaN],
    ]);
    const reversed = { ...two, lesions: two.lesions.map((own) => [...own].reverse()) };
    expect(fixedNumber(reversed, 2)).toEqual(a);
  });

  it("C: statistics over the lesions that have a value", () => {
    const c = lesionStatistics(two, ["mean", "min", "max", "sd", "volume-weighted-mean", "largest", "count"]);
    expect(c.names.at(-1)).toBe("lesions.count");
    // Of 4 and 8 with volumes 10 and 30: mean 6, sd √8, weighted (40 + 240) / 40 = 7, largest 8; three lesions.
    expect(c.columns.map((column) => column[0])).toEqual([6, 4, 8, Math.sqrt(8), 7, 8, 3]);
    expect(c.columns[3]![1]).toBeNaN();
  });

  it("D: the rules, enumerated", () => {
    const rules = ["mean", "max", "any", "all", "share-above-half"] as const;
    expect(rules.map((r) => combined([0.2, 0.5, 0.8], r))).toEqual(
      [0.5, 0.8, expect.closeTo(0.92, 12), expect.closeTo(0.08, 12), 1 / 3].map((v) =>
        typeof v === "number" ? expect.closeTo(v, 12) : v,
      ),
    );
  });
});

describe("pooling", () => {
  it("E with means and one lesion each is a ridge logistic regression", () => {
    const random = randomSource(2);
    const bags: Bags = {
      names: ["a", "b"],
      subjects: Array.from({ length: 60 }, (_, i) => `P${i}`),
      lesions: Array.from({ length: 60 }, (_, i) => [
        lesion("L", 1, random.uniform() + 0.4 * (i % 2), random.uniform()),
      ]),
      outcome: Uint8Array.from({ length: 60 }, (_, i) => i % 2),
    };
    const model = fitPooling(bags, { rule: "mean", ridge: 0.05, seed: 1 });
    const columns = [0, 1].map((j) =>
      Float64Array.from(bags.lesions, ([l]) => (l!.values[j]! - model.scale.centre[j]!) / model.scale.scale[j]!),
    );
    const features = { a: columns[0]!, b: columns[1]! };
    // The path scales by the 1/n deviation: its penalty is larger by n / (n - 1).
    const path = elasticNetLogistic({ features, outcome: bags.outcome }, { alpha: 0, lambda: (0.05 * 60) / 59 });
    if (!isEstimable(path)) throw new Error(path.reason);
    const linear = elasticNetPredictor(path, path.fits[0]!, features);
    for (const [i, { probability }] of predictPooling(model, bags.lesions).entries())
      expect(probability).toBeCloseTo(1 / (1 + Math.exp(-linear[i]!)), 4);
  });

  it.each(["max", "attention"] as const)("by %s the planted witness lesion carries its patient", (rule) => {
    const bags = witnesses(3, 60);
    const [learn, judge] = [witnesses(4, 80), bags];
    const answers = predictPooling(fitPooling(learn, { rule, ridge: 0.01, seed: 1 }), judge.lesions);
    const found = answers.map(({ shares }, i) => judge.lesions[i]![shares.indexOf(Math.max(...shares))]!.id);
    const [hits, all] = [
      judge.witness.filter((w, i) => w !== null && w === found[i]).length,
      judge.witness.filter((w) => w !== null).length,
    ];
    expect(hits / all).toBeGreaterThan(0.9);
    for (const { shares } of answers) expect(shares.reduce((s, v) => s + v, 0)).toBeCloseTo(1, 12);
    expect(fitPooling(learn, { rule, ridge: 0.01, seed: 1 })).toEqual(
      fitPooling(learn, { rule, ridge: 0.01, seed: 1 }),
    );
  });
});

describe("ways from lesions to patients, side by side", () => {
  const bags = witnesses(8, 100);
  const results = compareLesionMethods(
    bags,
    plan([
      { name: "largest", kind: "fixed-number", count: 1, model: lasso },
      { name: "statistics", kind: "statistics", statistics: ["mean", "max", "sd"], model: lasso },
      { name: "each", kind: "predict-then-combine", rule: "any", model: lasso },
      { name: "bag", kind: "pooled", rule: "max" },
      { name: "attention", kind: "attention" },
    ]),
  );
  const auc = (name: string): number => {
    const r = results.find((m) => m.method === name)!.auc;
    return r.estimable ? r.auc : Number.NaN;
  };

  it("the largest lesion misses a witness that the maximum, the bag and attention find", () => {
    expect(auc("largest")).toBeLessThan(0.75);
    for (const name of ["statistics", "bag", "attention"]) expect(auc(name), name).toBeGreaterThan(0.9);
    expect(results[3]!.against).toMatchObject({ estimable: true });
    expect(results.map((r) => r.shares !== null)).toEqual([false, false, false, true, true]);
    expect(results[3]!.shares![0]!.map((s) => s.lesion)).toEqual(bags.lesions[0]!.map((l) => l.id));
  });

  it("B equals the single lesion where there is one", () => {
    const single: Bags = { ...bags, lesions: bags.lesions.map((own) => [own[0]!]) };
    const union = {
      names: single.names,
      columns: single.names.map((_, j) => Float64Array.from(single.lesions, ([l]) => l!.values[j]!)),
    };
    const [b, a] = compareLesionMethods(
      single,
      plan([
        { name: "b", kind: "one-volume", model: lasso },
        { name: "a", kind: "fixed-number", count: 1, model: lasso },
      ]),
      union,
    );
    expect(b!.predictions).toEqual(a!.predictions);
  });

  it.each([
    {
      what: "one volume without its table",
      change: {},
      methods: [{ name: "b", kind: "one-volume", model: lasso }],
      says: /give the table of these regions/,
    },
    {
      what: "a patient without a lesion",
      change: { lesions: [[], ...bags.lesions.slice(1)] },
      methods: [{ name: "bag", kind: "pooled", rule: "mean" }],
      says: /'P0' has no lesion/,
    },
    {
      what: "a volume of 0",
      change: { lesions: [[lesion("x", 0, 1, 2, 3)], ...bags.lesions.slice(1)] },
      methods: [{ name: "bag", kind: "pooled", rule: "mean" }],
      says: /'P0', lesion 'x': the volume is 0/,
    },
    {
      what: "one outcome only",
      change: { outcome: new Uint8Array(100) },
      methods: [{ name: "bag", kind: "pooled", rule: "mean" }],
      says: /0 of 100 patients/,
    },
  ])("refuses $what", ({ change, methods, says }) => {
    expect(() => compareLesionMethods({ ...bags, ...change }, plan(methods))).toThrow(says);
  });
});
