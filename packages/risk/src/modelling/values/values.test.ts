import { readFileSync } from "node:fs";
import { developmentPlan, expressionText, signature } from "@nadir/domain";
import { describe, expect, it } from "vitest";
import { applySignature } from "../../signature/apply-signature.ts";
import { cohortOf } from "../../tables/cohort-table.ts";
import { asSignature } from "../as-signature.ts";
import type { Cohort } from "../cohort.ts";
import { predict, predictShares } from "../predict.ts";
import { plan, simulated } from "../testing/simulated.ts";
import { developValues } from "./develop-values.ts";
import { judgeClasses } from "./judge-classes.ts";
import { judgeNumber } from "./judge-number.ts";
import { valueSentences } from "./value-summary.ts";

const r = JSON.parse(readFileSync(new URL("testing/values-reference.json", import.meta.url), "utf8")) as {
  rows: Record<string, string | number>[];
  classes: Record<"logLoss" | "logLossOfShares" | "logLossOfDiscriminant" | "accuracy" | "brier", [number]> & {
    auc: number[];
    confusion: number[][];
  };
  number: Record<"rSquared" | "rmse" | "rmseOfMean" | "mae" | "slope" | "intercept", [number]>;
};
const table = {
  file: "birthwt.csv",
  columns: ["subject", ...Object.keys(r.rows[0]!)],
  rows: r.rows.map((row, i) => ({
    subject: `P${i}`,
    ...Object.fromEntries(Object.entries(row).map(([k, v]) => [k, String(v)])),
  })),
};
const steps = [{ kind: "impute-median" }, { kind: "scale" }];
const CLASSES = ["white", "black", "other"];
const races = (model: object) =>
  plan({
    outcome: "race",
    classes: CLASSES,
    site: "site",
    predictors: ["age", "lwt", "bwt"],
    outer: { kind: "leave-site-out" },
    candidates: [{ name: "m", steps, model }],
  });

describe("several classes, each site left out", () => {
  const wish = races({ kind: "multinomial" });
  const { cohort } = cohortOf(table, wish);
  const found = developValues(cohort, wish);

  it("has the proper scores and AUCs that R has of nnet::multinom in the same parts", () => {
    const { classes } = found;
    expect(classes!.logLoss).toBeCloseTo(r.classes.logLoss[0], 5);
    expect(classes!.logLossOfShares).toBeCloseTo(r.classes.logLossOfShares[0], 10);
    expect(classes!.brier).toBeCloseTo(r.classes.brier[0], 5);
    expect(classes!.accuracy.value).toBeCloseTo(r.classes.accuracy[0], 10);
    expect(classes!.confusion).toEqual(r.classes.confusion);
    for (const [k, c] of classes!.classes.entries())
      expect(c.auc).toMatchObject({ estimable: true, auc: expect.closeTo(r.classes.auc[k]!, 4) });
  });

  it("and of MASS::lda", () => {
    const other = races({ kind: "linear-discriminant" });
    expect(developValues(cohort, other).classes!.logLoss).toBeCloseTo(r.classes.logLossOfDiscriminant[0], 8);
  });

  it.each([{ kind: "multinomial" }, { kind: "linear-discriminant" }])(
    "$kind as a signature scores as it predicts",
    (model) => {
      const own = races(model);
      const { final } = developValues(cohort, own);
      const doc = signature.parse(JSON.parse(JSON.stringify(asSignature(final!, own, cohort))));
      const expected = predictShares(final!, cohort);
      for (const i of [0, 50, 188]) {
        const values = Object.fromEntries(cohort.names.map((n, j) => [n, { value: cohort.columns[j]![i]! }]));
        const scored = applySignature(doc, { values, regions: {} });
        expect(scored.classes.map((c) => c.name)).toEqual(CLASSES);
        for (const [k, c] of scored.classes.entries()) expect(c.probability).toBeCloseTo(expected[i]![k]!, 10);
      }
    },
  );

  it("is chosen inside by log loss: the model with the predictor against the one without", () => {
    const three = simulated(5, 240, 1, (i, normal) => ({ y: i % 3, more: [normal() + 1.5 * (i % 3)] }));
    const classed: Cohort = { ...three, classNames: ["a", "b", "c"] };
    const of = (name: string, predictors: string[]) => ({
      name,
      steps: [{ kind: "keep", predictors, origin: "test" }],
      model: { kind: "multinomial" },
    });
    const answer = developValues(
      classed,
      plan({ classes: ["a", "b", "c"], candidates: [of("noise", ["x2"]), of("planted", ["x1"])] }),
    );
    expect(answer.parts.map((p) => p.chosen)).toEqual(Array(5).fill("planted"));
    expect(answer.classes!.saved).toBeGreaterThan(0.2);
    expect(answer.classes!.accuracy.lower).toBeGreaterThan(answer.classes!.accuracyOfLargest);
  });

  it("noise does not beat the classes' shares, and the sentence says so", () => {
    const noise: Cohort = { ...simulated(8, 150, 6, (i) => ({ y: i % 3 })), classNames: ["a", "b", "c"] };
    const wish = plan({ classes: ["a", "b", "c"], candidates: [{ name: "m", steps, model: { kind: "multinomial" } }] });
    const answer = developValues(noise, wish);
    expect(answer.classes!.saved).toBeLessThan(0);
    expect(valueSentences(answer, wish).join("\n")).toMatch(/shares alone .*: not shown to beat them/);
  });

  it("by hand: two subjects, log loss, Brier and accuracy", () => {
    const judged = judgeClasses(
      [
        [0.5, 0.3, 0.2],
        [0.1, 0.2, 0.7],
      ],
      [0, 1],
      ["a", "b", "c"],
      [
        [0.4, 0.3, 0.3],
        [0.4, 0.3, 0.3],
      ],
    );
    expect(judged.logLoss).toBeCloseTo(-(Math.log(0.5) + Math.log(0.2)) / 2, 12);
    expect(judged.logLossOfShares).toBeCloseTo(-(Math.log(0.4) + Math.log(0.3)) / 2, 12);
    // 0.25 + 0.09 + 0.04 = 0.38; 0.01 + 0.64 + 0.49 = 1.14; mean 0.76.
    expect(judged.brier).toBeCloseTo(0.76, 12);
    expect(judged.accuracy.value).toBe(0.5);
  });
});

