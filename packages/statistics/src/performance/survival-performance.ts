import { checkedProbabilities } from "../calibration/binary-calibration.ts";
import { type NetBenefitPoint, netBenefitSurvival } from "../calibration/net-benefit.ts";
import {
  type HorizonCalibration,
  horizonCalibration,
  survivalCalibrationSlope,
} from "../calibration/survival-calibration.ts";
import { checkedNumbers, checkLevel, checkSameLength, type Numbers } from "../checked-input.ts";
import { type Estimated, estimated, type Interval } from "../estimate.ts";
import { bootstrap, percentileInterval } from "../resampling/bootstrap.ts";
import { type Concordance, concordance } from "../survival/concordance.ts";
import { coxRegression } from "../survival/cox.ts";
import { type HorizonAuc, type HorizonBrier, horizonAuc, horizonBrier } from "../survival/horizon-performance.ts";
import { medianFollowUp, type SurvivalQuantile } from "../survival/kaplan-meier.ts";
import { checkedSurvival, type SurvivalInput } from "../survival/survival-data.ts";
import { unoConcordance } from "../survival/uno-concordance.ts";
import { countDrawn } from "./binary-resample.ts";
import { drawnBrier, drawnConcordance, drawnHorizonAuc, drawnWeights, survivalOrder } from "./survival-resample.ts";

export interface SurvivalPerformanceInput extends SurvivalInput {
  /** Larger = earlier event; for C, AUC(t) and the calibration slope. Default: log(-log(1 - risk)). */
  readonly score?: Numbers;
  /** Predicted probability of the event by the horizon. */
  readonly risk: Numbers;
}

export interface SurvivalPerformanceOptions {
  readonly level?: number;
  readonly thresholds?: readonly number[];
  readonly resamples?: number;
  readonly seed?: number;
}

export interface SurvivalPerformance {
  readonly n: number;
  readonly events: number;
  readonly horizon: number;
  readonly medianFollowUp: Estimated<SurvivalQuantile>;
  readonly harrell: Estimated<Concordance>;
  /** Truncated at the horizon. */
  readonly uno: Estimated<Concordance>;
  readonly auc: Estimated<HorizonAuc>;
  readonly brier: Estimated<HorizonBrier>;
  readonly calibration: Estimated<HorizonCalibration>;
  readonly slope: ReturnType<typeof survivalCalibrationSlope>;
  readonly netBenefit: Estimated<{ readonly points: readonly NetBenefitPoint[] }> | null;
  readonly resampling: {
    readonly algorithm: "xoshiro256**";
    readonly seed: number;
    readonly replicates: number;
    readonly redrawn: number;
    /** Percentile limits; the slope is fitted again in every resample. */
    readonly harrell: Interval;
    readonly auc: Interval;
    readonly brier: Interval;
    readonly slope: Interval;
  } | null;
}

/** The whole evaluation of predicted risks by a horizon on censored follow-up (rule book validation 4.5, 4.6). */
export function survivalPerformance(
  input: SurvivalPerformanceInput,
  horizon: number,
  options: SurvivalPerformanceOptions = {},
): Estimated<SurvivalPerformance> {
  const { level = 0.95, thresholds = [], resamples = 0, seed = 1 } = options;
  checkLevel(level);
  const n = checkSameLength({ time: input.time, risk: input.risk, ...(input.score ? { score: input.score } : {}) });
  const { time, event } = checkedSurvival(input);
  const { p: risk, clippedLogLog } = checkedRisk(input.risk);
  const score = input.score ? checkedNumbers(input.score, "score") : clippedLogLog;
  const follow = { time, event };
  const harrell = concordance({ ...follow, score }, { level });
  const auc = horizonAuc({ ...follow, score }, horizon, level);
  const brier = horizonBrier({ ...follow, risk }, horizon, level);
  const slope = survivalCalibrationSlope({ ...follow, linearPredictor: score }, level);
  if (!harrell.estimable) return harrell;
  const kept = { auc: [] as number[], brier: [] as number[], slope: [] as number[] };
  const order = survivalOrder(time, event, score);
  const resampled =
    resamples > 0 && auc.estimable && brier.estimable && slope.estimable
      ? bootstrap({ n, replicates: resamples, seed }, (rows) => {
          const drawn = countDrawn(rows, n);
          const c = drawnConcordance(order, drawn);
          const weights = drawnWeights(order, drawn, horizon);
          const at = weights.uncensored > 0 ? drawnHorizonAuc(order, drawn, horizon, weights) : null;
          if (c === null || at === null) return null;
          const pick = (values: Float64Array) => Float64Array.from(rows, (i) => values[i]!);
          const refit = coxRegression({
            time: pick(time),
            event: Uint8Array.from(rows, (i) => event[i]!),
            covariates: { score: pick(score) },
          });
          if (!refit.estimable) return null;
          kept.auc.push(at);
          kept.brier.push(drawnBrier(order, drawn, horizon, weights, risk));
          kept.slope.push(refit.coefficients[0]!.coefficient);
          return c;
        })
      : null;
  return estimated({
    n,
    events: event.reduce((s, e) => s + e, 0),
    horizon,
    medianFollowUp: medianFollowUp(follow, level),
    harrell,
    uno: unoConcordance({ ...follow, score }, horizon, level),
    auc,
    brier,
    calibration: horizonCalibration({ ...follow, risk }, horizon, level),
    slope,
    netBenefit: thresholds.length > 0 ? netBenefitSurvival({ ...follow, risk }, horizon, thresholds) : null,
    resampling:
      resampled === null || !resampled.estimable
        ? null
        : {
            algorithm: resampled.algorithm,
            seed,
            replicates: resamples,
            redrawn: resampled.redrawn,
            harrell: percentileInterval(resampled.values, level),
            auc: percentileInterval(kept.auc, level),
            brier: percentileInterval(kept.brier, level),
            slope: percentileInterval(kept.slope, level),
          },
  });
}

/** Risks of 0 and 1 have no complementary log-log; they are kept 1e-12 away. */
function checkedRisk(risk: Numbers) {
  const { p } = checkedProbabilities(risk);
  const clippedLogLog = p.map((v) => Math.log(-Math.log1p(-Math.min(1 - 1e-12, Math.max(1e-12, v)))));
  return { p, clippedLogLog };
}
