import { aucDeLong, aucInterval } from "@nadir/statistics";
import { type CalibrationOfMany, calibrationOf } from "./monitor.ts";

/** A score given at one visit of a subject, and what came of it. */
export interface ScoreAtVisit {
  readonly subject: string;
  /** Which visit it was: 0 the start of treatment, 1 the first scan after it, and so on. */
  readonly order: number;
  readonly probability: number;
  /** Within the horizon that counts from this visit; null where follow-up is too short to know. */
  readonly outcome: 0 | 1 | null;
}

export interface LandmarkValidity {
  readonly order: number;
  readonly subjects: number;
  readonly calibration: CalibrationOfMany;
  readonly auc: { readonly value: number; readonly lower: number; readonly upper: number } | null;
}

/**
 * Is the score still valid later? At every visit those who are still without the outcome are judged by the score of that day
 * (landmarking: van Houwelingen 2007, Scand J Stat 34:70), nothing after it entering. Patients who left before are no longer
 * among them, so that figures of different visits are of different patients.
 */
export function landmarkValidity(scores: readonly ScoreAtVisit[]): LandmarkValidity[] {
  const orders = [...new Set(scores.map((s) => s.order))].sort((a, b) => a - b);
  return orders.map((order) => {
    const own = scores.filter((s) => s.order === order);
    const known = own.filter((s) => s.outcome !== null);
    const auc = aucOf(known);
    return { order, subjects: own.length, calibration: calibrationOf(own), auc };
  });
}

function aucOf(known: readonly ScoreAtVisit[]): LandmarkValidity["auc"] {
  if (new Set(known.map((s) => s.outcome)).size < 2) return null;
  const found = aucDeLong(
    known.map((s) => s.probability),
    known.map((s) => s.outcome as 0 | 1),
  );
  const interval = found.estimable ? aucInterval(found) : null;
  return found.estimable && interval?.estimable
    ? { value: found.auc, lower: interval.lower, upper: interval.upper }
    : null;
}

/**
 * The outcome within a horizon from a day on: 1 where the event came in (day, day + horizon], 0 where follow-up reaches past
 * it without one, null where it is not known; `gone` where the event, or the end of follow-up, was on that day or before.
 */
export function outcomeFrom(
  day: number,
  horizonDays: number,
  { timeDays, event }: { readonly timeDays: number; readonly event: boolean },
): 0 | 1 | null | "gone" {
  if (timeDays <= day) return "gone";
  if (timeDays <= day + horizonDays) return event ? 1 : null;
  return 0;
}
