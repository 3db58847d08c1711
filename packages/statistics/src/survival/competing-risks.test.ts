import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { cumulativeIncidence, incidenceAt } from "./competing-risks.ts";
import { coxRegression } from "./cox.ts";
import { coxRobustVariance } from "./cox-residuals.ts";
import { fineGray } from "./fine-gray.ts";
import { grayTest } from "./gray-test.ts";
import { kaplanMeier, survivalAt } from "./kaplan-meier.ts";
import { logRank } from "./log-rank.ts";

const subject = fc.record({
  time: fc.integer({ min: 1, max: 12 }),
  cause: fc.integer({ min: 0, max: 2 }),
  group: fc.constantFrom("A", "B"),
  x: fc.integer({ min: -3, max: 3 }),
});
const cohort = fc.array(subject, { minLength: 15, maxLength: 60 });
const column = <K extends "time" | "cause" | "x">(rows: readonly Record<K, number>[], key: K) =>
  rows.map((r) => r[key]);

describe("cumulative incidence", () => {
  test.prop([cohort], { seed: 1 })("of all causes and the survival add up to 1", (rows) => {
    const input = { time: column(rows, "time"), cause: column(rows, "cause") };
    const all = cumulativeIncidence(input);
    fc.pre(all.estimable);
    if (!all.estimable) return;
    const curve = kaplanMeier({ time: input.time, event: input.cause.map((c) => (c > 0 ? 1 : 0)) });
    if (!curve.estimable) throw new Error(curve.reason);
    for (const t of [1, 4, 9]) {
      if (t > all.lastTime) continue;
      const total = all.curves.reduce((s, c) => s + incidenceAt(all, c.cause, t)!.incidence, 0);
      expect(total + survivalAt(curve, t).survival).toBeCloseTo(1, 10);
    }
  });

  test.prop([cohort], { seed: 2 })("of the only cause is 1 - Kaplan–Meier with Greenwood's error", (rows) => {
    const time = column(rows, "time");
    const event = column(rows, "cause").map((c) => (c === 1 ? 1 : 0));
    const all = cumulativeIncidence({ time, cause: event });
    const curve = kaplanMeier({ time, event });
    fc.pre(all.estimable && curve.estimable);
    if (!all.estimable || !curve.estimable) return;
    for (const step of curve.steps.filter((s) => s.events > 0 && s.survival > 0)) {
      const own = incidenceAt(all, 1, step.time)!;
      expect(own.incidence).toBeCloseTo(1 - step.survival, 10);
      expect(own.standardError).toBeCloseTo(step.standardError!, 10);
    }
  });

  it("is 0 before the first event and unknown after the last follow-up", () => {
    const all = cumulativeIncidence({ time: [2, 3, 5], cause: [1, 2, 0] });
    if (!all.estimable) throw new Error(all.reason);
    expect(incidenceAt(all, 1, 1)).toEqual({ incidence: 0, standardError: 0, aalenVariance: 0 });
    expect(incidenceAt(all, 1, 6)).toBeNull();
  });

  it("says why it cannot be computed, and refuses what is no cause", () => {
    expect(cumulativeIncidence({ time: [1, 2], cause: [0, 0] })).toMatchObject({ estimable: false });
    expect(() => cumulativeIncidence({ time: [1], cause: [0.5] })).toThrow(/value 1 is 0.5/);
  });
});

describe("Gray's test", () => {
  test.prop([cohort], { seed: 3 })("has the log-rank scores where one cause is all there is", (rows) => {
    const time = column(rows, "time");
    const event = column(rows, "cause").map((c) => (c === 1 ? 1 : 0));
    const group = rows.map((r) => r.group);
    const gray = grayTest({ time, cause: event, group }, 1);
    const plain = logRank({ time, event, group });
    fc.pre(gray.estimable && plain.estimable);
    if (!gray.estimable || !plain.estimable) return;
    gray.groups.forEach((g, k) => {
      const reference = plain.groups[k]!;
      expect(g.score).toBeCloseTo(reference.observed - reference.expected, 9);
    });
  });

  it("does not exist for one group, or without the cause", () => {
    expect(grayTest({ time: [1, 2], cause: [1, 2], group: ["A", "A"] }, 1)).toMatchObject({ estimable: false });
    expect(grayTest({ time: [1, 2], cause: [2, 2], group: ["A", "B"] }, 1)).toMatchObject({ estimable: false });
  });
});

describe("Fine–Gray regression", () => {
  test.prop([cohort], { seed: 4, numRuns: 40 })(
    "is Cox regression with the robust error where nothing competes",
    (rows) => {
      const time = column(rows, "time");
      const event = column(rows, "cause").map((c) => (c === 1 ? 1 : 0));
      const covariates = { x: column(rows, "x") };
      const fit = fineGray({ time, cause: event, covariates }, 1);
      const cox = coxRegression({ time, event, covariates }, { ties: "breslow" });
      fc.pre(fit.estimable && cox.estimable);
      if (!fit.estimable || !cox.estimable) return;
      expect(fit.coefficients[0]!.coefficient).toBeCloseTo(cox.coefficients[0]!.coefficient, 7);
      expect(fit.coefficients[0]!.standardError).toBeCloseTo(coxRobustVariance(cox).standardErrors[0]!, 7);
      expect(fit.logLikelihood).toBeCloseTo(cox.logLikelihood, 8);
    },
  );

  it("says why a covariate cannot be judged", () => {
    const input = { time: [1, 2, 3, 4], cause: [1, 2, 1, 0] };
    expect(fineGray({ ...input, covariates: { x: [1, 1, 1, 1] } }, 1)).toMatchObject({ estimable: false });
    expect(fineGray({ ...input, covariates: { x: [1, 0, 1, 0] } }, 3)).toMatchObject({ estimable: false });
  });
});
