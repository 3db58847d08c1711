import { describe, expect, it } from "vitest";
import { aucDeLong } from "../discrimination/auc.ts";
import { randomSource } from "../random.ts";
import { censoringDistribution } from "./censoring-weights.ts";
import { concordance } from "./concordance.ts";
import { horizonAuc, horizonBrier, integratedBrier } from "./horizon-performance.ts";
import { checkedSurvival } from "./survival-data.ts";
import { unoConcordance } from "./uno-concordance.ts";

const rng = randomSource(91);
const score = Array.from({ length: 80 }, () => Math.round(rng.uniform() * 20));
const time = score.map((s) => 1 + Math.round(rng.uniform() * (40 - s)));

describe("performance at a horizon", () => {
  it("without censoring is the plain AUC and Brier score of the outcome by then", () => {
    const event = time.map(() => 1);
    const y = time.map((t) => (t <= 12 ? 1 : 0));
    const auc = horizonAuc({ time, event, score }, 12);
    const plain = aucDeLong(score, y);
    if (!auc.estimable || !plain.estimable) throw new Error("not estimable");
    expect(auc.auc).toBeCloseTo(plain.auc, 12);
    // The influence function is DeLong's with divisors m, n and N - 1 in place of m - 1 and n - 1.
    const part = (c: Float64Array) => c.reduce((s, v) => s + (v - plain.auc) ** 2, 0) / c.length ** 2;
    const variance = ((part(plain.caseComponents) + part(plain.controlComponents)) * 80) / 79;
    expect(auc.standardError).toBeCloseTo(Math.sqrt(variance), 10);
    const risk = score.map((s) => s / 25);
    const brier = horizonBrier({ time, event, risk }, 12);
    expect(brier.estimable && brier.brier).toBeCloseTo(risk.reduce((s, p, i) => s + (p - y[i]!) ** 2, 0) / 80, 12);
  });

  it("refuses a horizon that too few reach, with the figures", () => {
    expect(horizonAuc({ time, event: time.map(() => 1), score }, 39)).toMatchObject({
      reason: expect.stringContaining("at risk"),
    });
  });

  it("integrates from 0", () => {
    const risk = score.map(() => 0.5);
    const r = integratedBrier({ time, event: time.map(() => 1) }, [6, 12], [risk, risk]);
    expect(r.estimable && r.ibs).toBeCloseTo((0.25 * 6) / 2 / 12 + (0.25 * 6) / 12, 12);
  });

  it("lets events leave the risk set before censorings of the same time", () => {
    const g = censoringDistribution(checkedSurvival({ time: [1, 2, 2, 3], event: [0, 1, 0, 0] }));
    expect([g.before(1), g.at(1), g.before(2), g.at(2)]).toEqual([1, 0.75, 0.75, 0.375]);
  });

  it("Uno's C without censoring is Harrell's among events before tau", () => {
    const event = time.map(() => 1);
    const uno = unoConcordance({ time, event, score }, 20);
    const harrell = concordance({ time, event, score }, { tau: 20 });
    expect(uno).toEqual(harrell);
  });
});
