import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { concordance } from "./concordance.ts";
import { type CoxFit, coxRegression } from "./cox.ts";
import { coxSurvival } from "./cox-baseline.ts";
import { coxResiduals } from "./cox-residuals.ts";
import { logRank } from "./log-rank.ts";

/** Twelve subjects without tied times, two covariates. */
const time = [5, 8, 12, 3, 20, 15, 7, 30, 2, 11, 25, 18];
const event = [1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1];
const dose = [1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0];
const age = [61, 70, 55, 66, 48, 59, 73, 52, 68, 60, 57, 64];
const fitOf = (input: Parameters<typeof coxRegression>[0], ties: "efron" | "breslow" = "efron"): CoxFit => {
  const f = coxRegression(input, { ties });
  if (!f.estimable) throw new Error(f.reason);
  return f;
};

describe("Cox regression", () => {
  it("with one binary covariate and no ties has the log-rank test as its score test", () => {
    const fit = fitOf({ time, event, covariates: { dose } });
    const test = logRank({ time, event, group: dose });
    expect(test.estimable && test.chiSquare).toBeCloseTo(fit.scoreTest.chiSquare, 10);
  });

  it("does not distinguish the methods of ties where there are none", () => {
    const covariates = { dose, age };
    const a = fitOf({ time, event, covariates });
    const b = fitOf({ time, event, covariates }, "breslow");
    expect(a.coefficients.map((c) => c.coefficient)).toEqual(b.coefficients.map((c) => c.coefficient));
  });

  test.prop([fc.double({ min: 0.01, max: 100, noNaN: true }), fc.double({ min: -50, max: 50, noNaN: true })], {
    seed: 51,
    numRuns: 40,
  })(
    "coefficients scale with the unit of the covariate and ignore its origin; monotone time changes nothing",
    (unit, shift) => {
      const a = fitOf({ time, event, covariates: { age, dose } });
      const b = fitOf({
        time: time.map((t) => t ** 2),
        event,
        covariates: { age: age.map((v) => v * unit + shift), dose },
      });
      expect(b.coefficients[0]!.coefficient * unit).toBeCloseTo(a.coefficients[0]!.coefficient, 9);
      expect(b.coefficients[0]!.z).toBeCloseTo(a.coefficients[0]!.z, 8);
      expect(b.logLikelihood).toBeCloseTo(a.logLikelihood, 9);
    },
  );

  it("has residuals that sum to zero", () => {
    const r = coxResiduals(fitOf({ time: time.map((t) => Math.ceil(t / 6)), event, covariates: { age, dose } }));
    expect(r.martingale.reduce((s, v) => s + v, 0)).toBeCloseTo(0, 10);
    for (const j of [0, 1]) expect(r.dfbeta.reduce((s, row) => s + row[j]!, 0)).toBeCloseTo(0, 9);
  });

  it("predicts survival that falls with time and with risk", () => {
    const fit = fitOf({ time, event, covariates: { age, dose } });
    const young = coxSurvival(fit, { age: 50, dose: 1 }, [0, 5, 10, 20]).map((s) => s.survival);
    const old = coxSurvival(fit, { age: 70, dose: 1 }, [0, 5, 10, 20]).map((s) => s.survival);
    expect(young[0]).toBe(1);
    young.slice(1).forEach((s, i) => {
      expect(s).toBeLessThan(young[i]!);
      expect(old[i + 1]!).toBeLessThan(s);
    });
    expect(() => coxSurvival(fit, { age: 50 }, [1])).toThrow(/'dose'/);
  });

  it("says why it has no estimate", () => {
    const reasons = [
      coxRegression({ time, event: event.map(() => 0), covariates: { age } }),
      coxRegression({ time, event, covariates: { flat: time.map(() => 3) } }),
      coxRegression({ time, event, covariates: { age, double: age.map((a) => 2 * a) } }),
      coxRegression({ time, event, covariates: { perfect: time.map((t) => -t) } }),
      coxRegression({ time: [1, 2, 3, 4], event: [1, 1, 0, 0], covariates: { x: [1, 1, 0, 0] } }),
    ].map((r) => (r.estimable ? "estimable" : r.reason));
    expect(reasons[0]).toContain("none of 12 subjects");
    expect(reasons[1]).toContain("'flat' does not vary");
    expect(reasons[2]).toContain("collinear");
    expect(reasons[3]).toContain("runs to infinity");
    expect(reasons[4]).toContain("runs to infinity");
  });

  it("refuses wrong input", () => {
    expect(() => coxRegression({ time, event, covariates: {} })).toThrow(/at least one covariate/);
    expect(() => coxRegression({ time, event, covariates: { age: [1] } })).toThrow(/'age' has 1/);
  });
});

describe("Harrell's C", () => {
  it("is 1 for a perfect order, 0 for its reverse, 1/2 for a constant", () => {
    const score = time.map((t) => -t);
    const c = (s: number[]) => {
      const r = concordance({ time, event, score: s });
      return r.estimable ? r.c : null;
    };
    expect([c(score), c(time), c(time.map(() => 1))]).toEqual([1, 0, 0.5]);
  });

  test.prop([fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 12, maxLength: 12 })], { seed: 52 })(
    "and that of the reversed score add to 1, with the same standard error",
    (score) => {
      const a = concordance({ time, event, score });
      const b = concordance({ time, event, score: score.map((s) => -s) });
      if (!a.estimable || !b.estimable) throw new Error("not estimable");
      expect(a.c + b.c).toBeCloseTo(1, 12);
      expect(a.standardError).toBeCloseTo(b.standardError, 12);
    },
  );

  it("without events is not estimable", () => {
    expect(concordance({ time, event: event.map(() => 0), score: age })).toMatchObject({ estimable: false });
  });
});
