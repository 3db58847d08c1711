import { visitPlan } from "@nadir/domain";
import { randomSource } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import { tableOf } from "../../tables/table.ts";
import { coursesOf } from "../../tables/visits-table.ts";
import { compareVisitMethods } from "./compare-visit-methods.ts";
import { asBags, oneVisit, type VisitCourses } from "./courses.ts";

const lasso = { kind: "elastic-net", alpha: 1, penalty: 0.02 } as const;
const plan = (more: object = {}) =>
  visitPlan.parse({
    schema: "nadir.visit-plan/1",
    id: "t",
    landmark: 120,
    outcome: "y",
    folds: 4,
    innerFolds: 2,
    seed: 5,
    methods: [
      { name: "last", kind: "last", model: lasso },
      { name: "change", kind: "change", model: lasso },
      { name: "mean", kind: "mean" },
      { name: "attention", kind: "attention" },
    ],
    ...more,
  });

/** Three to six visits up to day 120; in a patient with the outcome the first feature flares once, at any visit but the ends. */
function flares(seed: number, n: number, size: number): VisitCourses & { readonly flare: readonly (number | null)[] } {
  const random = randomSource(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
  const patients = Array.from({ length: n }, (_, i) => {
    const count = 4 + random.integer(3);
    const at = 1 + random.integer(count - 2);
    const visits = Array.from({ length: count }, (_, k) => ({
      day: 20 * k + random.integer(10),
      values: Float64Array.of(normal() + (i % 2 && k === at ? size : 0), normal()),
    }));
    return { y: i % 2, visits, flare: i % 2 ? visits[at]!.day : null };
  });
  return {
    names: ["texture", "other"],
    subjects: patients.map((_, i) => `P${i}`),
    visits: patients.map((p) => p.visits),
    outcome: Uint8Array.from(patients, (p) => p.y),
    notLookedAt: 0,
    flare: patients.map((p) => p.flare),
  };
}

describe("courses, by hand", () => {
  const table = (rows: string) =>
    tableOf(
      ["subject,day,y,texture", ...rows.split(" ")].map((r) => r.split(",")),
      "visits.csv",
    );
  const two = coursesOf(table("P1,60,1,4 P1,0,1,1 P2,0,0,2 P1,121,1,99 P2,61,0,"), plan());
  it("stand in the order of their days, up to the landmark", () => {
    expect(two.names).toEqual(["texture"]);
    expect(two.visits[0]!.map(({ day, values }) => [day, values[0]])).toEqual([
      [0, 1],
      [60, 4],
    ]);
    expect([two.notLookedAt, Array.from(two.outcome)]).toEqual([1, [1, 0]]);
    expect(two.visits[1]![1]!.values[0]).toBeNaN();
  });
  it("give first, last and change, and a bag of visits with their change and month: 60 days are 1.971 months", () => {
    expect(oneVisit(two, "last").columns[0]![0]).toBe(4);
    expect(oneVisit(two, "change")).toMatchObject({ names: ["change texture"] });
    expect(oneVisit(two, "change").columns[0]![0]).toBe(3);
    const { names, lesions } = asBags(two);
    expect(names).toEqual(["texture", "change of texture", "month"]);
    expect(Array.from(lesions[0]![1]!.values)).toEqual([4, 3, 60 / 30.4375]);
  });
  it.each([
    ["a day that is none", "P1,soon,1,4 P2,0,0,1", /Row 2: 'day' is 'soon'/],
    ["an outcome that differs within a patient", "P1,0,1,4 P1,60,0,1", /'P1' has the outcome '1' and, in row 3, '0'/],
    ["a value that is no number", "P1,0,1,4 P2,0,0,high", /no column of numbers/],
    ["a row without a day", "P1,,1,4 P2,0,0,1", /Row 2 has no 'day'/],
  ])("refuse %s", (_, rows, says) => {
    expect(() => coursesOf(table(rows), plan())).toThrow(says);
  });
  it.each([
    ["two visits of one day", "P1,0,1,4 P1,0,1,5 P2,0,0,1", /'P1' has two visits of day 0/],
    ["nobody without the outcome", "P1,0,1,4 P2,0,1,1", /2 of 2 patients have the outcome/],
    ["a patient whose visits are all later", "P1,200,1,4 P2,0,0,1", /'P1' has no visit by day 120/],
  ])("cannot be compared with %s", (_, rows, says) => {
    expect(() => compareVisitMethods(coursesOf(table(rows), plan()), plan())).toThrow(says);
  });
});

describe("attention over time", () => {
  const courses = flares(8, 60, 4);
  const results = compareVisitMethods(courses, plan());
  const auc = (name: string, of = results): number => {
    const r = of.find((m) => m.method === name)!.auc;
    return r.estimable ? r.auc : Number.NaN;
  };

  it("finds the planted flare between the visits, which the last visit and the change do not know", () => {
    expect(auc("attention")).toBeGreaterThan(0.9);
    for (const name of ["last", "change"]) expect(auc(name), name).toBeLessThan(0.65);
    expect(auc("attention")).toBeGreaterThan(auc("mean"));
    const own = results.at(-1)!;
    expect(own.against).toMatchObject({ estimable: true });
    // The visit of the flare carries its patient: named in nine of ten.
    const carried = courses.flare.flatMap((day, i) => {
      if (day === null) return [];
      const top = own.shares![i]!.reduce((a, b) => (b.share > a.share ? b : a));
      return [top.day === day];
    });
    expect(carried.filter(Boolean).length / carried.length).toBeGreaterThan(0.85);
    for (const shares of own.shares!) expect(shares.reduce((s, v) => s + v.share, 0)).toBeCloseTo(1, 9);
  });

  it("chooses its setting in inner folds, one an outer fold; the same seed gives the same", () => {
    const own = results.at(-1)!;
    expect(own.chosen).toHaveLength(4);
    for (const setting of own.chosen!) expect([0.02, 0.1]).toContain(setting.ridge);
    const few = flares(9, 20, 4);
    const again = plan({ folds: 2, methods: [{ name: "attention", kind: "attention" }] });
    expect(compareVisitMethods(few, again)).toEqual(compareVisitMethods(few, again));
  });

  it("learns nothing from the patients of a fold: their values change no other prediction", () => {
    const few = flares(9, 20, 4);
    const own = plan({ folds: 2, methods: [{ name: "attention", kind: "attention" }] });
    const before = compareVisitMethods(few, own)[0]!.predictions;
    const altered = {
      ...few,
      visits: few.visits.map((own, i) =>
        i === 3 ? own.map((v) => ({ ...v, values: v.values.map((x) => 50 * x) })) : own,
      ),
    };
    const after = compareVisitMethods(altered, own)[0]!.predictions;
    // Folds are dealt by outcome and seed: the patients of P3's fold are judged by a model that has not seen P3.
    const same = after.filter((p, i) => i !== 3 && p === before[i]);
    expect(same).toHaveLength(9);
    expect(after[3]).not.toBe(before[3]);
  });

  it("makes nothing of noise, however many settings are tried", () => {
    const noise = compareVisitMethods(
      flares(12, 60, 0),
      plan({ methods: [{ name: "attention", kind: "attention", hidden: [1, 3], ridge: [0.02] }] }),
    )[0]!.auc;
    if (!noise.estimable) throw new Error("an AUC exists");
    expect(Math.abs(noise.auc - 0.5)).toBeLessThan(2.6 * Math.sqrt(noise.variance!));
  });
});
