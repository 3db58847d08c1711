import { describe, expect, it } from "vitest";
import { aucValue } from "../discrimination/auc.ts";
import { logisticRegression } from "../models/logistic-regression.ts";
import { randomSource } from "../random.ts";
import { concordance } from "../survival/concordance.ts";
import { horizonAuc, horizonBrier } from "../survival/horizon-performance.ts";
import { binaryPerformance } from "./binary-performance.ts";
import { binaryOrder, countDrawn, drawnAuc, drawnNetBenefit } from "./binary-resample.ts";
import { survivalPerformance } from "./survival-performance.ts";
import { drawnBrier, drawnConcordance, drawnHorizonAuc, drawnWeights, survivalOrder } from "./survival-resample.ts";
import { weightedLogistic } from "./weighted-logistic.ts";

/** Coarse values, so that ties of scores and times are frequent. */
function people(n: number, seed: number) {
  const r = randomSource(seed);
  const risk = Float64Array.from({ length: n }, () => (1 + r.integer(19)) / 20);
  return {
    n,
    risk,
    outcome: Uint8Array.from(risk, (p) => (r.uniform() < p ? 1 : 0)),
    time: Float64Array.from(risk, (p) => 1 + r.integer(Math.ceil(40 * (1.2 - p)))),
    event: Uint8Array.from(risk, () => (r.uniform() < 0.6 ? 1 : 0)),
    draw: () => Int32Array.from({ length: n }, () => r.integer(n)),
  };
}
const at = (values: ArrayLike<number>, rows: Int32Array) => Float64Array.from(rows, (i) => values[i]!);
const flagsAt = (values: Uint8Array, rows: Int32Array) => Uint8Array.from(rows, (i) => values[i]!);

describe("a resample given as counts has the figures of the copied rows", () => {
  it.each([1, 2, 3, 4, 5])("binary, seed %d", (seed) => {
    const { n, risk, outcome, draw } = people(120, seed);
    const rows = draw();
    const drawn = countDrawn(rows, n);
    const order = binaryOrder(risk, outcome);
    expect(drawnAuc(order, drawn)).toBeCloseTo(aucValue(at(risk, rows), flagsAt(outcome, rows))!, 12);
    const thresholds = [0.1, 0.35, 0.6];
    const direct = thresholds.map((t) => {
      let [tp, fp] = [0, 0];
      for (const i of rows) if (risk[i]! >= t) outcome[i] === 1 ? tp++ : fp++;
      return tp / n - ((fp / n) * t) / (1 - t);
    });
    drawnNetBenefit(order, drawn, thresholds).forEach((v, k) => {
      expect(v).toBeCloseTo(direct[k]!, 12);
    });
    const logits = risk.map((p) => Math.log(p / (1 - p)));
    const design = Float64Array.from({ length: 2 * n }, (_, q) => (q % 2 === 0 ? 1 : logits[q >> 1]!));
    const beta = weightedLogistic(design, 2, outcome, drawn, new Float64Array(2))!;
    const copied = logisticRegression({ outcome: flagsAt(outcome, rows), covariates: { l: at(logits, rows) } });
    expect(copied.estimable && copied.coefficients.map((c) => c.coefficient)).toEqual(
      Array.from(beta, (b) => expect.closeTo(b, 8)),
    );
  });

  it.each([1, 2, 3, 4, 5])("survival, seed %d", (seed) => {
    const { n, risk, time, event, draw } = people(150, seed);
    const rows = draw();
    const drawn = countDrawn(rows, n);
    const order = survivalOrder(time, event, risk);
    const copied = { time: at(time, rows), event: flagsAt(event, rows), score: at(risk, rows), risk: at(risk, rows) };
    const c = concordance(copied);
    expect(drawnConcordance(order, drawn)).toBeCloseTo(c.estimable ? c.c : Number.NaN, 12);
    const weights = drawnWeights(order, drawn, 9);
    const auc = horizonAuc(copied, 9);
    const brier = horizonBrier(copied, 9);
    expect(drawnHorizonAuc(order, drawn, 9, weights)).toBeCloseTo(auc.estimable ? auc.auc : Number.NaN, 12);
    expect(drawnBrier(order, drawn, 9, weights, risk)).toBeCloseTo(brier.estimable ? brier.brier : Number.NaN, 12);
  });
});

