import { describe, expect, it } from "vitest";
import { coxRegression } from "../survival/cox.ts";
import { baselineHazard } from "../survival/cox-baseline.ts";
import { crossValidateCox } from "./cross-validation-cox.ts";
import { coxPenaltyPath, logisticPenaltyPath } from "./penalty-path.ts";

/**
 * R 4.2.2, glmnet (thresh 1e-14; its Cox fits settle to about 1e-8) and survival, on: n <- 40; i <- 0:39; x1 <- ((i*37)%%40)-20; x2 <- ((i*23+7)%%13)-6;
 * x3 <- ((i*17+3)%%11)-5; time <- 1+((i*29+5)%%31)+pmax(0, round((20-x1)/2)); status <- as.integer((i*7)%%10>2)
 */
const index = Array.from({ length: 40 }, (_, i) => i);
/** As R rounds a half: to the even number. */
const rounded = (v: number) => (Math.abs(v % 1) === 0.5 ? 2 * Math.round(v / 2) : Math.round(v));
const x1 = index.map((i) => ((i * 37) % 40) - 20);
const x2 = index.map((i) => ((i * 23 + 7) % 13) - 6);
const x3 = index.map((i) => ((i * 17 + 3) % 11) - 5);
const time = index.map((i) => 1 + ((i * 29 + 5) % 31) + Math.max(0, rounded((20 - x1[i]!) / 2)));
const event = index.map((i) => ((i * 7) % 10 > 2 ? 1 : 0));
const features = { x1, x2, x3 };
const close = (found: readonly number[], expected: readonly number[], digits: number) =>
  expected.forEach((v, k) => {
    expect(found[k]).toBeCloseTo(v, digits);
  });

describe("cross-validation of a penalised Cox model", () => {
  it("has the deviance, its error and the penalties of cv.glmnet", () => {
    const cv = crossValidateCox(
      { features, time, event },
      { lambda: [0.4, 0.2, 0.1, 0.05, 0.02], folds: index.map((i) => i % 5) },
    );
    if (!cv.estimable) throw new Error(cv.reason);
    close(cv.deviance, [5.04693486837, 4.76424238694, 4.68609124655, 4.66113742791, 4.67705474434], 7);
    close(cv.devianceError, [0.429898140896, 0.397170174807, 0.366448149154, 0.340728970948, 0.32950914678], 7);
    expect([cv.lambdaMin, cv.lambdaOneSe]).toEqual([0.05, 0.2]);
  });

  it("says why not: one fold, a fold without an event", () => {
    const design = { features, time, event };
    expect(crossValidateCox(design, { lambda: [1], folds: index.map(() => 1) })).toMatchObject({ estimable: false });
    expect(
      crossValidateCox(
        { ...design, event: event.map((e, i) => (i % 5 === 2 ? 0 : e)) },
        {
          lambda: [1],
          folds: index.map((i) => i % 5),
        },
      ),
    ).toMatchObject({ estimable: false, reason: expect.stringContaining("no event") });
  });
});

describe("a path of penalties", () => {
  it("begins where glmnet begins", () => {
    close(
      coxPenaltyPath({ features, time, event }, { count: 5, leastRatio: 0.01 }),
      [0.35138936038223, 0.11111907243576, 0.03513893603822, 0.01111190724358, 0.00351389360382],
      11,
    );
    close(
      logisticPenaltyPath(
        { features, outcome: index.map((i) => (x1[i]! + 3 * x2[i]! > 0 ? 1 : 0)) },
        { alpha: 0.5, count: 5, leastRatio: 0.01 },
      ),
      [0.65621934396368, 0.20751477715867, 0.06562193439637, 0.02075147771587, 0.00656219343964],
      11,
    );
  });
});

describe("the baseline hazard of a linear predictor", () => {
  it("is that of survival::basehaz(centered = FALSE) for the fitted one", () => {
    const fit = coxRegression({ time, event, covariates: { x1, x2 } });
    if (!fit.estimable) throw new Error(fit.reason);
    const hazard = baselineHazard({ time, event, linearPredictor: fit.linearPredictor });
    close(
      [5, 6, 8, 9, 41].map((t) => hazard.findLast((h) => h.time <= t)?.cumulativeHazard ?? 0),
      [0.0154473210066, 0.0321241720936, 0.0503242091713, 0.0893072271085, 3.14290136525],
      8,
    );
  });
});
