import {
  calibrationCusum,
  kolmogorovSmirnov,
  logisticRegression,
  logit,
  populationStability,
  zOf,
} from "@nadir/statistics";

/** A prediction with its day. */
export interface MonitoredSubject {
  readonly subject: string;
  readonly date: string;
  readonly probability: number;
  /** Null where it is not known yet. */
  readonly outcome: 0 | 1 | null;
  /** Inputs as numbers; NaN where a cell is empty. */
  readonly inputs: Readonly<Record<string, number>>;
}

export type PeriodLength = "month" | "quarter" | "year";

/** The period of a day: `2026-03`, `2026 Q1`, `2026`. */
export function periodOf(date: string, length: PeriodLength): string {
  const [year, month] = date.split("-") as [string, string];
  if (length === "year") return year;
  return length === "month" ? `${year}-${month}` : `${year} Q${Math.ceil(Number(month) / 3)}`;
}

export interface MonitorWish {
  readonly period: PeriodLength;
  readonly inputs: readonly string[];
  /** Values of inputs (and of `probability`) before; left out: those of the first period. */
  readonly reference: Readonly<Record<string, readonly number[]>> | null;
  readonly oddsRatio: number;
  readonly falseAlarm: number;
  readonly seed: number;
}

/** Calibration and input drift of predictions over time; `subjects` in the order of their days. */
export function monitor(subjects: readonly MonitoredSubject[], wish: MonitorWish) {
  const labels = [...new Set(subjects.map((s) => periodOf(s.date, wish.period)))];
  const ofPeriod = (label: string) => subjects.filter((s) => periodOf(s.date, wish.period) === label);
  const valuesOf = (own: readonly MonitoredSubject[], column: string): number[] =>
    own.map((s) => (column === "probability" ? s.probability : s.inputs[column]!)).filter((v) => !Number.isNaN(v));
  const first = ofPeriod(labels[0]!);
  const watched = ["probability", ...wish.inputs.filter((c) => c !== "probability")];
  const referenceOf = (column: string): readonly number[] | null =>
    wish.reference ? (wish.reference[column] ?? null) : valuesOf(first, column);
  const periods = labels.map((label) => {
    const own = ofPeriod(label);
    const isReference = !wish.reference && label === labels[0];
    return {
      period: label,
      subjects: own.length,
      calibration: calibrationOf(own),
      drift: isReference
        ? []
        : watched.flatMap((column) => {
            const before = referenceOf(column);
            if (!before) return [];
            const now = valuesOf(own, column);
            const missing = 1 - now.length / own.length;
            return [
              { column, missing, stability: populationStability(before, now), test: kolmogorovSmirnov(before, now) },
            ];
          }),
    };
  });
  const known = subjects.filter((s) => s.outcome !== null);
  const sum = calibrationCusum(
    known.map((s) => s.probability),
    known.map((s) => s.outcome!),
    wish,
  );
  const at = (i: number | null) => (i === null ? null : { subject: known[i]!.subject, date: known[i]!.date });
  return {
    periods,
    cusum: {
      subjects: known.length,
      oddsRatio: sum.oddsRatio,
      falseAlarm: sum.falseAlarm,
      limit: sum.limit,
      simulations: sum.simulations,
      seed: wish.seed,
      above: Array.from(sum.above),
      below: Array.from(sum.below),
      signalAbove: at(sum.signalAbove),
      signalBelow: at(sum.signalBelow),
    },
  };
}
export type Monitoring = ReturnType<typeof monitor>;

/** Observed and expected, and the log odds by which all predictions of the period are too low (logistic, predictions as offset). */
export function calibrationOf(own: readonly Pick<MonitoredSubject, "probability" | "outcome">[]) {
  const known = own.filter((s) => s.outcome !== null);
  const inside = (p: number): number => Math.min(1 - 1e-6, Math.max(1e-6, p));
  const observed = known.reduce((s, k) => s + k.outcome!, 0);
  const expected = known.reduce((s, k) => s + k.probability, 0);
  const fit = logisticRegression({
    outcome: known.map((s) => s.outcome!),
    covariates: {},
    offset: known.map((s) => logit(inside(s.probability))),
  });
  const base = { known: known.length, observed, expected };
  if (!fit.estimable) return { ...base, estimable: false as const, reason: fit.reason };
  const { coefficient, standardError } = fit.coefficients[0]!;
  const half = zOf(0.95) * standardError;
  return {
    ...base,
    estimable: true as const,
    intercept: coefficient,
    lower: coefficient - half,
    upper: coefficient + half,
  };
}

export type CalibrationOfMany = ReturnType<typeof calibrationOf>;

/** What a person should read first: signals, and inputs beyond what chance gives. */
export function monitorSentences({ periods, cusum }: Monitoring): string[] {
  const lines: string[] = [];
  for (const [signal, what] of [
    [cusum.signalAbove, "more events than predicted"],
    [cusum.signalBelow, "fewer events than predicted"],
  ] as const)
    if (signal)
      lines.push(`! Calibration: ${what}; the sum passed its limit with ${signal.subject} on ${signal.date}.`);
  for (const { period, drift } of periods)
    for (const { column, stability: s } of drift)
      if (s.estimable && s.index > s.limit && s.index > 0.1)
        lines.push(
          `! ${period}: '${column}' has moved, stability index ${s.index.toFixed(2)} (chance stays below ${s.limit.toFixed(2)}).`,
        );
  if (cusum.subjects === 0) lines.push("! No outcome is known yet: calibration cannot be judged.");
  if (lines.length === 0) lines.push("No signal: calibration within its limit, inputs within what chance gives.");
  return lines;
}