describe("a number, each site left out", () => {
  const wish = plan({
    outcome: "bwt",
    continuous: { unit: "g" },
    site: "site",
    predictors: ["age", "lwt", "smoke", "ht"],
    outer: { kind: "leave-site-out" },
    candidates: [{ name: "ols", steps, model: { kind: "linear" } }],
  });
  const { cohort } = cohortOf(table, wish);
  const found = developValues(cohort, wish);

  it("has R's lm's R², errors and calibration in the same parts", () => {
    const { number } = found;
    expect(number!.rSquared.value).toBeCloseTo(r.number.rSquared[0], 10);
    expect(number!.rootMeanSquareError).toBeCloseTo(r.number.rmse[0], 7);
    expect(number!.rootMeanSquareErrorOfMean).toBeCloseTo(r.number.rmseOfMean[0], 7);
    expect(number!.meanAbsoluteError).toBeCloseTo(r.number.mae[0], 7);
    expect(number!.calibration).toMatchObject({
      slope: expect.closeTo(r.number.slope[0], 8),
      intercept: expect.closeTo(r.number.intercept[0], 4),
    });
    expect(number!.rSquared.lower!).toBeLessThan(number!.rSquared.value);
  });

  it("as a signature scores as it predicts, in the outcome's own unit", () => {
    const doc = signature.parse(JSON.parse(JSON.stringify(asSignature(found.final!, wish, cohort))));
    expect(doc.predicts).toBe("bwt [g]");
    const values = Object.fromEntries(cohort.names.map((n, j) => [n, { value: cohort.columns[j]![7]! }]));
    const scored = applySignature(doc, { values, regions: {} });
    expect(scored.score).toBeCloseTo(predict(found.final!, cohort)[7]!, 7);
    expect(scored.probability).toBeNull();
  });

  it("by hand: R² of 1 − 1.5 / 5", () => {
    // Came 1, 2, 3, 4; predicted 1.5, 1.5, 3, 5: squares 0.25 + 0.25 + 0 + 1; around the mean 2.5: 5.
    const judged = judgeNumber([1.5, 1.5, 3, 5], [1, 2, 3, 4], [2.5, 2.5, 2.5, 2.5], 1);
    expect(judged.rSquared.value).toBeCloseTo(0.7, 12);
    expect(judged.rootMeanSquareError).toBeCloseTo(Math.sqrt(1.5 / 4), 12);
    expect(judged.meanAbsoluteError).toBeCloseTo(0.5, 12);
  });

  it("a planted law is found inside the folds, printed, and stored as a formula on raw values", () => {
    const made = simulated(3, 150, 1, (_, normal) => ({ more: [5 + normal(), 3 + 0.5 * normal()] }));
    const [a, b] = made.columns as [Float64Array, Float64Array];
    const lawful: Cohort = {
      ...made,
      outcome: new Uint8Array(150),
      value: a.map((v, i) => 2 + 3 * v * b[i]!),
    };
    const of = (before: object[], longest: number) =>
      plan({
        continuous: { unit: "mm" },
        candidates: [{ name: "law", steps: before, model: { kind: "symbolic", longest } }],
      });
    const answer = developValues(lawful, of([], 3));
    expect(answer.number!.rSquared.value).toBeGreaterThan(0.999);
    expect(answer.parts.every((p) => p.used.join() === "x1,x2")).toBe(true);
    expect(valueSentences(answer, of([], 3)).at(-1)).toBe("Formula: (x1 × x2)");
    const doc = signature.parse(JSON.parse(JSON.stringify(asSignature(answer.final!, of([], 3), lawful))));
    if (doc.form.kind !== "expression") throw new Error("no formula");
    expect(expressionText(doc.form.expression)).toBe("(x1 × x2)");
    expect([doc.form.intercept, doc.form.slope]).toEqual([expect.closeTo(2, 6), expect.closeTo(3, 7)]);
    // Where a step scales, the formula is of scaled values and still scores raw ones.
    const scaled = developValues(lawful, of(steps, 5));
    const other = signature.parse(JSON.parse(JSON.stringify(asSignature(scaled.final!, of(steps, 5), lawful))));
    const expected = predict(scaled.final!, lawful);
    for (const i of [0, 70]) {
      const values = Object.fromEntries(lawful.names.map((n, j) => [n, { value: lawful.columns[j]![i]! }]));
      expect(applySignature(other, { values, regions: {} }).score).toBeCloseTo(expected[i]!, 8);
    }
    // Far outside of training the formula is held at its end, with a warning.
    const far = applySignature(doc, { values: { x1: { value: 1000 }, x2: { value: 3 } }, regions: {} });
    expect(far.score).toBeCloseTo(2 + 3 * Math.max(...a.map((v, i) => v * b[i]!)), 4);
    expect(far.warnings.join()).toMatch(/outside of training/);
  });
});

