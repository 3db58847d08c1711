import { readFileSync } from "node:fs";
import { logisticRegression, poolRubin } from "@nadir/statistics";
import { describe, expect, it } from "vitest";
import { sealTrainingView, type TrainingRow } from "../cohort/training-view.ts";
import { syntheticCoxPlan, syntheticPlan } from "../testing/synthetic-trial.ts";
import { type CompletedSets, completeChained, completedValues } from "./complete-chained.ts";
import { type Artefact, fitArtefact } from "./estimator.ts";
import { artefactsOf, fitModel, predict } from "./fit-model.ts";
import { type ChainedEquations, chainedImputed, completions, imputeChained } from "./impute-chained.ts";
import { onRawScale, pooledTermOf, standardErrorOf } from "./linear-model.ts";

// Lung cancer (R survival::lung), 228 subjects: ECOG taken away where 7 × row is a multiple of 5 (46 are then without), 14 without weight loss.
const file = new URL("../../../conformance/reference/statistics-oracle/lung.csv", import.meta.url);
const [head = "", ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
const names = head.split(",");
const PREDICTORS = ["age", "sex", "ph-ecog", "wt-loss"];
const lung = lines.map((line) => {
  const cells = line.split(",");
  const of = (name: string) => {
    const text = cells[names.indexOf(name)]!;
    return text === "" ? null : Number(text);
  };
  return { row: of("row")!, time: of("time")!, died: of("died") === 1, of };
});
const rows = lung.map(({ row, time, died, of }): TrainingRow => {
  const value = (v: number | null) =>
    v === null ? { value: null, reason: "not measured" } : { value: v, effectiveDay: null };
  return {
    subjectId: `id-${row}`,
    subjectKey: `L-${String(row).padStart(3, "0")}`,
    tag: `tag-${row}`,
    site: "S1",
    arm: "A",
    sex: "unknown",
    ageYears: of("age"),
    baselineSumMm: null,
    indexDay: 0,
    noIndexReason: null,
    predictors: {
      age: value(of("age")),
      sex: value(of("sex")),
      "ph-ecog": value((7 * row) % 5 === 0 ? null : of("ph_ecog")),
      "wt-loss": value(of("wt_loss")),
    },
    event: died,
    followUp: { time, event: died },
    indexDate: null,
    outcomeKnownOn: null,
  };
});
const view = sealTrainingView(rows);
const base = syntheticCoxPlan();
const logisticModel = syntheticPlan().model;
const plan = (imputations: number) => ({
  ...base,
  secondary: [],
  model: { ...base.model, predictors: PREDICTORS },
  missing: {
    ...base.missing,
    predictors: PREDICTORS.map((predictor) => ({ predictor, rule: "impute-chained-equations" as const })),
    imputations,
    chainedEquations: { iterations: 10, seed: 7 },
  },
});
const fitted = fitModel(view, plan(200));
const sdOf = (p: string) => fitted.scale.output[p]!.sd;

const { output } = fitted.model;
const ROWS = PREDICTORS.map((_, j) => j);

describe("a Cox model pooled over completed data sets", () => {
  // R 4.2.2, survival 3.5: coxph on each of these 200 completed sets; mice 3.15: pool() of the 200 fits.
  const R = [
    {
      estimate: 0.00967031489427,
      total: 8.94331114041e-5,
      df: 153.069798803,
      riv: 0.0379143994902,
      fmi: 0.0488760717085,
    },
    {
      estimate: -0.5680944193085,
      total: 2.89443758741e-2,
      df: 154.98372978,
      riv: 0.0256503589992,
      fmi: 0.037351803312,
    },
    {
      estimate: 0.45964565571729,
      total: 1.6789382324e-2,
      df: 128.768154156,
      riv: 0.210831747554,
      fmi: 0.1866567524574,
    },
    {
      estimate: -0.00658028715536,
      total: 4.388255227e-5,
      df: 138.711583587,
      riv: 0.1351923833989,
      fmi: 0.1315244516349,
    },
  ];

  it("has the pooled coefficients, variances, degrees of freedom and missing information of mice", () => {
    expect(output.pooled!.completeDf).toBe(161);
    for (const j of ROWS) {
      const sd = sdOf(PREDICTORS[j]!);
      expect(output.coefficients[j]!.coefficient / sd / R[j]!.estimate).toBeCloseTo(1, 8);
      expect((standardErrorOf(output, j)! / sd) ** 2 / R[j]!.total).toBeCloseTo(1, 8);
      const term = pooledTermOf(output, j)!;
      expect(term.df / R[j]!.df).toBeCloseTo(1, 8);
      expect(term.relativeIncrease / R[j]!.riv).toBeCloseTo(1, 7);
      expect(term.fractionMissing / R[j]!.fmi).toBeCloseTo(1, 7);
    }
    // Mean over the sets of log basehaz(centered = FALSE) at day 300.
    expect(onRawScale(output, fitted.scale.output).intercept).toBeCloseTo(-0.681854582043, 8);
  });

  it("imputes as mice does: its own 400 imputations of the same gaps pool to the same line, complete cases do not", () => {
    // mice 3.15: pmm, 10 iterations, event and Nelson–Aalen hazard among the columns, seed 1.
    const mice = [
      { estimate: 0.00942528394252, se: 0.00949866 },
      { estimate: -0.56896244713087, se: 0.17043589 },
      { estimate: 0.45966839402003, se: 0.13098854 },
      { estimate: -0.00664492937124, se: 0.00657349 },
    ];
    for (const j of ROWS) {
      const sd = sdOf(PREDICTORS[j]!);
      // The error of drawing: between-variance / m of either side is below 0.03 standard errors.
      const away = (output.coefficients[j]!.coefficient / sd - mice[j]!.estimate) / mice[j]!.se;
      expect(Math.abs(away)).toBeLessThan(0.06);
      expect(standardErrorOf(output, j)! / sd / mice[j]!.se).toBeCloseTo(1, 1);
    }
    expect((0.00366828865372 - mice[0]!.estimate) / mice[0]!.se).toBeLessThan(-0.5);
  });

  it("keeps whom it has seen: both imputations and the model list the training subjects; the frozen one knows no outcome", () => {
    const graph = artefactsOf(fitted).map((a) => [a.id, a.usesOutcome, a.subjectTags.length, [...a.parents]]);
    expect(graph).toEqual([
      ["impute-chained", false, 228, []],
      ["complete-chained", true, 228, []],
      ["scale", false, 228, []],
      ["model", true, 228, ["scale", "impute-chained", "complete-chained"]],
    ]);
    const other = sealTrainingView(
      rows.map((r) => ({ ...r, event: !r.event, followUp: { time: 5, event: !r.event } })),
    );
    const again = fitArtefact(imputeChained, other, {
      id: "impute-chained",
      config: { predictors: PREDICTORS, impute: PREDICTORS, imputations: 20, iterations: 5, seed: 7 },
    });
    const first = fitArtefact(imputeChained, view, {
      id: "impute-chained",
      config: { predictors: PREDICTORS, impute: PREDICTORS, imputations: 20, iterations: 5, seed: 7 },
    });
    expect(again.output).toEqual(first.output);
  });
});

describe("one prediction of a subject with gaps", () => {
  const gap = rows.find((r) => r.predictors["ph-ecog"]!.value === null && r.predictors["wt-loss"]!.value !== null)!;
  const equations = fitted.preparation.find((a) => a.kind === imputeChained.kind) as Artefact<ChainedEquations>;
  const lineOf = (risk: number) => Math.log(-Math.log1p(-risk));

  it("is that of the mean of its imputed lines, each with a value that somebody had", () => {
    const completed = completions(equations, gap)!;
    expect(completed).toHaveLength(200);
    const values = completed.map((c) => c.predictors["ph-ecog"]!.value!);
    expect(values.every((v) => [0, 1, 2, 3].includes(v))).toBe(true);
    const lines = completed.map((c) => lineOf(predict(fitted, c).value!));
    expect(lineOf(predict(fitted, gap).value!)).toBeCloseTo(lines.reduce((s, v) => s + v, 0) / lines.length, 10);
    expect(new Set(lines).size).toBeGreaterThan(1);
  });

  it("is the same whoever else is predicted, and complete subjects are left as they are", () => {
    const before = predict(fitted, gap).value;
    for (const r of rows.slice(0, 20)) predict(fitted, r);
    expect(predict(fitted, { ...gap }).value).toBe(before);
    const whole = rows.find((r) => Object.values(r.predictors).every((p) => p.value !== null))!;
    expect(chainedImputed(equations, whole)).toBe(whole);
  });

  it("does not exist for a subject that was never there to be measured", () => {
    const none = predict(fitted, { ...gap, indexDay: null });
    expect(none.value).toBeNull();
  });

  it("fills a predictor that every training subject had", () => {
    const noAge = { ...gap, predictors: { ...gap.predictors, age: { value: null, reason: "not measured" } } };
    expect(predict(fitted, noAge).value).toBeGreaterThan(0);
  });
});

describe("a pooled logistic model", () => {
  it("has intercept and slopes of the mean over the completed sets, each fitted anew here", () => {
    const logit = fitModel(view, { ...plan(20), model: { ...logisticModel, predictors: PREDICTORS } });
    const sets = logit.preparation.find((a) => a.kind === completeChained.kind)!.output as CompletedSets;
    const fits = Array.from({ length: 20 }, (_, k) => {
      const x = completedValues(view.rows, PREDICTORS, sets, k);
      const fit = logisticRegression({
        outcome: view.rows.map((r) => (r.event ? 1 : 0)),
        covariates: Object.fromEntries(PREDICTORS.map((p, j) => [p, x.map((v) => v[j]!)])),
      });
      if (!fit.estimable) throw new Error(fit.reason);
      return fit.coefficients;
    });
    const raw = onRawScale(logit.model.output, logit.scale.output);
    const line = [raw.intercept, ...raw.coefficients.map((c) => c.coefficient)];
    line.forEach((v, j) => {
      const pooled = poolRubin(
        fits.map((f) => f[j]!.coefficient),
        fits.map((f) => f[j]!.standardError ** 2),
        { completeDf: 228 - 5 },
      );
      if (!pooled.estimable) throw new Error(pooled.reason);
      expect(v).toBeCloseTo(pooled.estimate, 9);
      if (j > 0) {
        expect(pooledTermOf(logit.model.output, j - 1)!.df).toBeCloseTo(pooled.df, 5);
        expect(standardErrorOf(logit.model.output, j - 1)! / sdOf(PREDICTORS[j - 1]!)).toBeCloseTo(
          pooled.standardError,
          9,
        );
      }
    });
  });
});
