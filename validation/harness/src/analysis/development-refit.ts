import { horizonOfModel, isImportedModel, type ProtocolDocument, Refusal } from "@nadir/domain";
import { aucValue, concordance, coxRegression, horizonBrier } from "@nadir/statistics";
import { sealTrainingView, type TrainingRow, type TrainingView } from "../cohort/training-view.ts";
import { followedRows } from "../estimators/cox.ts";
import { type FittedModel, fitModel, predict, prepared } from "../estimators/fit-model.ts";
import { completeRows } from "../estimators/logistic.ts";
import { inverseLogit, maximumLikelihood } from "../estimators/maximum-likelihood.ts";

/** Training subjects that the model was fitted on, with the outcome and the locked model's risk. */
export interface DevelopmentRows {
  readonly kind: "binary" | "time-to-event";
  readonly rows: readonly TrainingRow[];
  /** Values of the model's predictors after preparation. */
  readonly x: readonly (readonly number[])[];
  readonly event: readonly boolean[];
  /** Days from the index time; empty for a binary endpoint. */
  readonly time: readonly number[];
  readonly risks: readonly number[];
  readonly horizonDays: number;
}

export function developmentRows(view: TrainingView, fitted: FittedModel, protocol: ProtocolDocument): DevelopmentRows {
  const predictors = fitted.model.output.coefficients.map((c) => c.predictor);
  const rows = view.rows.map((row) => prepared(fitted.preparation, row));
  const measured = new Map(view.rows.map((r) => [r.tag, r]));
  const followed = protocol.model.type === "cox" ? followedRows(rows, predictors) : null;
  const complete = followed ?? completeRows(rows, predictors);
  const known = complete.flatMap((c, k) => {
    const row = measured.get(c.row.tag)!;
    const { value } = predict(fitted, row);
    return value === null ? [] : [{ row, x: c.x, event: c.event, time: followed?.[k]?.time ?? 0, risk: value }];
  });
  return {
    kind: followed ? "time-to-event" : "binary",
    rows: known.map((k) => k.row),
    x: known.map((k) => k.x),
    event: known.map((k) => k.event),
    time: followed ? known.map((k) => k.time) : [],
    risks: known.map((k) => k.risk),
    horizonDays: horizonOfModel(protocol.model) ?? 0,
  };
}

/** Fits on the drawn rows; the risk of every row, or null where the draw does not carry a fit (it is drawn again). */
export type Refit = (rows: ArrayLike<number>) => readonly number[] | null;

/** With preparing steps or a penalty each sample goes through all of them; without, the regression on the same columns is all. */
export function refitOn(data: DevelopmentRows, protocol: ProtocolDocument): Refit {
  const { model } = protocol;
  const steps =
    isImportedModel(model) ||
    model.preparation !== undefined ||
    protocol.missing.predictors.some((m) => m.rule !== "not-computable");
  return model.type === "logistic" && model.penalty === "none" && !steps
    ? (rows) => plainRefit(data, rows)
    : (rows) => wholeRefit(data, rows, protocol);
}

/** Scale and logistic regression on the drawn rows. */
function plainRefit({ x, event }: DevelopmentRows, rows: ArrayLike<number>): readonly number[] | null {
  const drawn = Array.from(rows);
  const p = x[0]?.length ?? 0;
  const moments = Array.from({ length: p }, (_, j) => {
    const values = drawn.map((i) => x[i]![j]!);
    const mean = values.reduce((s, v) => s + v, 0) / values.length;
    return { mean, sd: Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / (values.length - 1)) };
  });
  if (moments.some((m) => !(m.sd > 0))) return null;
  const scaled = (row: readonly number[]) => row.map((v, j) => (v - moments[j]!.mean) / moments[j]!.sd);
  const fitted = maximumLikelihood(
    drawn.map((i) => scaled(x[i]!)),
    drawn.map((i) => event[i]!),
  );
  if (!fitted.estimable) return null;
  return x.map((row) =>
    inverseLogit(scaled(row).reduce((s, v, j) => s + v * fitted.coefficients[j + 1]!, fitted.coefficients[0]!)),
  );
}

/** Every step of the pipeline fitted anew on the drawn subjects. */
function wholeRefit(
  { rows }: DevelopmentRows,
  drawn: ArrayLike<number>,
  protocol: ProtocolDocument,
): readonly number[] | null {
  // Cut-points of risk groups are no part of the score.
  const plan = { ...protocol, secondary: [] };
  try {
    const fitted = fitModel(sealTrainingView(Array.from(drawn, (i) => rows[i]!)), plan);
    const scores = rows.map((row) => predict(fitted, row).value);
    return scores.some((s) => s === null) ? null : (scores as number[]);
  } catch (error) {
    // A draw without a class, a site of one subject: the sample is drawn again and counted.
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** `discrimination` (AUC or Harrell's C) always; where asked for, slope, calibration in the large and Brier score too. */
export type Measures = Readonly<Record<string, number>>;

export function measuresOf(
  data: DevelopmentRows,
  risks: readonly number[],
  rows: ArrayLike<number>,
  whole: boolean,
): Measures | null {
  const at = Array.from(rows);
  const risk = at.map((i) => risks[i]!);
  const event = at.map((i) => data.event[i]!);
  return data.kind === "binary" ? binaryMeasures(risk, event, whole) : timeMeasures(data, at, risk, event, whole);
}

const CLIP = 1e-12;

function binaryMeasures(risk: readonly number[], event: readonly boolean[], whole: boolean): Measures | null {
  const auc = aucValue(
    risk,
    Uint8Array.from(event, (e) => (e ? 1 : 0)),
  );
  if (auc === null || !whole) return auc === null ? null : { discrimination: auc };
  const logit = risk.map((p) => {
    const q = Math.min(1 - CLIP, Math.max(CLIP, p));
    return [Math.log(q / (1 - q))];
  });
  const slope = maximumLikelihood(logit, event);
  const large = maximumLikelihood(logit, event, { offset: logit.map((l) => l[0]!), slope: false });
  if (!slope.estimable || !large.estimable) return null;
  return {
    discrimination: auc,
    "calibration slope": slope.coefficients[1]!,
    "calibration in the large": large.coefficients[0]!,
    "Brier score": risk.reduce((s, p, i) => s + (p - (event[i] ? 1 : 0)) ** 2, 0) / risk.length,
  };
}

function timeMeasures(
  { time, horizonDays }: DevelopmentRows,
  at: readonly number[],
  risk: readonly number[],
  event: readonly boolean[],
  whole: boolean,
): Measures | null {
  const follow = { time: at.map((i) => time[i]!), event };
  const c = concordance({ ...follow, score: risk });
  if (!c.estimable || !whole) return c.estimable ? { discrimination: c.c } : null;
  const line = risk.map((p) => Math.log(-Math.log1p(-Math.min(1 - CLIP, Math.max(CLIP, p)))));
  const slope = coxRegression({ ...follow, covariates: { line } });
  const brier = horizonBrier({ ...follow, risk }, horizonDays);
  if (!slope.estimable || !brier.estimable) return null;
  return {
    discrimination: c.c,
    "calibration slope": slope.coefficients[0]!.coefficient,
    "Brier score at the horizon": brier.brier,
  };
}