describe("is refused in a sentence", () => {
  const of = (more: object) =>
    developmentPlan.safeParse({ ...races({ kind: "multinomial" }), ...more }).error?.issues[0];
  it.each([
    { what: "two kinds of outcome", more: { continuous: { unit: "g" } }, says: /name one of them/ },
    { what: "a class twice", more: { classes: ["a", "b", "a"] }, says: /a class stands twice/ },
    {
      what: "a model of a number for classes",
      more: { candidates: [{ name: "m", steps: [], model: { kind: "linear" } }] },
      says: /'linear' wants a number as outcome; .*here take multinomial or linear-discriminant/,
    },
    {
      what: "a step that wants two classes",
      more: { candidates: [{ name: "m", steps: [{ kind: "mrmr", count: 2 }], model: { kind: "multinomial" } }] },
      says: /'mrmr' wants two classes/,
    },
    {
      what: "multinomial of two classes",
      more: { classes: undefined },
      says: /'multinomial' wants several classes; name them/,
    },
    { what: "rivals", more: { rivals: ["age"] }, says: /'rivals' is of two classes or follow-up/ },
  ])("$what", ({ more, says }) => expect(of(more)?.message).toMatch(says));

  it("a row whose outcome is no class or no number, and a class that nobody has", () => {
    const wish = races({ kind: "multinomial" });
    const rows = table.rows.map((row, i) => (i === 4 ? { ...row, race: "blue" } : row));
    expect(() => cohortOf({ ...table, rows }, wish)).toThrow(/Row 6: the outcome 'race' is 'blue', which is no class/);
    const number = plan({
      outcome: "race",
      continuous: { unit: "g" },
      candidates: [{ name: "m", model: { kind: "linear" } }],
    });
    expect(() => cohortOf(table, number)).toThrow(/the outcome 'race' is '.*'; give a number in g/);
    const four = plan({ ...wish, classes: [...CLASSES, "none"] });
    expect(() => developValues(cohortOf(table, four).cohort, four)).toThrow(/No subject has the class 'none'/);
  });
});
