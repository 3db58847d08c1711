import { type BinaryCalibration, binaryCalibration, checkedProbabilities } from "../calibration/binary-calibration.ts";
import { type NetBenefitPoint, netBenefit } from "../calibration/net-benefit.ts";
import { type CalibrationIndices, calibrationIndices } from "../calibration/smooth-calibration.ts";
import { checkedFlags, checkLevel, checkSameLength, type Flags, type Numbers } from "../checked-input.ts";
import { type AucIntervalMethod, aucDeLong, aucInterval } from "../discrimination/auc.ts";
import { type Estimated, estimated, type Interval, notEstimable } from "../estimate.ts";
import { expit, logit } from "../models/logistic-regression.ts";
import { firstDistinctKnots, splineBasis } from "../models/restricted-cubic-spline.ts";
import { bootstrap, percentileInterval } from "../resampling/bootstrap.ts";
import { type Band, bandOf } from "./band.ts";
import { binaryOrder, countDrawn, drawnAuc, drawnNetBenefit } from "./binary-resample.ts";
import { weightedLogistic } from "./weighted-logistic.ts";

export interface BinaryPerformanceOptions {
  readonly level?: number;
  readonly aucMethod?: AucIntervalMethod;
  /** Decision thresholds fixed beforehand, ascending; none leaves net benefit out. */
  readonly thresholds?: readonly number[];
  /** 0 leaves the bands and percentile intervals out. */
  readonly resamples?: number;
  readonly seed?: number;
  /** Resample within the classes. */
  readonly stratified?: boolean;
}

export interface BinaryPerformance {
  readonly n: number;
  readonly events: number;
  readonly auc: number;
  readonly aucStandardError: number | null;
  readonly aucInterval: Estimated<Interval & { readonly method: AucIntervalMethod }>;
  readonly calibration: Estimated<BinaryCalibration>;
  /** Smooth calibration over the observed predictions: logistic regression on a restricted cubic spline of logit p. */
  readonly curve: Estimated<{
    readonly knots: readonly number[];
    readonly indices: CalibrationIndices;
    readonly band: Band;
  }>;
  readonly netBenefit: Estimated<{ readonly points: readonly NetBenefitPoint[]; readonly band: Band }> | null;
  readonly resampling: {
    readonly algorithm: "xoshiro256**";
    readonly seed: number;
    readonly replicates: number;
    /** Resamples that lacked a class, or in which the curve could not be fitted, and were drawn again. */
    readonly redrawn: number;
    readonly stratified: boolean;
    /** Percentile limits. */
    readonly auc: Interval;
    readonly brier: Interval;
    readonly ici: Interval | null;
  } | null;
}

/** Points of the calibration curve from the smallest to the largest prediction. */
const GRID = 101;

/**
 * The whole evaluation of predicted probabilities against a yes/no outcome: discrimination, the four levels of calibration,
 * Brier score, decision curve, with bootstrap bands (rule book validation 4.1–4.5). Knots of the curve are those of the
 * data in every resample. One seed gives one result, whatever the machine.
 */
