import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sealTrainingView, type TrainingRow } from "../cohort/training-view.ts";
import { fitModel } from "../estimators/fit-model.ts";
import { syntheticCoxPlan, syntheticPlan } from "../testing/synthetic-trial.ts";
import { developmentPerformance } from "./development.ts";
import { overfittingGuard } from "./overfitting.ts";

const file = new URL("../../../conformance/reference/statistics-oracle/birthwt.csv", import.meta.url);
const [head = "", ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
const names = head.split(",");
const PREDICTORS = ["age", "lwt", "smoke", "ht", "ui"];
const births = lines.map((line) => Object.fromEntries(line.split(",").map((v, j) => [names[j]!, Number(v)])));
const rows = births.map(
  (r): TrainingRow => ({
    subjectId: `id-${r["row"]}`,
    subjectKey: `B-${String(r["row"]).padStart(3, "0")}`,
    tag: `tag-${r["row"]}`,
    site: "S1",
    arm: "A",
    sex: "unknown",
    ageYears: null,
    baselineSumMm: null,
    indexDay: 0,
    noIndexReason: null,
    predictors: Object.fromEntries(PREDICTORS.map((p) => [p, { value: r[p]!, effectiveDay: null }])),
    event: r["low"] === 1,
    indexDate: null,
    outcomeKnownOn: null,
  }),
);
const base = syntheticPlan();
const plan = {
  ...base,
  secondary: [],
  model: { ...base.model, predictors: PREDICTORS },
  missing: {
    ...base.missing,
    predictors: PREDICTORS.map((predictor) => ({ predictor, rule: "not-computable" as const })),
  },
  development: {
    ...base.development,
    internalValidation: { method: "optimism-bootstrap" as const, resamples: 2000, measures: "all" as const },
  },
} as typeof base;
const view = sealTrainingView(rows);
const found = developmentPerformance(view, fitModel(view, plan), plan);

// R 4.2.2, rms 6.5: lrm(low ~ age + lwt + smoke + ht + ui) on birthwt; validate(B = 4000), seeds 1 and 2.
describe("the guard against overfitting, beside rms", () => {
  it("has the likelihood ratio of lrm, and from it the heuristic shrinkage; events of the smaller class a coefficient", () => {
    expect(found.overfitting).toMatchObject({ candidates: 5, events: 59, eventsPerCandidate: 59 / 5, note: null });
    expect(found.overfitting!.likelihoodRatio).toBeCloseTo(22.89415709, 7);
    expect(found.overfitting!.shrinkage).toBeCloseTo((22.89415709 - 5) / 22.89415709, 8);
  });

  it("has validate's optimism of AUC (Dxy / 2), slope and Brier score, within the error of drawing", () => {
    const of = Object.fromEntries(found.measures!.map((m) => [m.measure, m]));
    expect(of["discrimination"]!.apparent).toBeCloseTo(0.717861799217731, 10);
    // Two runs of rms differ by 0.0007 in slope and 0.0005 in Brier; ours has half their resamples.
    expect(Math.abs(of["discrimination"]!.optimism - 0.0628 / 2)).toBeLessThan(0.003);
    expect(Math.abs(of["calibration slope"]!.corrected - 0.8132)).toBeLessThan(0.015);
    expect(Math.abs(of["Brier score"]!.optimism - -0.0138)).toBeLessThan(0.0015);
    expect(of["Brier score"]!.apparent).toBeCloseTo(0.19058191738121, 9);
  });

  it("has the likelihood ratio of cph for a time to event (veteran, 7 coefficients: 60.08425943)", () => {
    const [vh = "", ...vl] = readFileSync(new URL("veteran.csv", file), "utf8").trim().split(/\r?\n/);
    const veteran = vl.map((l) => Object.fromEntries(l.split(",").map((v, j) => [vh.split(",")[j]!, Number(v)])));
    const predictors = ["karno", "age", "prior", "diagtime", "smallcell", "adeno", "large"];
    const cox = syntheticCoxPlan();
    const guard = overfittingGuard(
      {
        kind: "time-to-event",
        x: veteran.map((r) => predictors.map((p) => r[p]!)),
        event: veteran.map((r) => r["died"] === 1),
        time: veteran.map((r) => r["time"]!),
      },
      {},
      { model: { ...cox.model, predictors } as typeof cox.model },
    );
    expect(guard.likelihoodRatio).toBeCloseTo(60.08425943, 6);
    expect(guard.shrinkage).toBeCloseTo(1 - 7 / 60.08425943, 8);
    expect(guard.eventsPerCandidate).toBeCloseTo(128 / 7, 12);
  });

  it("tells no shrinkage of a penalised model, and says why", () => {
    const guard = overfittingGuard(
      { kind: "binary", x: [[1], [2]], event: [true, false], time: [] },
      { penalty: { alpha: 1, lambda: 0.1, folds: 5, path: [], dropped: [] } },
      { model: base.model },
    );
    expect(guard).toMatchObject({ shrinkage: null, note: expect.stringContaining("penalised") });
  });
});
