import { refuse } from "@nadir/domain";
import { rocCurve, youdenPoint } from "@nadir/statistics";
import type { PredictorRow } from "../cohort/predictors.ts";
import type { Artefact, Estimator } from "./estimator.ts";
import { completeRows } from "./logistic.ts";

export interface CutPointConfig {
  readonly predictor: string;
  /** On which side the event is expected; stated beforehand. */
  readonly eventAt: "higher" | "lower";
}
export interface CutPoint {
  readonly predictor: string;
  readonly eventAt: "higher" | "lower";
  /** On the predictor's own scale. */
  readonly threshold: number;
  readonly n: number;
}

/** The value of a predictor that parts events from the rest best in training (Youden); its origin is then training data. */
export const cutPoint: Estimator<CutPointConfig, CutPoint> = {
  kind: "cut-point-youden",
  codeVersion: "1",
  usesOutcome: true,
  inputs: ({ predictor }) => [predictor],
  estimate(view, { predictor, eventAt }) {
    const sign = eventAt === "higher" ? 1 : -1;
    const complete = completeRows(view.rows, [predictor]);
    const curve = rocCurve(
      complete.map((c) => sign * c.x[0]!),
      Uint8Array.from(complete, (c) => (c.event ? 1 : 0)),
    );
    if (!curve.estimable)
      return refuse("MODEL_NOT_ESTIMABLE", `No cut-point of ${predictor} in training: ${curve.reason}`);
    const { threshold } = youdenPoint(curve);
    if (!Number.isFinite(threshold))
      return refuse(
        "MODEL_NOT_ESTIMABLE",
        `No value of ${predictor} parts events from the rest better than chance in training.`,
      );
    return {
      output: { predictor, eventAt, threshold: sign * threshold, n: complete.length },
      tags: complete.map((c) => c.row.tag),
    };
  },
};

/** Whether the row lies on the event's side of the frozen cut-point, the point itself included; null without a value. */
export function isBeyond(artefact: Artefact<CutPoint>, row: PredictorRow): boolean | null {
  const { predictor, eventAt, threshold } = artefact.output;
  const value = row.predictors[predictor]?.value ?? null;
  return value === null ? null : eventAt === "higher" ? value >= threshold : value <= threshold;
}