export function binaryPerformance(
  probabilities: Numbers,
  outcome: Flags,
  options: BinaryPerformanceOptions = {},
): Estimated<BinaryPerformance> {
  const { level = 0.95, aucMethod = "logit", resamples = 0, seed = 1, stratified = false } = options;
  checkLevel(level);
  const n = checkSameLength({ probability: probabilities, outcome });
  const { p, logits } = checkedProbabilities(probabilities);
  const y = checkedFlags(outcome, "outcome");
  const thresholds = [...(options.thresholds ?? [])].sort((a, b) => a - b);
  const auc = aucDeLong(p, y);
  if (!auc.estimable) return auc;
  const benefit = thresholds.length > 0 ? netBenefit(p, y, thresholds) : null;
  const smooth = smoothCurve(p, logits, y);
  const order = binaryOrder(p, y);
  const replicates = {
    curve: [] as Float64Array[],
    benefit: [] as Float64Array[],
    brier: [] as number[],
    ici: [] as number[],
  };
  const losses = p.map((v, i) => (v - y[i]!) ** 2);
  const resampled =
    resamples > 0
      ? bootstrap({ n, replicates: resamples, seed, ...(stratified ? { strata: Array.from(y) } : {}) }, (rows) => {
          const drawn = countDrawn(rows, n);
          const value = drawnAuc(order, drawn);
          if (value === null) return null;
          if (typeof smooth !== "string") {
            const beta = weightedLogistic(smooth.x, smooth.columns, y, drawn, smooth.beta);
            if (!beta) return null;
            replicates.curve.push(smooth.onGrid(beta));
            replicates.ici.push(smooth.meanDistance(beta, drawn));
          }
          replicates.brier.push(losses.reduce((s, v, i) => s + v * drawn[i]!, 0) / n);
          if (thresholds.length > 0) replicates.benefit.push(drawnNetBenefit(order, drawn, thresholds));
          return value;
        })
      : null;
  return estimated({
    n,
    events: auc.cases,
    auc: auc.auc,
    aucStandardError: auc.variance === null ? null : Math.sqrt(auc.variance),
    aucInterval: aucInterval(auc, { method: aucMethod, level }),
    calibration: binaryCalibration(p, y, level),
    curve:
      typeof smooth === "string"
        ? notEstimable(smooth)
        : estimated({
            knots: smooth.knots,
            indices: smooth.indices,
            band: bandOf(smooth.grid, Array.from(smooth.onGrid(smooth.beta)), replicates.curve, level),
          }),
    netBenefit:
      benefit === null || !benefit.estimable
        ? benefit
        : estimated({
            points: benefit.points,
            band: bandOf(
              thresholds,
              benefit.points.map((x) => x.model),
              replicates.benefit,
              level,
            ),
          }),
    resampling:
      resampled === null || !resampled.estimable
        ? null
        : {
            algorithm: resampled.algorithm,
            seed,
            replicates: resamples,
            redrawn: resampled.redrawn,
            stratified,
            auc: percentileInterval(resampled.values, level),
            brier: percentileInterval(replicates.brier, level),
            ici: replicates.ici.length > 0 ? percentileInterval(replicates.ici, level) : null,
          },
  });
}

/** Five knots from 100 subjects on, three below (rule book 4.4); fewer where they fall together. A text says why there is none. */
function smoothCurve(p: Float64Array, logits: Float64Array, y: Uint8Array) {
  const distinct = new Set(p).size;
  if (distinct < 5) return `A smooth curve needs five distinct predictions; there are ${distinct}.`;
  const knots = firstDistinctKnots(logits, p.length >= 100 ? [5, 4, 3] : [3]);
  if (!knots) return "The predictions are too concentrated for the knots of a smooth curve.";
  const columns = knots.length;
  const design = (values: Float64Array) => {
    const basis = splineBasis(values, knots);
    return Float64Array.from({ length: values.length * columns }, (_, q) => {
      const j = q % columns;
      return j === 0 ? 1 : basis[j - 1]![Math.floor(q / columns)]!;
    });
  };
  const x = design(logits);
  const start = new Float64Array(columns);
  const events = y.reduce((s, v) => s + v, 0);
  start[0] = logit(events / y.length);
  const beta = weightedLogistic(x, columns, y, new Float64Array(y.length).fill(1), start);
  if (!beta) return "The spline of the calibration curve parts the classes perfectly.";
  const sorted = Float64Array.from(p).sort();
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const grid = Array.from({ length: GRID }, (_, g) => low + ((high - low) * g) / (GRID - 1));
  const gridDesign = design(Float64Array.from(grid, (v) => logit(Math.min(1 - 1e-12, Math.max(1e-12, v)))));
  const through = (rows: Float64Array, b: Float64Array) => {
    const out = new Float64Array(rows.length / columns);
    for (let i = 0; i < out.length; i++) {
      let eta = 0;
      for (let j = 0; j < columns; j++) eta += rows[i * columns + j]! * b[j]!;
      out[i] = expit(eta);
    }
    return out;
  };
  return {
    knots,
    columns,
    x,
    beta,
    grid,
    indices: calibrationIndices(p, through(x, beta)),
    onGrid: (b: Float64Array) => through(gridDesign, b),
    /** The integrated calibration index of a resample. */
    meanDistance: (b: Float64Array, drawn: Float64Array) => {
      const smooth = through(x, b);
      let total = 0;
      for (let i = 0; i < p.length; i++) total += drawn[i]! * Math.abs(smooth[i]! - p[i]!);
      return total / p.length;
    },
  };
}