describe("concordance in O(n log n)", () => {
  /** The definition, pair by pair (Harrell, Lee & Mark 1996). */
  function byPairs(time: Float64Array, event: Uint8Array, score: Float64Array) {
    let [right, all] = [0, 0];
    for (let i = 0; i < time.length; i++)
      for (let j = 0; j < time.length; j++) {
        const usable = event[i] === 1 && (time[i]! < time[j]! || (time[i] === time[j] && event[j] === 0));
        if (!usable) continue;
        all++;
        right += score[i]! > score[j]! ? 1 : score[i] === score[j] ? 0.5 : 0;
      }
    return right / all;
  }
  it.each([11, 12, 13])("counts the pairs of the definition, seed %d", (seed) => {
    const { time, event, risk } = people(90, seed);
    const c = concordance({ time, event, score: risk });
    expect(c.estimable && c.c).toBeCloseTo(byPairs(time, event, risk), 12);
  });
});

describe("binary performance", () => {
  const { risk, outcome } = people(300, 21);
  const run = (seed: number) => binaryPerformance(risk, outcome, { resamples: 200, seed, thresholds: [0.2, 0.4] });

  it("gives one result for one seed and another for another", () => {
    expect(JSON.stringify(run(5))).toBe(JSON.stringify(run(5)));
    expect(JSON.stringify(run(5))).not.toBe(JSON.stringify(run(6)));
  });

  it("holds the estimate within its band and its limits", () => {
    const r = run(5);
    if (!r.estimable || !r.curve.estimable || !r.netBenefit?.estimable) throw new Error("not estimable");
    for (const { x, estimate, lower, upper } of [r.curve.band, r.netBenefit.band])
      x.forEach((_, g) => {
        expect(lower![g]!).toBeLessThanOrEqual(estimate[g]!);
        expect(upper![g]!).toBeGreaterThanOrEqual(estimate[g]!);
      });
    expect(r.resampling!.auc.lower).toBeLessThan(r.auc);
    expect(r.resampling!.auc.upper).toBeGreaterThan(r.auc);
    // Never beyond the observed predictions.
    expect([r.curve.band.x[0], r.curve.band.x.at(-1)]).toEqual([Math.min(...risk), Math.max(...risk)]);
  });

  it("says why there is no curve of few distinct predictions, and goes on", () => {
    const r = binaryPerformance([0.2, 0.2, 0.7, 0.7, 0.2, 0.7], [0, 1, 1, 0, 0, 1]);
    expect(r.estimable && r.curve).toMatchObject({
      estimable: false,
      reason: expect.stringContaining("five distinct"),
    });
    expect(r.estimable && r.auc).toBeCloseTo(6 / 9, 12);
  });

  it("needs both classes, and probabilities", () => {
    expect(binaryPerformance([0.1, 0.9], [1, 1])).toMatchObject({ estimable: false });
    expect(() => binaryPerformance([0.1, 9], [0, 1])).toThrow(/from 0 to 1/);
  });
});

describe("survival performance", () => {
  const { risk, time, event } = people(300, 31);
  it("gives one result for one seed, with limits around the estimate", () => {
    const run = () => survivalPerformance({ time, event, risk }, 9, { resamples: 100, seed: 4, thresholds: [0.3] });
    const r = run();
    expect(JSON.stringify(run())).toBe(JSON.stringify(r));
    if (!r.estimable || !r.harrell.estimable) throw new Error("not estimable");
    expect(r.resampling!.harrell.lower).toBeLessThan(r.harrell.c);
    expect(r.resampling!.harrell.upper).toBeGreaterThan(r.harrell.c);
    expect(r.netBenefit).toMatchObject({ estimable: true });
  });

  it("says so when everybody is censored", () => {
    const none = survivalPerformance({ time, event: new Uint8Array(time.length), risk }, 9);
    expect(none).toMatchObject({ estimable: false, reason: expect.stringContaining("too few events") });
  });
});
