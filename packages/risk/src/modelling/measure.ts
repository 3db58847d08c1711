import type { DevelopmentPlan } from "@nadir/domain";
import { aucValue, concordance, horizonAuc } from "@nadir/statistics";

/** What predictions are judged against: the outcome, and the follow-up where the plan has one. */
export interface Judged {
  readonly outcome: Uint8Array;
  readonly time?: Float64Array;
  readonly classNames?: readonly string[];
  readonly value?: Float64Array;
}

export const judgedOf = (of: Judged, rows: readonly number[]): Judged => ({
  outcome: Uint8Array.from(rows, (i) => of.outcome[i]!),
  ...(of.time ? { time: Float64Array.from(rows, (i) => of.time![i]!) } : {}),
});

/** AUC of a binary outcome, Harrell's C of a time to an event; null where it does not exist. */
export function discrimination(p: Float64Array, { outcome, time }: Judged): number | null {
  if (!time) return new Set(outcome).size === 2 ? aucValue(p, outcome) : null;
  const found = concordance({ time, event: outcome, score: p });
  return found.estimable ? found.c : null;
}

/** What the inner folds choose by; larger is better, null where it does not exist. */
export function choiceScore(plan: DevelopmentPlan, p: Float64Array, judged: Judged): number | null {
  if (judged.classNames) return -classLogLoss(p, judged.outcome, judged.classNames.length);
  if (judged.value) return -meanSquare(p, judged.value);
  if (plan.chooseBy === "log-loss") return -logLoss(p, judged.outcome);
  if (plan.chooseBy !== "horizon-auc" || !plan.survival || !judged.time) return discrimination(p, judged);
  const found = horizonAuc({ time: judged.time, event: judged.outcome, score: p }, plan.survival.horizon);
  return found.estimable ? found.auc : null;
}

/** Mean of -log of the probability of what happened; probabilities are kept 1e-15 from 0 and 1. */
function logLoss(p: Float64Array, y: Uint8Array): number {
  const inside = (v: number): number => Math.min(1 - 1e-15, Math.max(1e-15, v));
  return -p.reduce((s, v, i) => s + Math.log(y[i] === 1 ? inside(v) : inside(1 - v)), 0) / p.length;
}

/** Mean of -log of the probability of the class that came; `p` has as many numbers a subject as there are classes. */
export function classLogLoss(p: Float64Array, classes: Uint8Array, count: number): number {
  return -classes.reduce((s, c, i) => s + Math.log(Math.max(1e-15, p[i * count + c]!)), 0) / classes.length;
}

/** Mean square of what is predicted less what came. */
export const meanSquare = (p: Float64Array, value: Float64Array): number =>
  p.reduce((s, v, i) => s + (v - value[i]!) ** 2, 0) / p.length;
