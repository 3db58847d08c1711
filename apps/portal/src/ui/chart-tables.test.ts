import { describe, expect, it } from "vitest";
import {
  calibrationTable,
  cusumTable,
  effectTable,
  flowTable,
  forestTable,
  periodTable,
  studyFlowTable,
  survivalTable,
} from "./chart-tables.ts";

describe("the table of a chart has a row for each thing drawn:", () => {
  it("steps of survival curves with their group", () => {
    const steps = [
      { time: 30, atRisk: 4, censored: 0, survival: 0.75, lower: 0.3, upper: 0.95 },
      { time: 60, atRisk: 3, censored: 1, survival: 0.75, lower: null, upper: null },
    ];
    expect(survivalTable([{ label: "A", n: 4, events: 1, steps }])).toEqual({
      columns: ["group", "time_days", "at_risk", "censored", "survival", "lower", "upper"],
      rows: [
        ["A", 30, 4, 0, 0.75, 0.3, 0.95],
        ["A", 60, 3, 1, 0.75, null, null],
      ],
    });
  });

  it("every pair of categories, the empty ones too", () => {
    const table = [
      [2, 1],
      [0, 3],
    ];
    const { rows } = flowTable({ categories: ["PR", "PD"], table, first: "RECIST 1.1", second: "iRECIST" });
    expect(rows).toEqual([
      ["RECIST 1.1", "PR", "iRECIST", "PR", 2],
      ["RECIST 1.1", "PR", "iRECIST", "PD", 1],
      ["RECIST 1.1", "PD", "iRECIST", "PR", 0],
      ["RECIST 1.1", "PD", "iRECIST", "PD", 3],
    ]);
  });

  it("estimates with their limits, or why there is none", () => {
    expect(
      forestTable([
        { label: "volume", estimate: 0.1, lower: -0.1, upper: 0.3 },
        { label: "age", estimate: null, lower: null, upper: null, reason: "constant" },
      ]).rows,
    ).toEqual([
      ["volume", 0.1, -0.1, 0.3, undefined],
      ["age", null, null, null, "constant"],
    ]);
    expect(periodTable([{ label: "2025", intercept: 0.2, lower: 0, upper: 0.4 }]).rows).toEqual([
      ["2025", 0.2, 0, 0.4],
    ]);
  });

  it("a calibration's curve, and each prediction of its histogram", () => {
    const { rows } = calibrationTable({
      curve: [{ predicted: 0.2, observed: 0.25 }],
      withOutcome: [0.9],
      without: [0.1],
    });
    expect(rows.map((row) => row.slice(0, 2))).toEqual([
      ["curve", 0.2],
      ["prediction, with the outcome", 0.9],
      ["prediction, without", 0.1],
    ]);
  });

  it("both curves of an effect, both paths of a cumulative sum", () => {
    const effect = {
      predictor: "age",
      partialDependence: [{ at: 50, prediction: 0.4 }],
      accumulatedLocal: [{ at: 50, effect: -0.1 }],
    };
    expect(effectTable(effect).rows).toEqual([
      ["age", "partial dependence", 50, 0.4],
      ["age", "accumulated local effect", 50, -0.1],
    ]);
    expect(cusumTable({ above: [0, 1.5], below: [0.5, 0], limit: 3 }).rows).toEqual([
      [1, 0, 0.5, 3],
      [2, 1.5, 0, 3],
    ]);
  });

  it("each count that a review gives, none that it does not", () => {
    const { rows } = studyFlowTable({
      ...{ source: "text", identified: null, duplicates: null, screened: 10, assessed: null, included: 7 },
      ...{ excludedAtScreening: [{ reason: "no images", n: 3 }], excludedAfterAssessment: [], split: [] },
    });
    expect(rows).toEqual([
      ["records screened", null, 10],
      ["excluded at screening", "no images", 3],
      ["studies included", null, 7],
    ]);
  });
});
